"""How services scale, and how load balancers treat their targets: what EC2 Auto Scaling and ELB refuse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem
from holdfast.topology.instance_types import architecture_of
from holdfast.topology.values import LoadBalancingAlgorithm, ServiceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.service import (
        InstanceSettings,
        ScalingSettings,
        ServiceSettings,
        StickinessSettings,
        TargetSettings,
    )
    from holdfast.settings.stack import Settings

_LEAST_SLOW_START = 30
_NEEDS_NO_ESCAPING = re.compile(r"/[A-Za-z0-9._~/?=&-]*")
_WIDEST_MAINTENANCE = 100


def of_each_service(settings: Settings) -> Iterator[Problem]:
    """Instances, scaling and targets of each service."""
    for key, service in settings.services.items():
        yield from _schedules(("services", key, "scaling"), service.scaling)
        if service.kind is ServiceKind.INSTANCES:
            yield from _maintenance(("services", key, "scaling"), service.scaling)
        if service.instance is not None:
            yield from _instances(("services", key, "instance"), service.instance)
            yield from _purchase(("services", key, "scaling"), service, service.instance.types)
        yield from _targets(("services", key, "target"), service.target)


def _instances(path: SettingPath, instance: InstanceSettings) -> Iterator[Problem]:
    yield from repeated((*path, "types"), instance.types)
    if len({architecture_of(name) for name in instance.types}) > 1:
        yield Problem(
            path=(*path, "types"),
            message="mixes Graviton and x86 types: one image and one AMI run on one architecture",
            value=instance.types,
        )


def _maintenance(path: SettingPath, scaling: ScalingSettings) -> Iterator[Problem]:
    """Check what Auto Scaling groups refuse, and ECS does not.

    Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceMaintenancePolicy.html.
    """
    if scaling.max_healthy_percentage - scaling.min_healthy_percentage > _WIDEST_MAINTENANCE:
        yield Problem(
            path=(*path, "max_healthy_percentage"),
            message=f"is more than 100 above min_healthy_percentage ({scaling.min_healthy_percentage}), "
            "which AWS refuses",
            value=scaling.max_healthy_percentage,
        )


def _schedules(path: SettingPath, scaling: ScalingSettings) -> Iterator[Problem]:
    for name, schedule in scaling.schedules.items():
        if schedule.minimum is None and schedule.maximum is None:
            yield Problem(
                path=(*path, "schedules", name), message="changes nothing: give a minimum, a maximum or both"
            )
        elif (
            schedule.minimum is not None
            and schedule.maximum is not None
            and schedule.minimum > schedule.maximum
        ):
            yield Problem(
                path=(*path, "schedules", name, "minimum"),
                message=f"is above the maximum ({schedule.maximum})",
                value=schedule.minimum,
            )


def _purchase(path: SettingPath, service: ServiceSettings, types: tuple[str, ...]) -> Iterator[Problem]:
    """Check what is bought against how it is kept.

    Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-warm-pools.html
    (limitations: no mixed instances, no spot instances).
    """
    scaling = service.scaling
    if scaling.warm_pool is not None and scaling.spot_percent_above_minimum > 0:
        yield Problem(
            path=(*path, "warm_pool"),
            message="AWS keeps no spot instances in warm pools: leave the warm pool out or set "
            "spot_percent_above_minimum to 0",
        )
    if scaling.warm_pool is not None and len(types) > 1:
        yield Problem(
            path=(*path, "warm_pool"),
            message=f"AWS keeps no warm pool for a group of several instance types, and instance.types names "
            f"{len(types)}: name one type or leave the warm pool out",
        )
    if scaling.warm_pool is not None and not _NEEDS_NO_ESCAPING.fullmatch(service.health_path):
        yield Problem(
            path=(*path[:-1], "health_path"),
            message="a script on the instance asks for this path before the instance goes into the warm "
            "pool, so it can hold letters, digits and / . _ ~ ? = & - alone",
            value=service.health_path,
        )
    if scaling.spot_percent_above_minimum > 0 and len(set(types)) == 1:
        yield Problem(
            path=(*path, "spot_percent_above_minimum"),
            message=f"with one instance type ({types[0]}) there is one spot pool per zone to lose: name at "
            "least two under instance.types, or buy no spot instances",
            value=scaling.spot_percent_above_minimum,
        )


def _targets(path: SettingPath, target: TargetSettings) -> Iterator[Problem]:
    """Check what target groups refuse.

    Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html.
    """
    algorithm = target.algorithm
    if target.slow_start_seconds and algorithm is not LoadBalancingAlgorithm.ROUND_ROBIN:
        yield Problem(
            path=(*path, "slow_start_seconds"),
            message=f"AWS starts slowly with algorithm round_robin alone, not with {algorithm}: change the "
            "algorithm or "
            "leave this out",
            value=target.slow_start_seconds,
        )
    if 0 < target.slow_start_seconds < _LEAST_SLOW_START:
        yield Problem(
            path=(*path, "slow_start_seconds"),
            message="must be 0, which is off, or 30 to 900",
            value=target.slow_start_seconds,
        )
    if target.anomaly_mitigation and algorithm is not LoadBalancingAlgorithm.WEIGHTED_RANDOM:
        yield Problem(
            path=(*path, "anomaly_mitigation"),
            message=f"AWS mitigates anomalies with algorithm weighted_random alone, not with {algorithm}",
            value=True,
        )
    if target.stickiness is not None:
        yield from _stickiness((*path, "stickiness"), target.stickiness)
    yield from _health(path, target)


def _stickiness(path: SettingPath, stickiness: StickinessSettings) -> Iterator[Problem]:
    if stickiness.kind == "app_cookie" and stickiness.cookie_name is None:
        yield Problem(
            path=path, message="kind app_cookie needs cookie_name, the name of the application's cookie"
        )
    if stickiness.kind == "lb_cookie" and stickiness.cookie_name is not None:
        yield Problem(
            path=(*path, "cookie_name"),
            message="the load balancer names its own cookie: leave this out, or set kind to app_cookie",
            value=stickiness.cookie_name,
        )


def _health(path: SettingPath, target: TargetSettings) -> Iterator[Problem]:
    """Check health checks and thresholds.

    Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html,
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
    (target group health: the DNS threshold is at least the routing threshold).
    """
    check = target.health_check
    if check.timeout_seconds >= check.interval_seconds:
        yield Problem(
            path=(*path, "health_check", "timeout_seconds"),
            message=f"must be below interval_seconds ({check.interval_seconds})",
            value=check.timeout_seconds,
        )
    dns, routing = target.dns_failover_percent, target.routing_failover_percent
    if dns is not None and routing is not None and dns < routing:
        yield Problem(
            path=(*path, "dns_failover_percent"),
            message=f"is below routing_failover_percent ({routing}), which AWS refuses: a zone leaves DNS "
            "first",
            value=dns,
        )
