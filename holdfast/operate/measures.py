"""Numbers that were read, or why they could not be: what is unknown is never taken for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """A number, or None and why it is unknown.

    ``at`` is the time that the number is of, where that is not now: a metric's own.
    """

    value: float | None
    unknown: str | None = None
    at: datetime | None = None


def unknown(why: str) -> Measure:
    """A number that could not be read, and why."""
    return Measure(value=None, unknown=why)
