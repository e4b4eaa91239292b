"""What goes wrong, in words for a person."""

from __future__ import annotations


class UpgradeError(Exception):
    """The other version cannot be had or used.

    Attributes:
        usage: Whether what was asked is wrong, and not what was to be installed.
    """

    def __init__(self, message: str, *, usage: bool = False) -> None:
        """Take the message, which says what to do."""
        super().__init__(message)
        self.usage = usage
