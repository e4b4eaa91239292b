"""A failover or a failback in words: the plan before it, and how far it is while it goes on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from holdfast.report.lines import Line, plural, shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_STYLES = {
    "done": "green",
    "failed": "bold red",
    "under way": "yellow",
    "skipped": "dim",
    "unknown": "yellow",
}
_MARKS = {"done": "✓", "failed": "✗", "under way": "…", "skipped": "/", "unknown": "?", "todo": " "}
_MINUTE = 60


def plan_lines(plan: Mapping[str, Any], *, forced: Collection[str], width: int) -> list[Line]:
    """Say what would be done, how long it takes at worst, and what speaks against it.

    Args:
        plan: What ``holdfast.operate.planning.Planned.document`` gives.
        forced: Guards that are overridden.
        width: Columns.
    """
    lines = [_headline(plan), *_loss_lines(plan), Line(f"  because {plan['why']}"), _file_line(plan), Line()]
    for number, group in enumerate(plan["groups"], start=1):
        beside = ", side by side" if len(group) > 1 else ""
        lines.append(Line(f"{number}. {_group_seconds(group)}{beside}", "bold"))
        lines += [line for step in group for line in _step_lines(step, width)]
    lines += [Line(), *_sum_lines(plan), Line(), Line("Guards", "bold")]
    lines += [line for one in plan["guards"] for line in _guard_lines(one, one["guard"] in forced, width)]
    return lines


def progress_lines(record: Mapping[str, Any], now: datetime, *, width: int) -> list[Line]:
    """Say how far a run is.

    Args:
        record: The run's record.
        now: The time.
        width: Columns.
    """
    spent = _seconds_between(record["started"], record["ended"] or now.isoformat())
    lines = [
        Line(f"{record['operation']} {record['stack']}: {record['outcome']}, {duration(spent)}", "bold"),
    ]
    for step in record["steps"]:
        took = ""
        if step["began"]:
            took = duration(_seconds_between(step["began"], step["ended"] or now.isoformat()))
        late = step["began"] and not step["ended"] and _late(step, now)
        worst = f"of {duration(step['worst_seconds'])}"
        head = f"{_MARKS[step['stage']]} {step['group']}. {step['title']}"
        words = f"  {head:<44} {took:>8} {worst:<12} {step['detail']}"
        lines.append(
            Line(shorten_end(words, width), "bold yellow" if late else _STYLES.get(step["stage"], ""))
        )
    return lines


def result_lines(record: Mapping[str, Any], *, again: str) -> list[Line]:
    """Say how a run ended, and how to go on.

    Args:
        record: The run's record.
        again: The command that goes on with it.
    """
    spent = duration(_seconds_between(record["started"], record["ended"]))
    what = f"{record['operation']} {record['stack']}"
    if record["outcome"] == "done":
        skipped = [step["key"] for step in record["steps"] if step["stage"] == "skipped"]
        left = f"; left out: {', '.join(skipped)}" if skipped else ""
        return [Line(f"{what}: done in {spent}{left}", "bold green")]
    lines = [Line(f"{what}: {record['outcome']} after {spent}", "bold red")]
    lines += [
        Line(f"  {step['key']}: {step['detail']}", "red")
        for step in record["steps"]
        if step["stage"] == "failed"
    ]
    open_ = [step["key"] for step in record["steps"] if step["stage"] in {"todo", "under way"}]
    if open_:
        lines.append(Line(f"  not done: {', '.join(open_)}"))
    lines.append(Line(f"To go on, with what is done seen as done: {again}"))
    if record["outcome"] == "failed":
        lines.append(Line("To go on without a step that fails: the same with --skip and its name"))
    return lines


def loss_lines(plan: Mapping[str, Any], forced: Collection[str]) -> list[Line]:
    """Say what overriding guards costs, in numbers."""
    return [
        Line(f"Overriding {one['guard']}: {one['detail']}. Cost: {one['loss']}.", "bold red")
        for one in plan["guards"]
        if not one["passed"] and one["guard"] in forced
    ]


def duration(seconds: float) -> str:
    """Seconds in words: ``45 s``, ``2 min 5 s``."""
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    minutes, rest = divmod(whole, _MINUTE)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def shorten_end(text: str, width: int) -> str:
    """Cut a line at a width, its spaces kept."""
    return text if len(text) <= width else f"{text[: max(width - 1, 0)]}…"


def _headline(plan: Mapping[str, Any]) -> Line:
    to = ", ".join(plan["to"])
    if plan["operation"] == "failback":
        return Line(f"Failback of {plan['stack']} to {plan['place']}, from {plan['away_from']}", "bold")
    how = "gracefully, no write lost" if plan["graceful"] else "as lost"
    return Line(f"Failover of {plan['stack']} away from {plan['away_from']} to {to}: {how}", "bold")


def _loss_lines(plan: Mapping[str, Any]) -> list[Line]:
    """What a move loses also where every guard passes: within the RPO is not nothing."""
    if not plan["loses_writes"]:
        return []
    behind = "; ".join(one["loss"] for one in plan["guards"] if one["guard"] == "lag")
    return [Line(f"  What was not copied is lost: {behind}.", "bold yellow")]


def _file_line(plan: Mapping[str, Any]) -> Line:
    written = plan["file_written"]
    if written is None:
        return Line(
            "  by a file of unknown age: what was deployed since it was written is not in this plan", "dim"
        )
    return Line(f"  by the file of {datetime.fromisoformat(written):%Y-%m-%d %H:%M} UTC")


def _group_seconds(group: Sequence[Mapping[str, Any]]) -> str:
    left = [step["worst_seconds"] for step in group if step["stage"] != "done"]
    return f"at worst {duration(max(left))}" if left else "done"


def _step_lines(step: Mapping[str, Any], width: int) -> list[Line]:
    style = _STYLES.get(step["stage"], "")
    head = (
        f"   {_MARKS[step['stage']]} {step['title']:<44} {duration(step['worst_seconds']):>11}  {step['key']}"
    )
    return [
        Line(shorten_end(head, width), style),
        Line(f"       now: {shorten(step['detail'], width - 12)}", "dim"),
        Line(f"       time: {shorten(step['source'], width - 13)}", "dim"),
    ]


def _sum_lines(plan: Mapping[str, Any]) -> list[Line]:
    known = plan["detection_seconds"] + plan["decision_seconds"]
    total = known + plan["worst_seconds"]
    parts = f"steps {duration(plan['worst_seconds'])}"
    if known:
        parts += (
            f", before them detection {duration(plan['detection_seconds'])} "
            f"and decision {duration(plan['decision_seconds'])}"
        )
    rto = plan["rto_seconds"]
    if rto is None:
        return [Line(f"At worst {duration(total)} ({parts}).", "bold")]
    if total <= rto:
        return [Line(f"At worst {duration(total)} ({parts}); the RTO is {duration(rto)}.", "bold")]
    over = duration(total - rto)
    return [
        Line(f"At worst {duration(total)} ({parts}): {over} above the RTO of {duration(rto)}.", "bold yellow")
    ]


def _guard_lines(one: Mapping[str, Any], forced: bool, width: int) -> list[Line]:
    if one["passed"]:
        return [Line(shorten_end(f"   ✓ {one['guard']:<9} {one['detail']}", width), "green")]
    word = "overridden" if forced else "refuses"
    lines = [Line(f"   ✗ {one['guard']:<9} {word}: {one['detail']}", "yellow" if forced else "bold red")]
    if one["loss"]:
        lines.append(Line(f"               to override it costs: {one['loss']}"))
    return lines


def _late(step: Mapping[str, Any], now: datetime) -> bool:
    return _seconds_between(step["began"], now.isoformat()) > int(step["worst_seconds"])


def _seconds_between(begin: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds()


def refusal(refusing: Sequence[str]) -> str:
    """How to go on after guards refused."""
    return f"{plural(len(refusing), 'guard')} refused: {', '.join(refusing)}"
