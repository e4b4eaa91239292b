"""What every settings model shares: strict types, no unknown keys, frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field
from pydantic_core import PydanticCustomError, core_schema

from holdfast.settings import formats
from holdfast.settings.aws_regions import PLACES
from holdfast.topology.values import LOG_RETENTION_DAYS

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

KEY_PATTERN = r"^[a-z][a-z0-9-]{0,13}[a-z0-9]$"
"""A map key is part of names in AWS: lower case, digits, hyphens, 2 to 15 characters, a letter first."""


class SettingsModel(BaseModel):
    """The base of every settings model."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True, allow_inf_nan=False)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of many names; ``noun`` says what they name. The JSON Schema lists them, so editors offer them."""

    noun: str
    values: tuple[str | float, ...]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Check the value after its type."""
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """List the values."""
        return {**handler(schema), "enum": list(self.values)}

    def _check(self, value: str | float) -> str | float:
        if value in self.values:
            return value
        raise PydanticCustomError("not_one_of", "not a known {noun}", {"noun": self.noun})


Place = Annotated[str, OneOf("place", tuple(PLACES))]
Key = Annotated[
    str,
    Field(
        pattern=KEY_PATTERN,
        json_schema_extra={
            "patternErrorMessage": "a name here is 2 to 15 lower-case letters, digits and hyphens, a letter "
            "first, "
            "no hyphen last: it becomes part of names in AWS"
        },
    ),
]
KeyArn = Annotated[str, AfterValidator(formats.key_arn)]
Port = Annotated[int, Field(ge=1, le=65535)]
Percent = Annotated[int, Field(ge=0, le=100)]
Days = Annotated[int, Field(ge=1, le=3653)]
LogDays = Annotated[int, OneOf("retention of CloudWatch Logs, in days", LOG_RETENTION_DAYS)]
Cidr = Annotated[str, AfterValidator(formats.ipv4_block)]
Path = Annotated[
    str,
    Field(
        pattern=r"^/[!-~]*$",
        max_length=255,
        json_schema_extra={
            "patternErrorMessage": "a path starts with '/' and has no spaces and no letters beyond ASCII"
        },
    ),
]
DomainName = Annotated[
    str,
    Field(
        pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$",
        max_length=253,
        json_schema_extra={
            "patternErrorMessage": "a domain name is lower case, has a dot, no scheme, no path and no "
            "trailing dot, "
            "such as api.example.com"
        },
    ),
]


def _per_region_tag(value: object) -> str | None:
    if isinstance(value, str):
        return "<text>"
    return "<places>" if isinstance(value, dict) else None


PER_REGION = Discriminator(
    _per_region_tag,
    custom_error_type="format",
    custom_error_message="expected a text for every region, or a text per place",
)
"""Tells one text for every region from a text per place."""
