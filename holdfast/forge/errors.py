"""The one thing that can go wrong in this room: a forge that does not do what it is asked."""

from __future__ import annotations


class ForgeError(RuntimeError):
    """A comment could not be placed; the message is for a person and holds no token."""


class UnsureError(ForgeError):
    """No answer came, or one that says nothing: what was asked for may have been done."""
