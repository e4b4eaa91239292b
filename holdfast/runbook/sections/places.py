"""A region that is lost, or left on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.contracts.runbook import RunbookSection as At
from holdfast.runbook.commands import aws, command
from holdfast.runbook.known import part
from holdfast.runbook.model import Do, Section
from holdfast.runbook.sections.common import (
    HEALTH,
    NO_UPDATE,
    bake,
    each,
    of_each,
    regions,
    section,
    settings,
    status,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.runbook.stack import Place, Stack


def region_lost(stack: Stack) -> Section:
    """A region is lost, or must be left."""
    by = part(stack.contract, "recovery").get("by")
    return section(
        At.REGION_LOST,
        "A region does not answer from outside, or fails so much that clients are better off elsewhere.",
        decide=(
            "Is it only we who cannot reach it? `holdfast status` asks from here; canaries and Route "
            "53's checkers ask "
            "from elsewhere. Two of them must agree."
            if stack.ours
            else "Is it only we who cannot reach it? Ask from somewhere else too.",
            "Do clients get errors, not only alarms? If the region serves well, it stays.",
            (
                "Is the other region well, with capacity and copies that are not behind? The guards of the "
                "command check "
                "it and refuse otherwise; `--force GUARD` shows what it costs."
            ),
            (
                "Will it be back sooner than leaving takes? AWS's estimate is no promise: after "
                "ten minutes without a cause that you can mend, leave."
            ),
            (
                "It answers, and writes work: leave it as in section `maintenance`, no write is lost. It "
                "does not: leave it "
                "as lost, and what had not been copied is lost or comes later."
            ),
        )
        if stack.spread
        else ("The stack serves from one region: nothing can take over until it is made anew elsewhere.",),
        do=(*status(stack), *_leave(stack, by), *_hold(stack)),
        back=(*_return(stack), *bake(stack)),
        never=(
            (
                "Do not come back as soon as it answers: wait until the provider says that it is over, and "
                "copies have "
                "caught up."
            ),
            "Do not delete or recreate anything in the lost region.",
            NO_UPDATE,
        ),
        links=(HEALTH,),
    )


def maintenance(stack: Stack) -> Section:
    """A region is left on purpose, and come back to."""
    return section(
        At.MAINTENANCE,
        "A region is out on purpose, or AWS announces work on something in it.",
        decide=(
            "Read what AWS plans, and when. Most of it needs no more than instances that are replaced.",
            (
                "It needs the region: choose a quiet hour, tell the others, and leave it gracefully. No "
                "write is lost; "
                "writes stop for the time of a switchover where one region writes."
            ),
            "Somebody left it and forgot: see the last records in `holdfast status`, ask them, come back.",
        ),
        do=(*status(stack), *_gracefully(stack), *_switches(stack, put=True)),
        back=(*_return(stack), *_switches(stack, put=False), *bake(stack)),
        never=("Do not leave a region while another one is out or behind.",),
        links=(HEALTH,),
    )


def _leave(stack: Stack, by: object) -> Iterator[Do]:
    if not stack.spread:
        yield from settings(
            stack, "Declare the stack in another region, and bring the data back: section `restore`"
        )
        return
    yield Do(
        "See the plan, its guards and the time of each step; nothing is changed",
        tuple(_failover(stack, one, "--lost", "--dry-run") for one in stack.serving),
    )
    yield Do(
        "Leave the region: traffic first, then capacity and writers. It asks before it acts, and the "
        "same command goes on "
        "after an interruption",
        tuple(_failover(stack, one, "--lost") for one in stack.serving),
    )
    yield from _watchdogs(stack)
    yield from _region_switch(stack, "ungraceful", by)


def _gracefully(stack: Stack) -> Iterator[Do]:
    if stack.spread:
        yield Do(
            "See the plan first, then leave",
            tuple(
                line
                for one in stack.serving
                for line in (
                    _failover(stack, one, "--maintenance", "--dry-run"),
                    _failover(stack, one, "--maintenance"),
                )
            ),
        )
        yield from _region_switch(stack, "graceful", part(stack.contract, "recovery").get("by"))


def _failover(stack: Stack, place: Place, *options: str) -> str:
    return command("holdfast", "failover", stack.name, "--away-from", place.key, *options)


def _return(stack: Stack) -> list[Do]:
    if not stack.spread:
        return []
    return [
        Do(
            "Come back when the region is well and its copies have caught up: capacity, then writers by "
            "switchover, then "
            "traffic. Nothing is lost. See the plan first",
            tuple(
                line
                for one in stack.serving
                for line in (
                    command("holdfast", "failback", stack.name, "--to", one.key, "--dry-run"),
                    command("holdfast", "failback", stack.name, "--to", one.key),
                )
            ),
        )
    ]


def _hold(stack: Stack) -> list[Do]:
    if not stack.spread:
        return []
    return [
        Do(
            "Only if an update must be made meanwhile: put the lost place into `holdfast:hold`, and "
            "leave it out",
            tuple(
                command(
                    *("pulumi", "up", "-s", stack.name),
                    *("--exclude", f"**::{one.key}-**", "--exclude", f"**::{one.key}"),
                )
                for one in stack.serving
            ),
        )
    ]


def _region_switch(stack: Stack, mode: str, by: object) -> list[Do]:
    plans = stack.of_type("aws:arcregionswitch/plan:Plan")
    words = "The same by ARC Region switch" + (
        ", which is this stack's usual way" if by == "region-switch" else ""
    )
    return each(
        f"{words}: start the plan in the region that takes over",
        (
            aws(
                taking.region,
                "arc-region-switch start-plan-execution",
                "--plan-arn",
                stack.called("ARN", plan),
                "--target-region",
                taking.region,
                "--action",
                "activate",
                "--mode",
                mode,
            )
            for plan in plans
            for taking in stack.serving
        ),
    )


def _watchdogs(stack: Stack) -> Iterator[Do]:
    documents = [one for one in stack.of_type("aws:ssm/document:Document") if "-leave-" in one.name]
    yield from of_each(
        stack,
        "The same by the automation: start the document in the region that takes over",
        documents,
        "ssm start-automation-execution",
        "--document-name NAME:name",
        "--parameters",
        "Mode=ungraceful,Reason=by hand",
    )
    watching = [
        child
        for one in stack.of_type("holdfast:index:Watchdog")
        for child in stack.graph.children(one.urn)
        if child.type == "aws:lambda/function:Function"
    ]
    yield from of_each(
        stack,
        "Stop a watchdog that is wrong; with `1` it goes on",
        watching,
        "lambda put-function-concurrency",
        "--function-name NAME:name",
        "--reserved-concurrent-executions",
        "0",
    )
    yield from each(
        "Stop a document that runs; what is done stays done",
        (
            aws(region, "ssm stop-automation-execution", "--automation-execution-id", "EXECUTION_ID")
            for region in regions(stack, documents)
        ),
    )


def _switches(stack: Stack, *, put: bool) -> list[Do]:
    """The maintenance switch of each place, by hand."""
    words = (
        "Without the tool: put the switch, an object in another region; Route 53 then sends no clients"
        if put
        else "Without the tool: take the switch away"
    )
    return each(
        words,
        (
            aws(
                stack.region(one),
                "s3api put-object" if put else "s3api delete-object",
                "--bucket",
                _bucket(stack, one.urn, place),
                "--key",
                f"maintenance/{place}",
            )
            for one in stack.of_type("holdfast:index:MaintenanceSwitch")
            for place in _places_of(one.at("places"))
        ),
    )


def _places_of(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()


def _bucket(stack: Stack, urn: str, place: str) -> str:
    for child in stack.graph.children(urn):
        if child.type == "aws:s3/bucket:Bucket":
            name = stack.called("NAME", child, "bucket")
            return name if not name.startswith("NAME_OF_") else stack.named("NAME", f"switch-of-{place}")
    return stack.named("NAME", f"switch-of-{place}")
