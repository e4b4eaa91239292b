from __future__ import annotations

from typing import Any

import pytest

from holdfast.checks import run_rule
from holdfast.checks.rules.dat006 import RULE
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import graph as made_of
from tests.graph.documents import step, urn

PARAMETERS, GLOBAL = (
    "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    "aws:rds/globalCluster:GlobalCluster",
)
CLUSTER = "aws:rds/cluster:Cluster"


def guard(value: Any, name: str = "rds.global_db_rpo") -> dict[str, Any]:
    return step(PARAMETERS, "params", {"parameters": [{"name": name, "value": value}]})


def database(followers: int) -> list[dict[str, Any]]:
    links = {
        "globalClusterIdentifier": [urn(GLOBAL, "g")],
        "dbClusterParameterGroupName": [urn(PARAMETERS, "params")],
    }
    member = {
        "globalClusterIdentifier": LATER,
        "dbClusterParameterGroupName": LATER,
        "engine": "aurora-postgresql",
    }
    regions = ["us-east-1", "eu-west-1", "eu-central-1"][: followers + 1]
    clusters = [
        step(
            CLUSTER,
            region,
            {**member, "region": region, **({} if number else {"masterUsername": "a"})},
            links=links,
        )
        for number, region in enumerate(regions)
    ]
    return [step(GLOBAL, "g"), *clusters]


def api(rpo: int) -> dict[str, Any]:
    return step("holdfast:index:MultiRegionApi", "api", {"objectives": {"rpo_seconds": rpo}}, component=True)


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([guard("60"), *database(2)], PASS),
        ([guard("60"), *database(1)], FAIL),
        ([guard("60"), *database(2), api(60)], PASS),
        ([guard("60"), *database(2), api(30)], FAIL),
        ([guard("5"), *database(2)], FAIL),
        ([guard(20), *database(2)], PASS),
        ([guard("60")], PASS),
        ([guard(LATER), *database(2)], UNKNOWN),
    ],
)
def test_a_guard(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("DAT006", *steps) == {"params": verdict}


@pytest.mark.parametrize(
    "steps", [[], [guard("1", "rds.force_ssl")], [step(PARAMETERS, "params", {"parameters": LATER})]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DAT006", *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(("least", "verdict"), [(60, PASS), (61, FAIL)])
def test_a_team_says_what_lag_is_usual(least: int, verdict: str) -> None:
    stack = made_of(guard("60"), *database(2))

    assert [one.verdict for one in run_rule(stack, RULE, {"least_seconds": least})] == [verdict]
