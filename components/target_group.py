"""How a load balancer treats one service: its target group and the conditions of its rule."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import lb

from holdfast.topology.values import LoadBalancingAlgorithm


class TargetType(StrEnum):
    """What is registered as a target."""

    INSTANCE = "instance"
    IP = "ip"


class StickinessKind(StrEnum):
    """Whose cookie binds a client to a target: the load balancer's or the application's."""

    LB_COOKIE = "lb_cookie"
    APP_COOKIE = "app_cookie"


class TargetHealthCheckArgs(TypedDict):
    """How the load balancer asks a target whether it can serve."""

    path: str
    """Path that the target answers, starting with ``/``."""
    interval_seconds: NotRequired[int]
    """Seconds between two checks, 5 to 300. Default: 10 (assumption: a target is out after 20 s)."""
    timeout_seconds: NotRequired[int]
    """Seconds after which a check has failed, 2 to 120, less than the interval. Default: 5, as AWS's."""
    healthy_threshold: NotRequired[int]
    """Checks that must pass before a target serves, 2 to 10. Default: 2 (assumption)."""
    unhealthy_threshold: NotRequired[int]
    """Checks that must fail before a target is left out, 2 to 10. Default: 2, as AWS's."""
    matcher: NotRequired[str]
    """HTTP codes that mean healthy, such as ``200`` or ``200-299``. Default: ``200``."""


class TargetStickinessArgs(TypedDict):
    """Session persistence: a client keeps the target that answered it first."""

    kind: StickinessKind
    """Whose cookie is used."""
    duration_seconds: NotRequired[int]
    """Seconds for which the cookie binds, 1 to 604800. Default: 86400, as AWS's."""
    cookie_name: NotRequired[str]
    """The application's cookie; needed with ``app_cookie``, refused with ``lb_cookie``. Default: none."""


class HealthThresholdsArgs(TypedDict):
    """How few healthy targets are too few. A threshold that is not given is off."""

    dns_failover_count: NotRequired[int]
    """Below this many healthy targets the zone's address leaves DNS. Default: off."""
    dns_failover_percent: NotRequired[int]
    """Below this share of healthy targets, 1 to 100, the zone's address leaves DNS. Default: off."""
    routing_failover_count: NotRequired[int]
    """Below this many healthy targets all targets are sent traffic. Default: 1."""
    routing_failover_percent: NotRequired[int]
    """Below this share of healthy targets, 1 to 100, all targets are sent traffic. Default: off."""


class TargetGroupArgs(TypedDict):
    """What a load balancer needs to know of one service."""

    port: int
    """Port on which the targets listen for plain HTTP, 1 to 65535. A change makes a new group."""
    health_check: TargetHealthCheckArgs
    """How a target's health is asked, on the same port."""
    priority: int
    """Rank of the listener rule, 1 to 50000; the lowest that matches wins. One rule each."""
    paths: NotRequired[Sequence[str]]
    """Path patterns that the rule matches. Default: ``/*``, every path."""
    hosts: NotRequired[Sequence[str]]
    """Host patterns that the rule matches as well. Default: any host."""
    target_type: NotRequired[TargetType]
    """What is registered. Default: ``instance``. A change makes a new group."""
    deregistration_delay_seconds: NotRequired[int]
    """Seconds that a leaving target has for its requests, 0 to 3600. Default: 30 (assumption: requests of
    an API are shorter; AWS's own is 300)."""
    slow_start_seconds: NotRequired[int]
    """Seconds over which a new target's share grows, 30 to 900; 0 for none. Default: 0."""
    stickiness: NotRequired[TargetStickinessArgs]
    """Session persistence. Default: none, every request picks a target anew."""
    algorithm: NotRequired[LoadBalancingAlgorithm]
    """How a target is picked. Default: ``round_robin``."""
    anomaly_mitigation: NotRequired[bool]
    """Whether targets that fail more than their peers get less traffic; with ``weighted_random`` only, and
    without effect below three healthy targets. Default: False."""
    cross_zone: NotRequired[bool]
    """Whether a zone's node sends to targets in every zone. False keeps traffic within its zone: thresholds
    then count per zone, and a zonal shift takes the zone's targets with it. Default: True."""
    blue_green: NotRequired[bool]
    """Whether ECS shifts requests between this group and a second one, which is declared beside it; where the
    rule forwards to is ECS's then, and left as it is. Needs the target type ``ip``. Default: False."""
    health_thresholds: NotRequired[HealthThresholdsArgs]
    """When too few targets are healthy. Default: DNS failover off, routing failover below one target."""


