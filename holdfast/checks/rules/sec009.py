"""SEC009: the API of a Kubernetes cluster does not answer the whole internet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import settled
from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes, unknown
from holdfast.checks.open_ports import WORLD
from holdfast.graph import Marker, is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

CLUSTER = "aws:eks/cluster:Cluster"
EVERYBODY = ("0.0.0.0/0",)


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each cluster."""
    for cluster in graph.of_type(CLUSTER):
        yield _judge(cluster)


def _judge(cluster: Resource) -> Judgement:
    public = settled(cluster, "vpcConfig", "endpointPublicAccess", default=True)
    if not is_known(public):
        return unknown(cluster, "vpcConfig.endpointPublicAccess is not known yet")
    if public is not True:
        return passes(cluster, "its API answers from inside alone")
    sources = settled(cluster, "vpcConfig", "publicAccessCidrs", default=EVERYBODY)
    if not isinstance(sources, tuple) or Marker.UNKNOWN in sources:
        return unknown(cluster, "vpcConfig.publicAccessCidrs is not known yet")
    if WORLD.intersection(one for one in sources if isinstance(one, str)):
        return fails(cluster, "its API answers the whole internet")
    return passes(cluster, "its API answers named addresses alone")


RULE = Rule(
    id="SEC009-cluster-api-is-not-public",
    title="The API of an EKS cluster answers from inside, or named addresses.",
    explanation=(
        "The endpoint of a cluster is public where nothing is said. A leaked token or a flaw of the API "
        "server then needs nothing more to take everything that runs in the cluster."
    ),
    severity=Severity.MEDIUM,
    fix="switch endpointPrivateAccess on and endpointPublicAccess off, or name publicAccessCidrs",
    source="https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    subject="EKS clusters",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("SEC05-BP01",),
)
