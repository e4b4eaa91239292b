"""How the inputs of one resource differ: by path, with lists aligned by what their items are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.graph.paths import is_under, parse_path, path_text
from holdfast.review.model import Edit, PropertyChange

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from holdfast.graph import Resource, Value
    from holdfast.graph.paths import Path

_NOTHING: tuple[Value, ...] = (None, (), {})
_NAMING = ("name", "key", "id", "sid", "Sid", "regionName", "indexName", "ruleId", "priority")
"""Properties that tell which item of a list is which, the first that an item has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """How values of one top-level property are to be read."""

    ignored: tuple[Path, ...]
    """Paths whose differences count for nothing."""
    moved: bool
    """Whether the property is made of other resources than before."""
    guessing: bool
    """Whether one side is a state, whose values a preview without one cannot know."""


def differences(
    before: Resource, after: Resource, *, same: Callable[[str], str], guessing: bool
) -> tuple[PropertyChange, ...]:
    """What differs between the inputs of a resource, by path.

    A value that only deployment knows is compared by the resources that it is made of. Secrets are equal.

    Args:
        before: As it was.
        after: As it will be.
        same: Gives the URN that a resource has afterwards, from the one that it had.
        guessing: Whether ``before`` comes from a state and ``after`` from a preview without that state.
    """
    ignored = tuple(parse_path(one) for one in after.ignore_changes)
    filled = before.inputs.get("__defaults") if guessing else None
    filled = filled if isinstance(filled, tuple) else ()
    found: list[PropertyChange] = []
    for key in sorted(before.inputs.keys() | after.inputs.keys()):
        if key.startswith("__") or (key in filled and key not in after.inputs):
            continue  # the bridge's own: what it filled in, and the list of that
        was = {same(urn) for urn in before.property_dependencies.get(key, ())}
        reading = _Reading(
            ignored=ignored,
            moved=was != set(after.property_dependencies.get(key, ())),
            guessing=guessing,
        )
        found += _differ((key,), before.inputs.get(key), after.inputs.get(key), reading)
    return tuple(found)


def _differ(path: Path, before: Value, after: Value, reading: _Reading) -> Iterator[PropertyChange]:
    if is_under(path, reading.ignored) or _agree(path, before, after, reading):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted(before.keys() | after.keys()):
            if not key.startswith("__"):
                yield from _differ((*path, key), before.get(key), after.get(key), reading)
    elif isinstance(before, tuple) and isinstance(after, tuple) and before and after:
        yield from _lists(path, before, after, reading)
    else:
        yield _change(path, before, after)


def _change(path: Path, before: Value, after: Value) -> PropertyChange:
    added = before is None or (before in _NOTHING and after not in _NOTHING)
    removed = after is None or (after in _NOTHING and before not in _NOTHING)
    edit = Edit.ADD if added else Edit.REMOVE if removed else Edit.CHANGE
    return PropertyChange(path=path_text(path), edit=edit, before=before, after=after)


def _agree(path: Path, before: Value, after: Value, reading: _Reading) -> bool:
    """Whether two values are alike as far as that can be seen without going into them.

    An empty mapping inside a property says something: ``{"block": {}}`` is not ``{"count": {}}``.
    """
    if before is Marker.UNKNOWN or after is Marker.UNKNOWN:
        return not reading.moved and (before is after or reading.guessing)
    if isinstance(before, Mapping | tuple) or isinstance(after, Mapping | tuple):
        if before in _NOTHING and after in _NOTHING:
            return len(path) == 1 or isinstance(before, Mapping) is isinstance(after, Mapping)
        return False
    if isinstance(before, bool) is not isinstance(after, bool):
        return False
    return before == after


def _lists(
    path: Path, before: Sequence[Value], after: Sequence[Value], reading: _Reading
) -> Iterator[PropertyChange]:
    """Items that are alike are the same wherever they stand; of the others, those named alike are."""
    if reading.moved and Marker.UNKNOWN in before and Marker.UNKNOWN in after:
        yield PropertyChange(path=path_text(path), edit=Edit.CHANGE, before=tuple(before), after=tuple(after))
        return
    old, new = list(range(len(before))), list(range(len(after)))
    old, new, alike = _paired(before, after, old, new, _frozen)
    if not old and not new and not reading.moved:
        if len(before) == len(after) and [_frozen(one) for one in before] != [_frozen(one) for one in after]:
            yield PropertyChange(
                path=path_text(path), edit=Edit.CHANGE, before=tuple(before), after=tuple(after)
            )
        return
    old, new, pairs = _paired(before, after, old, new, _naming)
    if len(old) == len(new) and len(before) == len(after):
        pairs += zip(old, new, strict=True)
        old, new = [], []
    if reading.moved:
        pairs += alike
    for left, right in sorted(pairs, key=lambda pair: pair[1]):
        yield from _differ((*path, right), before[left], after[right], reading)
    for left in old:
        yield from _differ((*path, left), before[left], None, reading)
    for right in new:
        yield from _differ((*path, right), None, after[right], reading)


def _paired(
    before: Sequence[Value],
    after: Sequence[Value],
    old: list[int],
    new: list[int],
    key: Callable[[Value], Hashable],
) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Pairs of positions whose items have the same key, and the positions that are left on both sides."""
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    for position in reversed(new):
        waiting[key(after[position])].append(position)
    pairs, left = [], []
    for position in old:
        name = key(before[position])
        if name is not None and waiting.get(name):
            pairs.append((position, waiting[name].pop()))
        else:
            left.append(position)
    taken = {right for _, right in pairs}
    return left, [position for position in new if position not in taken], pairs


def _frozen(value: Value) -> Hashable:
    """The value as something to look up; true and 1 are not alike."""
    if isinstance(value, Mapping):
        return ("map", *((key, _frozen(value[key])) for key in sorted(value)))
    if isinstance(value, tuple):
        return ("list", *map(_frozen, value))
    return (isinstance(value, bool), value)


def _naming(value: Value) -> Hashable:
    """What tells an item of a list from the others; None where nothing does."""
    if not isinstance(value, Mapping):
        return None
    for key in _NAMING:
        held = value.get(key)
        if isinstance(held, str | int):
            return (key, held)
    return None
