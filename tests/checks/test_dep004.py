from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

TEMPLATE, FUNCTION = "aws:ec2/launchTemplate:LaunchTemplate", "aws:lambda/function:Function"
QUEUE, TABLE, REPLICA = (
    "aws:sqs/queue:Queue",
    "aws:dynamodb/table:Table",
    "aws:dynamodb/tableReplica:TableReplica",
)
BALANCER, PERMISSION = "aws:lb/loadBalancer:LoadBalancer", "aws:lambda/permission:Permission"
TWO = [step(BALANCER, "a", {"region": "us-east-1"}), step(BALANCER, "b", {"region": "eu-west-1"})]
THINGS = [
    step(QUEUE, "far", {"region": "us-east-1"}),
    step(QUEUE, "near", {"region": "eu-west-1"}),
    step(TABLE, "t", {"region": "us-east-1"}),
    step(REPLICA, "t-there", {"region": "eu-west-1"}, links={"globalTableArn": [urn(TABLE, "t")]}),
    step("aws:cloudwatch/logGroup:LogGroup", "logs", {"region": "us-east-1"}),
]


def template(*links: str, text: Any = LATER) -> dict[str, Any]:
    return step(TEMPLATE, "x", {"region": "eu-west-1", "userData": text}, links={"userData": list(links)})


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (template(urn(QUEUE, "near")), PASS),
        (template(urn(QUEUE, "far")), FAIL),
        (template(urn(TABLE, "t")), PASS),
        (template(urn("aws:cloudwatch/logGroup:LogGroup", "logs")), PASS),
        (template(text="QUEUE=https://sqs.us-east-1.amazonaws.com/111122223333/orders"), FAIL),
        (template(text="QUEUE=https://sqs.eu-west-1.amazonaws.com/111122223333/orders"), PASS),
        (template(text="pull 111122223333.dkr.ecr.us-east-1.amazonaws.com/api"), PASS),
    ],
)
def test_what_serves_is_told_whom_to_call(made: dict[str, Any], verdict: str) -> None:
    assert verdicts("DEP004", *TWO, *THINGS, made) == {"x": verdict}


@pytest.mark.parametrize(
    ("principal", "judged"),
    [("apigateway.amazonaws.com", {"f": FAIL}), ("events.amazonaws.com", {"stack": NOT_APPLICABLE})],
)
def test_a_function_that_answers_requests(principal: str, judged: dict[str, str]) -> None:
    steps = [
        step(
            FUNCTION,
            "f",
            {"region": "eu-west-1", "environment": {"variables": {"QUEUE": LATER}}},
            links={"environment": [urn(QUEUE, "far")]},
        ),
        step(PERMISSION, "p", {"principal": principal}, links={"function": [urn(FUNCTION, "f")]}),
    ]

    assert verdicts("DEP004", *TWO, *THINGS, *steps) == judged


@pytest.mark.parametrize("steps", [[], TWO, [TWO[1], *THINGS, template(urn(QUEUE, "far"))]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DEP004", *steps) == {"stack": NOT_APPLICABLE}


def test_what_is_not_there_to_be_read_on_a_partial_graph() -> None:
    assert verdicts("DEP004", *TWO, partial=True) == {"stack": UNKNOWN}
