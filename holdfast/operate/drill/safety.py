"""What must hold before anything is broken: what is not known does not hold."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from holdfast.operate.call import call, call_errors
from holdfast.operate.drill.faults import FaultError
from holdfast.operate.drill.hours import read_hours, time_zone
from holdfast.operate.drill.noticing import detects, read_alarms
from holdfast.operate.lock import read_lock
from holdfast.operate.places import region_of, serving_places, switch_buckets
from holdfast.operate.readings import read_capacity

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from holdfast.contracts.operations import Operations
    from holdfast.operate.aws import Clients
    from holdfast.operate.drill.experiments import ExperimentBreaks
    from holdfast.operate.drill.failovers import FailoverBreaks
    from holdfast.operate.drill.model import SafetyCheck
    from holdfast.operate.drill.probe import Sample
    from holdfast.operate.drill.settings import Drill


def hour_check(drill: Drill, now: datetime) -> SafetyCheck:
    """Whether it is no hour in which nothing may be broken."""
    local = now.astimezone(time_zone(drill.safety.time_zone))
    shown = f"{local:%a %H:%M} {drill.safety.time_zone}"
    forbidden = [one for one in drill.safety.not_during if read_hours(one).holds(local)]
    if forbidden:
        return _check("hour", f"{shown} lies in {forbidden[0]}", ok=False)
    return _check("hour", f"{shown} is allowed", ok=True if drill.safety.not_during else None)


def detector_check(detector: Sequence[str] | None) -> SafetyCheck:
    """Whether the detector sees nothing yet."""
    if detector is None:
        return _check("detector", "there is none", ok=None)
    seen = detects(detector)
    return _check(
        "detector", "it sees a fault already, or cannot tell" if seen else "it sees nothing", ok=not seen
    )


def alarm_check(clients: Clients, arns: Sequence[str]) -> SafetyCheck:
    """Whether no alarm is on, and each can be read."""
    if not arns:
        return _check("alarms", "there are none", ok=None)
    found = read_alarms(clients, arns)
    wrong = [
        f"{one.name} is {'on' if one.state == 'ALARM' else one.state}: {one.reason}"
        for one in found
        if one.state in {"ALARM", "unknown"}
    ]
    return _check("alarms", "; ".join(wrong) or f"{len(found)} alarms are quiet", ok=not wrong)


def lock_check(clients: Clients, operations: Operations, now: datetime) -> SafetyCheck:
    """Whether nobody operates the stack."""
    buckets = switch_buckets(operations)
    if not buckets:
        return _check("operators", "the stack has no bucket for a lock", ok=None)
    for bucket in buckets:
        try:
            found = read_lock(clients, bucket)
        except call_errors() as error:
            return _check(
                "operators", f"whether somebody operates {operations['stack']} is unknown: {error}", ok=False
            )
        if found is not None and datetime.fromisoformat(found[0]["until"]) > now:
            holder = found[0]
            words = f"{holder['operator']} operates the stack ({holder['what']}, since {holder['since']})"
            return _check("operators", words, ok=False)
    return _check("operators", "nobody operates the stack", ok=True)


def account_check(clients: Clients, operations: Operations, region: str) -> SafetyCheck:
    """Whether the credentials are of the stack's account."""
    wanted = operations["account_id"]
    try:
        found = call(clients, "sts", region, "get_caller_identity")["Account"]
    except call_errors() as error:
        return _check("account", f"AWS in {region} does not say which account this is: {error}", ok=False)
    words = (
        f"account {found}" if found == wanted else f"the credentials are of {found}, the stack of {wanted}"
    )
    return _check("account", words, ok=found == wanted)


