from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

CLUSTER, INSTANCE = "aws:rds/cluster:Cluster", "aws:rds/instance:Instance"
MEMBER, GROUP = "aws:rds/clusterInstance:ClusterInstance", "aws:elasticache/replicationGroup:ReplicationGroup"
GLOBAL = "aws:rds/globalCluster:GlobalCluster"


def members(*zones: Any) -> list[dict[str, Any]]:
    return [
        step(
            MEMBER,
            f"m{number}",
            {} if zone is None else {"availabilityZone": zone},
            links={"clusterIdentifier": [urn(CLUSTER, "db")]},
        )
        for number, zone in enumerate(zones)
    ]


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([step(INSTANCE, "db", {"multiAz": True})], PASS),
        ([step(INSTANCE, "db", {"multiAz": False})], FAIL),
        ([step(INSTANCE, "db")], FAIL),
        ([step(INSTANCE, "db", {"multiAz": LATER})], UNKNOWN),
        ([step(CLUSTER, "db"), *members("a", "b")], PASS),
        ([step(CLUSTER, "db"), *members("a", "a")], FAIL),
        ([step(CLUSTER, "db"), *members("a")], FAIL),
        ([step(CLUSTER, "db")], FAIL),
        ([step(CLUSTER, "db"), *members(None, None)], PASS),
        ([step(CLUSTER, "db"), *members(None, "a")], PASS),
        ([step(CLUSTER, "db"), *members("a", LATER)], UNKNOWN),
        ([step(INSTANCE, "db", {"multiAz": True}), step(INSTANCE, "r", {"replicateSourceDb": LATER})], PASS),
        ([step(INSTANCE, "db", {"multiAz": True}), step(CLUSTER, "v1", {"engineMode": "serverless"})], PASS),
        ([step(GROUP, "db", {"automaticFailoverEnabled": True, "multiAzEnabled": True})], PASS),
        ([step(GROUP, "db", {"automaticFailoverEnabled": True})], FAIL),
        ([step(GROUP, "db", {"automaticFailoverEnabled": True, "multiAzEnabled": LATER})], UNKNOWN),
        (
            [
                step(
                    GROUP,
                    "db",
                    {
                        "globalReplicationGroupId": LATER,
                        "automaticFailoverEnabled": True,
                        "multiAzEnabled": True,
                    },
                )
            ],
            PASS,
        ),
    ],
)
def test_a_database(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("DAT012", *steps) == {"db": verdict}


def test_an_instance_may_be_among_what_does_not_change() -> None:
    assert verdicts("DAT012", step(CLUSTER, "db"), *members("a"), partial=True) == {"db": UNKNOWN}


def test_a_headless_follower_is_judged_elsewhere() -> None:
    links = {"globalClusterIdentifier": [urn(GLOBAL, "g")]}
    inputs = {"globalClusterIdentifier": LATER, "engine": "aurora-postgresql"}
    writer = step(CLUSTER, "db", {**inputs, "region": "us-east-1", "masterUsername": "a"}, links=links)
    follower = step(CLUSTER, "there", {**inputs, "region": "eu-west-1"}, links=links)

    assert verdicts("DAT012", step(GLOBAL, "g"), writer, follower, *members("a", "b")) == {"db": PASS}


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [step(CLUSTER, "db", {"dbClusterInstanceClass": "db.r6gd.large"})],
        [
            step(INSTANCE, "db"),
            step(
                "holdfast:index:MultiRegionApi", "a", {"objectives": {"survives": "instance"}}, component=True
            ),
        ],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DAT012", *steps) == {"stack": NOT_APPLICABLE}
