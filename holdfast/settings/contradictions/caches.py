"""Caches: what goes together in one of them, where it lies, and what Global Datastores take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective, effective_caches
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import CacheAuthentication, cache_family, is_global_node_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.cache import CacheSettings, CacheShapeSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_GUIDE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg"
GLOBAL_PAGE = f"{_GUIDE}/Redis-Global-Datastores-Getting-Started.html"
_OF_NODES = (
    "node_type",
    "replicas",
    "shards",
    "parameters",
    "maintenance_windows",
    "auto_minor_version_upgrade",
    "apply_immediately",
    "log_retention_days",
)
_LEAST_GLOBAL_PLACES = 2
MOST_GLOBAL_PLACES = 3
"""Regions of a Global Datastore, the primary's included (``GLOBAL_PAGE``)."""
NO_GLOBAL_REGIONS = frozenset({"ap-east-2", "ap-southeast-6"})
"""Regions that the list of those with Global Datastores leaves out (``GLOBAL_PAGE``, 2026-11)."""
_LEAST_SUBNETS = 2


def of_each_cache(settings: Settings) -> Iterator[Problem]:
    """What of a cache's settings goes together, wherever it lies."""
    for key, cache in settings.caches.items():
        path = ("caches", key)
        yield from of_shape(path, cache, spans=cache.global_datastore)
        if effective_caches.is_serverless(cache) and cache.global_datastore:
            yield Problem(
                path=(*path, "global_datastore"),
                message="no serverless cache can join a Global Datastore, which is of nodes alone "
                f"({GLOBAL_PAGE}): say mode: nodes, or let each region have a cache of its own",
                value=True,
            )
        if cache.snapshot_window is not None and cache.snapshot_days == 0:
            yield Problem(
                path=(*path, "snapshot_window"),
                message="does nothing without snapshots: leave it out, or keep them for a day or more",
                value=cache.snapshot_window,
            )


def of_shape(path: SettingPath, cache: CacheShapeSettings, *, spans: bool) -> Iterator[Problem]:
    """What goes together in a cache, whether it counts as a cache or as a store.

    Args:
        path: Where its settings stand.
        cache: The settings.
        spans: Whether its regions share one Global Datastore.
    """
    yield from _version(path, cache)
    if effective_caches.is_serverless(cache):
        yield from _serverless(path, cache)
    else:
        yield from _nodes(path, cache, spans=spans)
    users = effective_caches.authentication(cache) is CacheAuthentication.USER_GROUP
    if cache.access_string is not None and not users:
        yield Problem(
            path=(*path, "access_string"),
            message="is the user's of a user group, and a token opens everything: say authentication: "
            "user-group, or leave this out",
            value=cache.access_string,
        )


def of_places(settings: Settings) -> Iterator[Problem]:
    """Where caches lie: known regions, subnets there, and what a Global Datastore needs of them."""
    known = effective.serving(settings)
    for key, cache in settings.caches.items():
        path = ("caches", key)
        yield from repeated((*path, "regions"), cache.regions or ())
        for index, place in enumerate(cache.regions or ()):
            if place not in known:
                yield Problem(
                    path=(*path, "regions", index),
                    message="has role 'backup', in which nothing runs"
                    if place in settings.regions
                    else "no such region in holdfast:regions",
                    value=place,
                    allowed=known,
                    suggestion=nearest(place, known),
                )
        held = effective_caches.places(key, settings)
        used = effective_caches.used_places(key, settings)
        idle = [place for place in held if place in known and place not in used]
        if idle and used:
            yield Problem(
                path=(*path, "regions"),
                message=f"hold {', '.join(idle)}, where no service that uses it runs: leave it out there",
                value=held,
                allowed=used,
            )
        if not held:
            yield Problem(
                path=path,
                message="no service uses it, so it lies nowhere: name it under the caches of a service, or "
                "its regions",
            )
        yield from of_windows((*path, "maintenance_windows"), cache, held)
        if cache.global_datastore:
            yield from _global(path, cache, held)
        elif cache.home is not None:
            yield Problem(
                path=(*path, "home"),
                message="is a Global Datastore's; caches of several regions have nothing to do with one "
                "another: leave it out, or say global_datastore: true",
                value=cache.home,
            )


def of_networks(settings: Settings) -> Iterator[Problem]:
    """Adopted networks without the subnets that a cache lies in."""
    for key in settings.caches:
        yield from of_subnets(("caches", key), effective_caches.places(key, settings), settings)


def of_subnets(path: SettingPath, held: tuple[str, ...], settings: Settings) -> Iterator[Problem]:
    """Adopted networks without the subnets that the cache at a path lies in."""
    for place in held:
        region = settings.regions.get(place)
        if region is None or region.adopt is None:
            continue
        if len(region.adopt.isolated_subnet_ids) < _LEAST_SUBNETS:
            yield Problem(
                path=("regions", place, "adopt", "isolated_subnet_ids"),
                message=f"{key_text(path)} lies there, in isolated subnets of at least two zones "
                f"({_GUIDE}/SubnetGroups.html): name one per zone",
                value=region.adopt.isolated_subnet_ids,
            )


