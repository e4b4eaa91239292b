"""An API's description: its file, who may read it, and what would never be reached beside it."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from holdfast import openapi
from holdfast.settings import effective
from holdfast.settings.mistakes import NO_VALUE, Problem, key_text
from holdfast.topology.values import (
    DESCRIPTION_KEY,
    DESCRIPTION_PRIORITY,
    HEAD_BYTES,
    LARGEST_ANSWER_BYTES,
    LARGEST_HAPROXY_BYTES,
    DescriptionAccess,
    Door,
    ProxySoftware,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.openapi import OpenapiSettings
    from holdfast.settings.stack import Settings

_TARGETS = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"
_PREFLIGHT = "https://fetch.spec.whatwg.org/#cors-preflight-fetch"


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """The file of each description, and who may read it."""
    for key, entrance in settings.entrances.items():
        if entrance.openapi is not None:
            path = ("entrances", key, "openapi")
            yield from _access(path, entrance, entrance.openapi)
            yield from _file((*path, "file"), entrance, entrance.openapi)


def of_services(settings: Settings) -> Iterator[Problem]:
    """What reaches the description, and what its paths reach."""
    for key, entrance in settings.entrances.items():
        if entrance.openapi is not None:
            path = ("entrances", key, "openapi")
            yield from _taken(path, entrance, entrance.openapi, settings)
            yield from _unanswered((*path, "file"), entrance, entrance.openapi, settings)


def _access(path: SettingPath, entrance: EntranceSettings, asked: OpenapiSettings) -> Iterator[Problem]:
    is_open, guarded = asked.access is DescriptionAccess.OPEN, effective.asks_callers(entrance)
    if is_open and not guarded and not _is_judged_by_service(entrance):
        yield Problem(
            path=(*path, "access"),
            message="does nothing: this entrance asks nobody who he is, so everybody may read the "
            "description; leave it out",
            value=str(asked.access),
        )
    if is_open and effective.asks_for_certificates(entrance):
        yield Problem(
            path=(*path, "access"),
            message="cannot be: TLS of this entrance begins with a client's certificate, so nobody without "
            "one gets as far as the description; leave it out",
            value=str(asked.access),
        )
    if not is_open and _is_judged_by_service(entrance):
        yield Problem(
            path=(*path, "access"),
            message="with mutual_tls 'passthrough' the service judges certificates, and the description is "
            "none of the service's: everybody would read it; say so by 'open', or leave openapi out",
            value=str(asked.access),
        )
    if asked.cors and guarded and not is_open:
        yield Problem(
            path=(*path, "cors"),
            message="does nothing for a description that asks who reads it: a browser first asks without "
            f"token or certificate, and is refused ({_PREFLIGHT}); set access to 'open', or leave it out",
            value=True,
        )


def _is_judged_by_service(entrance: EntranceSettings) -> bool:
    """Whether the entrance takes any certificate and asks nothing else, so that the service alone judges."""
    asked = entrance.authorization
    passes = asked is not None and asked.mutual_tls is not None and asked.mutual_tls.mode == "passthrough"
    return passes and not effective.asks_callers(entrance)


def _file(path: SettingPath, entrance: EntranceSettings, asked: OpenapiSettings) -> Iterator[Problem]:
    try:
        document = openapi.read(asked.file)
    except openapi.UnreadableError as error:
        yield Problem(path=path, message=str(error), value=asked.file)
        return
    mistakes = openapi.judge(document)
    for one in mistakes:
        where = f"{asked.file}: {one.where}: " if one.where else f"{asked.file}: "
        yield Problem(
            path=path, message=f"{where}{one.message}", value=NO_VALUE if one.value is None else one.value
        )
    if not mistakes:
        yield from _size(path, entrance, openapi.served(document, entrance.domain))


def _size(path: SettingPath, entrance: EntranceSettings, text: str) -> Iterator[Problem]:
    size = len(text.encode())
    proxy = entrance.proxy
    if proxy is None and len(json.dumps(text)) + HEAD_BYTES > LARGEST_ANSWER_BYTES:
        yield Problem(
            path=path,
            message=f"comes to {len(json.dumps(text)):,} bytes of a function's answer, and a load balancer "
            f"takes 1 MB ({_TARGETS}): describe less at one name",
        )
    if proxy is not None and proxy.software is ProxySoftware.HAPROXY and size > LARGEST_HAPROXY_BYTES:
        yield Problem(
            path=path,
            message=f"comes to {size:,} bytes, and HAProxy answers from one buffer, with room for "
            f"{LARGEST_HAPROXY_BYTES:,}: take nginx, or describe less",
        )


def _taken(
    path: SettingPath, entrance: EntranceSettings, asked: OpenapiSettings, settings: Settings
) -> Iterator[Problem]:
    services = {key: settings.services[key] for key in effective.services(entrance, settings)}
    if not services:
        return
    first = min(services.values(), key=lambda service: service.priority)
    if asked.path == (entrance.health.path or first.health_path).partition("?")[0]:
        yield Problem(
            path=(*path, "path"),
            message="is the path that health checks ask for, which a service has to answer: choose another",
            value=asked.path,
        )
    for key, service in services.items():
        if asked.path in service.paths:
            yield Problem(
                path=("services", key, "paths", service.paths.index(asked.path)),
                message=f"would never get a request: {key_text(path)} answers there",
                value=asked.path,
            )
        if key == DESCRIPTION_KEY:
            yield Problem(
                path=("services", key),
                message=f"is a word in the names of what serves {key_text(path)}: choose another key",
            )
        if effective.door(entrance) is Door.LOAD_BALANCER and service.priority <= DESCRIPTION_PRIORITY:
            yield Problem(
                path=("services", key, "priority"),
                message=f"comes before the rule of {key_text(path)}: give {DESCRIPTION_PRIORITY + 1} or more",
                value=service.priority,
            )


def _unanswered(
    path: SettingPath, entrance: EntranceSettings, asked: OpenapiSettings, settings: Settings
) -> Iterator[Problem]:
    """Paths of a sound description that no service behind the entrance answers."""
    patterns = [
        pattern for key in effective.services(entrance, settings) for pattern in settings.services[key].paths
    ]
    for described, requested in _documented(asked.file):
        if requested != asked.path and not any(fnmatchcase(requested, pattern) for pattern in patterns):
            yield Problem(
                path=path,
                message=f"{asked.file}: paths.{described}: no service behind this entrance answers "
                f"{requested}: give a service the path, or leave it out",
                allowed=tuple(sorted(patterns)),
            )


def _documented(file: str) -> tuple[tuple[str, str], ...]:
    try:
        document: Any = openapi.read(file)
    except openapi.UnreadableError:
        return ()
    return () if openapi.judge(document) else openapi.documented_paths(document)
