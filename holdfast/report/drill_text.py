"""A drill's report as text: the verdict, the figures against the objectives, what to improve."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.operate.drill.model import Verdict
from holdfast.report.drill_words import NONE, again, figure, headline, held, moment, phases, seconds
from holdfast.report.lines import WIDTH, Line, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.operate.drill.model import DrillReport, ListedDrill

_STYLES = {Verdict.PASSED.value: "bold green", Verdict.NO_EFFECT.value: "bold yellow"}
_HELD = {"met": "green", "missed": "bold red"}
_BARS = "▁▂▃▄▅▆▇█"
_HEAD = ("drill", "last run", "verdict", "recovered", "objective", "by", "due")
_DAY = 10
"""Characters of a date."""


def drill_lines(report: DrillReport, *, width: int = WIDTH) -> list[Line]:
    """The whole report.

    Args:
        report: What was found.
        width: Columns. Default: 110.
    """
    return [
        *(
            Line(one, _STYLES.get(report["verdict"], "bold red"))
            for one in wrap(f"{report['verdict'].upper()}  {headline(report)}", width)
        ),
        *(Line(one, "red") for reason in report["reasons"] for one in _wrapped(reason, width)),
        Line(),
        Line(f"{report['drill']}: {report['description']}"),
        Line(f"{report['fault']['words']}; {moment(report['started'])} by {report['operator']}", "dim"),
        *_objectives(report),
        *_phases(report),
        *_timeline(report, width),
        *_told("SEEN OF IT", report["effects"], width),
        *_events(report, width),
        *_checks(report, width),
        *_told("TO IMPROVE", report["improve"], width),
        Line(),
        Line(f"record: {report['record']}", "dim"),
        Line(f"page:   {again(report)} --last --format html --output {report['drill']}.html", "dim"),
    ]


def list_lines(drills: Sequence[ListedDrill], *, width: int = WIDTH) -> list[Line]:
    """The drills as a table.

    Args:
        drills: The drills.
        width: Columns. Default: 110.
    """
    if not drills:
        return [Line("holdfast.toml declares no drill")]
    rows = [_listed(one) for one in drills]
    sizes = [max(len(row[number]) for row in (_HEAD, *rows)) for number in range(len(_HEAD))]

    def cells(row: Sequence[str]) -> str:
        return _cut("  ".join(cell.ljust(size) for cell, size in zip(row, sizes, strict=True)), width)

    overdue = sum(one["overdue"] for one in drills)
    tally = f"{plural(len(drills), 'drill')}, {overdue} overdue"
    return [
        Line(cells(_HEAD), "dim"),
        *(Line(cells(row), _row_style(one)) for row, one in zip(rows, drills, strict=True)),
        Line(),
        Line(tally, "bold red" if overdue else "green"),
    ]


def _cut(text: str, width: int) -> str:
    """A row cut at a width; its columns stay where they are."""
    return text if len(text.rstrip()) <= width else f"{text[: width - 1]}…"


def _objectives(report: DrillReport) -> Iterator[Line]:
    if not report["objectives"]:
        return
    yield Line()
    yield Line("OBJECTIVES", "bold cyan")
    for one in report["objectives"]:
        against = figure(one["objective"], one["unit"])
        of_whom = f" of {one['source']}" if one["source"] else ""
        words = f"  {one['name']:<20} {figure(one['measured'], one['unit']):>10}   "
        words += f"{held(one):<13}" + (
            f"objective{of_whom}: {against}" if one["objective"] is not None else ""
        )
        yield Line(words, _HELD.get(held(one), ""))
        yield Line(f"  {'':<20} {'':>10}   {one['words']}", "dim")


def _phases(report: DrillReport) -> Iterator[Line]:
    found = phases(report)
    if not found:
        return
    yield Line()
    yield Line("REQUESTS", "bold cyan")
    yield Line(
        f"  {'':<22} {'requests':>8} {'failed':>7} {'available':>10} {'p50':>8} {'p95':>8} {'p99':>8}", "dim"
    )
    for name, one in found:
        share = NONE if one["availability_percent"] is None else f"{one['availability_percent']:g} %"
        times = " ".join(
            f"{NONE if time is None else f'{time} ms':>8}"
            for time in (one["p50_milliseconds"], one["p95_milliseconds"], one["p99_milliseconds"])
        )
        yield Line(f"  {name:<22} {one['requests']:>8} {one['failed']:>7} {share:>10} {times}")


def _timeline(report: DrillReport, width: int) -> Iterator[Line]:
    """Two rows of bars, as wide as there is room: what was answered, and what failed."""
    bins = report["timeline"]
    if not bins or report["injected"] is None:
        return
    room = width - 12
    each = -(-len(bins) // room)
    groups = [bins[first : first + each] for first in range(0, len(bins), each)]
    most = max(sum(one["ok"] + one["failed"] for one in group) for group in groups) or 1
    yield Line()
    yield Line("OVER TIME", "bold cyan")
    for name, key, style in (("answered", "ok", "green"), ("failed", "failed", "red")):
        counts = [sum(one["ok"] if key == "ok" else one["failed"] for one in group) for group in groups]
        yield Line(f"  {name:<9} {''.join(_bar(count, most) for count in counts)}", style)
    mark = next((number for number, group in enumerate(groups) if group[-1]["seconds"] >= 0), 0)
    yield Line(f"  {'':<9} {' ' * mark}^ broken; a column is {each * report['slot_seconds']:g} s", "dim")


def _bar(count: int, most: int) -> str:
    return _BARS[min(count * len(_BARS) // (most + 1), len(_BARS) - 1)] if count else " "


def _events(report: DrillReport, width: int) -> Iterator[Line]:
    if not report["events"]:
        return
    yield Line()
    yield Line("WHAT HAPPENED", "bold cyan")
    for one in report["events"]:
        told = f"{one['kind']}: " if one["kind"] != "told" else ""
        words = f"  {one['seconds']:>+8.1f} s  {told}{one['what']}"
        yield Line(_cut(words, width))


def _checks(report: DrillReport, width: int) -> Iterator[Line]:
    applied = [one for one in report["safety"] if one["ok"] is not None]
    if not applied:
        return
    yield Line()
    yield Line("LOOKED AT BEFORE", "bold cyan")
    for one in applied:
        words = f"  {'ok' if one['ok'] else 'NO':<3} {one['name']}: {one['detail']}"
        yield Line(_cut(words, width), "" if one["ok"] else "bold red")


def _told(title: str, words: Sequence[str], width: int) -> Iterator[Line]:
    if not words:
        return
    yield Line()
    yield Line(title, "bold cyan")
    for one in words:
        yield from (Line(line) for line in _wrapped(one, width))


def _wrapped(words: str, width: int) -> list[str]:
    return wrap(words, width, initial_indent="  - ", subsequent_indent="    ")


def _listed(one: ListedDrill) -> tuple[str, ...]:
    recovered, objective = one["recover_seconds"], one["objective_seconds"]
    due = "overdue" if one["overdue"] else (one["due"] or "")[:_DAY]
    return (
        one["drill"],
        one["last_run"][:_DAY] if one["last_run"] else "never",
        one["verdict"] or NONE,
        NONE if recovered is None else seconds(recovered),
        NONE if objective is None else seconds(objective),
        one["operator"] or NONE,
        due or NONE,
    )


def _row_style(one: ListedDrill) -> str:
    if one["overdue"]:
        return "bold red"
    return "green" if one["verdict"] == Verdict.PASSED else ""
