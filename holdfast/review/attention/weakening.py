"""Inputs whose change makes something weaker, as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from holdfast.checks import Severity
from holdfast.graph.paths import parse_path, value_at
from holdfast.review.attention.telling import moved
from holdfast.review.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from holdfast.graph import Value
    from holdfast.review.model import Change

    Worse: TypeAlias = "Callable[[Value, Value], bool]"
    """Whether the second value is weaker than the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One input, and when a change of it weakens."""

    path: str
    """Where it stands."""
    worse: Worse
    """Whether what will be is weaker than what was."""
    says: str
    """What that means, in some words."""
    severity: Severity = Severity.MEDIUM
    """How much it matters."""
    default: Value = None
    """What holds where it is left out."""
    unit: str = ""
    """Of its figures."""
    silent: bool = False
    """Whether its values are not to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakness:
    """Something that a change makes weaker."""

    severity: Severity
    line: str
    """What, in a line."""
    changes: tuple[Change, ...] = field(default=())
    """Where: the same in each region."""


def weaknesses(groups: Iterable[Sequence[Change]], table: Mapping[str, Sequence[Row]]) -> Iterator[Weakness]:
    """What updates and replacements make weaker.

    Args:
        groups: Changes, alike ones together.
        table: Type token to rows; ``*`` for every type.
    """
    for changes in groups:
        first = changes[0]
        if first.kind not in {Kind.UPDATE, Kind.REPLACE} or first.before is None:
            continue
        touched = {parse_path(one.path)[0] for one in first.properties}
        for row in (*table.get(first.resource.type, ()), *table.get("*", ())):
            path = parse_path(row.path)
            if path[0] not in touched:
                continue
            was = _or(value_at(first.before.inputs, path), row.default)
            will = _or(value_at(first.resource.inputs, path), row.default)
            if row.worse(was, will):
                told = "" if row.silent else f" ({moved(was, will, row.unit)})"
                yield Weakness(
                    severity=row.severity, line=f"{row.path}{told}: {row.says}", changes=tuple(changes)
                )


def _or(value: Value, default: Value) -> Value:
    return default if value is None else value


def number(value: Value) -> float | None:
    """A figure, also one that is text; None for what is none.

    Args:
        value: A property's value.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return value if isinstance(value, int | float) else None


def higher(was: Value, will: Value) -> bool:
    """Whether a figure rises."""
    left, right = number(was), number(will)
    return left is not None and right is not None and right > left


def lower(was: Value, will: Value) -> bool:
    """Whether a figure falls; one that is taken away falls too."""
    left, right = number(was), number(will)
    return left is not None and (will is None or (right is not None and right < left))


def on(was: Value, will: Value) -> bool:
    """Whether a switch is turned on."""
    return _switch(was) is not True and _switch(will) is True


def off(was: Value, will: Value) -> bool:
    """Whether a switch that was on is turned off or taken away."""
    return _switch(was) is True and _switch(will) is not True and (will is None or _switch(will) is False)


def removed(was: Value, will: Value) -> bool:
    """Whether something is taken away."""
    return was not in (None, "", (), {}) and will in (None, "", (), {})


def fewer(was: Value, will: Value) -> bool:
    """Whether a list gets shorter."""
    return (
        isinstance(was, tuple)
        and len(will if isinstance(will, tuple) else ()) < len(was)
        and (will is None or isinstance(will, tuple))
    )


def differs(was: Value, will: Value) -> bool:
    """Whether it is another."""
    return was is not None and will is not None and was != will


def becomes(*values: Value) -> Worse:
    """A judge of whether a value becomes one of some.

    Args:
        values: The weak ones.
    """
    return lambda was, will: was != will and will in values


def _switch(value: Value) -> Value:
    """A switch that is text as a switch."""
    words = {
        "true": True,
        "enabled": True,
        "active": True,
        "false": False,
        "disabled": False,
        "inactive": False,
    }
    return words.get(value.lower(), value) if isinstance(value, str) else value
