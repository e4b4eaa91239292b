"""Small stacks that serve requests: groups, load balancers and records, region by region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.graph.documents import UNKNOWN, step, urn

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUP = "aws:autoscaling/group:Group"
SUBNET = "aws:ec2/subnet:Subnet"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
TARGETS = "aws:lb/targetGroup:TargetGroup"
LISTENER = "aws:lb/listener:Listener"
RECORD = "aws:route53/record:Record"
CHECK = "aws:route53/healthCheck:HealthCheck"
API = "holdfast:index:MultiRegionApi"
REGIONAL = "holdfast:index:RegionalApi"
SHORT = {"us-east-1": "use1", "eu-west-1": "euw1", "eu-central-1": "euc1", "ap-south-1": "aps1"}
REGIONS = tuple(SHORT)

Steps = list[dict[str, Any]]


def group(region: str, least: int, zones: int, *, name: str = "web", most: int | None = None) -> Steps:
    """An Auto Scaling group over some zones of a region."""
    subnets = [f"{SHORT[region]}-{name}-{'abcdef'[position]}" for position in range(zones)]
    return [
        *(
            step(SUBNET, subnet, {"region": region, "availabilityZone": f"{region}{subnet[-1]}"})
            for subnet in subnets
        ),
        step(
            GROUP,
            f"{SHORT[region]}-{name}",
            {
                "region": region,
                "minSize": least,
                "maxSize": 2 * least if most is None else most,
                "vpcZoneIdentifiers": [UNKNOWN] * zones,
            },
            links={"vpcZoneIdentifiers": [urn(SUBNET, one) for one in subnets]},
        ),
    ]


def balancer(region: str, *, kind: str = "application", check: Mapping[str, Any] | None = None) -> Steps:
    """A load balancer with a target group."""
    place = SHORT[region]
    return [
        step(BALANCER, f"{place}-lb", {"region": region, "loadBalancerType": kind}),
        step(TARGETS, f"{place}-tg", {"region": region, "healthCheck": dict(check or {})}),
        step(
            LISTENER,
            f"{place}-https",
            {"region": region, "loadBalancerArn": UNKNOWN, "defaultActions": [{"targetGroupArn": UNKNOWN}]},
            links={
                "loadBalancerArn": [urn(BALANCER, f"{place}-lb")],
                "defaultActions": [urn(TARGETS, f"{place}-tg")],
            },
        ),
    ]


def record(region: str, policy: Mapping[str, Any], *, check: Mapping[str, Any] | None = None) -> Steps:
    """A record of the set that leads to the load balancer of a region, with a health check or none."""
    place = SHORT[region]
    linked = {"healthCheckId": [urn(CHECK, f"{place}-check")]} if check is not None else {}
    return [
        *([step(CHECK, f"{place}-check", {"type": "HTTPS", **check})] if check is not None else []),
        step(
            RECORD,
            f"{place}-record",
            {
                "name": "api.example.com",
                "type": "A",
                "zoneId": "Z1",
                "setIdentifier": place,
                "aliases": [{"name": UNKNOWN, "zoneId": UNKNOWN, "evaluateTargetHealth": check is None}],
                **({"healthCheckId": UNKNOWN} if check is not None else {}),
                **policy,
            },
            links={"aliases": [urn(BALANCER, f"{place}-lb")], **linked},
        ),
    ]


def latency(region: str) -> dict[str, Any]:
    """A latency policy."""
    return {"latencyRoutingPolicies": [{"region": region}]}


def weighted(weight: int) -> dict[str, Any]:
    """A weighted policy."""
    return {"weightedRoutingPolicies": [{"weight": weight}]}


def failover(half: str) -> dict[str, Any]:
    """One half of a failover policy."""
    return {"failoverRoutingPolicies": [{"type": half}]}


def site(
    region: str, policy: Mapping[str, Any], *, check: Mapping[str, Any] | None = None, least: int = 6
) -> Steps:
    """A whole region: group, load balancer and record."""
    return [*group(region, least, 3), *balancer(region), *record(region, policy, check=check)]


def promises(**objectives: Any) -> Steps:
    """The component that states objectives."""
    return [step(API, "api", {"objectives": objectives}, component=True)]
