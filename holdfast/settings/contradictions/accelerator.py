"""Global Accelerator where it cannot lead, or where something else would lead past it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.mistakes import Problem, nearest
from holdfast.topology.values import Door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.accelerator import AcceleratorSettings
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_ENDPOINTS_PAGE = "https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints.html"
_ROUTING = ("policy", "weights", "locations", "addresses")
"""What an entrance says of Route 53's choice among regions."""


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """What an entrance with an accelerator has besides."""
    for key, entrance in settings.entrances.items():
        if entrance.accelerator is None:
            continue
        path = ("entrances", key)
        yield from _others(path, entrance)
        yield from _doors(path, entrance)
        for field in _ROUTING:
            if field in entrance.model_fields_set:
                yield Problem(
                    path=(*path, field),
                    message="does nothing behind an accelerator, which chooses the region itself, by "
                    "nearness "
                    "and health: leave it out, and shift traffic by accelerator.dials",
                    value=getattr(entrance, field),
                )


def of_places(settings: Settings) -> Iterator[Problem]:
    """Places that an accelerator's settings name."""
    for key, entrance in settings.entrances.items():
        asked = entrance.accelerator
        if asked is None:
            continue
        path = ("entrances", key, "accelerator")
        served = effective.endpoints(entrance, settings)
        for field in ("dials", "weights"):
            for place in getattr(asked, field):
                if place not in served:
                    yield Problem(
                        path=(*path, field, place),
                        message="has no load balancer of this entrance",
                        value=place,
                        allowed=served,
                        suggestion=nearest(place, served),
                    )
        if asked.flow_logs is not None and asked.flow_logs.place not in settings.regions:
            yield Problem(
                path=(*path, "flow_logs", "place"),
                message="no such region in holdfast:regions",
                value=asked.flow_logs.place,
                allowed=tuple(settings.regions),
                suggestion=nearest(asked.flow_logs.place, settings.regions),
            )
        if not any(_is_reached(place, asked, entrance, settings) for place in served):
            yield Problem(
                path=path,
                message="no region has both a dial and a weight above 0, so nobody would be served",
            )


def _others(path: SettingPath, entrance: EntranceSettings) -> Iterator[Problem]:
    if entrance.cloudfront is not None:
        yield Problem(
            path=(*path, "accelerator"),
            message="the name leads to one of both, and cloudfront is given too: leave one of them out, or "
            "make "
            "a second entrance",
        )
    if entrance.cloudflare is not None:
        yield Problem(
            path=(*path, "accelerator"),
            message="Cloudflare leads clients to the regions itself, past the accelerator: leave one of "
            "them out",
        )
    elif entrance.zone is None:
        yield Problem(
            path=(*path, "accelerator"),
            message="needs zone: Route 53 leads the name to the accelerator",
        )


def _doors(path: SettingPath, entrance: EntranceSettings) -> Iterator[Problem]:
    if effective.door(entrance) in (Door.HTTP_API, Door.REST_API):
        yield Problem(
            path=(*path, "accelerator"),
            message="takes load balancers, Elastic IP addresses and instances as endpoints and no API of API "
            f"Gateway ({_ENDPOINTS_PAGE}): leave it out; Route 53 leads to the APIs' regional names",
        )


def _is_reached(
    place: str, asked: AcceleratorSettings, entrance: EntranceSettings, settings: Settings
) -> bool:
    return effective.dial_percent(place, entrance, settings) > 0 and asked.weights.get(place, 1) > 0
