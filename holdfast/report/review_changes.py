"""Changes line by line, as a diff: the same for Markdown, text and pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.report.review_words import flat, forced, forcing_rest, short_type
from holdfast.review.model import Edit, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.report.review_shown import Shown
    from holdfast.review.model import Change, Group, PropertyChange

_SIGNS = {Kind.CREATE: "+", Kind.UPDATE: "!", Kind.REPLACE: "-", Kind.DELETE: "-"}
"""First characters, as diffs are coloured by."""
_EDITS = {Edit.ADD: "added", Edit.CHANGE: "changed", Edit.REMOVE: "removed"}
_POSITION = re.compile(r"\[\d+\]")
_MOST_PROPERTIES = 12
_MOST_NAMES = 24
_LONGEST = 200


def change_lines(group: Group, shown: Shown) -> Iterator[str]:
    """A group: what happens to which resource where, then the properties that differ.

    Args:
        group: Alike changes.
        shown: Which values are shown.
    """
    first = group.changes[0]
    sign = _SIGNS[first.kind]
    listed = list(dict.fromkeys(_cut(one.resource.name) for one in group.changes))
    told = ", ".join(listed)
    if len(listed) > _MOST_NAMES:
        told = f"{len(listed)} resources, such as {listed[0]} and {listed[-1]},"
    types = list(dict.fromkeys(_cut(short_type(one.resource.type)) for one in group.changes))
    kind = types[0] if len(types) == 1 else f"of {len(types)} types"
    where = ", ".join(map(_cut, group.places))
    yield f"{sign} {first.kind.value} {told}  {kind}  in {where}"
    if group.missing:
        yield f"#   but not in {', '.join(map(_cut, group.missing))}"
    if first.renamed_from is not None:
        yield f"#   was called {_cut(first.renamed_from.rsplit('::', 1)[-1])}"
    yield from property_lines(first, shown, sign)


def property_lines(change: Change, shown: Shown, sign: str) -> Iterator[str]:
    """The properties that differ, those that replace first.

    Args:
        change: One resource's.
        shown: Which values are shown.
        sign: First character of each line.
    """
    ordered = sorted(change.properties, key=lambda one: (not forced(change, one.path), one.path))
    words = list(dict.fromkeys(property_words(change, one, shown) for one in ordered))
    for one in words[:_MOST_PROPERTIES]:
        yield f"{sign}     {one}"
    if len(words) > _MOST_PROPERTIES:
        yield f"{sign}     and {len(words) - _MOST_PROPERTIES} more"
    for rest in forcing_rest(change):
        yield f"{sign}     {_cut(rest)}"


def property_words(change: Change, one: PropertyChange, shown: Shown) -> str:
    """One property in a line, such as ``interval: 10 → 30 (could replace)``."""
    values = shown.values(one)
    # What deployment alone knows, before and after, is made of something else: said once.
    told = f" {_EDITS[one.edit]}" if values is None else f": {' → '.join(dict.fromkeys(map(_cut, values)))}"
    effect = forced(change, one.path)
    path = _POSITION.sub("[*]", one.path) if values is None or values[0] == values[1] else one.path
    return f"{_cut(path)}{told}{f' ({effect})' if effect else ''}"


def _cut(text: str) -> str:
    line = flat(text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
