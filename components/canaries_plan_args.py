"""Planned canaries as arguments of their components, and their declaration over all places."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from holdfast.components.canary import Canary, CanaryArgs
from holdfast.components.canary_code import CanaryBucket, CanaryBucketArgs
from holdfast.components.observed import Observed
from holdfast.components.region_failed import RegionFailed, RegionFailedArgs
from holdfast.topology.values import CanariesPlan, CanaryEntrancePlan, Role, Severity


@dataclass(frozen=True, kw_only=True)
class FailedAlarm:
    """An alarm on a region, in another one."""

    place: str
    """Place of the alarm."""
    region: str
    """Its AWS region."""
    alarm_arn: pulumi.Output[str]
    """Its ARN."""


@dataclass(frozen=True, kw_only=True)
class Canaries:
    """The canaries of a stack, and what they say of its regions."""

    plan: CanariesPlan
    """The plan."""
    buckets: Mapping[str, CanaryBucket]
    """Place → bucket of its canaries."""
    canaries: Mapping[tuple[str, str], Canary]
    """Place and entrance → canary."""
    alarms: Mapping[str, tuple[FailedAlarm, ...]]
    """Place that is watched → an alarm in each other place that watches, those that can take over first."""

    def failed(self, place: str) -> FailedAlarm | None:
        """Return the alarm, in another region, that says that a region fails; None where none is watched so.

        Args:
            place: The region's place.
        """
        return next(iter(self.alarms.get(place, ())), None)

    def operations(self) -> dict[str, Any]:
        """Return what operators name, in the shape of ``holdfast.contracts.operations.Canaries``."""
        return {
            "every_minutes": self.plan.every_minutes,
            "failures": self.plan.failures,
            "places": {
                place: {
                    "region": region,
                    "bucket": self.buckets[place].bucket,
                    "canaries": {
                        entrance.key: {
                            "name": self.canaries[place, entrance.key].canary_name,
                            "alarm_arns": self.canaries[place, entrance.key].alarm_arns,
                        }
                        for entrance in self.plan.entrances
                    },
                }
                for place, region in self.plan.places.items()
            },
            "failed": {
                place: {one.place: one.alarm_arn for one in alarms} for place, alarms in self.alarms.items()
            },
        }


def declare_canaries(observed: Observed) -> Canaries | None:
    """Declare the canaries of every place that watches, and the alarms on every region that is watched.

    Args:
        observed: Everything else that the stack declares.

    Returns:
        The canaries; None where nobody asked for them.
    """
    plan = observed.topology.canaries
    if plan is None:
        return None
    buckets = {
        place: CanaryBucket(place, _bucket_args(observed, plan, place), observed.options(place))
        for place in plan.places
    }
    canaries = {
        (place, entrance.key): Canary(
            f"{place}-{entrance.key}",
            _canary_args(observed, plan, place, entrance, buckets[place]),
            observed.options(place),
        )
        for place in plan.places
        for entrance in plan.entrances
    }
    alarms = {place: _failed(observed, plan, place) for place in plan.watched}
    return Canaries(plan=plan, buckets=buckets, canaries=canaries, alarms=alarms)


def _bucket_args(observed: Observed, plan: CanariesPlan, place: str) -> CanaryBucketArgs:
    args: CanaryBucketArgs = {
        "region": plan.places[place],
        "retention_days": plan.retention_days,
        "protection": observed.topology.protection,
        "tags": observed.tags(place),
        "origin": {"retention_days": plan.origin["retention_days"]},
    }
    if place in observed.foundations:
        args["key_arn"] = observed.foundations[place].key_arn
    return args


def _canary_args(
    observed: Observed, plan: CanariesPlan, place: str, entrance: CanaryEntrancePlan, bucket: CanaryBucket
) -> CanaryArgs:
    args: CanaryArgs = {
        "place": place,
        "region": plan.places[place],
        "account_id": observed.topology.account_id,
        "entrance": entrance.key,
        "domain": entrance.domain,
        "hosts": entrance.hosts,
        "path": entrance.path,
        "bucket": bucket.bucket,
        "code_key": bucket.code_key,
        "name_servers": entrance.name_servers,
        "method": entrance.method,
        "statuses": entrance.statuses,
        "headers": {name: arns[place] for name, arns in entrance.headers.items()},
        "tells": plan.told(place, entrance.hosts),
        "every_minutes": plan.every_minutes,
        "timeout_seconds": plan.timeout_seconds,
        "failures": plan.failures,
        "retries": plan.retries,
        "retention_days": plan.retention_days,
        "runtime": plan.runtime,
        "page_topic_arn": observed.topics.in_region(plan.places[place], Severity.PAGE),
        "ticket_topic_arn": observed.topics.in_region(plan.places[place], Severity.TICKET),
        "notes": observed.notes,
        "tags": observed.tags(place),
        "origin": {**plan.origin, **entrance.origin},
    }
    if entrance.zone is not None:
        args["zone"] = entrance.zone
    if entrance.text is not None:
        args["text"] = entrance.text
    if place in observed.foundations:
        args["key_arn"] = observed.foundations[place].key_arn
    return args


def _failed(observed: Observed, plan: CanariesPlan, failed: str) -> tuple[FailedAlarm, ...]:
    watchers = plan.watchers(failed)
    entrances = [entrance.key for entrance in plan.entrances if failed in entrance.hosts]
    alarms = []
    for place in sorted(watchers, key=lambda one: (_is_backup(observed, one), one)):
        args: RegionFailedArgs = {
            "place": place,
            "region": plan.places[place],
            "failed": failed,
            "entrances": entrances,
            "watchers": watchers,
            "views_needed": plan.views_needed(failed),
            "every_minutes": plan.every_minutes,
            "failures": plan.failures,
            "page_topic_arn": observed.topics.in_region(plan.places[place], Severity.PAGE),
            "notes": observed.notes,
            "tags": observed.tags(place),
            "origin": {name: plan.origin[name] for name in ("places", "quorum", "failures", "every_minutes")},
        }
        found = RegionFailed(f"{place}-{failed}", args, observed.options(place))
        alarms.append(FailedAlarm(place=place, region=plan.places[place], alarm_arn=found.alarm_arn))
    return tuple(alarms)


def _is_backup(observed: Observed, place: str) -> bool:
    return observed.region(place).role is Role.BACKUP
