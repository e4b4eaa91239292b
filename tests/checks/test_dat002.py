from __future__ import annotations

from typing import Any

import pytest

from holdfast.checks import run_rule
from holdfast.checks.rules.dat002 import RULE
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import graph as made_of
from tests.graph.documents import step, urn

TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
INSTANCE = "aws:rds/instance:Instance"
SIGN = step("aws:lb/loadBalancer:LoadBalancer", "lb", {"region": "eu-west-1"})
FOLLOWER = step(REPLICA, "there", {"region": "eu-west-1"}, links={"globalTableArn": [urn(TABLE, "t")]})
HOME = step(TABLE, "t", {"region": "us-east-1"})


def api(rpo: int | None, survives: str = "region") -> dict[str, Any]:
    objectives = {"rpo_seconds": rpo, "survives": survives}
    return step("holdfast:index:MultiRegionApi", "api", {"objectives": objectives}, component=True)


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([api(5), HOME, FOLLOWER], PASS),
        ([api(0), HOME, FOLLOWER], FAIL),
        ([api(5), HOME], FAIL),
        ([api(5), step(TABLE, "t", {"replicas": LATER})], UNKNOWN),
        ([api(5), step(TABLE, "t", {"replicas": [{"regionName": LATER}]})], UNKNOWN),
        (
            [
                api(0),
                step(TABLE, "t", {"replicas": [{"regionName": "us-west-2", "consistencyMode": "STRONG"}]}),
            ],
            PASS,
        ),
    ],
)
def test_a_table(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("DAT002", *steps) == {"t": verdict}


@pytest.mark.parametrize(("rpo", "verdict"), [(0, FAIL), (3600, UNKNOWN)])
def test_a_replica_of_which_no_figure_is_published(rpo: int, verdict: str) -> None:
    steps = [
        step(INSTANCE, "db", {"region": "us-east-1"}),
        step(INSTANCE, "there", {"region": "eu-west-1"}, links={"replicateSourceDb": [urn(INSTANCE, "db")]}),
    ]
    steps[1]["newState"]["inputs"]["replicateSourceDb"] = LATER

    assert verdicts("DAT002", api(rpo), *steps) == {"db": verdict}


def test_a_copy_may_be_among_what_does_not_change() -> None:
    assert verdicts("DAT002", api(5), HOME, partial=True) == {"t": UNKNOWN}


@pytest.mark.parametrize(
    "steps", [[], [api(None), HOME], [api(5, "zone"), HOME], [HOME], [HOME, FOLLOWER, SIGN], [api(5), SIGN]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DAT002", *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(("steps", "verdict"), [([], FAIL), ([api(5)], PASS)])
def test_the_figure_is_for_stacks_that_state_none(steps: list[dict[str, Any]], verdict: str) -> None:
    stack = made_of(
        HOME, FOLLOWER, SIGN, step(SIGN["newState"]["type"], "a", {"region": "us-east-1"}), *steps
    )

    assert [one.verdict for one in run_rule(stack, RULE, {"rpo_seconds": 0})] == [verdict]
