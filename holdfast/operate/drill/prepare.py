"""Puts a drill together, of what is declared and what the stack's contract says."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.call import call_errors
from holdfast.operate.drill import noticing, safety
from holdfast.operate.drill.experiments import ExperimentBreaks
from holdfast.operate.drill.failovers import FailoverBreaks
from holdfast.operate.drill.faults import CommandBreaks, Fault, FaultError
from holdfast.operate.drill.ready import Ready
from holdfast.operate.drill.run import DrillRun
from holdfast.operate.drill.verdicts import wanted
from holdfast.operate.lock import Lock, LockHeldError, LockLostError, holder_of
from holdfast.operate.operator import operator_name
from holdfast.operate.places import address_of, health_url, public_address, switch_buckets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import ExitStack

    from holdfast.contracts.operations import Operations
    from holdfast.operate.aws import Clients
    from holdfast.operate.drill.model import SafetyCheck
    from holdfast.operate.drill.noticing import Noticing
    from holdfast.operate.drill.records import DrillRecords
    from holdfast.operate.drill.settings import Drill
    from holdfast.operate.planning import World


@dataclass(frozen=True, kw_only=True, slots=True)
class Outside:
    """What a drill needs besides what it declares.

    ``operations`` and ``world`` are None of a drill that names no stack; ``looking`` are clients that come
    back soon; ``flap_minutes`` must lie between two failovers.
    """

    operations: Operations | None
    world: World | None
    clients: Clients
    looking: Clients
    keep: DrillRecords
    tell: Callable[[str], None]
    flap_minutes: int


def prepare(name: str, spec: Drill, outside: Outside) -> DrillRun:
    """Put a drill together; nothing is asked or broken yet.

    Args:
        name: Its name.
        spec: What is declared.
        outside: What it needs.

    Raises:
        FaultError: The stack has no such place or experiment.
    """
    run = f"{safety.now():%Y%m%dT%H%M%SZ}-{name}-{secrets.token_hex(2)}"
    fault = _fault(name, run, spec, outside)
    urls, witnesses = _addresses(spec, outside.operations)
    arns = _alarms(spec, outside.operations)
    ready = Ready(
        name=name,
        run=run,
        spec=spec,
        fault=fault,
        urls=urls,
        witnesses=witnesses,
        wanted=wanted(spec.objectives, outside.operations),
        checks=_checks(spec, fault, outside, arns),
        noticing=_noticing(spec, outside, arns),
        keep=outside.keep,
        acquire=lambda stack: _acquire(stack, name, run, fault, outside),
        tell=outside.tell,
    )
    made = DrillRun(ready=ready)
    if isinstance(fault, FailoverBreaks):
        fault.tell = made.tell
    return made


def _fault(name: str, run: str, spec: Drill, outside: Outside) -> Fault:
    if spec.command is not None:
        return CommandBreaks(spec=spec.command, hold_seconds=spec.hold_seconds)
    operations, world = outside.operations, outside.world
    if operations is None or world is None:
        raise FaultError(f"{name} needs the operations of {spec.stack}")
    if spec.experiment is not None:
        place = spec.experiment.place
        region = safety.region(operations, place)
        template, seconds = safety.template_of(operations, place, spec.experiment.key)
        return ExperimentBreaks(
            clients=outside.clients,
            drill=name,
            run=run,
            place=place,
            key=spec.experiment.key,
            region=region,
            template_id=template,
            duration_seconds=seconds,
        )
    if spec.failover is None:
        raise FaultError(f"{name} breaks nothing")
    safety.region(operations, spec.failover.away_from)
    return FailoverBreaks(
        operations=operations,
        spec=spec.failover,
        world=world,
        flap_minutes=outside.flap_minutes,
        hold_seconds=spec.hold_seconds,
        tell=outside.tell,
    )


def _addresses(spec: Drill, operations: Operations | None) -> tuple[Sequence[str], Sequence[str]]:
    """What is judged, by default the public names, and what is watched, by default each region's host."""
    entrances = [one for _, one in sorted(operations["entrances"].items())] if operations else []
    urls = spec.probe.urls or [health_url(one, public_address(one)) for one in entrances]
    if spec.probe.witnesses is not None:
        return urls, spec.probe.witnesses
    hosts = [
        health_url(one, address_of(one, place)) for one in entrances for place in sorted(one["endpoints"])
    ]
    return urls, hosts


def _alarms(spec: Drill, operations: Operations | None) -> Sequence[str]:
    if spec.alarms is not None or spec.detector is not None:
        return spec.alarms or []
    return noticing.alarms_of(operations) if operations is not None else []


def _noticing(spec: Drill, outside: Outside, arns: Sequence[str]) -> Callable[[float], Noticing] | None:
    if (command := spec.detector) is not None:
        return lambda begun: noticing.by_detector(command, begun)
    if arns:
        return lambda begun: noticing.by_alarms(outside.looking, arns, begun)
    return None


def _checks(
    spec: Drill, fault: Fault, outside: Outside, arns: Sequence[str]
) -> list[Callable[[], list[SafetyCheck]]]:
    operations, looking = outside.operations, outside.looking
    found: list[Callable[[], list[SafetyCheck]]] = [
        lambda: [safety.hour_check(spec, safety.now())],
        lambda: [safety.detector_check(spec.detector)],
        lambda: [safety.alarm_check(looking, arns)],
    ]
    if operations is not None:
        found.append(lambda: [safety.lock_check(looking, operations, safety.now())])
    if isinstance(fault, FailoverBreaks):
        found.append(lambda: safety.failover_checks(fault))
    elif isinstance(fault, ExperimentBreaks) and operations is not None:
        found += [
            lambda: [safety.account_check(looking, operations, fault.region)],
            lambda: [safety.template_check(fault)],
            lambda: [safety.capacity_check(looking, operations, [fault.place])],
        ]
    return found


def _acquire(stack: ExitStack, name: str, run: str, fault: Fault, outside: Outside) -> Callable[[], None]:
    """Take the operators' lock while the drill runs; a failover takes it by itself.

    Raises:
        FaultError: Somebody else operates the stack, or it cannot be asked.
    """
    operations = outside.operations
    if operations is None or isinstance(fault, FailoverBreaks) or not switch_buckets(operations):
        return lambda: None
    lock = Lock(
        clients=outside.clients,
        buckets=switch_buckets(operations),
        holder=holder_of(operator=operator_name(), run=run, what=f"drill {name}", now=safety.now()),
        now=safety.now,
    )
    try:
        for words in lock.acquire(take_over=False):
            outside.tell(words)
    except (LockHeldError, LockLostError, *call_errors()) as error:  # type: ignore[misc]  # loaded when needed
        raise FaultError(str(error)) from error
    stack.callback(lock.release)

    def renew() -> None:
        # S3 that does not answer for a while ends no drill: the lock is good for longer than that.
        try:
            lock.renew()
        except call_errors() as error:
            outside.tell(f"the lock could not be renewed: {error}")

    return renew