def of_global_regions(path: SettingPath, held: tuple[str, ...]) -> Iterator[Problem]:
    """Regions in which AWS has no Global Datastore."""
    for place in held:
        if PLACES[place].name in NO_GLOBAL_REGIONS:
            yield Problem(
                path=path,
                message=f"AWS has no Global Datastore in {PLACES[place].name} ({GLOBAL_PAGE}): leave it out",
                value=place,
            )


def _version(path: SettingPath, cache: CacheShapeSettings) -> Iterator[Problem]:
    version = effective_caches.engine_version(cache)
    if effective_caches.is_serverless(cache):
        if "." in version:
            yield Problem(
                path=(*path, "engine_version"),
                message="of a serverless cache is the major version alone, quoted: AWS raises the minor one",
                value=version,
            )
    elif cache_family(cache.engine, version) is None:
        yield Problem(
            path=(*path, "engine_version"),
            message=f"is no version of {cache.engine} that this version of Holdfast knows, such as "
            f"{effective_caches.DEFAULT_VERSION[cache.engine]}: 6.2, 7.0 and 7.1 of redis, 7.2 and later of "
            f"valkey ({_GUIDE}/engine-versions.html)",
            value=version,
        )


def _serverless(path: SettingPath, cache: CacheShapeSettings) -> Iterator[Problem]:
    for field in _OF_NODES:
        if field in cache.model_fields_set:
            yield Problem(
                path=(*path, field),
                message="is of nodes, and AWS runs and scales a serverless cache by itself: leave it out, or "
                "say mode: nodes",
            )
    if cache.limits is None:
        yield Problem(
            path=path,
            message="a serverless cache grows with its use, and its bill too: say with limits how far",
        )
    if cache.authentication is CacheAuthentication.AUTH_TOKEN:
        yield Problem(
            path=(*path, "authentication"),
            message=f"a serverless cache has no AUTH token, only users ({_GUIDE}/auth.html): leave this out",
            value=str(cache.authentication),
        )


def _nodes(path: SettingPath, cache: CacheShapeSettings, *, spans: bool) -> Iterator[Problem]:
    if cache.limits is not None:
        yield Problem(
            path=(*path, "limits"),
            message="are of a serverless cache; nodes hold what their type holds: leave this out, or say "
            "mode: serverless",
        )
    if "cluster-enabled" in cache.parameters:
        yield Problem(
            path=(*path, "parameters", "cluster-enabled"),
            message="is what shards decide: leave it out, and say shards for cluster mode",
            value=cache.parameters["cluster-enabled"],
        )
    if not spans:
        return
    if not is_global_node_type(cache.node_type):
        yield Problem(
            path=(*path, "node_type"),
            message="no Global Datastore takes it: large or larger of the families M5, M6g, M7g, R5, R6g, "
            f"R6gd, R7g and C7gn ({GLOBAL_PAGE})",
            value=cache.node_type,
        )
    if cache.auto_minor_version_upgrade:
        yield Problem(
            path=(*path, "auto_minor_version_upgrade"),
            message="members of a Global Datastore have one version, which it raises on all of them: leave "
            "this out, and raise engine_version",
            value=True,
        )
    if cache.authentication is CacheAuthentication.USER_GROUP:
        yield Problem(
            path=(*path, "authentication"),
            message=f"AWS names AUTH for Global Datastores ({GLOBAL_PAGE}), and no users: leave this out",
            value=str(cache.authentication),
        )


def of_windows(path: SettingPath, cache: CacheShapeSettings, held: tuple[str, ...]) -> Iterator[Problem]:
    """Maintenance windows of places in which a cache does not lie."""
    for place in cache.maintenance_windows:
        if place not in held:
            yield Problem(
                path=(*path, place),
                message="is none of the cache's regions",
                allowed=held,
                suggestion=nearest(place, held),
            )


def _global(path: SettingPath, cache: CacheSettings, held: tuple[str, ...]) -> Iterator[Problem]:
    yield from of_global_regions((*path, "regions"), held)
    if held and not _LEAST_GLOBAL_PLACES <= len(held) <= MOST_GLOBAL_PLACES:
        yield Problem(
            path=(*path, "regions"),
            message=f"a Global Datastore has one primary and one or two secondaries ({GLOBAL_PAGE}): two or "
            f"three regions, here {len(held)}",
            value=held,
        )
    if cache.home is None:
        yield Problem(
            path=path,
            message="a Global Datastore needs a home: the region in which it is created first, for ever",
            allowed=held,
        )
    elif cache.home not in held:
        yield Problem(
            path=(*path, "home"),
            message="is none of the cache's regions",
            value=cache.home,
            allowed=held,
            suggestion=nearest(cache.home, held),
        )
