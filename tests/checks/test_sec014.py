from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

SERVICE, INSTANCE = "aws:ecs/service:Service", "aws:ec2/instance:Instance"
TEMPLATE, GROUP = "aws:ec2/launchTemplate:LaunchTemplate", "aws:autoscaling/group:Group"
BEHIND = {"loadBalancers": [{"targetGroupArn": LATER}]}


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({**BEHIND, "networkConfiguration": {"assignPublicIp": False}}, {"it": PASS}),
        ({**BEHIND, "networkConfiguration": {"subnets": LATER}}, {"it": PASS}),
        ({**BEHIND, "networkConfiguration": {"assignPublicIp": True}}, {"it": FAIL}),
        ({**BEHIND, "networkConfiguration": LATER}, {"it": UNKNOWN}),
        ({"networkConfiguration": {"assignPublicIp": True}}, {"stack": NOT_APPLICABLE}),
    ],
)
def test_a_service(inputs: dict[str, Any], verdict: dict[str, str]) -> None:
    assert verdicts("SEC014", step(SERVICE, "it", inputs)) == verdict


@pytest.mark.parametrize("name", ["launchTemplate", "mixedInstancesPolicy"])
@pytest.mark.parametrize(
    ("interfaces", "verdict"),
    [
        (None, PASS),
        ([{"associatePublicIpAddress": "false"}], PASS),
        ([{"deviceIndex": 0}, {"associatePublicIpAddress": "true"}], FAIL),
        ([{"associatePublicIpAddress": LATER}], UNKNOWN),
        (LATER, UNKNOWN),
    ],
)
def test_a_template_of_a_group(name: str, interfaces: Any, verdict: str) -> None:
    template = step(TEMPLATE, "it", {"networkInterfaces": interfaces})
    links = {name: [urn(TEMPLATE, "it")]}
    group = step(GROUP, "group", {name: LATER, "targetGroupArns": [LATER]}, links=links)

    assert verdicts("SEC014", template, group) == {"it": verdict}


def test_a_template_of_what_stands_before_no_load_balancer() -> None:
    template = step(TEMPLATE, "it", {"networkInterfaces": [{"associatePublicIpAddress": "true"}]})
    group = step(GROUP, "group", {"launchTemplate": LATER}, links={"launchTemplate": [urn(TEMPLATE, "it")]})

    assert verdicts("SEC014", template, group) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(("public", "verdict"), [(True, FAIL), (None, PASS), (LATER, UNKNOWN)])
def test_an_instance(public: object, verdict: str) -> None:
    token = "aws:lb/targetGroupAttachment:TargetGroupAttachment"  # noqa: S105  # a type, no secret
    attachment = step(token, "in", {"targetId": LATER}, links={"targetId": [urn(INSTANCE, "it")]})
    instance = step(INSTANCE, "it", {"associatePublicIpAddress": public})

    assert verdicts("SEC014", instance, attachment) == {"it": verdict}
