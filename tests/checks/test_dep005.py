from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import step

POOL, SENDER = "aws:cognito/userPool:UserPool", "aws:sesv2/emailIdentity:EmailIdentity"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
TWO = [step(BALANCER, "a", {"region": "us-east-1"}), step(BALANCER, "b", {"region": "eu-west-1"})]


def sender(name: str, region: str) -> dict[str, Any]:
    return step(SENDER, name, {"region": region, "emailIdentity": "example.com"})


@pytest.mark.parametrize(
    ("steps", "judged"),
    [
        ([step(POOL, "p", {"region": "us-east-1"})], {"p": FAIL}),
        (
            [step(POOL, "use1-p", {"region": "us-east-1"}), step(POOL, "euw1-p", {"region": "eu-west-1"})],
            {"use1-p": PASS, "euw1-p": PASS},
        ),
        ([sender("m", "us-east-1")], {"m": FAIL}),
        ([sender("m", "us-east-1"), sender("n", "eu-west-1")], {"m": PASS}),
    ],
)
def test_where_two_regions_serve(steps: list[dict[str, Any]], judged: dict[str, str]) -> None:
    assert verdicts("DEP005", *TWO, *steps) == judged


def test_the_other_sender_may_be_among_what_does_not_change() -> None:
    assert verdicts("DEP005", *TWO, sender("m", "us-east-1"), partial=True) == {"m": UNKNOWN}


@pytest.mark.parametrize("steps", [[], TWO, [TWO[0], step(POOL, "p", {"region": "us-east-1"})]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DEP005", *steps) == {"stack": NOT_APPLICABLE}
