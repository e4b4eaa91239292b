"""The tables of the file whose keys are fixed."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # pydantic reads the annotations
from decimal import Decimal  # see above
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

EVERYTHING = "*"


def _filled(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise PydanticCustomError("empty", "is empty")
    return value


def _amount(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        raise PydanticCustomError("amount", "should be a number")
    return Decimal(value)


Text = Annotated[str, BeforeValidator(_filled)]
"""Text that says something."""
Amount = Annotated[Decimal, BeforeValidator(_amount), Field(ge=0)]
"""A number that is not negative; whole or with a point."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class WaiverTable(_Table):
    """One ``[[waivers]]``."""

    check: Text
    reason: Text
    resource: Text = EVERYTHING
    stack: Text | None = None
    until: date | None = None


class Thresholds(_Table):
    """``[cost]``, in USD and percent."""

    revenue_per_minute: Amount | None = None
    """USD that a minute without service costs. Default: not stated."""
    warn_monthly_increase: Amount | None = None
    """USD a month more, from which a change warns. Default: never."""
    warn_percent: Amount | None = None
    """Percent more, from which a change warns. Default: never."""
    fail_monthly_increase: Amount | None = None
    """USD a month more, from which a change fails. Default: never."""
    fail_percent: Amount | None = None
    """Percent more, from which a change fails. Default: never."""


class ReviewTable(_Table):
    """``[review]``."""

    show_values: list[Text] = []
    """Paths or patterns of properties whose values a review may show. Default: the tool's own list alone."""
