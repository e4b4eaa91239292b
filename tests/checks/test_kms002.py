from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

GLOBAL, CLUSTER, INSTANCE = (
    "aws:rds/globalCluster:GlobalCluster",
    "aws:rds/cluster:Cluster",
    "aws:rds/instance:Instance",
)
TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
KEYED = {"serverSideEncryption": {"enabled": True, "kmsKeyArn": LATER}}


def database(source: dict[str, Any], **follower: Any) -> list[dict[str, Any]]:
    links = {"globalClusterIdentifier": [urn(GLOBAL, "g")]}
    member = {"globalClusterIdentifier": LATER, "engine": "aurora-postgresql"}
    return [
        step(GLOBAL, "g"),
        step(
            CLUSTER, "writer", {**member, "region": "us-east-1", "masterUsername": "a", **source}, links=links
        ),
        step(CLUSTER, "there", {**member, "region": "eu-west-1", **follower}, links=links),
    ]


def replica(region: str, **more: Any) -> list[dict[str, Any]]:
    return [
        step(INSTANCE, "db", {"region": "us-east-1", "storageEncrypted": True}),
        step(
            INSTANCE,
            "there",
            {"region": region, "replicateSourceDb": LATER, **more},
            links={"replicateSourceDb": [urn(INSTANCE, "db")]},
        ),
    ]


@pytest.mark.parametrize(
    ("steps", "judged"),
    [
        (database({"storageEncrypted": True}, kmsKeyId=LATER), {"there": PASS}),
        (database({"storageEncrypted": True}), {"there": FAIL}),
        (database({"kmsKeyId": LATER}), {"there": FAIL}),
        (replica("eu-west-1", kmsKeyId=LATER), {"there": PASS}),
        (replica("eu-west-1"), {"there": FAIL}),
        (
            [
                step(TABLE, "t", KEYED),
                step(REPLICA, "there", {"kmsKeyArn": LATER}, links={"globalTableArn": [urn(TABLE, "t")]}),
            ],
            {"there": PASS},
        ),
        (
            [step(TABLE, "t", KEYED), step(REPLICA, "there", links={"globalTableArn": [urn(TABLE, "t")]})],
            {"there": FAIL},
        ),
        ([step(TABLE, "t", {**KEYED, "replicas": [{"regionName": "eu-west-1"}]})], {"t": FAIL}),
        (
            [step(TABLE, "t", {**KEYED, "replicas": [{"regionName": "eu-west-1", "kmsKeyArn": LATER}]})],
            {"t": PASS},
        ),
    ],
)
def test_a_replica_of_what_is_encrypted(steps: list[dict[str, Any]], judged: dict[str, str]) -> None:
    assert verdicts("KMS002", *steps) == judged


@pytest.mark.parametrize(
    "steps",
    [
        [],
        database({}),
        replica("us-east-1"),
        [step(TABLE, "t", {"replicas": [{"regionName": "eu-west-1"}]})],
        [step(TABLE, "t", {**KEYED, "replicas": LATER})],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("KMS002", *steps) == {"stack": NOT_APPLICABLE}
