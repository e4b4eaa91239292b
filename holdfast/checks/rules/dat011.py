"""DAT011: the next update after a failover leaves the databases as the failover made them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.inventory.families.instances import INSTANCE
from holdfast.inventory.view import parse_arn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

# What AWS changes when another member is promoted, as inputs of the provider:
# https://github.com/hashicorp/terraform-provider-aws/pull/40921
CHANGES = {
    "aws:rds/cluster:Cluster": ("globalClusterIdentifier", "replicationSourceIdentifier"),
    "aws:docdb/cluster:Cluster": ("globalClusterIdentifier",),
    "aws:neptune/cluster:Cluster": ("globalClusterIdentifier", "replicationSourceIdentifier"),
    INSTANCE: ("replicateSourceDb",),
}
MEMBERSHIP = "globalClusterIdentifier"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each cluster of a global database and each replica that can be promoted."""
    known = any(one.ignore_changes for one in graph)  # else its format may leave them out
    for one in graph.of_type(*CHANGES):
        follows = one.at(MEMBERSHIP) or any(one.at(name) for name in CHANGES[one.type])
        if follows and not (one.type == INSTANCE and _is_beside(graph, one)):
            yield _judge(one, known=known)


def _is_beside(graph: ResourceGraph, replica: Resource) -> bool:
    """Whether a replica lies in its source's region, where it serves reads and no failover promotes it."""
    source = replica.at("replicateSourceDb")
    if isinstance(source, str):  # AWS takes a bare name of the own region alone
        arn = parse_arn(source)
        return arn is None or arn.region == replica.region
    linked = graph.references(replica, "replicateSourceDb")
    return any(one.type == INSTANCE and one.region == replica.region for one in linked)


def _judge(one: Resource, *, known: bool) -> Judgement:
    open_to_change = [name for name in CHANGES[one.type] if name not in one.ignore_changes]
    if not open_to_change:
        return passes(one, "an update leaves its place in the replication as a failover made it")
    if not known:
        return unknown(one, "not known yet: its ignoreChanges, of which what was read says nothing")
    return fails(
        one,
        f"ignoreChanges lacks {', '.join(open_to_change)}: after a failover the next update takes the "
        "database out of the replication, or makes it anew",
    )


RULE = Rule(
    id="DAT011-update-after-a-failover-is-harmless",
    title="The next update after a failover does not detach or replace a database.",
    explanation=(
        "A promotion changes which member is written and what follows what, behind the program's back. An "
        "update then 'repairs' it: it detaches the cluster from the global database or makes it anew, in the "
        "middle of the incident."
    ),
    severity=Severity.HIGH,
    fix="pass ignore_changes for these inputs, and let no input depend on which region is primary today",
    source="https://github.com/hashicorp/terraform-provider-aws/pull/40921",
    subject="members of global databases and replicas in other regions",
    check=check,
    frameworks=("REL13-BP04",),
)
