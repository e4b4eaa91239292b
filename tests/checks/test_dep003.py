from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

SECRET, PARAMETER = "aws:secretsmanager/secret:Secret", "aws:ssm/parameter:Parameter"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
TWO = [step(BALANCER, "a", {"region": "us-east-1"}), step(BALANCER, "b", {"region": "eu-west-1"})]
EU = [{"region": "eu-west-1"}]


def parameter(name: str, region: str, key: str = "/flags") -> dict[str, Any]:
    return step(PARAMETER, name, {"region": region, "name": key, "type": "String"})


@pytest.mark.parametrize(
    ("steps", "judged"),
    [
        ([step(SECRET, "s", {"region": "us-east-1", "replicas": EU})], {"s": PASS}),
        ([step(SECRET, "s", {"region": "us-east-1"})], {"s": FAIL}),
        ([step(SECRET, "s", {"region": "us-east-1", "replicas": [{"region": "eu-central-1"}]})], {"s": FAIL}),
        ([step(SECRET, "s", {"region": "us-east-1", "replicas": LATER})], {"s": UNKNOWN}),
        ([step(SECRET, "s", {"region": "us-east-1", "replicas": [{"region": LATER}]})], {"s": UNKNOWN}),
        ([parameter("p", "us-east-1")], {"p": FAIL}),
        ([parameter("p", "us-east-1"), parameter("q", "eu-west-1")], {"p": PASS}),
        (
            [parameter("use1-p", "us-east-1", "/one"), parameter("euw1-p", "eu-west-1", "/other")],
            {"use1-p": PASS, "euw1-p": PASS},
        ),
    ],
)
def test_where_two_regions_serve(steps: list[dict[str, Any]], judged: dict[str, str]) -> None:
    assert verdicts("DEP003", *TWO, *steps) == judged


def test_the_other_may_be_among_what_does_not_change() -> None:
    assert verdicts("DEP003", *TWO, parameter("p", "us-east-1"), partial=True) == {"p": UNKNOWN}


@pytest.mark.parametrize(
    "steps", [[], TWO, [TWO[0], parameter("p", "us-east-1")], [*TWO, parameter("p", "eu-central-1")]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DEP003", *steps) == {"stack": NOT_APPLICABLE}
