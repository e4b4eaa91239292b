from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

CACHE, MSK = "aws:elasticache/replicationGroup:ReplicationGroup", "aws:msk/cluster:Cluster"
SEARCH, MEMORY = "aws:opensearch/domain:Domain", "aws:memorydb/cluster:Cluster"
GROUP = "aws:rds/parameterGroup:ParameterGroup"
BOTH = {"nodeToNodeEncryption": {"enabled": True}, "domainEndpointOptions": {"enforceHttps": True}}


def between(**given: Any) -> dict[str, Any]:
    return {"encryptionInfo": {"encryptionInTransit": given}}


def parameter(name: str, value: str) -> dict[str, Any]:
    return {"parameters": [{"name": name, "value": value}]}


@pytest.mark.parametrize(
    ("token", "inputs", "verdict"),
    [
        (CACHE, {"transitEncryptionEnabled": True}, PASS),
        (CACHE, {"transitEncryptionEnabled": True, "transitEncryptionMode": "preferred"}, FAIL),
        (CACHE, {}, FAIL),
        (CACHE, {"transitEncryptionEnabled": LATER}, UNKNOWN),
        (CACHE, {"globalReplicationGroupId": LATER}, PASS),
        ("aws:dax/cluster:Cluster", {}, FAIL),
        ("aws:dax/cluster:Cluster", {"clusterEndpointEncryptionType": "TLS"}, PASS),
        (MEMORY, {}, PASS),
        (MEMORY, {"tlsEnabled": False}, FAIL),
        (MSK, {}, PASS),
        (MSK, between(clientBroker="TLS_PLAINTEXT"), FAIL),
        (MSK, between(inCluster=False), FAIL),
        (SEARCH, BOTH, PASS),
        (SEARCH, {"nodeToNodeEncryption": {"enabled": True}}, FAIL),
        (SEARCH, {"domainEndpointOptions": {"enforceHttps": True}}, FAIL),
        (GROUP, parameter("rds.force_ssl", "1"), PASS),
        (GROUP, parameter("rds.force_ssl", "0"), FAIL),
        (GROUP, parameter("require_secure_transport", "OFF"), FAIL),
    ],
)
def test_a_store(token: str, inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("TLS003", step(token, "it", inputs)) == {"it": verdict}


@pytest.mark.parametrize("inputs", [{}, parameter("max_connections", "100"), {"parameters": LATER}])
def test_parameters_that_say_nothing_of_it(inputs: dict[str, Any]) -> None:
    assert verdicts("TLS003", step(GROUP, "it", inputs)) == {"stack": NOT_APPLICABLE}
