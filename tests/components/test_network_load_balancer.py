from __future__ import annotations

from typing import Any

import pytest

from holdfast.components.network_load_balancer import NetworkLoadBalancer, NetworkLoadBalancerArgs
from tests.components.declared import Resources, declared

REGION = "eu-west-1"


def build(**more: Any) -> Resources:
    args: NetworkLoadBalancerArgs = {
        "region": REGION,
        "vpc_id": "vpc-1",
        "vpc_cidr": "10.0.0.0/16",
        "subnet_ids": ["subnet-a", "subnet-b"],
        "allowed_cidrs": ["0.0.0.0/0"],
        "health_path": "/health",
        "health_port": 8404,
        **more,  # type: ignore[typeddict-item]  # any key
    }
    return declared(lambda: NetworkLoadBalancer("euw1-public", args))


def test_the_exact_children() -> None:
    assert build().pairs() == {
        ("holdfast:index:NetworkLoadBalancer", "euw1-public"),
        ("aws:ec2/securityGroup:SecurityGroup", "euw1-public-lb-sg"),
        (
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "euw1-public-lb-sg-ingress-443-0.0.0.0_0",
        ),
        (
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "euw1-public-lb-sg-ingress-80-0.0.0.0_0",
        ),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "euw1-public-lb-sg-egress-https"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "euw1-public-lb-sg-egress-http"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "euw1-public-lb-sg-egress-health"),
        ("aws:lb/loadBalancer:LoadBalancer", "euw1-public-lb"),
        ("aws:lb/targetGroup:TargetGroup", "euw1-public-https-tg"),
        ("aws:lb/targetGroup:TargetGroup", "euw1-public-http-tg"),
        ("aws:lb/listener:Listener", "euw1-public-https"),
        ("aws:lb/listener:Listener", "euw1-public-http"),
    }


def test_every_child_is_in_the_region_below_the_component_and_tagged() -> None:
    children = [one for one in build(tags={"team": "orders"}) if one.custom]
    assert {one.region for one in children} == {REGION}
    assert {one.parent for one in children} == {"euw1-public"}
    assert all(one.inputs["tags"] == {"team": "orders", "Name": one.name} for one in children)


def test_the_balancer_passes_tcp_on_over_all_zones() -> None:
    resources = build()
    balancer = resources("euw1-public-lb").inputs
    assert balancer["loadBalancerType"] == "network"
    assert (balancer["internal"], balancer["subnets"]) == (False, ["subnet-a", "subnet-b"])
    assert balancer["securityGroups"] == ["euw1-public-lb-sg-id"]
    assert (balancer["enableCrossZoneLoadBalancing"], balancer["enableZonalShift"]) == (True, True)
    assert "accessLogs" not in balancer
    for key, port in (("https", 443), ("http", 80)):
        listener = resources(f"euw1-public-{key}").inputs
        assert (listener["port"], listener["protocol"]) == (port, "TCP")
        assert listener["loadBalancerArn"] == resources("euw1-public-lb").arn
        (action,) = listener["defaultActions"]
        assert action == {"type": "forward", "targetGroupArn": resources(f"euw1-public-{key}-tg").arn}


@pytest.mark.parametrize(("key", "port"), [("https", 443), ("http", 80)])
def test_targets_are_asked_on_their_own_port_and_leave_without_being_cut_off(key: str, port: int) -> None:
    group = build(drain_seconds=45.0)(f"euw1-public-{key}-tg").inputs
    assert (group["port"], group["protocol"], group["targetType"]) == (port, "TCP", "instance")
    assert (group["preserveClientIp"], group["proxyProtocolV2"]) == ("true", False)
    assert (group["deregistrationDelay"], group["connectionTermination"]) == (45, True)
    assert group["targetHealthStates"] == [
        {"enableUnhealthyConnectionTermination": False, "unhealthyDrainingInterval": 45}
    ]
    assert group["healthCheck"] == {
        "enabled": True,
        "protocol": "HTTP",
        "port": "8404",
        "path": "/health",
        "interval": 10,
        "timeout": 6,
        "healthyThreshold": 2,
        "unhealthyThreshold": 2,
        "matcher": "200",
    }


def test_only_the_allowed_come_in_and_only_targets_are_reached() -> None:
    resources = build(allowed_cidrs=["203.0.113.0/24", "198.51.100.0/24", "203.0.113.0/24"])
    ways_in = {
        (one.inputs["cidrIpv4"], one.inputs["fromPort"], one.inputs["toPort"])
        for one in resources.of("SecurityGroupIngressRule")
    }
    assert ways_in == {
        (cidr, port, port) for cidr in ("203.0.113.0/24", "198.51.100.0/24") for port in (443, 80)
    }
    ways_out = {
        (one.inputs["cidrIpv4"], one.inputs["fromPort"], one.inputs["toPort"])
        for one in resources.of("SecurityGroupEgressRule")
    }
    assert ways_out == {("10.0.0.0/16", port, port) for port in (443, 80, 8404)}


def test_target_groups_are_known_once_a_listener_forwards_to_them() -> None:
    resources = build(origin={"internal": "holdfast:entrances"})
    outputs = resources("euw1-public").outputs
    assert outputs["target_group_arns"] == {
        key: resources(f"euw1-public-{key}-tg").arn for key in ("https", "http")
    }
    assert outputs["dns_name"] == f"euw1-public-lb.{REGION}.elb.amazonaws.com"
    assert outputs["zone_id"] == "euw1-public-lb-zone-id"
    assert outputs["security_group_id"] == "euw1-public-lb-sg-id"
    assert outputs["origin"] == {"internal": "holdfast:entrances"}


@pytest.mark.parametrize("protection", [True, False])
def test_protection(protection: bool) -> None:
    balancer = build(protection=protection)("euw1-public-lb")
    assert (balancer.protect, balancer.inputs["enableDeletionProtection"]) == (protection, protection)


@pytest.mark.parametrize(
    ("argument", "input_", "value"),
    [
        ("internal", "internal", True),
        ("cross_zone", "enableCrossZoneLoadBalancing", False),
        ("zonal_shift", "enableZonalShift", False),
    ],
)
def test_what_is_given_reaches_the_balancer(argument: str, input_: str, value: object) -> None:
    assert build(**{argument: value})("euw1-public-lb").inputs[input_] == value


def test_what_cannot_be_is_refused_all_at_once() -> None:
    with pytest.raises(ValueError, match="network load balancer 'euw1-public'") as refused:
        build(allowed_cidrs=["10.0.0.1/8"], health_path="health", health_port=0, drain_seconds=3601)
    for word in ("10.0.0.1/8", "'health_path'", "'health_port'", "'drain_seconds'"):
        assert word in str(refused.value)
    with pytest.raises(ValueError, match="'allowed_cidrs' is empty"):
        build(allowed_cidrs=[])