def rule_conditions(args: TargetGroupArgs) -> "list[lb.ListenerRuleConditionArgs]":
    """Make the conditions of the listener rule that forwards to a service.

    Args:
        args: The service's target group.

    Returns:
        The host condition, if there is one, and the path condition.
    """
    hosts, paths = args.get("hosts", ()), args.get("paths", ("/*",))
    conditions = (
        [lb.ListenerRuleConditionArgs(host_header=lb.ListenerRuleConditionHostHeaderArgs(values=list(hosts)))]
        if hosts
        else []
    )
    return [
        *conditions,
        lb.ListenerRuleConditionArgs(
            path_pattern=lb.ListenerRuleConditionPathPatternArgs(values=list(paths))
        ),
    ]


def declare_target_group(
    name: str,
    args: TargetGroupArgs,
    *,
    region: str,
    vpc_id: pulumi.Input[str],
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> "lb.TargetGroup":
    """Declare a target group with every attribute said.

    What is off is said too: the provider leaves an attribute that is no longer given as it was
    (``Computed`` in terraform-provider-aws ``internal/service/elbv2/target_group.go``).

    Args:
        name: Logical name.
        args: The service's target group, free of problems.
        region: AWS region.
        vpc_id: VPC of the targets.
        tags: Tags, without the name.
        opts: Options, with the parent.

    Returns:
        The target group. Its physical name is generated, so that a new one can stand beside the old one
        until the listener rule has moved over.
    """
    check = args["health_check"]
    return lb.TargetGroup(
        name,
        region=region,
        vpc_id=vpc_id,
        port=int(args["port"]),
        protocol="HTTP",
        target_type=TargetType(args.get("target_type", TargetType.INSTANCE)).value,
        health_check={
            "enabled": True,
            "protocol": "HTTP",
            "port": "traffic-port",
            "path": check["path"],
            "interval": int(check.get("interval_seconds", 10)),
            "timeout": int(check.get("timeout_seconds", 5)),
            "healthy_threshold": int(check.get("healthy_threshold", 2)),
            "unhealthy_threshold": int(check.get("unhealthy_threshold", 2)),
            "matcher": check.get("matcher", "200"),
        },
        deregistration_delay=int(args.get("deregistration_delay_seconds", 30)),
        slow_start=int(args.get("slow_start_seconds", 0)),
        stickiness=_stickiness(args.get("stickiness")),
        load_balancing_algorithm_type=algorithm_of(args).value,
        load_balancing_anomaly_mitigation="on" if args.get("anomaly_mitigation", False) else "off",
        load_balancing_cross_zone_enabled=(
            "use_load_balancer_configuration" if args.get("cross_zone", True) else "false"
        ),
        target_group_health=_health(args.get("health_thresholds", {})),
        tags={**tags, "Name": name},
        opts=opts,
    )


def algorithm_of(args: TargetGroupArgs) -> LoadBalancingAlgorithm:
    """Say how a target is picked, the default included.

    Args:
        args: The service's target group.
    """
    return LoadBalancingAlgorithm(args.get("algorithm", LoadBalancingAlgorithm.ROUND_ROBIN))


def _stickiness(args: TargetStickinessArgs | None) -> "lb.TargetGroupStickinessArgs":
    if args is None:
        return lb.TargetGroupStickinessArgs(enabled=False, type=StickinessKind.LB_COOKIE.value)
    return lb.TargetGroupStickinessArgs(
        enabled=True,
        type=StickinessKind(args["kind"]).value,
        cookie_duration=int(args.get("duration_seconds", 86400)),
        cookie_name=args.get("cookie_name"),
    )


def _health(args: HealthThresholdsArgs) -> "lb.TargetGroupTargetGroupHealthArgs":
    # Whole numbers are text in one block and a number in the other: the provider's types.
    return lb.TargetGroupTargetGroupHealthArgs(
        dns_failover=lb.TargetGroupTargetGroupHealthDnsFailoverArgs(
            minimum_healthy_targets_count=_or_off(args.get("dns_failover_count")),
            minimum_healthy_targets_percentage=_or_off(args.get("dns_failover_percent")),
        ),
        unhealthy_state_routing=lb.TargetGroupTargetGroupHealthUnhealthyStateRoutingArgs(
            minimum_healthy_targets_count=int(args.get("routing_failover_count", 1)),
            minimum_healthy_targets_percentage=_or_off(args.get("routing_failover_percent")),
        ),
    )


def _or_off(threshold: int | None) -> str:
    return "off" if threshold is None else str(int(threshold))
