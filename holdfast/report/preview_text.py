"""A preview as text: a tree by region and component, what comes out, what was assumed, what policies say."""

from __future__ import annotations

import json
from collections import Counter
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from holdfast.graph import Marker, Value, assumption_line, normalise
from holdfast.graph.preview import REPLACING
from holdfast.graph.summary import Branch, Place, Summary, count_by_type, short_type
from holdfast.report.lines import WIDTH, Line, plural, shorten
from holdfast.report.policies import policy_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TREE_LINES = 26
"""Lines that all places share by default, so that a two-region stack fits on one screen of 40 lines."""
PLACE_LINES = 8
"""Lines that each place may have where there are many."""
VALUE_LINES = 4
"""Lines that the value of one output gets by default."""
LIST_LINES = 5
"""Outputs, assumptions or messages listed by default."""
LABEL_WIDTH = 46
SIGNS = {"create": "+", "delete": "-", "import": "=", "read": "<", "same": " ", "update": "~"}


def preview_lines(
    document: Mapping[str, Any],
    summary: Summary,
    *,
    full: bool = False,
    judged: bool = False,
    width: int = WIDTH,
) -> list[Line]:
    """The whole report.

    Args:
        document: The preview's JSON.
        summary: Its graph in short.
        full: List every resource and every output. Default: no, counts only.
        judged: Policy packs were run, so that their silence is worth a line. Default: no.
        width: Columns. Default: 110.
    """
    extra = document.get("holdfast") or {}
    lines = [_head(extra, summary)]
    for place, depth in zip(summary.places, _depths(summary.places), strict=True):
        lines.append(Line())
        lines += _listing(place) if full else _place(place, depth, width)
    lines += _changed(document, full=full, width=width)
    lines += _deleted(summary, full=full)
    lines += _outputs(extra.get("outputs") or {}, full=full, width=width)
    lines += _assumptions(extra.get("assumptions") or [], full=full, width=width)
    lines += _messages(document.get("diagnostics") or [], full=full, width=width)
    policies = extra.get("policies") or []
    if judged or policies:
        lines += policy_lines(policies, limit=None if full else LIST_LINES, width=width)
    return lines


def _head(extra: Mapping[str, Any], summary: Summary) -> Line:
    regions = [place.name for place in summary.places if "-" in place.name]
    ops = ", ".join(f"{op} {number}" for op, number in summary.ops.items())
    title = " ".join(str(extra[key]) for key in ("project", "stack") if extra.get(key)) or "preview"
    counted = f"{plural(summary.resources, 'resource')} in {plural(len(regions), 'region')}"
    holder = f", {short_type(summary.root.type)} {summary.root.name}" if summary.root else ""
    return Line(f"{title}{holder}: {counted}, {plural(summary.components, 'component')} ({ops})", "bold")


def _depths(places: tuple[Place, ...]) -> list[int]:
    """How deep each place's tree is shown: the tallest are cut until all fit."""
    depths = [_depth(place.branches) for place in places]
    room = max(TREE_LINES, PLACE_LINES * len(places))
    while True:
        heights = [_height(place.branches, depth) for place, depth in zip(places, depths, strict=True)]
        deep = [position for position, depth in enumerate(depths) if depth > 1]
        if sum(heights) <= room or not deep:
            return depths
        tallest = max(heights[position] for position in deep)
        for position in deep:
            depths[position] -= heights[position] == tallest


def _listing(place: Place) -> Iterator[Line]:
    yield _place_head(place)
    for branch in place.branches:
        yield from _listed(branch, 1)


def _place(place: Place, depth: int, width: int) -> Iterator[Line]:
    yield _place_head(place)
    fits = _height(place.branches, depth) <= TREE_LINES
    shown = place.branches if fits else place.branches[:PLACE_LINES]
    for branch in shown:
        yield from _counted(branch, 1, depth, width)
    rest = place.branches[len(shown) :]
    if rest:
        number = sum(len(branch.every) for branch in rest)
        yield Line(f"  … and {plural(len(rest), 'component')} more with {plural(number, 'resource')}", "dim")


