"""Settings of an API's description, which an entrance serves in every region."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import SettingsModel
from holdfast.topology.values.openapi import LONGEST_CACHE_SECONDS, DescriptionAccess

DescriptionPath = Annotated[
    str,
    Field(
        pattern=r"^(/[A-Za-z0-9._-]+)+$",
        max_length=128,
        json_schema_extra={
            "patternErrorMessage": "the description's path is plain, such as /v1/openapi.json",
        },
    ),
]


class OpenapiSettings(SettingsModel):
    """The OpenAPI description of the API behind an entrance, served by the entrance itself."""

    file: Annotated[str, Field(min_length=1, max_length=1024)]
    """OpenAPI 3.0 or 3.1, YAML or by its name's end JSON, in the program's folder; its `servers` are replaced
    by the entrance's name."""
    path: DescriptionPath = "/openapi.json"
    """Path at which it is served, as JSON. Default: `/openapi.json`."""
    access: DescriptionAccess = DescriptionAccess.CLIENTS
    """Who may read it: `clients`, whom the entrance lets call the API, or `open`, everybody who reaches the
    entrance. Default: `clients`."""
    cache_seconds: Annotated[int, Field(ge=0, le=LONGEST_CACHE_SECONDS)] = 300
    """Seconds that clients may keep it without asking again. Default: 300, an assumption."""
    cors: bool = False
    """Whether scripts of any web site may read it, such as a page of API documentation. Default: false."""
