"""DAT012: a database outlives the loss of a zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.global_databases import INSTANCES, global_databases, instances
from holdfast.checks.judging import conclude, settled
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.promises import promises
from holdfast.checks.zones import ENOUGH
from holdfast.graph import Marker
from holdfast.inventory.families.caches import GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each database and cache of a stack that is to outlive the loss of a zone."""
    if not promises(graph).of_a_zone:
        return
    headless = {
        one.urn for each in global_databases(graph) for one in each.followers if not instances(graph, one)
    }
    for one in graph.of_type(INSTANCE):
        if not one.at("replicateSourceDb"):  # its source is judged
            yield _instance(one)
    for one in graph.of_type(*INSTANCES):
        # A Multi-AZ cluster has three zones; Aurora Serverless v1 moves by itself.
        spread = one.at("dbClusterInstanceClass") or one.at("engineMode") == "serverless"
        if not spread and one.urn not in headless:
            yield _cluster(graph, one)
    for one in graph.of_type(GROUP):
        yield _cache(one)


def _instance(one: Resource) -> Judgement:
    given = settled(one, "multiAz", default=False)
    if given is Marker.UNKNOWN:
        return unknown(one, "not known yet: multiAz")
    if given is True:
        return passes(one, "it has a standby in another zone")
    return fails(one, "it is in one zone alone (multiAz is off)")


def _cluster(graph: ResourceGraph, cluster: Resource) -> Judgement:
    members = instances(graph, cluster)
    zones = {one.at("availabilityZone") for one in members}
    known = {one for one in zones if isinstance(one, str)}
    if len(known) >= ENOUGH or (len(members) >= ENOUGH and None in zones):
        return passes(cluster, f"it has {len(members)} instances over several zones")
    if graph.partial or Marker.UNKNOWN in zones:
        return unknown(cluster, "not known yet: its instances and their zones")
    if len(members) < ENOUGH:
        told = "a single instance" if members else "no instance"
        return fails(cluster, f"it has {told}: nothing takes over when its zone is lost")
    return fails(cluster, f"all of its instances are in {', '.join(sorted(known))}")


def _cache(group: Resource) -> Judgement:
    wrong, unclear = [], []
    failover = settled(group, "automaticFailoverEnabled", default=False)
    spread = settled(group, "multiAzEnabled", default=False)
    follows = group.at("globalReplicationGroupId")
    for name, value in (("automaticFailoverEnabled", failover), ("multiAzEnabled", spread)):
        if value is Marker.UNKNOWN:
            unclear.append(name)
        elif value is not True and not (follows and group.at(name) is None):
            wrong.append(f"{name} is off")
    return conclude(group, wrong, unclear, "a replica in another zone takes over by itself")


RULE = Rule(
    id="DAT012-database-outlives-a-zone",
    title="A database has a member in another zone that takes over by itself.",
    explanation=(
        "A zone is lost far more often than a region. A database in one zone makes each such day a recovery "
        "by hand, with the loss of what its last backup lacks."
    ),
    severity=Severity.MEDIUM,
    fix="turn on Multi-AZ, add an instance in another zone, or automatic failover with Multi-AZ for a cache",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html",
    subject="databases and caches of a stack that is to outlive the loss of a zone",
    check=check,
    frameworks=("REL10-BP01",),
)
