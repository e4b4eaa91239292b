from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

NETWORK, DEFAULT_GROUP = "aws:ec2/vpc:Vpc", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({"ingress": [], "egress": []}, PASS),
        ({}, PASS),
        ({"ingress": [{"protocol": "-1", "self": True}]}, FAIL),
        ({"egress": [{"protocol": "-1", "cidrBlocks": ["0.0.0.0/0"]}]}, FAIL),
        ({"ingress": LATER}, UNKNOWN),
    ],
)
def test_a_default_group(inputs: dict[str, Any], verdict: str) -> None:
    links = {"vpcId": [urn(NETWORK, "vpc")]}
    group = step(DEFAULT_GROUP, "default", {**inputs, "vpcId": LATER}, links=links)

    assert verdicts("SEC015", step(NETWORK, "vpc"), group) == {"vpc": verdict}


def test_a_network_whose_default_group_nobody_closed() -> None:
    assert verdicts("SEC015", step(NETWORK, "vpc")) == {"vpc": FAIL}
    assert verdicts("SEC015", step(NETWORK, "vpc"), partial=True) == {"vpc": UNKNOWN}
