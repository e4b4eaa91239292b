"""Caches and the services that use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective, effective_caches
from holdfast.settings.contradictions.uses import Uses, places_of, variables_of
from holdfast.settings.mistakes import Problem, key_text
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
    yield from places_of(_CACHES, settings)


def of_variables(settings: Settings) -> Iterator[Problem]:
    """Environment variables that two caches of a service set, or a cache and the service itself."""
    yield from variables_of(_CACHES, settings)


def _variables(cache: str, _settings: Settings) -> list[str]:
    return [effective_caches.variable(cache, end) for end in effective_caches.ENDS]


_CACHES = Uses(section="caches", word="cache", places=effective_caches.places, variables=_variables)


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
