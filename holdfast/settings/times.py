"""Times of day in settings."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

TimeOfDay = Annotated[
    str,
    Field(
        pattern=r"^([01]\d|2[0-3]):[0-5]\d$",
        json_schema_extra={"patternErrorMessage": "a time of day has four digits, quoted, such as '03:00'"},
    ),
]
