"""SEC002: no database, broker or search domain answers the internet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import Expected, expected
from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph


def _private(*, default: bool) -> Expected:
    return Expected(
        path=("publiclyAccessible",), values=(False,), default=default, fault="it gets a public address"
    )


_PRIVATE = (_private(default=False),)
# Defaults as the provider documents them, 2026-11: https://www.pulumi.com/registry/packages/aws/ ; a
# replication instance of DMS is public where nothing is said:
# https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateReplicationInstance.html
PUBLIC = {
    "aws:dms/replicationInstance:ReplicationInstance": (_private(default=True),),
    "aws:mq/broker:Broker": _PRIVATE,
    "aws:msk/cluster:Cluster": (
        Expected(
            path=("brokerNodeGroupInfo", "connectivityInfo", "publicAccess", "type"),
            values=("DISABLED",),
            default="DISABLED",
            fault="its brokers get public addresses",
        ),
    ),
    "aws:neptune/clusterInstance:ClusterInstance": _PRIVATE,
    "aws:rds/clusterInstance:ClusterInstance": _PRIVATE,
    "aws:rds/instance:Instance": _PRIVATE,
    "aws:redshift/cluster:Cluster": _PRIVATE,
    "aws:redshiftserverless/workgroup:Workgroup": _PRIVATE,
}
CLUSTER = "aws:rds/cluster:Cluster"
DOMAINS = ("aws:elasticsearch/domain:Domain", "aws:opensearch/domain:Domain")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each store that can have a public address."""
    for one in graph.of_type(*PUBLIC):
        yield expected(one, PUBLIC[one.type], "it has no public address")
    for cluster in graph.of_type(CLUSTER):
        # A Multi-AZ DB cluster outside a subnet group of its own is public where nothing is said.
        alone = bool(cluster.at("dbClusterInstanceClass")) and not cluster.at("dbSubnetGroupName")
        yield expected(cluster, (_private(default=alone),), "it has no public address")
    for domain in graph.of_type(*DOMAINS):
        if domain.at("vpcOptions"):
            yield passes(domain, "it is in a VPC")
        else:
            yield fails(domain, "it names no subnets (vpcOptions), so that its endpoint is on the internet")


RULE = Rule(
    id="SEC002-store-is-not-public",
    title="No database, broker or search domain has a public address.",
    explanation=(
        "A store with a public address is found by scanners within minutes, and then stands behind one "
        "security group and one password. Nothing in a multi-region API needs it: replication and "
        "applications go through private networks."
    ),
    severity=Severity.CRITICAL,
    fix="set publiclyAccessible to False (vpcOptions for a search domain), and reach it from inside",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    subject="databases, brokers and search domains",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("SEC05-BP01", "SEC08-BP04"),
)
