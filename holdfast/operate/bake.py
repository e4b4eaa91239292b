"""Watch a region that got a new release: first its deployments, then its alarms for the bake time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.deployments import State, deployment_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.contracts.operations import Operations
    from holdfast.operate.aws import Clients

POLL_SECONDS = 30
"""Seconds between two looks: alarms are evaluated each minute, so half of it misses none."""
_SECONDS_PER_MINUTE = 60


class BakeError(Exception):
    """There is nothing to watch, as asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """Whether a release may go on to the next region, and if not, why."""

    passed: bool
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Watch:
    """What watching needs of the outside.

    ``sleep`` takes seconds; ``tell`` takes a line for the person who waits.
    """

    clients: Clients
    sleep: Callable[[float], None]
    tell: Callable[[str], None]


def alarms_of(operations: Operations, place: str) -> tuple[str, ...]:
    """Give the ARNs of the alarms that say how a region fares, sorted.

    Raises:
        BakeError: No such region serves, or it has no alarms.
    """
    serving = operations["releases"]["order"]
    if place not in serving:
        raise BakeError(f"no region {place!r} gets releases; there are: {', '.join(serving)}")
    found = {
        endpoint["dependency_alarm_arn"]
        for entrance in operations["entrances"].values()
        for key, endpoint in entrance["endpoints"].items()
        if key == place
    }
    alarms = tuple(sorted(arn for arn in found if arn is not None))
    if not alarms:
        raise BakeError(f"{place} has no alarm to watch: no entrance that Route 53 answers for leads there")
    return alarms


def bake(operations: Operations, place: str, watch: Watch, *, minutes: int, deploy_minutes: int) -> Outcome:
    """Wait until a region's deployments are done, then until its alarms were quiet for the bake time.

    An alarm stops it at once, while deployments still go on too. An alarm without data is quiet: it
    counts failures, and there may be none.

    Args:
        operations: The stack's contract.
        place: The region.
        watch: Clients, sleep and where to tell.
        minutes: Bake time.
        deploy_minutes: Longest time that deployments may take.

    Returns:
        Whether the release may go on.

    Raises:
        BakeError: There is nothing to watch.
    """
    alarms = alarms_of(operations, place)
    region = operations["regions"][place]
    left = deploy_minutes * _SECONDS_PER_MINUTE
    while True:
        if breach := _breaching(alarms, region["region"], watch.clients):
            return Outcome(passed=False, reason=breach)
        going_on, failed = _deployments(operations, place, watch)
        if failed:
            return Outcome(passed=False, reason="; ".join(failed))
        if not going_on:
            break
        if left <= 0:
            return Outcome(
                passed=False,
                reason=f"not deployed after {deploy_minutes} minutes: {'; '.join(going_on)}",
            )
        left -= POLL_SECONDS
        watch.sleep(POLL_SECONDS)
    watch.tell(f"{place}: deployed; watching {len(alarms)} alarms for {minutes} minutes")
    for _ in range(0, minutes * _SECONDS_PER_MINUTE, POLL_SECONDS):
        watch.sleep(POLL_SECONDS)
        if breach := _breaching(alarms, region["region"], watch.clients):
            return Outcome(passed=False, reason=breach)
    return Outcome(passed=True, reason=f"{len(alarms)} alarms quiet for {minutes} minutes")


def _deployments(operations: Operations, place: str, watch: Watch) -> tuple[list[str], list[str]]:
    """What still goes on, and what has failed."""
    region = operations["regions"][place]
    going_on, failed = [], []
    for key, service in sorted(region["services"].items()):
        found = deployment_of(service, region["region"], watch.clients)
        watch.tell(f"{place} {key}: {found.detail}")
        if found.state is State.GOING_ON:
            going_on.append(f"{key}: {found.detail}")
        elif found.state is State.FAILED:
            failed.append(f"{key}: {found.detail}")
    return going_on, failed


def _breaching(alarms: tuple[str, ...], region: str, clients: Clients) -> str | None:
    names = [arn.rpartition(":alarm:")[2] for arn in alarms]
    found = clients("cloudwatch", region).describe_alarms(AlarmNames=names, AlarmTypes=["MetricAlarm"])[
        "MetricAlarms"
    ]
    missing = sorted(set(names) - {alarm["AlarmName"] for alarm in found})
    if missing:
        return f"alarm {', '.join(missing)} is not there any more: update the stack and write the file anew"
    breaching = [alarm for alarm in found if alarm["StateValue"] == "ALARM"]
    return "; ".join(f"alarm {alarm['AlarmName']}: {alarm['StateReason']}" for alarm in breaching) or None
