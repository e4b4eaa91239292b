"""Where the parts of a cache are declared: their names, tags, options and common arguments."""

from collections.abc import Mapping
from dataclasses import dataclass

from holdfast.components.cache_args import CacheMemberArgs, CacheSoftwareArgs, CacheUpkeepArgs
from holdfast.components.child_scope import ChildScope

CACHE_PORT = 6379
"""Default port of both engines, and the only one of a serverless cache's writes (2026-11):
https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CacheScope(ChildScope):
    """What all children of one cache have in common."""

    cache: str
    """Key of the cache."""
    home: str
    """Place in which it is first created, of a cache in one region that region's."""
    members: Mapping[str, CacheMemberArgs]
    """Place → where it stands there."""
    software: CacheSoftwareArgs
    """The engine."""
    upkeep: CacheUpkeepArgs
    """When it is cared for and what is kept."""
    token_version: int
    """Version of the token or password."""
    protected: bool
    """Whether what holds data is kept from deletion."""

    def noun(self, place: str, noun: str | None = None) -> str:
        """Logical name of a child: its place, the cache, and what it is besides the cache itself."""
        name = f"{place}-{self.cache}-cache"
        return name if noun is None else f"{name}-{noun}"
