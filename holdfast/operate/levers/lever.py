"""What every lever says and does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """Whether a place is out of the traffic, words for it, and since when, where that is kept."""

    out: bool
    detail: str
    since: datetime | None = None


class Lever(Protocol):
    """A way to take a place out; each call is harmless when made twice."""

    @property
    def by(self) -> str:
        """What it is: ``switch``, ``routing-control``, ``cloudflare-pool`` or ``accelerator-dial``."""

    def read(self) -> Position:
        """Read whether the place is out."""

    def take_out(self) -> None:
        """Take the place out."""

    def let_in(self) -> None:
        """Let the place in."""
