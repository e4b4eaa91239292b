"""ASG001: a group behind a load balancer listens to it, gives instances time, and outlives a zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.graph import Marker, is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

GROUP = "aws:autoscaling/group:Group"
SUBNET = "aws:ec2/subnet:Subnet"
ATTACHED_BY = ("targetGroupArns", "loadBalancers", "trafficSources")
ATTACHMENTS = {
    "aws:autoscaling/attachment:Attachment": "autoscalingGroupName",
    "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment": "autoscalingGroupName",
}
# The provider's own default when none is given: https://www.pulumi.com/registry/packages/aws/api-docs/autoscaling/group/
DEFAULT_GRACE_PERIOD_SECONDS = 300
ZONES_NEEDED = 2


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each group that a load balancer sends requests to."""
    for group in graph.of_type(GROUP):
        if not _is_attached(graph, group):
            continue
        wrong, unclear = _faults(graph, group)
        if wrong:
            yield fails(group, "; ".join(wrong))
        elif unclear:
            yield unknown(group, f"not known yet: {', '.join(unclear)}")
        else:
            yield passes(group, "ELB health checks with a grace period, over two zones or more")


def _is_attached(graph: ResourceGraph, group: Resource) -> bool:
    return any(group.at(name) for name in ATTACHED_BY) or any(
        graph.referring(group, name, token) for token, name in ATTACHMENTS.items()
    )


def _faults(graph: ResourceGraph, group: Resource) -> tuple[list[str], list[str]]:
    """What is wrong, and what cannot be told."""
    wrong: list[str] = []
    unclear: list[str] = []
    kind = group.at("healthCheckType")
    if not is_known(kind):
        unclear.append("healthCheckType")
    elif kind != "ELB":
        wrong.append(
            f"healthCheckType is {kind or 'EC2 (the default)'}: an instance that hangs is never replaced"
        )
    grace = group.at("healthCheckGracePeriod")
    if not is_known(grace):
        unclear.append("healthCheckGracePeriod")
    elif (DEFAULT_GRACE_PERIOD_SECONDS if grace is None else grace) == 0:
        wrong.append("healthCheckGracePeriod is 0: instances are replaced while they still start")
    size = group.at("minSize")
    if not isinstance(size, int):
        unclear.append("minSize")
    elif size < ZONES_NEEDED:
        wrong.append(f"minSize is {size}: one instance stands in one zone")
    zones = _zones(graph, group)
    if zones is None:
        unclear.append("the zones of its subnets")
    elif len(zones) < ZONES_NEEDED:
        wrong.append(
            f"it stands in {', '.join(zones) or 'no zone'} alone: the loss of a zone takes all of it"
        )
    return wrong, unclear


def _zones(graph: ResourceGraph, group: Resource) -> list[str] | None:
    """The zones that the group spans; None when they are not known."""
    named = group.at("availabilityZones")
    subnets = [one for one in graph.references(group, "vpcZoneIdentifiers") if one.type == SUBNET]
    given = group.at("vpcZoneIdentifiers")
    found = {zone if isinstance(zone := one.at("availabilityZone"), str) else None for one in subnets}
    if isinstance(named, tuple) and not given:
        found |= {zone if isinstance(zone, str) else None for zone in named}
    known = sorted(zone for zone in found if zone is not None)
    if len(known) >= ZONES_NEEDED:
        return known
    if given is Marker.UNKNOWN or named is Marker.UNKNOWN or None in found:
        return None
    listed = len(given) if isinstance(given, tuple) else 0
    return None if listed > len(subnets) else known


RULE = Rule(
    id="ASG001-elb-health-check-with-grace",
    title="A group behind a load balancer uses ELB health checks and a grace period, over two zones or more.",
    explanation=(
        "With EC2 health checks an instance whose application hangs is never replaced. With no grace "
        "period a slow start is a failed check, and the group replaces instances in a circle. In one zone, "
        "or with one instance, the loss of a zone is the loss of the service."
    ),
    severity=Severity.MEDIUM,
    fix="set healthCheckType to ELB, a grace period above the start time, minSize 2 or more, over 2 zones",
    source="https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-checks-overview.html",
    subject="Auto Scaling groups behind a load balancer",
    check=check,
)
