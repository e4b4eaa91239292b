from __future__ import annotations

import pytest

from tests.components.private_access_sample import build_peering, member

OFFICE, PARTNER = "192.168.0.0/20", "172.20.0.0/16"
EUROPE = member("eu-west-1", "10.16.0.0/16", OFFICE, PARTNER)
AMERICA = member("us-east-1", "10.0.0.0/16", PARTNER)


def test_it_is_exactly_these_resources() -> None:
    tgw = "aws:ec2transitgateway"
    assert build_peering(euw1=EUROPE, use1=AMERICA).pairs() == {
        ("holdfast:index:PrivateAccessPeering", "global-access"),
        (f"{tgw}/peeringAttachment:PeeringAttachment", "euw1-access-peering-use1"),
        (f"{tgw}/peeringAttachmentAccepter:PeeringAttachmentAccepter", "use1-access-peering-euw1"),
        (f"{tgw}/routeTableAssociation:RouteTableAssociation", "euw1-access-peering-use1-rta"),
        (f"{tgw}/routeTableAssociation:RouteTableAssociation", "use1-access-peering-euw1-rta"),
        (f"{tgw}/route:Route", "euw1-access-partners-10-0-0-0-16"),
        (f"{tgw}/route:Route", "use1-access-vpc-192-168-0-0-20"),
    }


def test_each_side_is_declared_in_its_region_and_waits_for_acceptance() -> None:
    resources = build_peering(euw1=EUROPE, use1=AMERICA)
    asked = resources("euw1-access-peering-use1")
    assert asked.region == "eu-west-1"
    assert asked.inputs["peerRegion"] == "us-east-1"
    assert (asked.inputs["transitGatewayId"], asked.inputs["peerTransitGatewayId"]) == (
        "eu-west-1-tgw",
        "us-east-1-tgw",
    )
    accepted = resources("use1-access-peering-euw1")
    assert accepted.region == "us-east-1"
    assert accepted.inputs["transitGatewayAttachmentId"] == "euw1-access-peering-use1-id"
    for name in ("euw1-access-peering-use1-rta", "use1-access-vpc-192-168-0-0-20"):
        assert "use1-access-peering-euw1" in resources(name).depends_on


def test_an_office_reaches_the_other_regions_vpc_and_gets_its_answers() -> None:
    resources = build_peering(euw1=EUROPE, use1=AMERICA)
    there = resources("euw1-access-partners-10-0-0-0-16")
    assert there.region == "eu-west-1"
    assert there.inputs["transitGatewayRouteTableId"] == "eu-west-1-partner-rt"
    back = resources("use1-access-vpc-192-168-0-0-20")
    assert back.region == "us-east-1"
    assert back.inputs["transitGatewayRouteTableId"] == "us-east-1-vpc-rt"


def test_what_arrives_is_routed_by_a_table_of_its_own() -> None:
    resources = build_peering(euw1=EUROPE, use1=AMERICA)
    for place, region in (
        ("euw1-access-peering-use1", "eu-west-1"),
        ("use1-access-peering-euw1", "us-east-1"),
    ):
        assert resources(f"{place}-rta").inputs["transitGatewayRouteTableId"] == f"{region}-peer-rt"


def test_regions_with_the_same_networks_need_no_way_between_them() -> None:
    same = member("eu-west-1", "10.16.0.0/16", PARTNER)
    assert build_peering(euw1=same, use1=AMERICA).pairs() == {
        ("holdfast:index:PrivateAccessPeering", "global-access")
    }


def test_three_regions_are_joined_two_by_two_where_they_differ() -> None:
    asia = member("ap-northeast-1", "10.32.0.0/16", PARTNER)
    resources = build_peering(euw1=EUROPE, use1=AMERICA, apne1=asia)
    assert resources.names("PeeringAttachment") == {"apne1-access-peering-euw1", "euw1-access-peering-use1"}
    assert set(resources("global-access").outputs["attachment_ids"]) == {"apne1-euw1", "euw1-use1"}


def test_tags_reach_both_sides() -> None:
    resources = build_peering(euw1=EUROPE, use1=AMERICA)
    for name in ("euw1-access-peering-use1", "use1-access-peering-euw1"):
        assert resources(name).inputs["tags"] == {"Team": "net", "Name": name}


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"euw1": EUROPE}, "'members' must be two regions or more, got 1"),
        ({"euw1": EUROPE, "use1": {**AMERICA, "vpc_cidr": "10.0"}}, "'members.use1.vpc_cidr': '10.0' is no"),
        ({"euw1": EUROPE, "use1": {**AMERICA, "networks": ["x"]}}, "'members.use1.networks': 'x' is no"),
    ],
)
def test_fails(members: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=r"^private access peering 'global-access': ") as error:
        build_peering(**members)
    assert message in str(error.value)
