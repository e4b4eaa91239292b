"""What functions behind a load balancer are billed by."""

from __future__ import annotations

import pytest

from tests.cost.bills import bill, quantities
from tests.graph.documents import step, urn

LB = "aws:lb/loadBalancer:LoadBalancer"


def test_a_load_balancer_of_functions_holds_less_in_a_unit() -> None:
    group, listener = "aws:lb/targetGroup:TargetGroup", "aws:lb/listener:Listener"

    def units(kind: str) -> float | None:
        found = bill(
            step(LB, "lb", {"internal": True}),
            step(group, "targets", {"targetType": kind}),
            step(listener, "https", links={"loadBalancerArn": [urn(LB, "lb")],
                                           "defaultActions": [urn(group, "targets")]}),
            usage={"requests_million": 100, "request_kilobytes": 2, "response_kilobytes": 10},
        )  # fmt: skip
        return quantities(found, "lb")["Application Load Balancer, capacity units"]

    assert units("ip") == pytest.approx(1200)
    assert units("lambda") == pytest.approx(1200 / 0.4)


@pytest.mark.parametrize("described", [True, False])
def test_a_function_that_answers_with_the_apis_description_gets_none_of_its_requests(described: bool) -> None:
    function, attachment = (
        "aws:lambda/function:Function",
        "aws:lb/targetGroupAttachment:TargetGroupAttachment",
    )
    parent = "holdfast:index:ApiDescription" if described else "holdfast:index:LambdaService"
    found = bill(
        step(parent, "openapi", component=True),
        step(function, "openapi-fn", {"memorySize": 128}, parent=urn(parent, "openapi")),
        step(attachment, "openapi-target", links={"targetId": [urn(function, "openapi-fn")]}),
        usage={"requests_million": 100, "background_invocations": 5000},
    )
    assert quantities(found, "openapi-fn")["function, requests"] == (0.005 if described else 100)
