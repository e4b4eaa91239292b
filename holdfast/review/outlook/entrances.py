"""How long it takes until clients leave a region that is lost, by what moves them without anybody's act.

Route 53: interval x threshold of the check, then the TTL that resolvers keep
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html).
Typical, not bounded: a checker's time-out and a part of an interval may come on top, and resolvers may keep
an answer longer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING

from holdfast.checks.health import ALARM, Health
from holdfast.checks.noticing import (
    ACCELERATOR_SECONDS,
    CHECK_FAILURES,
    CHECK_INTERVAL_SECONDS,
    METRIC_ALARM,
    TARGET_FAILURES,
    TARGET_INTERVAL_SECONDS,
    by_accelerator,
    by_balancer,
    by_check,
    by_record,
)
from holdfast.checks.pools import CLOUDFLARE_LIFETIME_SECONDS, POOL_INPUTS, by_cloudflare, pools_of
from holdfast.checks.routing import Routing
from holdfast.checks.targets import Targets
from holdfast.checks.traffic import BALANCERS, CLOUDFLARE_BALANCER, DISTRIBUTION, ENDPOINT_GROUP, origins
from holdfast.graph import Marker
from holdfast.review.outlook.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.graph import Resource, ResourceGraph

ROUTE_53 = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html"
TARGET_HEALTH = (
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"
)
ACCELERATOR = "https://intro-to-global-accelerator.workshop.aws/en/failover.html"
CLOUDFLARE = "https://developers.cloudflare.com/load-balancing/understand-basics/health-details/"
CLOUDFRONT = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html"


@dataclass(frozen=True)
class Entrances:
    """The entrances of a graph, indexed once."""

    graph: ResourceGraph
    """The stack."""
    routing: Routing = field(init=False)
    health: Health = field(init=False)
    targets: Targets = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "routing", Routing(self.graph))
        object.__setattr__(self, "health", Health(self.routing))
        object.__setattr__(self, "targets", Targets(self.graph))

    def leaving(self, region: str) -> tuple[Span, ...]:
        """How long each entrance sends clients to a region that is lost; never where nothing moves them.

        Args:
            region: The region.
        """
        found = [*self._by_records(region), *self._by_accelerators(region), *self._by_cloudflare(region)]
        if found:
            return tuple(found)
        if any(region in self._regions_of_origins(one) for one in self.graph.of_type(DISTRIBUTION)):
            text = "CloudFront moves reads alone; writes keep going to the lost region"
            return (Span(seconds=inf, text=text, source=CLOUDFRONT),)
        return (Span(seconds=inf, text="nothing moves clients to another region by itself"),)

    def noticed(self) -> dict[str, tuple[str, Span]]:
        """By URN of each record of a set and each group of an accelerator: its name, and when it is left."""
        found: dict[str, tuple[str, Span]] = {}
        for members in self.routing.routed_sets():
            for one in members:
                found[one.urn] = (one.name, self._by_record(one))
        for one in self.graph.of_type(ENDPOINT_GROUP):
            found[one.urn] = (one.name, self._by_accelerator(one))
        for one in self.graph.of_type(CLOUDFLARE_BALANCER):
            found[one.urn] = (one.name, self._by_balancer_of_cloudflare(one))
        for one in self.graph.of_type(*BALANCERS):
            if self.targets.groups(one):
                found[one.urn] = (one.name, self.of_targets(one))
        return found

    def of_targets(self, balancer: Resource) -> Span:
        """How long a load balancer sends requests to a target that is down.

        Args:
            balancer: An application or network load balancer.
        """
        seconds = by_balancer(self.targets, balancer)
        if seconds is None:
            return Span(seconds=None, text=f"when {balancer.name} notices is not known", source=TARGET_HEALTH)
        return Span(seconds=seconds, text=self._told_by_targets(balancer, seconds), source=TARGET_HEALTH)

    def _by_records(self, region: str) -> Iterator[Span]:
        for members in self.routing.routed_sets():
            ends = {one.urn: self.routing.destinations(one) for one in members}
            regions = {end.region for found in ends.values() for end in found}
            here = [
                one for one in members if ends[one.urn] and all(end.region == region for end in ends[one.urn])
            ]
            if here and len(regions) > 1:
                yield from map(self._by_record, here)
            elif not here and Marker.UNKNOWN in regions and region not in regions:
                yield Span(seconds=None, text=f"where {members[0].name} and its like lead is not known")

    def _by_record(self, record: Resource) -> Span:
        seconds = by_record(self.health, self.targets, record)
        lifetimes = self.routing.lifetimes(record)
        known = [one for one in lifetimes.values() if isinstance(one, int | float)]
        if seconds == inf:
            return Span(seconds=inf, text=f"nothing takes {record.name} out of service", source=ROUTE_53)
        if seconds is None or len(known) < len(lifetimes) or not known:
            what = "its TTL" if seconds is not None else "when its health check notices"
            return Span(seconds=None, text=f"{record.name}: {what} is not known", source=ROUTE_53)
        text = f"{self._told_by_record(record, seconds)} + TTL {max(known):g} s"
        return Span(seconds=seconds + max(known), text=text, source=ROUTE_53)

    def _told_by_record(self, record: Resource, seconds: float) -> str:
        checks = self.health.of(record)
        for check in checks[:1]:
            for leaf in self.health.leaves(check):
                if by_check(self.health, leaf) == seconds:
                    return self._told_by_check(leaf)
        for one in self.routing.targets(record):
            if not checks and one.type in BALANCERS:
                return self._told_by_targets(one, seconds)
        return f"{seconds:g} s"

    def _told_by_check(self, check: Resource) -> str:
        if check.at("type") == ALARM:
            alarms = [
                one for one in self.graph.references(check, "cloudwatchAlarmName") if one.type == METRIC_ALARM
            ]
            return f"alarm {alarms[0].at('period')} s x {alarms[0].at('evaluationPeriods')}"
        every, times = check.at("requestInterval"), check.at("failureThreshold")
        return (
            f"{CHECK_INTERVAL_SECONDS if every is None else every} s x "
            f"{CHECK_FAILURES if times is None else times}"
        )

    def _told_by_targets(self, balancer: Resource, seconds: float) -> str:
        for group in self.targets.asked(balancer):
            every, times = group.at("healthCheck", "interval"), group.at("healthCheck", "unhealthyThreshold")
            every = TARGET_INTERVAL_SECONDS if every is None else every
            times = TARGET_FAILURES if times is None else times
            if isinstance(every, int) and isinstance(times, int) and every * times == seconds:
                return f"targets {every} s x {times}"
        return f"{seconds:g} s"

    def _by_accelerators(self, region: str) -> Iterator[Span]:
        sets: defaultdict[object, list[Resource]] = defaultdict(list)
        for one in self.graph.of_type(ENDPOINT_GROUP):
            listeners = tuple(each.urn for each in self.graph.references(one, "listenerArn"))
            sets[listeners or one.at("listenerArn")].append(one)
        for members in sets.values():
            here = [one for one in members if _region_of_group(one) == region]
            if here and len(members) > len(here):
                yield from map(self._by_accelerator, here)

    def _by_accelerator(self, group: Resource) -> Span:
        seconds = by_accelerator(self.targets, group)
        if seconds is None:
            return Span(seconds=None, text=f"when {group.name} notices is not known", source=ACCELERATOR)
        balancers = [
            one for one in self.graph.references(group, "endpointConfigurations") if one.type in BALANCERS
        ]
        if any(one.at("loadBalancerType") != "network" for one in balancers):
            text = (
                f"{self._told_by_targets(balancers[0], seconds - ACCELERATOR_SECONDS)}"
                f" + {ACCELERATOR_SECONDS} s of Global Accelerator"
            )
        else:
            every, times = group.at("healthCheckIntervalSeconds"), group.at("thresholdCount")
            text = (
                f"{CHECK_INTERVAL_SECONDS if every is None else every} s x "
                f"{CHECK_FAILURES if times is None else times}"
            )
        return Span(seconds=seconds, text=text, source=ACCELERATOR)

    def _by_cloudflare(self, region: str) -> Iterator[Span]:
        for one in self.graph.of_type(CLOUDFLARE_BALANCER):
            pools = pools_of(self.graph, one, *POOL_INPUTS)
            ends = [{end.region for end in origins(self.routing, pool)} for pool in pools]
            if {region} in ends and any(found - {region} for found in ends):
                yield self._by_balancer_of_cloudflare(one)

    def _by_balancer_of_cloudflare(self, balancer: Resource) -> Span:
        seconds = by_cloudflare(self.graph, balancer)
        proxied, ttl = balancer.at("proxied"), balancer.at("ttl")
        kept = 0 if proxied is True else CLOUDFLARE_LIFETIME_SECONDS if ttl is None else ttl
        if seconds is None or not isinstance(kept, int | float):
            return Span(seconds=None, text=f"when {balancer.name} notices is not known", source=CLOUDFLARE)
        text = f"monitor {seconds:g} s" + (f" + TTL {kept:g} s" if kept else "")
        return Span(seconds=seconds + kept, text=text, source=CLOUDFLARE)

    def _regions_of_origins(self, distribution: Resource) -> set[object]:
        if not distribution.at("originGroups"):
            return set()
        return {one.region for one in self.graph.references(distribution, "origins")}

    def of_zone(self, region: str) -> tuple[Span, ...]:
        """How long clients and load balancers of a region go on asking what stood in a lost zone.

        The load balancer finds its targets down. Its address there leaves its name, which resolvers keep for
        a minute, unless an accelerator stands in front of it
        (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html).

        Args:
            region: The region.
        """
        accelerated = {
            one.urn
            for each in self.graph.of_type(ENDPOINT_GROUP)
            for one in self.graph.references(each, "endpointConfigurations")
        }
        return tuple(
            self.of_targets(one) if one.urn in accelerated else _with_name(self.of_targets(one))
            for one in self._balancers(region)
        )

    def _balancers(self, region: str) -> Sequence[Resource]:
        return [
            one for one in self.graph.of_type(*BALANCERS) if one.region == region and self.targets.groups(one)
        ]


_NAME_SECONDS = 60


def _with_name(span: Span) -> Span:
    if span.seconds is None:
        return span
    return Span(
        seconds=span.seconds + _NAME_SECONDS,
        text=f"{span.text} + {_NAME_SECONDS} s of the load balancer's name",
        source=span.source,
    )


def _region_of_group(group: Resource) -> object:
    return group.at("endpointGroupRegion") or group.region
