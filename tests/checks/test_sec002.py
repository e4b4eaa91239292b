from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

RDS, CLUSTER = "aws:rds/instance:Instance", "aws:rds/cluster:Cluster"
DMS, MSK = "aws:dms/replicationInstance:ReplicationInstance", "aws:msk/cluster:Cluster"
DOMAIN = "aws:opensearch/domain:Domain"


def brokers(kind: str) -> dict[str, Any]:
    return {"brokerNodeGroupInfo": {"connectivityInfo": {"publicAccess": {"type": kind}}}}


@pytest.mark.parametrize(
    ("token", "inputs", "verdict"),
    [
        (RDS, {}, PASS),
        (RDS, {"publiclyAccessible": False}, PASS),
        (RDS, {"publiclyAccessible": True}, FAIL),
        (RDS, {"publiclyAccessible": LATER}, UNKNOWN),
        ("aws:rds/clusterInstance:ClusterInstance", {"publiclyAccessible": True}, FAIL),
        ("aws:redshift/cluster:Cluster", {"publiclyAccessible": True}, FAIL),
        ("aws:mq/broker:Broker", {}, PASS),
        (CLUSTER, {}, PASS),
        (CLUSTER, {"dbClusterInstanceClass": "db.m6gd.large"}, FAIL),
        (CLUSTER, {"dbClusterInstanceClass": "db.m6gd.large", "dbSubnetGroupName": LATER}, PASS),
        (CLUSTER, {"dbClusterInstanceClass": "db.m6gd.large", "publiclyAccessible": False}, PASS),
        (DMS, {}, FAIL),
        (DMS, {"publiclyAccessible": False}, PASS),
        (MSK, {"brokerNodeGroupInfo": {"clientSubnets": []}}, PASS),
        (MSK, brokers("SERVICE_PROVIDED_EIPS"), FAIL),
        (MSK, brokers("DISABLED"), PASS),
        (DOMAIN, {"vpcOptions": {"subnetIds": LATER}}, PASS),
        (DOMAIN, {"vpcOptions": LATER}, PASS),
        (DOMAIN, {}, FAIL),
    ],
)
def test_a_store(token: str, inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("SEC002", step(token, "it", inputs)) == {"it": verdict}
