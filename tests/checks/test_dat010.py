from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
BALANCER, BUCKET = "aws:lb/loadBalancer:LoadBalancer", "aws:s3/bucket:Bucket"
HERE, THERE, FAR = (
    step(BALANCER, region, {"region": region}) for region in ("us-east-1", "eu-west-1", "ap-southeast-2")
)
HOME = step(TABLE, "use1-t", {"region": "us-east-1"})
FOLLOWER = step(REPLICA, "euw1-t", {"region": "eu-west-1"}, links={"globalTableArn": [urn(TABLE, "use1-t")]})


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([HERE, THERE, HOME, FOLLOWER], PASS),
        ([HERE, THERE, FAR, HOME, FOLLOWER], FAIL),
        ([HERE, THERE, HOME], FAIL),
        ([HERE, THERE, step(TABLE, "use1-t", {"region": "us-east-1", "replicas": LATER})], UNKNOWN),
        ([HERE, HOME, FOLLOWER], PASS),
    ],
)
def test_a_table(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("DAT010", *steps) == {"use1-t": verdict}


def test_a_replica_may_be_among_what_does_not_change() -> None:
    assert verdicts("DAT010", HERE, THERE, HOME, partial=True) == {"use1-t": UNKNOWN}


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [HERE, HOME],
        [THERE, FAR, HOME],
        [HERE, THERE, step(BUCKET, "b", {"region": "us-east-1"})],
        [HERE, THERE, HOME, step(TABLE, "euw1-t", {"region": "eu-west-1"})],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DAT010", *steps) == {"stack": NOT_APPLICABLE}
