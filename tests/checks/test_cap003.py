from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

GROUP, SERVICE, NODES = (
    "aws:autoscaling/group:Group",
    "aws:ecs/service:Service",
    "aws:eks/nodeGroup:NodeGroup",
)
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"


def mixed(**distribution: Any) -> dict[str, Any]:
    return step(GROUP, "asg", {"mixedInstancesPolicy": {"instancesDistribution": distribution}})


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (step(GROUP, "asg", {"minSize": 2}), PASS),
        (mixed(), PASS),
        (mixed(onDemandPercentageAboveBaseCapacity=0), FAIL),
        (mixed(onDemandBaseCapacity=2, onDemandPercentageAboveBaseCapacity=0), PASS),
        (mixed(onDemandBaseCapacity=0, onDemandPercentageAboveBaseCapacity=20), PASS),
        (mixed(onDemandBaseCapacity=LATER, onDemandPercentageAboveBaseCapacity=0), UNKNOWN),
        (step(GROUP, "asg", {"mixedInstancesPolicy": LATER}), UNKNOWN),
    ],
)
def test_a_group(made: dict[str, Any], verdict: str) -> None:
    assert verdicts("CAP003", made) == {"asg": verdict}


@pytest.mark.parametrize(("market", "verdict"), [("spot", FAIL), (None, PASS), (LATER, UNKNOWN)])
def test_a_group_is_what_its_template_asks_for(market: Any, verdict: str) -> None:
    template = step(TEMPLATE, "lt", {"instanceMarketOptions": {"marketType": market}} if market else {})
    group = step(
        GROUP, "asg", {"launchTemplate": {"id": LATER}}, links={"launchTemplate": [urn(TEMPLATE, "lt")]}
    )

    assert verdicts("CAP003", template, group) == {"asg": verdict}


@pytest.mark.parametrize(
    ("strategies", "verdict"),
    [
        ([{"capacityProvider": "FARGATE_SPOT", "weight": 1}], FAIL),
        (
            [{"capacityProvider": "FARGATE_SPOT", "weight": 1}, {"capacityProvider": "FARGATE", "weight": 0}],
            FAIL,
        ),
        (
            [{"capacityProvider": "FARGATE_SPOT", "weight": 3}, {"capacityProvider": "FARGATE", "base": 2}],
            PASS,
        ),
        ([{"capacityProvider": "own", "weight": 1}], PASS),
        ([{"capacityProvider": LATER, "weight": 1}], UNKNOWN),
        (LATER, UNKNOWN),
    ],
)
def test_a_service(strategies: Any, verdict: str) -> None:
    assert verdicts("CAP003", step(SERVICE, "api", {"capacityProviderStrategies": strategies})) == {
        "api": verdict
    }


@pytest.mark.parametrize(
    ("kinds", "verdict"),
    [
        ([("ON_DEMAND", 2)], PASS),
        ([(None, 1), ("SPOT", 0)], PASS),
        ([("SPOT", 2)], FAIL),
        ([("ON_DEMAND", 0), ("SPOT", 2)], FAIL),
        ([("ON_DEMAND", LATER)], UNKNOWN),
    ],
)
def test_the_nodes_of_a_cluster_together(kinds: list[tuple[Any, Any]], verdict: str) -> None:
    steps = [
        step(
            NODES,
            f"nodes-{number}",
            {
                "clusterName": "c",
                "scalingConfig": {"minSize": least},
                **({"capacityType": kind} if kind else {}),
            },
        )
        for number, (kind, least) in enumerate(kinds)
    ]

    assert verdicts("CAP003", *steps) == {"nodes-0": verdict}


@pytest.mark.parametrize("steps", [[], [step(SERVICE, "api", {"launchType": "FARGATE"})]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("CAP003", *steps) == {"stack": NOT_APPLICABLE}
