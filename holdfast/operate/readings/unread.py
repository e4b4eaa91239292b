"""What is said where something could not be read."""

from __future__ import annotations

from holdfast.operate.aws import AvoidedRegionError
from holdfast.operate.call import call_errors
from holdfast.operate.measures import unknown
from holdfast.operate.readings.values import CopyReading


def errors() -> tuple[type[Exception], ...]:
    """What AWS, Cloudflare and the guards of clients raise where something cannot be read."""
    return *call_errors(), AvoidedRegionError, OSError


def unread_copy(why: str) -> CopyReading:
    """A copy of which nothing is known, and why."""
    return CopyReading(role="unknown", healthy=None, detail=why, lag=unknown(why))
