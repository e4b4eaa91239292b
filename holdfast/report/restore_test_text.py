"""A restore test as a person reads it."""

from __future__ import annotations

import textwrap
from datetime import datetime
from typing import TYPE_CHECKING

from holdfast.operate.restore_test.model import age_seconds
from holdfast.report.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.operate.restore_test.model import RestoreTest, StoreTest

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_STYLES = {"passed": "bold green", "failed": "bold red", "interrupted": "bold yellow"}


def plan_lines(test: RestoreTest, *, width: int) -> list[Line]:
    """What a run would do, for the person who is asked."""
    lines = [Line(f"{test['stack']}: restore the newest backup, ask the copy, delete it", "bold")]
    for one in test["stores"]:
        what = (
            f"backup of {_moment(one)}, {_span(age_seconds(one, test['started']))} old{_size(one)}"
            if one["recovery_point"]
            else one["message"]
        )
        lines += _wrapped(f"  {one['store']} ({one['type']}) in {one['place']}: {what}", width)
    lines += _not_tested(test, width)
    lines += _wrapped(
        "AWS bills what is restored, and copies until they are deleted. Nothing of production is touched: "
        f"copies are named {test['stores'][0]['name'].rpartition('-')[0]}-… and stand in the closed network.",
        width,
    )
    return lines


def result_lines(test: RestoreTest, *, again: str, width: int) -> list[Line]:
    """How a run went.

    Args:
        test: Its record.
        again: The command that goes on with an interrupted run.
        width: Columns.
    """
    outcome = test["outcome"]
    lines = [Line(f"{test['stack']}: restore test {outcome}", _STYLES.get(outcome, "bold"))]
    for one in test["stores"]:
        lines += [Line(), *_store(one, test, width)]
    lines += [Line(), *_not_tested(test, width)] if test["not_tested"] else []
    if outcome == "interrupted":
        lines += [Line(), *_wrapped(f"Run it again to go on and to delete the copies: {again}", width)]
    return lines


def _store(one: StoreTest, test: RestoreTest, width: int) -> Iterator[Line]:
    words = {True: "passed", False: "FAILED", None: f"interrupted while {one['stage']}"}[one["passed"]]
    style = {True: "green", False: "red", None: "yellow"}[one["passed"]]
    yield Line(f"{one['store']} ({one['type']}) in {one['place']}: {words}", style)
    yield from _wrapped(f"  verdict   {one['message'] or 'none yet'}", width)
    if not one["recovery_point"]:
        return
    age = age_seconds(one, test["started"])
    yield from _wrapped(
        f"  data      of {_moment(one)}: {_span(age)} old when it began{_size(one)}{_rpo(age, test)}",
        width,
    )
    if age > test["max_age_seconds"]:
        limit = _span(test["max_age_seconds"])
        yield Line(f"  too old   {limit} at most: look at the backup and copy jobs", "red")
    restore, judge = _between(one["began"], one["restored"]), _between(one["restored"], one["judged"])
    if restore is not None:
        rest = (
            ""
            if judge is None
            else f", {_span(judge)} more until it had answered{_rto(restore + judge, test)}"
        )
        yield from _wrapped(f"  time      {_span(restore)} to restore{rest}", width)
    if one["job"]:
        yield Line(f"  job       {one['job']} in {one['region']}")
    if one["left"] or one["stage"] in {"restoring", "judging", "deleting"}:
        standing = one["left"] or f"{one['name']}, which AWS Backup still makes"
        yield from _wrapped(f"  stands    {standing}: it costs until it is deleted", width, "yellow")


def _not_tested(test: RestoreTest, width: int) -> list[Line]:
    return [
        line
        for key, why in test["not_tested"].items()
        for line in _wrapped(f"  {key} is not tested: {why}", width, "dim")
    ]


def _rpo(age: int, test: RestoreTest) -> str:
    rpo = test["rpo_seconds"]
    if rpo is None or age <= rpo:
        return "" if rpo is None else f", within the RPO of {_span(rpo)}"
    return f". The RPO of {_span(rpo)} is what replicas keep: who has to restore this loses {_span(age)}"


def _rto(seconds: int, test: RestoreTest) -> str:
    rto = test["rto_seconds"]
    if rto is None:
        return ""
    return f": {'within' if seconds <= rto else 'LONGER than'} the RTO of {_span(rto)}"


def _size(one: StoreTest) -> str:
    return "" if one["size_bytes"] is None else f", {one['size_bytes'] / 10**9:.1f} GB"


def _moment(one: StoreTest) -> str:
    return f"{datetime.fromisoformat(one['backed_up']):%Y-%m-%d %H:%M} UTC"


def _between(begin: str | None, end: str | None) -> int | None:
    if begin is None or end is None:
        return None
    return int((datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds())


def _span(seconds: int) -> str:
    if seconds < 2 * _MINUTE:
        return f"{seconds} s"
    if seconds < 2 * _HOUR:
        return f"{seconds // _MINUTE} min"
    if seconds < 2 * _DAY:
        return f"{seconds / _HOUR:.1f} h"
    return f"{seconds / _DAY:.1f} days"


def _wrapped(text: str, width: int, style: str = "") -> Sequence[Line]:
    indent = " " * 12 if text.startswith("  ") else ""
    return [Line(one, style) for one in textwrap.wrap(text, width, subsequent_indent=indent)]
