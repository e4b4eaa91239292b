from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

NAT, SUBNET = "aws:ec2/natGateway:NatGateway", "aws:ec2/subnet:Subnet"
TABLE, ROUTE = "aws:ec2/routeTable:RouteTable", "aws:ec2/route:Route"
LINK = "aws:ec2/routeTableAssociation:RouteTableAssociation"


def subnet(name: str, zone: Any) -> dict[str, Any]:
    return step(SUBNET, name, {"availabilityZone": zone})


def gateway(**inputs: Any) -> dict[str, Any]:
    return step(NAT, "nat", inputs, links={"subnetId": [urn(SUBNET, "public")]})


def leaving(*zones: Any, inline: bool = False) -> list[dict[str, Any]]:
    """Subnets whose route table leads to the gateway."""
    steps = [
        step(TABLE, "rt", links={"routes": [urn(NAT, "nat")]} if inline else {}),
        *(subnet(f"s{number}", zone) for number, zone in enumerate(zones)),
        *(
            step(
                LINK,
                f"l{number}",
                links={"routeTableId": [urn(TABLE, "rt")], "subnetId": [urn(SUBNET, f"s{number}")]},
            )
            for number in range(len(zones))
        ),
    ]
    if not inline:
        steps.append(
            step(ROUTE, "out", links={"natGatewayId": [urn(NAT, "nat")], "routeTableId": [urn(TABLE, "rt")]})
        )
    return steps


PUBLIC = subnet("public", "a")


@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize(
    ("zones", "verdict"), [(["a"], PASS), (["a", "a"], PASS), (["a", "b"], FAIL), (["a", LATER], UNKNOWN)]
)
def test_a_gateway_of_one_zone(zones: list[Any], verdict: str, inline: bool) -> None:
    assert verdicts("NET003", PUBLIC, gateway(), *leaving(*zones, inline=inline)) == {"nat": verdict}


def test_a_regional_gateway() -> None:
    assert verdicts("NET003", PUBLIC, gateway(availabilityMode="regional"), *leaving("a", "b")) == {
        "nat": PASS
    }


def test_a_gateway_whose_zone_is_not_known() -> None:
    assert verdicts("NET003", gateway(), *leaving("a")) == {"nat": UNKNOWN}


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [PUBLIC, gateway()],
        [
            PUBLIC,
            gateway(),
            *leaving("a", "b"),
            step(
                "holdfast:index:MultiRegionApi", "s", {"objectives": {"survives": "instance"}}, component=True
            ),
        ],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("NET003", *steps) == {"stack": NOT_APPLICABLE}
