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
CLUSTER, TEMPLATE = "aws:eks/cluster:Cluster", "aws:ec2/launchTemplate:LaunchTemplate"


def group(**inputs: Any) -> dict[str, Any]:
    return step(GROUP, "asg", {"targetGroupArns": ["arn"], **inputs})


def mixed(**distribution: Any) -> dict[str, Any]:
    return group(mixedInstancesPolicy={"instancesDistribution": distribution})


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (group(minSize=2), PASS),
        (mixed(), PASS),
        (mixed(onDemandPercentageAboveBaseCapacity=0), FAIL),
        (mixed(onDemandBaseCapacity=2, onDemandPercentageAboveBaseCapacity=0), PASS),
        (mixed(onDemandBaseCapacity=0, onDemandPercentageAboveBaseCapacity=20), PASS),
        (mixed(onDemandBaseCapacity=LATER, onDemandPercentageAboveBaseCapacity=0), UNKNOWN),
        (group(mixedInstancesPolicy=LATER), UNKNOWN),
    ],
)
def test_a_group(made: dict[str, Any], verdict: str) -> None:
    assert verdicts("CAP003", made) == {"asg": verdict}


@pytest.mark.parametrize(("market", "verdict"), [("spot", FAIL), (None, PASS), (LATER, UNKNOWN)])
def test_a_group_is_what_its_template_asks_for(market: Any, verdict: str) -> None:
    template = step(TEMPLATE, "lt", {"instanceMarketOptions": {"marketType": market}} if market else {})
    made = group(launchTemplate={"id": LATER})
    made["newState"]["propertyDependencies"] = {"launchTemplate": [urn(TEMPLATE, "lt")]}

    assert verdicts("CAP003", template, made) == {"asg": verdict}


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
    service = step(SERVICE, "api", {"capacityProviderStrategies": strategies, "loadBalancers": [{}]})

    assert verdicts("CAP003", service) == {"api": verdict}


@pytest.mark.parametrize(
    ("kinds", "verdict"),
    [
        ([("ON_DEMAND", 2)], PASS),
        ([(None, 1), ("SPOT", 0)], PASS),
        ([("SPOT", 2)], FAIL),
        ([("ON_DEMAND", 0), ("SPOT", 2)], UNKNOWN),
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


@pytest.mark.parametrize(
    ("beside", "auto", "verdict"),
    [
        (
            [step("aws:eks/fargateProfile:FargateProfile", "f", links={"clusterName": [urn(CLUSTER, "c")]})],
            {},
            UNKNOWN,
        ),
        ([], {"computeConfig": {"enabled": True}}, UNKNOWN),
        ([], {}, FAIL),
    ],
)
def test_a_cluster_may_have_other_nodes(beside: list[Any], auto: dict[str, Any], verdict: str) -> None:
    nodes = step(
        NODES, "n", {"capacityType": "SPOT", "clusterName": LATER}, links={"clusterName": [urn(CLUSTER, "c")]}
    )

    assert verdicts("CAP003", step(CLUSTER, "c", auto), nodes, *beside) == {"n": verdict}


SPOT = [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [step(SERVICE, "api", {"launchType": "FARGATE", "loadBalancers": [{}]})],
        [step(SERVICE, "worker", {"capacityProviderStrategies": SPOT})],
        [step(GROUP, "workers", {"mixedInstancesPolicy": {"instancesDistribution": {}}})],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("CAP003", *steps) == {"stack": NOT_APPLICABLE}
