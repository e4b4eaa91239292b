"""Caches and the services that use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective, effective_caches
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import NatStrategy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.stack import Settings

_SECRETS_ENDPOINT = "secretsmanager"


def of_keys(settings: Settings) -> Iterator[Problem]:
    """Caches of which rules and statements would be called as a store's are."""
    for key in settings.caches:
        for store in settings.stores:
            if store.replace("-", "") == f"cache{key.replace('-', '')}":
                yield Problem(
                    path=("caches", key),
                    message=f"rules and policies of a service that uses it would be called as those of "
                    f"{key_text(('stores', store))} are: choose another key for one of them",
                )


def of_services(settings: Settings) -> Iterator[Problem]:
    """Caches that are not there, or not where the service runs."""
    for key, service in settings.services.items():
        path = ("services", key, "caches")
        yield from repeated(path, service.caches)
        runs_in = effective.service_places(key, settings)
        for index, name in enumerate(service.caches):
            if name not in settings.caches:
                yield Problem(
                    path=(*path, index),
                    message="no such cache in holdfast:caches",
                    value=name,
                    allowed=tuple(settings.caches),
                    suggestion=nearest(name, settings.caches),
                )
                continue
            held = effective_caches.places(name, settings)
            without = [place for place in runs_in if place not in held]
            if without:
                yield Problem(
                    path=(*path, index),
                    message=f"lies in {', '.join(held)}, and the service also runs in {', '.join(without)}, "
                    "where it would have none and must not depend on another region: add the place to the "
                    "cache's regions",
                    value=name,
                )


def of_variables(settings: Settings) -> Iterator[Problem]:
    """Environment variables that two caches of a service set, or a cache and the service itself."""
    for key, service in settings.services.items():
        path = ("services", key)
        told: dict[str, str] = {}
        for index, cache in enumerate(service.caches):
            if cache not in settings.caches:
                continue
            for name in (effective_caches.variable(cache, end) for end in effective_caches.ENDS):
                other = told.setdefault(name, cache)
                if other != cache:
                    yield Problem(
                        path=(*path, "caches", index),
                        message=f"tells the service {name}, which {key_text(('caches', other))} does too: a "
                        "variable has one value; give one of the caches another key",
                        value=cache,
                    )
        for field, names in (("environment", service.environment), ("secrets", service.secrets)):
            for name in names:
                if name in told:
                    yield Problem(
                        path=(*path, field, name),
                        message=f"is set by {key_text(('caches', told[name]))}, which the service uses: "
                        "leave it out",
                    )


def of_closed_networks(settings: Settings) -> Iterator[Problem]:
    """Networks without NAT in which a service reads a cache's secret: that needs an endpoint."""
    if _SECRETS_ENDPOINT in settings.network.interface_endpoints:
        return
    for key, service in settings.services.items():
        closed = [
            place
            for place in effective.service_places(key, settings)
            if settings.regions[place].adopt is None
            and (settings.regions[place].nat or settings.network.nat) is NatStrategy.NONE
        ]
        if closed and service.caches:
            yield Problem(
                path=("network", "interface_endpoints"),
                message=f"without NAT ({', '.join(closed)}) {key_text(('services', key))} reads the secrets "
                f"of its caches through an endpoint alone: add {_SECRETS_ENDPOINT}",
            )
            return
