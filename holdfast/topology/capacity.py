"""How many instances a service needs in a region, after the loss that the stack survives."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from holdfast.topology.values import Mode, Role, RoutingPolicy, Strategy, Survives

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST_INSTANCES = 2
"""Fewer than two instances cannot survive the loss of one."""

STANDBY_PERCENT = {
    Strategy.HOT_STANDBY: 100,
    Strategy.WARM_STANDBY: 25,
    Strategy.PILOT_LIGHT: 0,
    Strategy.BACKUP_AND_RESTORE: 0,
}
"""Share of the needed capacity that runs in a standby region when the settings name none: an assumption,
except that a hot standby is a full copy and a pilot light has its core off (source:
https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/disaster-recovery-options-in-the-cloud.html)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """The part of an entrance's peak that one region must be able to carry.

    Attributes:
        fraction: Of the peak, after the loss of a region where the stack survives one.
        running_percent: Of the needed capacity, how much runs all the time.
    """

    fraction: Fraction
    running_percent: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Traffic:
    """How an entrance's traffic reaches its regions.

    Attributes:
        mode: The entrance's mode.
        policy: The entrance's routing policy.
        roles: Role of every region behind the entrance, by place.
        weights: Weight per place, for weighted routing.
        standby_percent: Share of the needed capacity that runs in a standby region.
    """

    mode: Mode
    policy: RoutingPolicy
    roles: Mapping[str, Role]
    weights: Mapping[str, int]
    standby_percent: int


def share_of(place: str, traffic: Traffic, survives: Survives) -> Share:
    """Return the share of the peak that a region must carry for an entrance.

    In active-active each region carries what the loss of any other leaves to it: the static-stability factor
    N/(N-1) (source: https://aws.amazon.com/builders-library/static-stability-using-availability-zones/).
    Latency routing is assumed to spread a lost region's clients evenly; geolocation can send them all to one
    other region, which therefore must carry the whole peak.

    Args:
        place: The region.
        traffic: How the entrance's traffic reaches its regions.
        survives: The largest loss that running capacity absorbs.

    Returns:
        The region's share.
    """
    if traffic.mode is not Mode.ACTIVE_ACTIVE:
        standby = traffic.roles[place] is Role.STANDBY
        return Share(fraction=Fraction(1), running_percent=traffic.standby_percent if standby else 100)
    if traffic.policy is RoutingPolicy.GEOLOCATION:
        return Share(fraction=Fraction(1), running_percent=100)
    others = [other for other in traffic.roles if other != place]
    lost = others if survives is Survives.REGION else []
    if traffic.policy is RoutingPolicy.WEIGHTED:
        weights, total = traffic.weights, sum(traffic.weights.values())
        left = [total - weights[other] for other in lost] or [total]
        return Share(
            fraction=max((Fraction(weights[place], rest) if rest else Fraction(1)) for rest in left),
            running_percent=100,
        )
    return Share(fraction=Fraction(1, len(traffic.roles) - bool(lost)), running_percent=100)


def needed_instances(rps: Fraction, per_instance: Fraction, *, zones: int, survives: Survives) -> int:
    """Return how many instances carry a load, spread evenly over zones, after the loss that is survived.

    Args:
        rps: Requests per second to carry.
        per_instance: Requests per second that one instance carries.
        zones: Zones that the instances are spread over, at least two.
        survives: ``instance`` adds one instance; ``zone`` and ``region`` size every zone so that the others
            carry the load without it.

    Returns:
        The number of instances, at least two.
    """
    if survives is Survives.INSTANCE:
        return max(LEAST_INSTANCES, ceil(rps / per_instance) + 1)
    return max(1, ceil(rps / (per_instance * (zones - 1)))) * zones


def running_instances(needed: int, percent: int, zones: int) -> int:
    """Return how many of the needed instances run: none at 0 percent, else at least one per zone."""
    if percent == 0:
        return 0
    return min(needed, max(zones, ceil(Fraction(needed * percent, 100))))
