from __future__ import annotations

from typing import Any

import pytest

from holdfast.checks import RULES, run_rule
from tests.checks.traffic import balancer, group, routed
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import graph, step

RULE = next(one for one in RULES if one.code == "LBR003")
US = balancer("us", clientKeepAlive=60)


@pytest.mark.parametrize(
    ("inputs", "of_group", "verdict"),
    [
        ({"clientKeepAlive": 300}, {"deregistrationDelay": 30}, PASS),
        ({"clientKeepAlive": 301}, {"deregistrationDelay": 30}, FAIL),
        ({"clientKeepAlive": 60}, {}, PASS),
        ({"clientKeepAlive": 60}, {"deregistrationDelay": 301}, FAIL),
        ({"clientKeepAlive": LATER}, {}, UNKNOWN),
        ({"clientKeepAlive": 60}, {"deregistrationDelay": LATER}, UNKNOWN),
        ({}, {}, FAIL),
        ({"loadBalancerType": "network"}, {}, PASS),
    ],
)
def test_an_objective_of_five_minutes(inputs: dict[str, Any], of_group: dict[str, Any], verdict: str) -> None:
    promise = step(
        "holdfast:index:MultiRegionApi", "api", {"objectives": {"rto_seconds": 300}}, component=True
    )
    steps = [promise, US, balancer("eu", **inputs), *group("tg", **of_group), routed("us"), routed("eu")]

    assert verdicts("LBR003", *steps) == {"us-lb": PASS, "eu-lb": verdict}


def test_a_stack_that_states_no_objective_has_the_team_s() -> None:
    stack = graph(US, balancer("eu", clientKeepAlive=600), routed("us"), routed("eu"))

    assert [one.verdict for one in run_rule(stack, RULE)] == ["pass", "pass"]
    assert [one.verdict for one in run_rule(stack, RULE, {"rto_seconds": 599})] == ["fail", "pass"]


@pytest.mark.parametrize("steps", [[], [balancer("eu")], [balancer("eu"), routed("eu")]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("LBR003", *steps) == {"stack": NOT_APPLICABLE}
