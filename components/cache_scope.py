"""Where the parts of a cache are declared: their names, tags, options and common arguments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from holdfast.components.cache_args import CacheMemberArgs, CacheSoftwareArgs, CacheUpkeepArgs

CACHE_PORT = 6379
"""Default port of both engines, and the only one of a serverless cache's writes (2026-11):
https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CacheScope:
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
    tags: Mapping[str, str]
    """Tags of every child that takes tags."""
    parent: pulumi.Resource
    """The component."""

    def noun(self, place: str, noun: str | None = None) -> str:
        """Logical name of a child: its place, the cache, and what it is besides the cache itself."""
        name = f"{place}-{self.cache}-cache"
        return name if noun is None else f"{name}-{noun}"

    def tagged(self, logical_name: str) -> dict[str, str]:
        """Tags of a child, with the ``Name`` that AWS's console shows."""
        return {**self.tags, "Name": logical_name}

    def options(
        self,
        depends_on: Sequence[pulumi.Resource] = (),
        *,
        protect: bool | None = None,
        ignore_changes: Sequence[str] = (),
        delete_before_replace: bool | None = None,
    ) -> pulumi.ResourceOptions:
        """Options of a child."""
        return pulumi.ResourceOptions(
            parent=self.parent,
            depends_on=list(depends_on) or None,
            protect=protect,
            ignore_changes=list(ignore_changes) or None,
            delete_before_replace=delete_before_replace,
        )
