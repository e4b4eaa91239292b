"""DAT009: a region that takes over does not begin with an empty cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.serving import STANDBY, roles
from holdfast.inventory.families.caches import GROUP, MEMORYDB, SERVERLESS, SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

GLOBAL = ("globalReplicationGroupId", "multiRegionClusterName")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each cache of a region that waits."""
    waiting = {region for region, role in roles(graph).items() if role == STANDBY}
    for one in graph.of_type(GROUP, SERVERLESS, SINGLE, MEMORYDB):
        if one.region in waiting and not one.at("replicationGroupId"):
            yield _judge(one)


def _judge(one: Resource) -> Judgement:
    if any(one.at(name) for name in GLOBAL):
        return passes(one, "it follows the cache of the region that serves")
    if one.at("snapshotName") or one.at("snapshotArns") or one.at("snapshotArnsToRestores"):
        return unknown(
            one, "it was filled from a snapshot once; what it holds when it takes over is not known"
        )
    return fails(one, f"nothing fills it while {one.region} waits: it takes over empty")


RULE = Rule(
    id="DAT009-standby-cache-is-warm",
    title="The cache of a standby region follows that of the region that serves.",
    explanation=(
        "A cache that nobody reads is empty. When its region takes over, every request is a miss, and the "
        "database meets the whole load that the cache was there to keep away."
    ),
    severity=Severity.MEDIUM,
    fix="make it a member of a Global Datastore, or size the database there for the load without a cache",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastore.html",
    subject="caches in a standby region",
    check=check,
    frameworks=("REL13-BP02",),
)
