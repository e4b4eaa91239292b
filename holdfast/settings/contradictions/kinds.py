"""What services run on, and which of them a region's door can send requests to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.mistakes import Problem, key_text
from holdfast.topology.values import Door, ServiceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.service import ServiceSettings
    from holdfast.settings.stack import Settings

_REACHES = {
    Door.LOAD_BALANCER: (ServiceKind.INSTANCES, ServiceKind.ECS, ServiceKind.EKS),
    Door.PROXY: (ServiceKind.INSTANCES,),
    Door.HTTP_API: (ServiceKind.LAMBDA,),
    Door.REST_API: (ServiceKind.LAMBDA,),
}
"""Kinds of services that each door sends requests to."""


def of_sections(settings: Settings) -> Iterator[Problem]:
    """The section of each service's kind: there, and no other's."""
    for key, service in settings.services.items():
        yield from _sections(("services", key), service)


def _sections(path: SettingPath, service: ServiceSettings) -> Iterator[Problem]:
    own = effective.unit_section(service)
    given = [name for name in effective.SECTIONS.values() if getattr(service, name) is not None]
    if own not in given:
        yield Problem(
            path=path,
            message=f"is of kind {service.kind} and needs {own}, which says what it runs on"
            + (f"; it has {', '.join(given)}: set kind to match" if given else ""),
        )
    for name in given:
        if name != own and own in given:
            yield Problem(
                path=(*path, name),
                message=f"does nothing for a service of kind {service.kind}, of which {own} speaks: "
                "leave one out",
            )
    if service.kind is ServiceKind.LAMBDA:
        if service.port is not None:
            yield Problem(
                path=(*path, "port"),
                message="a function listens on no port: API Gateway invokes it; leave it out",
                value=service.port,
            )
    elif service.port is None:
        yield Problem(path=path, message="needs port, the port that it listens on")


def of_doors(settings: Settings) -> Iterator[Problem]:
    """What receives an entrance's requests: one thing, and one that reaches the services behind it."""
    for key, entrance in settings.entrances.items():
        path = ("entrances", key)
        yield from _one_door(path, entrance)
        door = effective.door(entrance)
        for name in effective.services(entrance, settings):
            kind = settings.services[name].kind
            if kind not in _REACHES[door]:
                yield Problem(
                    path=("services", name, "kind"),
                    message=f"a service of kind {kind} gets no requests from {key_text(path)}, which has "
                    f"the door {door}: {_advice(kind, door)}",
                    value=str(kind),
                    allowed=tuple(str(one) for one in _REACHES[door]),
                )


def _one_door(path: SettingPath, entrance: EntranceSettings) -> Iterator[Problem]:
    doors = [name for name in ("proxy", "api_gateway") if getattr(entrance, name) is not None]
    if len(doors) > 1:
        yield Problem(
            path=(*path, doors[1]),
            message=f"an entrance has one door, and {doors[0]} is given too: leave one of them out, or make "
            "a second entrance",
        )
    if doors and "load_balancer" in entrance.model_fields_set:
        yield Problem(
            path=(*path, "load_balancer"),
            message=f"does nothing beside {doors[0]}, which receives the requests: leave one of them out",
        )


def _advice(kind: ServiceKind, door: Door) -> str:
    if kind is ServiceKind.LAMBDA:
        return "functions stand behind api_gateway; name this entrance's services without it"
    if door is Door.PROXY:
        return "proxies find instances of Auto Scaling groups alone; name this entrance's services without it"
    return "API Gateway invokes functions alone; name this entrance's services without it"
