"""How a restored database is reached."""

from __future__ import annotations

from dataclasses import dataclass


class WrongPasswordError(Exception):
    """The database does not take the password, or not yet."""


@dataclass(frozen=True, kw_only=True)
class Login:
    """How a restored database is reached."""

    engine: str
    """``postgresql`` or ``mysql``."""
    host: str
    """Its host name, which its certificate must hold where that is verified."""
    port: int
    """TCP port."""
    database: str
    """Name of the database."""
    user: str
    """Name of the master user."""
    password: str
    """The password of this copy alone."""

    def __repr__(self) -> str:
        """Leave the password out of everything that prints."""
        return f"Login({self.engine}, {self.host})"
