"""What the served provider says of a change: whether it is one, and whether it replaces the resource."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.preview.child.provider.diff import changes
from holdfast.preview.child.provider.facts import facts
from holdfast.preview.child.wire import BLINDED, UNKNOWN

BALANCER, ENDPOINT = "aws:lb/loadBalancer:LoadBalancer", "aws:ec2/vpcEndpoint:VpcEndpoint"
GATEWAY, RULE = "aws:ec2/natGateway:NatGateway", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
SUBNET, TABLE, VPC = "aws:ec2/subnet:Subnet", "aws:dynamodb/table:Table", "aws:ec2/vpc:Vpc"
ZONES = [{"availabilityZone": "us-east-1a", "allocationIds": ["eipalloc-1"]}]


def units(read: int, write: int) -> dict[str, Any]:
    return {"warmThroughput": {"readUnitsPerSecond": read, "writeUnitsPerSecond": write}}


def said(type_token: str, state: dict[str, Any], inputs: dict[str, Any]) -> dict[str, bool | None]:
    return {change.property: change.replaces for change in changes(facts(type_token), state, inputs)}


@pytest.mark.parametrize(
    ("type_token", "state", "inputs", "replaces"),
    [
        (TABLE, units(20, 10), units(20, 9), True),
        (TABLE, units(20, 10), units(21, 10), False),
        (RULE, {"cidrIpv4": "10.0.0.0/8"}, {"cidrIpv4": "10.0.0.0/9"}, False),
        (RULE, {}, {"referencedSecurityGroupId": "sg-1"}, True),
        (ENDPOINT, {"vpcEndpointType": "Interface"}, {"privateDnsEnabled": True}, False),
        (ENDPOINT, {"vpcEndpointType": "Gateway"}, {"privateDnsEnabled": True}, True),
        (GATEWAY, {}, {"availabilityZoneAddresses": ZONES}, True),
        (GATEWAY, {"availabilityZoneAddresses": ZONES}, {"availabilityZoneAddresses": ZONES * 2}, False),
        (SUBNET, {"assignIpv6AddressOnCreation": True}, {"ipv6CidrBlock": "2001:db8::/64"}, True),
        (SUBNET, {"assignIpv6AddressOnCreation": False}, {"ipv6CidrBlock": "2001:db8::/64"}, False),
        (VPC, {"instanceTenancy": "dedicated"}, {"instanceTenancy": "default"}, False),
        (VPC, {"instanceTenancy": "default"}, {"instanceTenancy": "dedicated"}, True),
        (BALANCER, {"loadBalancerType": "network", "subnets": ["a", "b"]}, {"subnets": ["a"]}, True),
        (BALANCER, {"loadBalancerType": "application", "subnets": ["a", "b"]}, {"subnets": ["a"]}, False),
        (BALANCER, {"loadBalancerType": "network", "subnets": ["a"]}, {"subnets": ["a", "b"]}, False),
        (BALANCER, {"loadBalancerType": "network"}, {"securityGroups": ["sg-1"]}, True),
    ],
)
def test_a_replacement_that_depends_on_values_is_decided(
    type_token: str, state: dict[str, Any], inputs: dict[str, Any], replaces: bool
) -> None:
    unchanged = {key: value for key, value in state.items() if key not in inputs}

    (changed,) = inputs
    assert said(type_token, state, {**unchanged, **inputs}) == {changed: replaces}


def test_a_path_below_an_input_can_replace() -> None:
    table = {"importTable": {"inputFormat": "CSV", "s3BucketSource": {"bucket": "old"}}}
    elsewhere = {"importTable": {"inputFormat": "CSV", "s3BucketSource": {"bucket": "new"}}}
    otherwise = {"importTable": {"inputFormat": "ION", "s3BucketSource": {"bucket": "old"}}}

    assert said(TABLE, table, elsewhere) == {"importTable": True}
    assert said(TABLE, table, otherwise) == {"importTable": False}


def test_what_no_source_tells_is_neither_update_nor_replacement() -> None:
    assert said(TABLE, {}, {"restoreBackupArn": "arn"}) == {"restoreBackupArn": None}
    assert said("aws:sns/platformApplication:PlatformApplication", {}, {"platform": "GCM"}) == {
        "platform": None
    }


def test_an_unknown_value_differs_and_a_secret_that_the_state_no_longer_holds_does_not() -> None:
    assert said(TABLE, {"hashKey": "id"}, {"hashKey": UNKNOWN}) == {"hashKey": True}
    assert said(TABLE, {"hashKey": BLINDED}, {"hashKey": "id"}) == {}
