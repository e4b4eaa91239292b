"""Caches planned: where they lie, on what they run and who opens them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.settings import effective_caches
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import CacheLimitsPlan, CacheNodesPlan, CachePlan, cache_family

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.settings.cache import CacheShapeSettings

_FIELDS = (
    ("engine", "engine"),
    ("engine_version", "engine_version"),
    ("authentication", "authentication"),
    ("access_string", "access_string"),
    ("token_version", "token_version"),
    ("maintenance_windows", "maintenance_windows"),
    ("snapshot_window", "snapshot_window"),
    ("snapshot_days", "snapshot_days"),
    ("auto_minor_version_upgrade", "auto_minor_version_upgrade"),
    ("apply_immediately", "apply_immediately"),
    ("log_retention_days", "log_retention_days"),
    ("limits", "limits"),
)
_NODE_FIELDS = ("node_type", "replicas", "shards", "parameters")


def plan_caches(settings: Settings, *, project: str, stack: str) -> tuple[CachePlan, ...]:
    """Plan the caches, sorted by key.

    Args:
        settings: The whole settings.
        project: Name of the Pulumi project, part of names in AWS.
        stack: Name of the stack, part of names in AWS.

    Returns:
        The caches, the same whatever the roles are.
    """
    return tuple(
        _cache(key, settings, identifier=f"{project}-{stack}-{key}") for key in sorted(settings.caches)
    )


def _cache(key: str, settings: Settings, *, identifier: str) -> CachePlan:
    asked, path = settings.caches[key], f"holdfast:caches.{key}"
    places = effective_caches.places(key, settings)
    plan = plan_shape(key, asked, path, places)
    return replace(
        plan,
        home=asked.home or places[0],
        identifier=identifier if asked.global_datastore else None,
        origin=origin(
            **plan.origin,
            places=_places_origin(key, settings),
            identifier=path_of(asked, path, "global_datastore"),
            home=path_of(asked, path, "home"),
        ),
    )


def plan_shape(key: str, asked: CacheShapeSettings, path: str, places: tuple[str, ...]) -> CachePlan:
    """Plan what a cache is in its places, whether it counts as a cache or as a store.

    Args:
        key: Its key, part of names in AWS.
        asked: What it is.
        path: Settings path of that.
        places: Where it lies, sorted.

    Returns:
        The cache as if each place had one of its own, with the origin of ``asked`` alone.
    """
    return CachePlan(
        key=key,
        places=places,
        home=places[0],
        identifier=None,
        engine=asked.engine,
        engine_version=effective_caches.engine_version(asked),
        nodes=None if effective_caches.is_serverless(asked) else _nodes(asked),
        limits=_limits(asked),
        authentication=effective_caches.authentication(asked),
        access_string=asked.access_string,
        token_version=asked.token_version,
        maintenance_windows=dict(sorted(asked.maintenance_windows.items())),
        snapshot_window=asked.snapshot_window,
        snapshot_days=asked.snapshot_days,
        auto_minor_version_upgrade=asked.auto_minor_version_upgrade,
        apply_immediately=asked.apply_immediately,
        log_retention_days=asked.log_retention_days,
        origin=origin(
            nodes=", ".join(path_of(asked, path, field) for field in _NODE_FIELDS),
            **{field: path_of(asked, path, setting) for field, setting in _FIELDS},
        ),
    )


def _places_origin(key: str, settings: Settings) -> str:
    asked = settings.caches[key]
    if asked.regions is not None:
        return f"holdfast:caches.{key}.regions"
    return ", ".join(f"holdfast:services.{name}.caches" for name in effective_caches.users(key, settings))


def _nodes(asked: CacheShapeSettings) -> CacheNodesPlan:
    version = effective_caches.engine_version(asked)
    family = cache_family(asked.engine, version)
    if family is None:
        raise ValueError(f"{asked.engine} {version} has no parameter group family")
    return CacheNodesPlan(
        type=asked.node_type,
        replicas=asked.replicas,
        shards=asked.shards,
        parameter_group_family=family,
        parameters=dict(sorted(asked.parameters.items())),
    )


def _limits(asked: CacheShapeSettings) -> CacheLimitsPlan | None:
    if asked.limits is None:
        return None
    return CacheLimitsPlan(
        max_storage_gb=asked.limits.max_storage_gb,
        max_ecpu_per_second=asked.limits.max_ecpu_per_second,
    )