def _place_head(place: Place) -> Line:
    return Line(f"{place.name}  {plural(len(place.every), 'resource')}", "bold cyan")


def _depth(branches: tuple[Branch, ...]) -> int:
    return 1 + max((_depth(branch.branches) for branch in branches), default=0) if branches else 0


def _height(branches: tuple[Branch, ...], depth: int) -> int:
    return sum(1 + _height(branch.branches, depth - 1) for branch in branches) if depth > 0 else 0


def _counted(branch: Branch, level: int, depth: int, width: int) -> Iterator[Line]:
    """A component with its own resources counted; those of components too deep to show are counted in."""
    deepest = depth <= 1
    indent = "  " * level
    column = min(LABEL_WIDTH, width * 2 // 5)
    label = indent + shorten(_label(branch), column - len(indent))
    counted = branch.every if deepest else branch.resources
    total = f"{len(branch.every):>4}"
    kinds = _kinds(counted, width - column - 7)
    yield Line(f"{label:<{column}} {total}  {kinds}")
    if not deepest:
        for inner in branch.branches:
            yield from _counted(inner, level + 1, depth - 1, width)


def _label(branch: Branch) -> str:
    if not branch.components:
        return "(in no component)"
    return " / ".join(f"{short_type(one.type)} {one.name}" for one in branch.components)


def _kinds(resources: tuple[Any, ...], width: int) -> str:
    """``Subnet 9, RouteTable 7`` as far as it fits, then how many types more; changes other than create."""
    ops = Counter(one.op for one in resources if one.op not in {None, "create"})
    parts = [f"{SIGNS.get(op, '±')}{number} {op}" for op, number in sorted(ops.items())]
    kinds = count_by_type(resources)
    for position, (kind, number) in enumerate(kinds):
        rest = len(kinds) - position
        tail = f", +{plural(rest, 'type')}"
        part = f"{kind} {number}" if number > 1 else kind
        if len(", ".join([*parts, part])) + (len(tail) if rest > 1 else 0) > width and position:
            return ", ".join(parts) + tail
        parts.append(part)
    return ", ".join(parts)


def _listed(branch: Branch, level: int) -> Iterator[Line]:
    indent = "  " * level
    yield Line(f"{indent}{_label(branch)}", "bold")
    for one in branch.resources:
        where = (one.source_position or "").removeprefix("project:///").replace("#", ":")
        yield Line(
            f"{indent}  {SIGNS.get(one.op or 'same', '±')} {_token(one.type):<42} {one.name:<40} {where}"
        )
    for inner in branch.branches:
        yield from _listed(inner, level + 1)


def _token(token: str) -> str:
    """``ec2.Vpc`` of ``aws:ec2/vpc:Vpc``."""
    parts = token.split(":")
    module = parts[1].split("/")[0] if len(parts) > 2 else ""  # noqa: PLR2004  # package:module:type
    return f"{module}.{parts[-1]}" if module else parts[-1]


def _changed(document: Mapping[str, Any], *, full: bool, width: int) -> Iterator[Line]:
    """What is replaced, then what is updated, with the properties that it is for; components are left out."""
    steps = [step for step in document["steps"] if (step.get("newState") or {}).get("custom")]
    for title, style, sign, ops in (
        ("replaced", "red", "±", REPLACING),
        ("updated", "yellow", SIGNS["update"], {"update"}),
    ):
        found = {step["urn"]: step for step in steps if step["op"] in ops}
        if not found:
            continue
        yield Line()
        yield Line(f"{title}  {plural(len(found), 'resource')}", f"bold {style}")
        for urn, step in list(found.items())[: None if full else LIST_LINES]:
            name = urn.split("::", 3)[3]
            reasons = ", ".join(_reasons(step))
            label = f"  {sign} {_token(step['newState']['type']):<42} {name:<30}"
            yield Line(f"{label} {shorten(reasons, width - len(label) - 1)}", style)
        yield from _more(len(found), full=full)


def _reasons(step: Mapping[str, Any]) -> list[str]:
    """Properties that a step is for: of a replacement, those that need it."""
    differing: Mapping[str, Any] = step.get("detailedDiff") or {}
    replacing = [name for name, diff in differing.items() if str(diff.get("kind")).endswith("-replace")]
    return sorted(replacing or step.get("replaceReasons") or differing or step.get("diffReasons") or ())


def _deleted(summary: Summary, *, full: bool) -> Iterator[Line]:
    if not summary.deleted:
        return
    yield Line()
    yield Line(f"deleted  {plural(len(summary.deleted), 'resource')}", "bold red")
    for one in summary.deleted if full else summary.deleted[:LIST_LINES]:
        yield Line(f"  - {_token(one.type):<42} {one.name}", "red")
    yield from _more(len(summary.deleted), full=full)


def _outputs(outputs: Mapping[str, Any], *, full: bool, width: int) -> Iterator[Line]:
    if not outputs:
        return
    yield Line()
    yield Line("outputs", "bold")
    values = {name: normalise(value) for name, value in sorted(outputs.items())}
    told = dict(_leaves(values)) if full else {name: _short(value) for name, value in values.items()}
    column = min(max(map(len, told)), LABEL_WIDTH)
    for name, text in list(told.items())[: None if full else LIST_LINES]:
        start = f"  {name:<{column}}  "
        lines = wrap(text, max(width - len(start), column)) or [""]
        cut = (
            lines
            if full or len(lines) <= VALUE_LINES
            else [*lines[: VALUE_LINES - 1], f"{lines[VALUE_LINES - 1][:-1]}…"]
        )
        for position, line in enumerate(cut):
            yield Line((start if position == 0 else " " * len(start)) + line)
    yield from _more(len(told), full=full)


def _short(value: Value, *, nested: bool = False) -> str:
    """A value in a line; what is nested in it twice is not told."""
    if isinstance(value, Marker):
        return "(known after deployment)" if value is Marker.UNKNOWN else f"({value.value})"
    if value is None or isinstance(value, str | bool | int | float):
        return value if isinstance(value, str) else json.dumps(value)
    if nested and value:
        return "{…}" if not isinstance(value, tuple) else "[…]"
    if isinstance(value, tuple):
        return "; ".join(_short(item, nested=True) for item in value) or "(none)"
    return ", ".join(f"{key}: {_short(item, nested=True)}" for key, item in value.items()) or "(none)"


def _leaves(values: Mapping[str, Value], path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        here = f"{path}{name}"
        if isinstance(value, tuple) and value:
            yield from _leaves({str(position): item for position, item in enumerate(value)}, f"{here}.")
        elif not isinstance(value, str | int | float | Marker | tuple | None) and value:
            yield from _leaves(value, f"{here}.")
        else:
            yield here, _short(value)


def _assumptions(assumptions: list[Any], *, full: bool, width: int) -> Iterator[Line]:
    if not assumptions:
        return
    yield Line()
    yield Line(
        f"assumed  {plural(len(assumptions), 'value')} (give answers with --answers FILE)", "bold yellow"
    )
    for one in assumptions[: None if full else LIST_LINES]:
        yield Line(f"  {shorten(assumption_line(one), width - 2)}")
    yield from _more(len(assumptions), full=full)


def _messages(diagnostics: list[Any], *, full: bool, width: int) -> Iterator[Line]:
    told = [one for one in diagnostics if full or one.get("severity") in {"warning", "error"}]
    if not told:
        return
    yield Line()
    yield Line("the program said", "bold")
    for one in told[: None if full else LIST_LINES]:
        severity = one.get("severity", "info")
        text = f"{severity}: {str(one.get('message', '')).removeprefix(f'{severity}: ')}"
        # Whole: what a program warns of is often what cannot be taken back.
        for line in wrap(text, width - 2, initial_indent="  ", subsequent_indent="    "):
            yield Line(line, "yellow" if severity == "warning" else "")
    yield from _more(len(told), full=full)


def _more(number: int, *, full: bool) -> Iterator[Line]:
    if not full and number > LIST_LINES:
        yield Line(f"  … and {number - LIST_LINES} more (--all lists them)", "dim")
