"""Caches that count as stores: what goes together, where they lie, and what a cache cannot keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_caches, effective_stores
from holdfast.settings.contradictions import caches
from holdfast.settings.mistakes import Problem, key_text
from holdfast.topology.values import StoreKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings


def of_each_store(settings: Settings) -> Iterator[Problem]:
    """What of a cache's settings goes together, and how many regions it can lie in."""
    for key, store in settings.stores.items():
        if not _is_declared(store):
            continue
        path, held = ("stores", key, "elasticache"), effective_stores.store_places(store, settings)
        cache, spans = effective_stores.elasticache(store), len(held) > 1
        yield from caches.of_shape(path, cache, spans=spans)
        yield from caches.of_windows((*path, "maintenance_windows"), cache, held)
        if spans and effective_caches.is_serverless(cache):
            yield Problem(
                path=(*path, "mode"),
                message="a store in several regions is a Global Datastore, which no serverless cache can "
                f"join ({caches.GLOBAL_PAGE}): say mode: nodes, or name one region",
                value=str(cache.mode),
            )
        if spans:
            yield from caches.of_global_regions(("stores", key, "regions"), held)
        if len(held) > caches.MOST_GLOBAL_PLACES:
            yield Problem(
                path=("stores", key, "regions"),
                message="a Global Datastore has one primary and one or two secondaries "
                f"({caches.GLOBAL_PAGE}): name at most {caches.MOST_GLOBAL_PLACES} regions, here {len(held)}",
                value=held,
            )


def of_networks(settings: Settings) -> Iterator[Problem]:
    """Adopted networks without the subnets that a cache lies in."""
    for key, store in settings.stores.items():
        if _is_declared(store):
            yield from caches.of_subnets(
                ("stores", key), effective_stores.store_places(store, settings), settings
            )


def of_keys(settings: Settings) -> Iterator[Problem]:
    """A cache and a store of which everything would be called alike."""
    for key, store in settings.stores.items():
        if _is_declared(store) and key in settings.caches:
            yield Problem(
                path=("stores", key),
                message=f"everything of it would be called as that of {key_text(('caches', key))} is: choose "
                "another key for one of them",
            )


def _is_declared(store: StoreSettings) -> bool:
    return store.kind is StoreKind.ELASTICACHE and not effective_stores.is_adopted(store)
