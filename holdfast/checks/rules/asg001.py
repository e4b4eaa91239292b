"""ASG001: a group behind a load balancer listens to it, gives instances time, and outlives a zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.attached import is_attached
from holdfast.checks.capacity import GROUP
from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.checks.serving import idle_regions
from holdfast.checks.zones import ENOUGH, group_zones
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

# The provider's own default when none is given: https://www.pulumi.com/registry/packages/aws/api-docs/autoscaling/group/
DEFAULT_GRACE_PERIOD_SECONDS = 300


_ALONE = ("it may run nothing", "one instance stands in one zone")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each group that a load balancer sends requests to."""
    idle = idle_regions(graph)
    for group in graph.of_type(GROUP):
        if not is_attached(graph, group):
            continue
        wrong, unclear = _faults(graph, group, may_be_empty=group.region in idle)
        yield conclude(group, wrong, unclear, "ELB health checks with a grace period, over two zones or more")


def _faults(graph: ResourceGraph, group: Resource, *, may_be_empty: bool) -> tuple[list[str], list[str]]:
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
    elif size < ENOUGH and not (size == 0 and may_be_empty):
        wrong.append(f"minSize is {size}: {_ALONE[size]}")
    zones = group_zones(graph, group)
    if zones is None:
        unclear.append("the zones of its subnets")
    elif len(zones) < ENOUGH:
        wrong.append(
            f"it stands in {', '.join(zones) or 'no zone'} alone: the loss of a zone takes all of it"
        )
    return wrong, unclear


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
    frameworks=("REL11-BP01", "REL11-BP03"),
)
