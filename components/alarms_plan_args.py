"""Planned alarms as arguments of their components: what of a stack is watched, and by which number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from holdfast.components.alarm_topic import GLOBAL_REGION
from holdfast.components.canaries_plan_args import Canaries
from holdfast.components.cost_anomaly import CostAnomaly
from holdfast.components.observed import Observed
from holdfast.components.outside_alarms import OutsideAlarms, WatchedEndpointArgs
from holdfast.components.regional_alarms import RegionalAlarms
from holdfast.components.regional_alarms_args import RegionalAlarmsArgs
from holdfast.components.watched_doors import is_idle, watched_doors
from holdfast.components.watched_services import watched_services
from holdfast.components.watched_stores import watched_stores
from holdfast.topology.values import AlarmsPlan, Severity

_UNREACHABLE = "unreachable_minutes"


@dataclass(frozen=True, kw_only=True)
class OutsideAlarm:
    """An alarm of one region that says of another one that it fails."""

    region: str
    """AWS region of the alarm."""
    alarm_arn: pulumi.Output[str]
    """Its ARN."""


@dataclass(frozen=True, kw_only=True)
class Alarms:
    """The alarms of a stack."""

    places: Mapping[str, RegionalAlarms]
    """The alarms of each place that serves."""
    checked: OutsideAlarms | None
    """What Route 53's checkers say, if they check anything."""
    canaries: Canaries | None
    """What canaries say, if there are any."""
    regions: Mapping[str, str]
    """Place → AWS region, of each place that serves."""

    def paging(self, place: str) -> pulumi.Output[str] | None:
        """Return the ARN of the alarm that pages for a place; None where nothing there does.

        Args:
            place: Any place.
        """
        one = self.places.get(place)
        return one.paging.arn if one is not None and one.paging is not None else None

    def stop(self, place: str) -> pulumi.Output[str] | None:
        """Return the ARN of the metric alarm, in a place's region, on what its clients get.

        Experiments, zonal shifts and plans stop by it. None where nobody watches errors: the place does not
        serve, its names are not delegated yet, or ``error_percent`` is null.

        Args:
            place: Any place.
        """
        one = self.places.get(place)
        return one.stop.arn if one is not None and one.stop is not None else None

    def outside(self, place: str) -> OutsideAlarm | None:
        """Return the alarm in another region that says that a place fails, as seen from outside.

        A canary's where there is one, else that of Route 53's checkers; these tell in us-east-1 alone, so of
        a place there None is left without canaries.

        Args:
            place: Any place.
        """
        seen = None if self.canaries is None else self.canaries.failed(place)
        if seen is not None:
            return OutsideAlarm(region=seen.region, alarm_arn=seen.alarm_arn)
        if self.checked is None or place not in self.checked.places:
            return None
        if self.regions.get(place) == GLOBAL_REGION:
            return None
        return OutsideAlarm(region=GLOBAL_REGION, alarm_arn=self.checked.alarm_arn(place))

    def operations(self) -> dict[str, Any]:
        """Return what operators name, in the shape of ``holdfast.contracts.operations.Alarms`` by place."""
        return {
            place: {
                "region": self.regions[place],
                "paging": self.paging(place),
                "stop": self.stop(place),
                "outside": None
                if (outside := self.outside(place)) is None
                else {"region": outside.region, "alarm_arn": outside.alarm_arn},
                "names": dict(one.alarm_names),
            }
            for place, one in sorted(self.places.items())
        }


def declare_alarms(observed: Observed, canaries: Canaries | None = None) -> Alarms:
    """Declare the alarms of every place that serves, those of us-east-1, and that on costs.

    Args:
        observed: Everything that the stack declares.
        canaries: What sees regions from others, for ``Alarms.outside``. Default: none.

    Returns:
        The alarms; without any where the stack wants none.
    """
    plan = observed.topology.alarms
    regions = {
        place: observed.region(place).region for place in observed.topics.tickets if place in observed.regions
    }
    if plan is None:
        return Alarms(places={}, checked=None, canaries=canaries, regions=regions)
    places = {
        place: RegionalAlarms(place, _regional(observed, plan, place), observed.options(place))
        for place in sorted(regions)
    }
    if plan.cost_anomaly_usd is not None:
        CostAnomaly(
            "global",
            {
                "tag_key": "Stack",
                "tag_value": observed.topology.stack,
                "threshold_usd": plan.cost_anomaly_usd,
                "topic_arn": observed.global_topic_arn(Severity.TICKET),
                "tags": observed.topology.tags,
                "origin": {"threshold_usd": plan.origin["cost_anomaly_usd"]},
            },
            observed.across(),
        )
    return Alarms(places=places, checked=_checked(observed, plan), canaries=canaries, regions=regions)


def _regional(observed: Observed, plan: AlarmsPlan, place: str) -> RegionalAlarmsArgs:
    return {
        "region": observed.region(place).region,
        "topic_arns": {severity.value: observed.topic_arn(place, severity) for severity in Severity},
        "thresholds": {key: value for key, value in plan.thresholds.items() if key != _UNREACHABLE},
        "bands": sorted(plan.bands),
        "band_width": plan.band_width,
        "promised": sorted(plan.promised),
        **watched_doors(observed, place),
        **watched_services(observed, place),
        **watched_stores(observed, place),
        "mutes": {
            key: {"expression": mute.expression, "minutes": mute.minutes, "time_zone": mute.time_zone}
            for key, mute in plan.mutes.items()
        },
        "notes": observed.notes,
        "tags": observed.tags(place),
        "origin": plan.origin,
    }


def _checked(observed: Observed, plan: AlarmsPlan) -> OutsideAlarms | None:
    if _UNREACHABLE not in plan.thresholds:
        return None
    endpoints: dict[str, WatchedEndpointArgs] = {}
    for entrance in observed.topology.entrances:
        if not entrance.has_address or not entrance.is_certified:
            continue
        for endpoint in entrance.endpoints:
            checks = observed.health.get((entrance.key, endpoint.place))
            asked = None if checks is None else checks.asked_health_check_id
            # A pilot light is unhealthy until it is lit, and nobody is to be woken by that.
            if checks is None or asked is None or is_idle(observed.region(endpoint.place), entrance):
                continue
            one: WatchedEndpointArgs = {
                "place": endpoint.place,
                "entrance": entrance.key,
                "endpoint_check_id": asked,
                "health_check_id": checks.health_check_id,
            }
            if endpoint.switch_place is not None:
                one["switch_check_id"] = checks.switch_health_check_id.apply(lambda known: known or "")
            endpoints[f"{endpoint.place}-{entrance.key}"] = one
    if not endpoints:
        return None
    return OutsideAlarms(
        "global",
        {
            "topic_arns": {severity.value: observed.global_topic_arn(severity) for severity in Severity},
            "endpoints": endpoints,
            "minutes": int(plan.thresholds[_UNREACHABLE]),
            "notes": observed.notes,
            "tags": observed.topology.tags,
            "origin": {"minutes": plan.origin[_UNREACHABLE]},
        },
        observed.across(),
    )
