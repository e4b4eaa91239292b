"""LOG005: a cluster records who asked its API for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes, unknown
from holdfast.graph import Marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

CLUSTER = "aws:eks/cluster:Cluster"
NEEDED = frozenset({"audit", "authenticator"})


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each cluster."""
    for cluster in graph.of_type(CLUSTER):
        yield _judge(cluster)


def _judge(cluster: Resource) -> Judgement:
    kinds = cluster.at("enabledClusterLogTypes")
    listed = kinds if isinstance(kinds, tuple) else ()
    missing = sorted(NEEDED.difference(one for one in listed if isinstance(one, str)))
    if not missing:
        return passes(cluster, "it records who asked for what")
    if kinds is Marker.UNKNOWN or Marker.UNKNOWN in listed:
        return unknown(cluster, "enabledClusterLogTypes is not known yet")
    return fails(cluster, f"it keeps no {' and no '.join(missing)} log")


RULE = Rule(
    id="LOG005-cluster-keeps-an-audit-log",
    title="An EKS cluster keeps its audit and authenticator logs.",
    explanation=(
        "Who changed a deployment, read a secret or took a role in a cluster stands in its audit log alone, "
        "which is off where nothing is said."
    ),
    severity=Severity.MEDIUM,
    fix="add audit and authenticator to enabledClusterLogTypes",
    source="https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html",
    subject="EKS clusters",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("SEC04-BP01",),
)
