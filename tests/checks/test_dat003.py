from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

GLOBAL, CLUSTER = "aws:rds/globalCluster:GlobalCluster", "aws:rds/cluster:Cluster"
TEMPLATE, RECORD = "aws:ec2/launchTemplate:LaunchTemplate", "aws:route53/record:Record"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"


def database(**follower: Any) -> list[dict[str, Any]]:
    member = {"globalClusterIdentifier": LATER, "engine": "aurora-postgresql"}
    links = {"globalClusterIdentifier": [urn(GLOBAL, "g")]}
    return [
        step(GLOBAL, "g", {"region": "us-east-1"}),
        step(CLUSTER, "writer", {**member, "region": "us-east-1", "masterUsername": "a"}, links=links),
        step(CLUSTER, "follower", {**member, "region": "eu-west-1", **follower}, links=links),
    ]


def served(
    policy: str, weights: tuple[Any, Any] = ({"region": "x"}, {"region": "y"})
) -> list[dict[str, Any]]:
    steps = []
    for place, region, value in zip(("use1", "euw1"), ("us-east-1", "eu-west-1"), weights, strict=True):
        steps.append(step(BALANCER, f"{place}-lb", {"region": region}))
        steps.append(
            step(
                RECORD,
                f"{place}-record",
                {
                    "name": "api.example.com",
                    "type": "A",
                    "zoneId": "Z",
                    "aliases": [{"name": LATER}],
                    policy: [value],
                },
                links={"aliases": [urn(BALANCER, f"{place}-lb")]},
            )
        )
    return steps


BOTH = served("latencyRoutingPolicies")


@pytest.mark.parametrize(
    ("follower", "verdict"),
    [
        ({"enableGlobalWriteForwarding": True}, PASS),
        ({"enableGlobalWriteForwarding": False}, FAIL),
        ({}, FAIL),
        ({"enableGlobalWriteForwarding": LATER}, UNKNOWN),
    ],
)
def test_a_follower_in_a_region_that_takes_requests(follower: dict[str, Any], verdict: str) -> None:
    assert verdicts("DAT003", *database(**follower), *BOTH) == {"follower": verdict}


def test_services_that_know_the_writer() -> None:
    template = step(TEMPLATE, "lt", {"region": "eu-west-1"}, links={"userData": [urn(CLUSTER, "writer")]})

    assert verdicts("DAT003", *database(), *BOTH, template) == {"follower": PASS}


def test_they_may_be_among_what_does_not_change() -> None:
    assert verdicts("DAT003", *database(), *BOTH, partial=True) == {"follower": UNKNOWN}


@pytest.mark.parametrize(
    "steps",
    [
        [],
        database(),
        [*database(), *served("failoverRoutingPolicies", ({"type": "PRIMARY"}, {"type": "SECONDARY"}))],
        [*database(), *served("weightedRoutingPolicies", ({"weight": 1}, {"weight": 0}))],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DAT003", *steps) == {"stack": NOT_APPLICABLE}


def test_weights_above_nothing_share_the_requests() -> None:
    weighted = served("weightedRoutingPolicies", ({"weight": 9}, {"weight": 1}))

    assert verdicts("DAT003", *database(), *weighted) == {"follower": FAIL}


@pytest.mark.parametrize(
    ("token", "made_of", "verdict"),
    [
        ("aws:secretsmanager/secretVersion:SecretVersion", urn(CLUSTER, "writer"), PASS),
        ("aws:ssm/parameter:Parameter", urn(GLOBAL, "g"), PASS),
        ("aws:ssm/parameter:Parameter", urn(CLUSTER, "follower"), FAIL),
    ],
)
def test_services_may_read_the_endpoint(token: str, made_of: str, verdict: str) -> None:
    told = step(token, "endpoint", {"region": "us-east-1"}, links={"value": [made_of]})

    assert verdicts("DAT003", *BOTH, *database(), told) == {"follower": verdict}
