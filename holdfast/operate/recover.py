"""A failover or a failback that was agreed to: the lock, the steps, the record."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from holdfast.operate.documents import RecordsError
from holdfast.operate.engine import Run
from holdfast.operate.journal import Journal
from holdfast.operate.lock import Lock, holder_of
from holdfast.operate.operator import operator_name
from holdfast.operate.places import regions_of, switch_buckets
from holdfast.operate.records import RECORD_VERSION, Forced, Record, Records, StepRecord
from holdfast.operate.sight import copies_of_records

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Collection
    from datetime import datetime

    from holdfast.operate.guards import Guard
    from holdfast.operate.planning import Planned, World


class ChangedError(Exception):
    """Between the plan and the lock somebody else operated the stack."""


def carry_out(  # noqa: PLR0913  # what a run needs
    planned: Planned,
    world: World,
    *,
    forced: Collection[Guard],
    skip: Collection[str],
    take_over: bool,
    changed: Callable[[Record], None],
    stop: threading.Event,
) -> Record:
    """Take the lock, carry the steps out, write the record, give the lock back.

    Args:
        planned: The plan that was agreed to.
        world: The world.
        forced: Guards that were overridden.
        skip: Keys of steps that are left out.
        take_over: Take the lock from whoever holds it.
        changed: Called with the record after each change, from any thread.
        stop: Set it, and nothing new begins.

    Returns:
        The record as it was written last.

    Raises:
        LockHeldError: Somebody else operates the stack.
        LockLostError: The lock changes hands.
        ChangedError: Somebody else operated the stack since the plan was made.
        RecordsError: The record cannot be kept.
    """
    operations, move = planned.operations, planned.move
    record = _record(planned, world.now(), forced)
    left = regions_of(operations, planned.avoid)
    keep = world.keep(planned.clients)
    lock = Lock(
        clients=planned.clients,
        buckets=switch_buckets(operations, without=left),
        holder=holder_of(
            operator=record["operator"],
            run=record["run"],
            what=f"{move.operation} {operations['stack']} {move.place}",
            now=world.now(),
        ),
        now=world.now,
    )
    told = lock.acquire(take_over=take_over)
    try:
        _nothing_changed(planned, keep)
        journal = Journal(
            record,
            keep=keep,
            copies=copies_of_records(operations, planned.clients, without=left),
            now=world.now,
            changed=changed,
        )
        for words in told:
            journal.tell(words)
        journal.write()
        Run(
            groups=planned.steps,
            journal=journal,
            renew=lock.renew,
            skip=frozenset(skip),
            pace=world.pace,
            stop=stop,
        ).carry_out()
        return journal.record
    finally:
        lock.release()


def _nothing_changed(planned: Planned, keep: Records) -> None:
    """Hold the newest record against the one that the plan was judged by."""
    known = planned.sight.records.value
    if known is None:
        return
    before = {one["run"]: one["outcome"] for one in known}
    changed = [one["run"] for one in keep.newest() if before.get(one["run"]) != one["outcome"]]
    for copy in copies_of_records(
        planned.operations, planned.clients, without=regions_of(planned.operations, planned.avoid)
    ):
        try:
            changed += [one["run"] for one in copy.newest() if before.get(one["run"]) != one["outcome"]]
        except RecordsError:
            # A copy that cannot be read keeps nobody from leaving a region: the lock is held by now.
            continue
    if changed:
        raise ChangedError(f"meanwhile somebody operated the stack ({changed[0]}): look again")


def _record(planned: Planned, now: datetime, forced: Collection[Guard]) -> Record:
    move, operations = planned.move, planned.operations
    overridden: list[Forced] = [
        {"guard": one.guard.value, "loss": one.loss}
        for one in planned.guards
        if not one.passed and one.guard in forced
    ]
    steps: list[StepRecord] = [
        {
            "key": step.key,
            "action": plan["action"],
            "subject": plan["subject"],
            "place": plan["place"],
            "title": step.title,
            "group": number,
            "worst_seconds": step.expected_seconds,
            "source": step.source,
            "stage": "todo",
            "detail": "",
            "began": None,
            "ended": None,
        }
        for number, (steps, plans) in enumerate(zip(planned.steps, planned.groups, strict=True), start=1)
        for step, plan in zip(steps, plans, strict=True)
    ]
    return {
        "version": RECORD_VERSION,
        "run": f"{now:%Y%m%dT%H%M%SZ}-{move.operation}-{move.place}-{secrets.token_hex(2)}",
        "project": operations["project"],
        "stack": operations["stack"],
        "operation": move.operation,
        "away_from": move.away_from,
        "to": list(move.to),
        "graceful": move.graceful,
        "operator": operator_name(),
        "started": now.isoformat(timespec="seconds"),
        "ended": None,
        "outcome": "running",
        "forced": overridden,
        "steps": steps,
        "events": [],
    }
