"""What settings of caches come to once defaults that depend on other settings are applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.topology.values import CacheAuthentication, CacheEngine, CacheMode

if TYPE_CHECKING:
    from holdfast.settings.cache import CacheShapeSettings
    from holdfast.settings.stack import Settings

DEFAULT_VERSION = {CacheEngine.VALKEY: "8.2", CacheEngine.REDIS: "7.1"}
"""Versions of the engines: of Valkey the newest of its major version before 9, of Redis the last.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html (2026-11).
"""
ENDS = ("ENDPOINT", "PORT", "READER_ENDPOINT", "SECRET_ARN")
"""What services are told of a cache: the ends of environment variables that begin with CACHE_ and its key."""


def is_serverless(cache: CacheShapeSettings) -> bool:
    """Whether AWS scales a cache by itself."""
    return cache.mode is CacheMode.SERVERLESS


def users(key: str, settings: Settings) -> tuple[str, ...]:
    """Give the services that use a cache, sorted."""
    return tuple(sorted(name for name, service in settings.services.items() if key in service.caches))


def places(key: str, settings: Settings) -> tuple[str, ...]:
    """Give the places that have a cache, sorted: as set, else where its services run."""
    asked = settings.caches[key].regions
    return used_places(key, settings) if asked is None else tuple(sorted(set(asked)))


def used_places(key: str, settings: Settings) -> tuple[str, ...]:
    """Give the places in which a service runs that uses a cache, sorted."""
    found = {
        place for service in users(key, settings) for place in effective.service_places(service, settings)
    }
    return tuple(sorted(found))


def engine_version(cache: CacheShapeSettings) -> str:
    """Give the version of a cache's engine: as set, else the one that was tried; serverless the major."""
    version = cache.engine_version or DEFAULT_VERSION[cache.engine]
    return version.split(".")[0] if is_serverless(cache) and cache.engine_version is None else version


def authentication(cache: CacheShapeSettings) -> CacheAuthentication:
    """Give how clients of a cache prove who they are."""
    fallback = CacheAuthentication.USER_GROUP if is_serverless(cache) else CacheAuthentication.AUTH_TOKEN
    return cache.authentication or fallback


def variable(key: str, end: str) -> str:
    """Name of an environment variable that tells services of a cache, by the cache's key and its end."""
    return f"CACHE_{key.upper().replace('-', '_')}_{end}"
