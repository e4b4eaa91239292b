from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import step, urn

VPC, PEERING = "aws:ec2/vpc:Vpc", "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
ROUTE, TABLE = "aws:ec2/route:Route", "aws:ec2/routeTable:RouteTable"
BASE = [
    step(VPC, "a"),
    step(VPC, "b"),
    step(PEERING, "p", links={"vpcId": [urn(VPC, "a")], "peerVpcId": [urn(VPC, "b")]}),
]


def table(vpc: str, *inline: str) -> dict[str, Any]:
    return step(TABLE, f"{vpc}-rt", links={"vpcId": [urn(VPC, vpc)], "routes": list(inline)})


def route(vpc: str) -> dict[str, Any]:
    return step(
        ROUTE,
        f"{vpc}-route",
        links={"routeTableId": [urn(TABLE, f"{vpc}-rt")], "vpcPeeringConnectionId": [urn(PEERING, "p")]},
    )


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([table("a"), table("b"), route("a"), route("b")], PASS),
        ([table("a", urn(PEERING, "p")), table("b"), route("b")], PASS),
        ([table("a"), table("b"), route("a")], FAIL),
        ([table("a"), table("b")], FAIL),
    ],
)
def test_a_peering(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("NET002", *BASE, *steps) == {"p": verdict}


def test_routes_may_be_among_what_does_not_change() -> None:
    assert verdicts("NET002", *BASE, partial=True) == {"p": UNKNOWN}


@pytest.mark.parametrize(
    "steps", [[], BASE[:2], [BASE[0], step(PEERING, "p", links={"vpcId": [urn(VPC, "a")]})]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("NET002", *steps) == {"stack": NOT_APPLICABLE}
