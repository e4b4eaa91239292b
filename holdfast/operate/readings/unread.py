"""What is said where something could not be read."""

from __future__ import annotations

from holdfast.operate.measures import unknown
from holdfast.operate.readings.values import CopyReading


def errors() -> tuple[type[Exception], ...]:
    """What AWS, Cloudflare and the guards of clients raise where something cannot be read."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # only who calls AWS pays

    from holdfast.operate.aws import AvoidedRegionError  # noqa: PLC0415  # beside the others
    from holdfast.operate.steps import StepError  # noqa: PLC0415  # beside the others

    return BotoCoreError, ClientError, AvoidedRegionError, StepError, OSError


def unread_copy(why: str) -> CopyReading:
    """A copy of which nothing is known, and why."""
    return CopyReading(role="unknown", healthy=None, detail=why, lag=unknown(why))
