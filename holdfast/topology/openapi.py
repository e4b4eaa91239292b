"""An API's description planned: what its file says, under the entrance's name."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from holdfast import openapi
from holdfast.settings import effective
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import DescriptionAccess, OpenapiPlan

if TYPE_CHECKING:
    from holdfast.settings import Settings

_ETAG_LENGTH = 32


def plan_openapi(key: str, settings: Settings) -> OpenapiPlan | None:
    """Plan the description of one entrance's API; None for an entrance that serves none.

    Args:
        key: The entrance's key in the settings.
        settings: The whole settings.
    """
    entrance = settings.entrances[key]
    asked, path = entrance.openapi, f"holdfast:entrances.{key}.openapi"
    if asked is None:
        return None
    text = openapi.served(openapi.read(asked.file), entrance.domain)
    is_open = asked.access is DescriptionAccess.OPEN
    kept_by = "public" if is_open or not effective.asks_callers(entrance) else "private"
    return OpenapiPlan(
        source=asked.file,
        path=asked.path,
        is_open=is_open,
        cache_control=f"{kept_by}, max-age={asked.cache_seconds}",
        cors=asked.cors,
        text=text,
        etag=f'"{hashlib.sha256(text.encode()).hexdigest()[:_ETAG_LENGTH]}"',
        origin=origin(
            text=path_of(asked, path, "file"),
            path=path_of(asked, path, "path"),
            is_open=path_of(asked, path, "access"),
            cache_control=path_of(asked, path, "cache_seconds"),
            cors=path_of(asked, path, "cors"),
        ),
    )
