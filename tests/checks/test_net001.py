from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

VPC, PEERING = "aws:ec2/vpc:Vpc", "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
GATEWAY = "aws:ec2transitgateway/transitGateway:TransitGateway"
ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
GATEWAYS = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"
MORE = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
PEER = step(PEERING, "p", links={"vpcId": [urn(VPC, "a")], "peerVpcId": [urn(VPC, "b")]})


def vpcs(one: Any, other: Any) -> list[dict[str, Any]]:
    return [step(VPC, "a", {"cidrBlock": one}), step(VPC, "b", {"cidrBlock": other})]


def attached(vpc: str, gateway: str) -> dict[str, Any]:
    return step(
        ATTACHMENT,
        f"{vpc}-{gateway}",
        links={"vpcId": [urn(VPC, vpc)], "transitGatewayId": [urn(GATEWAY, gateway)]},
    )


@pytest.mark.parametrize(
    ("blocks", "verdict"),
    [
        (("10.0.0.0/16", "10.1.0.0/16"), PASS),
        (("10.0.0.0/16", "10.0.0.0/16"), FAIL),
        (("10.0.0.0/8", "10.1.0.0/16"), FAIL),
        (("10.0.0.0/16", LATER), UNKNOWN),
        (("10.0.0.0/16", None), UNKNOWN),
    ],
)
def test_two_networks_that_are_peered(blocks: tuple[Any, Any], verdict: str) -> None:
    assert verdicts("NET001", *vpcs(*blocks), PEER) == {"p": verdict}


def test_a_second_block() -> None:
    more = step(MORE, "m", {"cidrBlock": "10.1.128.0/20"}, links={"vpcId": [urn(VPC, "a")]})

    assert verdicts("NET001", *vpcs("10.0.0.0/16", "10.1.0.0/16"), more, PEER) == {"p": FAIL}


@pytest.mark.parametrize(("other", "verdict"), [("10.1.0.0/16", PASS), ("10.0.0.0/20", UNKNOWN)])
def test_networks_at_transit_gateways(other: str, verdict: str) -> None:
    both = vpcs("10.0.0.0/16", other)
    peered = step(
        GATEWAYS,
        "x",
        links={"transitGatewayId": [urn(GATEWAY, "g")], "peerTransitGatewayId": [urn(GATEWAY, "h")]},
    )
    alone = [*both, step(GATEWAY, "g"), attached("a", "g"), attached("b", "g")]
    apart = [*both, step(GATEWAY, "g"), step(GATEWAY, "h"), attached("a", "g"), attached("b", "h")]

    assert verdicts("NET001", *alone) == {"g": verdict}
    assert verdicts("NET001", *apart, peered) == {"g": verdict}
    assert verdicts("NET001", *apart) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize("steps", [[], vpcs("10.0.0.0/16", "10.0.0.0/16")])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("NET001", *steps) == {"stack": NOT_APPLICABLE}
