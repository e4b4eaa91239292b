from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

CLUSTER, INSTANCE = "aws:rds/cluster:Cluster", "aws:rds/instance:Instance"
BOTH = ["globalClusterIdentifier", "replicationSourceIdentifier"]
TOLD = step("aws:sns/topic:Topic", "topic", ignoreChanges=["tags"])


def cluster(*ignored: str, **inputs: Any) -> dict[str, Any]:
    return step(CLUSTER, "db", {"globalClusterIdentifier": LATER, **inputs}, ignoreChanges=list(ignored))


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (cluster(*BOTH), PASS),
        (cluster(*BOTH, "engineVersion"), PASS),
        (cluster("globalClusterIdentifier"), FAIL),
        (cluster(), FAIL),
        (step(INSTANCE, "db", {"replicateSourceDb": LATER}, ignoreChanges=["replicateSourceDb"]), PASS),
        (step(INSTANCE, "db", {"replicateSourceDb": LATER}), FAIL),
    ],
)
def test_what_a_failover_changes(made: dict[str, Any], verdict: str) -> None:
    assert verdicts("DAT011", TOLD, made) == {"db": verdict}


def test_what_was_read_may_not_tell() -> None:
    assert verdicts("DAT011", cluster()) == {"db": UNKNOWN}


@pytest.mark.parametrize("steps", [[], [TOLD, step(CLUSTER, "db")], [TOLD, step(INSTANCE, "db")]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DAT011", *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("source", "region", "judged"),
    [
        ("orders", "eu-west-1", {"stack": NOT_APPLICABLE}),
        ("arn:aws:rds:eu-west-1:111122223333:db:orders", "eu-west-1", {"stack": NOT_APPLICABLE}),
        ("arn:aws:rds:us-east-1:111122223333:db:orders", "eu-west-1", {"db": FAIL}),
        (LATER, "us-east-1", {"stack": NOT_APPLICABLE}),
        (LATER, "eu-west-1", {"db": FAIL}),
    ],
)
def test_a_replica_beside_its_source_only_serves_reads(
    source: str, region: str, judged: dict[str, str]
) -> None:
    replica = step(
        INSTANCE,
        "db",
        {"replicateSourceDb": source, "region": region},
        links={"replicateSourceDb": [urn(INSTANCE, "source")]},
    )

    assert verdicts("DAT011", TOLD, step(INSTANCE, "source", {"region": "us-east-1"}), replica) == judged
