from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

GLOBAL, CLUSTER = "aws:rds/globalCluster:GlobalCluster", "aws:rds/cluster:Cluster"
MEMBER, PARAMETERS = (
    "aws:rds/clusterInstance:ClusterInstance",
    "aws:rds/clusterParameterGroup:ClusterParameterGroup",
)
ALIKE = {"globalClusterIdentifier": LATER, "engine": "aurora-postgresql", "engineVersion": "17.7"}


def database(**follower: Any) -> list[dict[str, Any]]:
    links = {"globalClusterIdentifier": [urn(GLOBAL, "g")]}
    steps = [step(GLOBAL, "g")]
    for name, region, more in (
        ("writer", "us-east-1", {"masterUsername": "a"}),
        ("there", "eu-west-1", follower),
    ):
        steps.append(
            step(
                CLUSTER,
                name,
                {**ALIKE, "region": region, "dbClusterParameterGroupName": LATER, **more},
                links={**links, "dbClusterParameterGroupName": [urn(PARAMETERS, f"{name}-params")]},
            )
        )
    return steps


def parameters(name: str, value: Any, family: Any = "aurora-postgresql17") -> dict[str, Any]:
    return step(
        PARAMETERS, f"{name}-params", {"family": family, "parameters": [{"name": "x", "value": value}]}
    )


def member(cluster: str, kind: Any) -> dict[str, Any]:
    return step(
        MEMBER, f"{cluster}-1", {"instanceClass": kind}, links={"clusterIdentifier": [urn(CLUSTER, cluster)]}
    )


SAME = [parameters("writer", "1"), parameters("there", "1")]


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([*database(), *SAME], PASS),
        ([*database(engineVersion="17.5"), *SAME], FAIL),
        ([*database(engineVersion=LATER), *SAME], UNKNOWN),
        ([*database(), parameters("writer", "1"), parameters("there", "2")], FAIL),
        ([*database(), parameters("writer", "1"), parameters("there", "1", "aurora-postgresql16")], FAIL),
        ([*database(), parameters("writer", "1"), parameters("there", "1", LATER)], UNKNOWN),
        ([*database(), *SAME, member("writer", "db.r8g.large"), member("there", "db.r8g.large")], PASS),
        ([*database(), *SAME, member("writer", "db.r8g.xlarge"), member("there", "db.r8g.large")], FAIL),
        ([*database(), *SAME, member("writer", "db.r8g.large"), member("there", LATER)], UNKNOWN),
        ([*database(), *SAME, member("writer", "db.r8g.large")], PASS),
    ],
)
def test_a_follower_against_its_writer(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("DAT007", *steps) == {"there": verdict}


@pytest.mark.parametrize("steps", [[], database()[:2]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DAT007", *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("names", "verdict"),
    [
        (("default.aurora-postgresql17",) * 2, PASS),
        (("default.aurora-postgresql17", "default.aurora-postgresql16"), FAIL),
        (("orders-us", "orders-eu"), UNKNOWN),
    ],
)
def test_parameter_groups_that_are_named(names: tuple[str, str], verdict: str) -> None:
    steps = database()
    for one, name in zip(steps[1:], names, strict=True):
        one["newState"]["inputs"]["dbClusterParameterGroupName"] = name

    assert verdicts("DAT007", *steps) == {"there": verdict}
