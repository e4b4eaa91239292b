"""What ``Network`` declares, exactly, and in which order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from pulumi.provider.experimental.component import ComponentProvider

from holdfast.components.network import Network
from holdfast.topology.values import NatStrategy, SubnetTier
from tests.components.declared import Resources, declared
from tests.components.network_sample import ADOPTED, FLOW_LOGS, REGION, TIERS, arguments, network

if TYPE_CHECKING:
    from collections.abc import Callable

WITHOUT_REGION = {"aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"}
VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
TABLE = "aws:ec2/routeTable:RouteTable"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
ROUTE = "aws:ec2/route:Route"
EIP = "aws:ec2/eip:Eip"
NAT = "aws:ec2/natGateway:NatGateway"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"

ALWAYS = {
    ("holdfast:index:Network", "use1"),
    (VPC, "use1-vpc"),
    ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "use1-default-sg"),
    ("aws:ec2/internetGateway:InternetGateway", "use1-igw"),
    (TABLE, "use1-public-rt"),
    (TABLE, "use1-isolated-rt"),
    (ROUTE, "use1-public-route"),
    (ENDPOINT, "use1-vpce-s3"),
    (ENDPOINT, "use1-vpce-dynamodb"),
}


def of_zone(key: str) -> set[tuple[str, str]]:
    return {
        *((SUBNET, f"use1-{tier}-{key}") for tier in TIERS),
        *((ASSOCIATION, f"use1-{tier}-rta-{key}") for tier in TIERS),
        (TABLE, f"use1-private-rt-{key}"),
    }


def nat_of_zone(key: str) -> set[tuple[str, str]]:
    return {(EIP, f"use1-nat-eip-{key}"), (NAT, f"use1-nat-{key}"), (ROUTE, f"use1-private-route-{key}")}


def test_nat_per_zone_declares_exactly() -> None:
    zones = set().union(*(of_zone(key) | nat_of_zone(key) for key in "abc"))
    assert network().pairs() == ALWAYS | zones


def test_shared_nat_stands_in_the_first_zone_and_serves_all() -> None:
    found = network(nat=NatStrategy.SHARED)
    zones = set().union(*(of_zone(key) for key in "abc"))
    routes = {(ROUTE, f"use1-private-route-{key}") for key in "abc"}
    assert found.pairs() == ALWAYS | zones | routes | {(EIP, "use1-nat-eip-a"), (NAT, "use1-nat-a")}
    assert {found(name).inputs["natGatewayId"] for _, name in routes} == {"use1-nat-a-id"}
    assert found("use1-nat-a").inputs["subnetId"] == "use1-public-a-id"
    assert found("use1").outputs["nat_public_ips"] == ["use1-nat-eip-a-ip"]


def test_regional_nat_needs_neither_subnet_nor_address() -> None:
    found = network(tiers=(SubnetTier.PRIVATE,), nat=NatStrategy.REGIONAL)
    assert found("use1-nat").inputs == {
        "region": REGION,
        "vpcId": "use1-vpc-id",
        "availabilityMode": "regional",
        "connectivityType": "public",
        "tags": {"team": "orders", "Name": "use1-nat"},
    }
    assert found.of(EIP) == []
    assert "use1-igw" in found("use1-nat").depends_on
    assert {one.inputs["natGatewayId"] for one in found.of("Route")} == {"use1-nat-id"}
    assert found("use1").outputs["nat_public_ips"] == ["use1-nat-ip"]


def test_no_nat_leaves_the_route_tables_without_routes() -> None:
    found = network(nat=NatStrategy.NONE)
    assert found.pairs() == ALWAYS | set().union(*(of_zone(key) for key in "abc"))
    assert found("use1").outputs["nat_public_ips"] == []


def test_without_way_to_the_internet_there_is_no_gateway() -> None:
    found = network(tiers=(SubnetTier.PRIVATE, SubnetTier.ISOLATED), nat=NatStrategy.NONE)
    assert found.of("InternetGateway") == found.of(ROUTE) == []


@pytest.mark.parametrize("before", list(NatStrategy))
@pytest.mark.parametrize("after", list(NatStrategy))
def test_another_nat_strategy_touches_gateways_and_routes_alone(
    before: NatStrategy, after: NatStrategy
) -> None:
    first, second = network(nat=before), network(nat=after)
    changed = {one.type for one in first if not _same(one, second)}
    assert changed <= {NAT, EIP, ROUTE, "holdfast:index:Network"}


def _same(one: Any, others: Resources) -> bool:
    return any((one.type, one.name, one.inputs) == (other.type, other.name, other.inputs) for other in others)


def test_a_new_zone_renames_and_replaces_nothing() -> None:
    before, after = network("bc"), network("abc")
    kept = [one for one in before if one.custom and one.type != ENDPOINT]
    assert all(_same(one, after) for one in kept)
    assert {one.name for one in after} >= {one.name for one in before}


def test_order_of_the_subnets_is_irrelevant() -> None:
    args, turned = arguments(), arguments()
    turned["subnets"] = list(reversed(list(turned["subnets"])))
    first, second = declared(lambda: Network("use1", args)), declared(lambda: Network("use1", turned))
    assert first.pairs() == second.pairs()
    assert first("use1").outputs == second("use1").outputs


def test_every_child_has_region_parent_and_tags() -> None:
    found = network(interface_endpoints=["ecr.api"], flow_logs=FLOW_LOGS)
    untagged = {ROUTE, ASSOCIATION, "aws:iam/rolePolicy:RolePolicy"}
    for one in found:
        if one.custom:
            assert one.parent == "use1"
            assert one.region == (None if one.type in WITHOUT_REGION else REGION)
            expected = None if one.type in untagged else {"team": "orders", "Name": one.name}
            assert one.inputs.get("tags") == expected


def test_vpc_resolves_names_and_its_default_group_admits_nothing() -> None:
    found = network()
    vpc, group = found("use1-vpc").inputs, found("use1-default-sg").inputs
    assert (vpc["cidrBlock"], vpc["enableDnsSupport"], vpc["enableDnsHostnames"]) == (
        "10.0.0.0/16",
        True,
        True,
    )
    assert (group["vpcId"], group["ingress"], group["egress"]) == ("use1-vpc-id", [], [])


def test_subnets_take_the_plan_as_it_is_and_give_no_public_addresses() -> None:
    found = network()
    for plan in arguments()["subnets"]:
        inputs = found(f"use1-{plan['tier']}-{plan['key']}").inputs
        assert (inputs["availabilityZone"], inputs["cidrBlock"]) == (plan["zone"], plan["cidr"])
        assert inputs["mapPublicIpOnLaunch"] is False


def test_each_zone_uses_its_own_gateway_behind_its_own_address() -> None:
    found = network()
    for key in "abc":
        nat, route = found(f"use1-nat-{key}"), found(f"use1-private-route-{key}")
        assert nat.inputs["subnetId"] == f"use1-public-{key}-id"
        assert nat.inputs["allocationId"] == f"use1-nat-eip-{key}-id"
        assert nat.delete_before_replace is True
        assert route.inputs == {
            "region": REGION,
            "routeTableId": f"use1-private-rt-{key}-id",
            "destinationCidrBlock": "0.0.0.0/0",
            "natGatewayId": f"use1-nat-{key}-id",
        }
        association = found(f"use1-private-rta-{key}").inputs
        assert association["routeTableId"] == f"use1-private-rt-{key}-id"
    assert found("use1-public-route").inputs["gatewayId"] == "use1-igw-id"
    assert found("use1").outputs["nat_public_ips"] == [f"use1-nat-eip-{key}-ip" for key in "abc"]


@pytest.mark.parametrize("name", ["use1-nat-a", "use1-nat-eip-a", "use1-public-route"])
def test_what_needs_the_internet_gateway_waits_for_it(name: str) -> None:
    assert "use1-igw" in network()(name).depends_on


def test_isolated_subnets_have_no_way_out() -> None:
    found = network()
    assert [one for one in found.of("Route") if one.inputs["routeTableId"] == "use1-isolated-rt-id"] == []


def test_outputs_are_in_the_order_of_the_zones() -> None:
    outputs = network(origin={"cidr": "holdfast:regions.use1.cidr"})("use1").outputs
    assert outputs == {
        "vpc_id": "use1-vpc-id",
        "cidr": "10.0.0.0/16",
        "public_subnet_ids": [f"use1-public-{key}-id" for key in "abc"],
        "private_subnet_ids": [f"use1-private-{key}-id" for key in "abc"],
        "isolated_subnet_ids": [f"use1-isolated-{key}-id" for key in "abc"],
        "private_route_table_ids": [f"use1-private-rt-{key}-id" for key in "abc"],
        "nat_public_ips": [f"use1-nat-eip-{key}-ip" for key in "abc"],
        "origin": {"cidr": "holdfast:regions.use1.cidr"},
    }


def _what_waits_for(output: Callable[[Network], pulumi.Output[Any]]) -> frozenset[str]:
    def build() -> None:
        made = Network("use1", arguments(interface_endpoints=["ecr.api"]))
        pulumi.CustomResource("test:index:User", "user", {"ids": output(made)})

    return declared(build)("user").depends_on


def test_users_of_public_subnets_wait_for_the_way_to_the_internet() -> None:
    names = _what_waits_for(lambda made: made.public_subnet_ids)
    assert names >= {"use1-public-route", *(f"use1-public-rta-{key}" for key in "abc"), "use1-vpce-s3"}


def test_users_of_private_subnets_wait_for_nat_and_endpoints() -> None:
    names = _what_waits_for(lambda made: made.private_subnet_ids)
    per_zone = {f"use1-private-{noun}-{key}" for noun in ("rta", "route") for key in "abc"}
    assert names >= {*per_zone, "use1-public-route", "use1-vpce-s3", "use1-vpce-ecr-api", "use1-vpce-https"}


def test_an_adopted_vpc_declares_nothing() -> None:
    found = network(subnets=[], nat=NatStrategy.NONE, adopt=ADOPTED)
    assert found.pairs() == {("holdfast:index:Network", "use1")}
    outputs = found("use1").outputs
    assert (outputs["vpc_id"], outputs["private_subnet_ids"]) == ("vpc-0", ["subnet-2", "subnet-3"])
    assert (outputs["public_subnet_ids"], outputs["isolated_subnet_ids"]) == (["subnet-0", "subnet-1"], [])
    assert outputs["private_route_table_ids"] == outputs["nat_public_ips"] == []


def test_other_languages_can_declare_it() -> None:
    schema = json.loads(ComponentProvider([Network], "holdfast", None, "0.1.0").schema or "")
    [made] = schema["resources"].values()
    assert {name.lower() for name in made["properties"]} == {
        name.replace("_", "") for name in Network.__annotations__
    }
    assert "holdfast:index:NatStrategy" in schema["types"]
    assert schema["types"]["holdfast:index:SubnetArgs"]["required"] == ["cidr", "key", "tier", "zone"]
    assert "plain" not in made["inputProperties"]["keyArn"]