def capacity_check(clients: Clients, operations: Operations, hit: Collection[str]) -> SafetyCheck:
    """Whether the other places, or the place itself where it is alone, can carry the whole load."""
    places = sorted(set(serving_places(operations)) - set(hit)) or sorted(hit)
    readings = [one for one in read_capacity(operations, clients, places) if one.place in places]
    problems, fine = [], []
    for one in readings:
        name = f"{one.service} in {one.place}"
        running, most = one.running.value, one.maximum.value
        if running is None or most is None:
            problems.append(f"{name}: unknown: {one.running.unknown or one.maximum.unknown}")
        elif most < one.needed:
            problems.append(f"{name} can run {most:g}, the whole load needs {one.needed}")
        else:
            fine.append(f"{name} runs {running:g} of {one.needed} needed, {most:g} possible")
    if not readings:
        return _check("capacity", "nothing that is counted", ok=None)
    return _check("capacity", "; ".join(problems or fine), ok=not problems)


def template_check(fault: ExperimentBreaks) -> SafetyCheck:
    """Whether the experiment's template is there and stops itself by an alarm."""
    try:
        template = call(fault.clients, "fis", fault.region, "get_experiment_template", id=fault.template_id)[
            "experimentTemplate"
        ]
    except call_errors() as error:
        return _check("experiment", str(error), ok=False)
    stops = [
        one.get("value", "")
        for one in template.get("stopConditions", [])
        if one["source"] == "aws:cloudwatch:alarm"
    ]
    if not stops:
        return _check("experiment", f"{fault.template_id} has no alarm that stops it", ok=False)
    alarms = ", ".join(one.partition(":alarm:")[2] or one for one in stops)
    return _check("experiment", f"{fault.template_id} is stopped by {alarms}", ok=True)


def failover_checks(fault: FailoverBreaks) -> list[SafetyCheck]:
    """What the guards of a failover say, and whether there is anything to do."""
    try:
        planned = fault.plan()
    except (FaultError, *call_errors()) as error:  # type: ignore[misc]  # they are loaded when needed
        return [_check("failover", str(error), ok=False)]
    if planned.is_done:
        return [
            _check("failover", f"{fault.spec.away_from} is left already: nothing would be done", ok=False)
        ]
    return [_check(f"guard: {one.guard.value}", one.detail, ok=one.passed) for one in planned.guards]


def baseline_check(samples: Sequence[Sample], seconds: float) -> SafetyCheck:
    """Whether the API answered without an error, and what is watched answered at all."""
    failed = [one for one in samples if not one.ok]
    asked = sum(one.judged for one in samples)
    if not asked:
        return _check("steady state", "nothing was asked", ok=False)
    if failed:
        first = failed[0]
        words = f"{len(failed)} of {len(samples)} requests failed, first {first.url}: {first.detail}"
        return _check("steady state", words, ok=False)
    return _check("steady state", f"{len(samples)} requests in {seconds:g} s, none failed", ok=True)


def template_of(operations: Operations, place: str, key: str) -> tuple[str, float]:
    """The template of an experiment, and how many seconds it lasts.

    Raises:
        FaultError: The stack declares no such experiment.
    """
    found = cast("Mapping[str, Mapping[str, Any]]", operations.get("experiments") or {})
    experiments = found.get(place, {})
    if key not in experiments:
        known = ", ".join(f"{one}: {', '.join(sorted(found[one]))}" for one in sorted(found)) or "none"
        raise FaultError(
            f"{operations['stack']} has no experiment '{key}' in {place}; it has {known}. The file of its "
            "operations may be older than the stack"
        )
    return experiments[key]["template_id"], float(experiments[key]["duration_seconds"])


def region(operations: Operations, place: str) -> str:
    """AWS's region of a place.

    Raises:
        FaultError: The stack has no such place.
    """
    if place not in operations["regions"]:
        raise FaultError(
            f"{operations['stack']} has no place {place}; it has {', '.join(operations['regions'])}"
        )
    return region_of(operations, place)


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def _check(name: str, detail: str, *, ok: bool | None) -> SafetyCheck:
    return {"name": name, "ok": ok, "detail": detail}
