"""What ``failover`` and ``failback`` share: show the plan, ask, carry it out before the person's eyes."""

from __future__ import annotations

import shlex
import sys
import threading
from typing import TYPE_CHECKING, Any

import typer

from holdfast.cli.asking import ask
from holdfast.cli.exits import Exit, aws_is_away, give_up
from holdfast.cli.output import write_json, write_lines
from holdfast.cli.recovery_progress import interruptible, progress
from holdfast.cli.working import working

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.cli.recovery_options import Wishes
    from holdfast.contracts.operations import Operations
    from holdfast.operate.guards import Guard
    from holdfast.operate.planning import Planned, World
    from holdfast.operate.records import Record

PLAN_VERSION = 1
"""Of the plan as JSON."""


def contract_of(stack: str, place: str | None) -> Operations:
    """The stack's contract; ends the process where it is not there or another stack's.

    Args:
        stack: Name of the stack.
        place: A file or an address in S3. Default: ``operations.STACK.json``.
    """
    from holdfast.operate.aws import clients  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.operations_file import (  # noqa: PLC0415  # see cli/output.py
        OperationsError,
        read_operations_at,
    )

    where = place or f"operations.{stack}.json"
    try:
        contract = read_operations_at(where, clients())
    except OperationsError as error:
        give_up(str(error), Exit.USAGE)
    if contract["stack"] != stack:
        give_up(f"{where} is of the stack {contract['stack']}, not of {stack}", Exit.USAGE)
    return contract


def world_of(stack: str, records: str) -> World:
    """The world as it is, with records kept where the person said.

    Args:
        stack: Name of the stack.
        records: A folder, or an address in S3.
    """
    from holdfast.operate.documents import RecordsError  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.planning import World  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.records import records_at  # noqa: PLC0415  # see cli/output.py

    try:
        records_at(records, stack, _no_clients)
    except RecordsError as error:
        give_up(str(error), Exit.USAGE)
    return World(keep=lambda clients: records_at(records, stack, clients))


def carried_out(plan: Callable[[], Planned | None], world: World, wishes: Wishes) -> None:
    """Plan, show, ask, carry out; ends the process with the exit code that says how it went.

    Args:
        plan: Looks and plans; None where there is nothing to do.
        world: The world.
        wishes: What the person said.
    """
    from holdfast.operate.call import call_errors  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.documents import RecordsError  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.lock import LockHeldError, LockLostError  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.planning import forced_guards  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.recover import ChangedError  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.workflows import WorkflowError  # noqa: PLC0415  # see cli/output.py

    try:
        forced = forced_guards(wishes.force)
        with working("looking at every region"):
            planned = plan()
        if planned is None:
            typer.echo("nothing to come back from: every place has its traffic and its writers", err=True)
            return
        _refuse_unknown_steps(planned, wishes.skip)
        _judge(planned, forced, wishes)
        record = _run(planned, world, forced, wishes)
    except (WorkflowError, RecordsError) as error:
        give_up(str(error), Exit.USAGE)
    except LockHeldError as error:
        give_up(f"{error}. Talk to each other; --take-over takes it", Exit.FINDINGS)
    except (LockLostError, ChangedError) as error:
        give_up(str(error), Exit.FINDINGS)
    except call_errors() as error:
        aws_is_away(error)
    if record is None:
        return
    _tell_result(record, wishes)
    if record["outcome"] != "done":
        raise typer.Exit(Exit.FINDINGS)


def _judge(planned: Planned, forced: Sequence[Guard], wishes: Wishes) -> None:
    """Show the plan; ends the process where guards refuse or nothing is left to do."""
    from holdfast.report.recovery_text import plan_lines, refusal  # noqa: PLC0415  # see cli/output.py

    document = planned.document()
    if wishes.json and wishes.dry_run:
        write_json({"version": PLAN_VERSION, **document})
    else:
        # With --json the record alone is on standard output: whoever is asked sees the plan all the same.
        write_lines(
            lambda width: plan_lines(document, forced=[one.value for one in forced], width=width),
            None,
            err=wishes.json,
        )
    if planned.is_done:
        typer.echo("every step is done already", err=True)
        raise typer.Exit(Exit.FINE)
    if refusing := planned.refusing(forced):
        give_up(refusal([one.guard.value for one in refusing]), Exit.FINDINGS)


def _run(planned: Planned, world: World, forced: Sequence[Guard], wishes: Wishes) -> Record | None:
    """Ask, then carry out; None where it was a dry run."""
    from holdfast.operate.recover import carry_out  # noqa: PLC0415  # see cli/output.py

    if wishes.dry_run:
        typer.echo("nothing was changed (--dry-run)", err=True)
        return None
    _ask(planned, forced, wishes)
    stop = threading.Event()
    with progress() as changed, interruptible(stop):
        return carry_out(
            planned,
            world,
            forced=forced,
            skip=wishes.skip,
            take_over=wishes.take_over,
            changed=changed,
            stop=stop,
        )


def _ask(planned: Planned, forced: Sequence[Guard], wishes: Wishes) -> None:
    from holdfast.report.recovery_text import loss_lines  # noqa: PLC0415  # see cli/output.py

    losses = loss_lines(planned.document(), [one.value for one in forced])
    write_lines(lambda _: losses, None, err=True)
    move = planned.move
    if wishes.yes:
        if move.loses_writes and not move.said:
            give_up(
                f"{planned.why}: with --yes nobody decides that what was not copied is given up; say --lost",
                Exit.USAGE,
            )
        return
    ask(
        move.place if losses or move.loses_writes else "yes",
        refused="nothing was changed",
        instead="say --yes, and --force GUARD for each guard to override",
    )


def _refuse_unknown_steps(planned: Planned, skip: Sequence[str]) -> None:
    known = [step.key for group in planned.steps for step in group]
    if unknown := sorted(set(skip) - set(known)):
        give_up(f"no step is called {', '.join(unknown)}; there are: {', '.join(known)}", Exit.USAGE)


def _tell_result(record: Record, wishes: Wishes) -> None:
    from holdfast.report.recovery_text import result_lines  # noqa: PLC0415  # see cli/output.py

    if wishes.json:
        write_json(record)
        return
    again = shlex.join(["holdfast", *sys.argv[1:]])
    write_lines(lambda _: result_lines(record, again=again), None)


def _no_clients(service: str, region: str, *, endpoint_url: str | None = None) -> Any:  # noqa: ANN401  # as declared
    raise AssertionError((service, region, endpoint_url))  # only the address is read
