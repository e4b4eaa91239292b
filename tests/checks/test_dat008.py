from __future__ import annotations

from typing import Any

import pytest

from holdfast.checks import run_rule
from holdfast.checks.rules.dat008 import RULE
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import graph as made_of
from tests.graph.documents import step, urn

GLOBAL, CLUSTER = "aws:rds/globalCluster:GlobalCluster", "aws:rds/cluster:Cluster"
MEMBER = "aws:rds/clusterInstance:ClusterInstance"
LINKS = {"globalClusterIdentifier": [urn(GLOBAL, "g")]}
DATABASE = [
    step(GLOBAL, "g"),
    step(
        CLUSTER,
        "writer",
        {"region": "us-east-1", "globalClusterIdentifier": LATER, "masterUsername": "a"},
        links=LINKS,
    ),
    step(CLUSTER, "there", {"region": "eu-west-1", "globalClusterIdentifier": LATER}, links=LINKS),
]
INSTANCE = step(MEMBER, "one", links={"clusterIdentifier": [urn(CLUSTER, "there")]})


def api(rto: int | None) -> dict[str, Any]:
    return step("holdfast:index:MultiRegionApi", "api", {"objectives": {"rto_seconds": rto}}, component=True)


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([INSTANCE, api(60)], PASS),
        ([api(60)], FAIL),
        ([api(900)], PASS),
        ([api(None)], PASS),
        ([], PASS),
    ],
)
def test_a_follower(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("DAT008", *DATABASE, *steps) == {"there": verdict}


def test_its_instance_may_be_among_what_does_not_change() -> None:
    assert verdicts("DAT008", *DATABASE, api(60), partial=True) == {"there": UNKNOWN}


@pytest.mark.parametrize("steps", [[], DATABASE[:2]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DAT008", *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("figures", "steps", "verdict"),
    [
        ({"rto_seconds": 60}, [], FAIL),
        ({"rto_seconds": 60}, [api(3600)], PASS),
        ({"start_seconds": 3601}, [api(3600)], FAIL),
    ],
)
def test_figures_of_a_team(figures: dict[str, int], steps: list[dict[str, Any]], verdict: str) -> None:
    assert [one.verdict for one in run_rule(made_of(*DATABASE, *steps), RULE, figures)] == [verdict]
