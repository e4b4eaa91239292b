"""Planned monitors of the networks of clients, and their declaration in every place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from holdfast.components.alarm_topic import GLOBAL_REGION
from holdfast.components.cloudfront_distribution import CloudfrontDistribution
from holdfast.components.internet_monitor import InternetMonitor, InternetMonitorArgs
from holdfast.components.observed import Observed
from holdfast.topology.values import InternetMonitorPlan, Severity

_EDGE = "global"
"""Where the monitor of distributions stands."""


@dataclass(frozen=True, kw_only=True)
class InternetMonitors:
    """The monitors of a stack."""

    monitors: Mapping[str, InternetMonitor]
    """Place, or ``global`` for CloudFront → its monitor."""
    regions: Mapping[str, str]
    """The same → AWS region."""

    def operations(self) -> dict[str, Any]:
        """Return what operators name: ``holdfast.contracts.operations.InternetMonitor`` by place."""
        return {
            place: {
                "region": self.regions[place],
                "monitor": one.monitor_name,
                "arn": one.monitor_arn,
            }
            for place, one in self.monitors.items()
        }


def declare_internet_monitors(observed: Observed) -> InternetMonitors:
    """Declare a monitor in each place whose network clients reach, and one for CloudFront.

    Args:
        observed: Everything else that the stack declares.

    Returns:
        The monitors; none where nobody asked for them.
    """
    plan = observed.topology.internet_monitor
    if plan is None:
        return InternetMonitors(monitors={}, regions={})
    monitors = {place: _of_network(observed, plan, place) for place in plan.places}
    regions = dict(plan.places)
    arns = [
        edge.distribution_arn
        for key in plan.distributions
        if isinstance(edge := observed.edges.get(key), CloudfrontDistribution)
    ]
    if arns:
        topics = {severity: observed.global_topic_arn(severity) for severity in Severity}
        args = _args(observed, plan, GLOBAL_REGION, topics)
        monitors[_EDGE] = InternetMonitor(
            _EDGE,
            {**args, "resources": arns, "tags": observed.topology.tags},
            observed.across(),
        )
        regions[_EDGE] = GLOBAL_REGION
    return InternetMonitors(monitors=monitors, regions=regions)


def _of_network(observed: Observed, plan: InternetMonitorPlan, place: str) -> InternetMonitor:
    region, network = plan.places[place], observed.foundations[place].network
    if network is None:
        raise ValueError(f"the region {place} has no network to monitor")
    account_id = observed.topology.account_id
    vpc_arn = pulumi.Output.concat(f"arn:aws:ec2:{region}:{account_id}:vpc/", network.vpc_id)
    topics = {severity: observed.topic_arn(place, severity) for severity in Severity}
    args = _args(observed, plan, region, topics)
    return InternetMonitor(
        place, {**args, "resources": [vpc_arn], "tags": observed.tags(place)}, observed.options(place)
    )


def _args(
    observed: Observed,
    plan: InternetMonitorPlan,
    region: str,
    topics: Mapping[Severity, pulumi.Output[str]],
) -> InternetMonitorArgs:
    return {
        "region": region,
        "resources": [],
        "max_city_networks": plan.max_city_networks,
        "traffic_percent": plan.traffic_percent,
        "availability_percent": plan.availability_percent,
        "performance_percent": plan.performance_percent,
        "page_availability_percent": plan.page_availability_percent,
        "page_topic_arn": topics[Severity.PAGE],
        "ticket_topic_arn": topics[Severity.TICKET],
        "notes": observed.notes,
        "origin": plan.origin,
    }
