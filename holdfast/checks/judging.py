"""How a judgement is made of faults and of what is not known: the same way in every rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, fails, passes, unknown
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from holdfast.graph import Resource, Value

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What one input should be."""

    path: tuple[str | int, ...]
    """Where it stands."""
    values: Collection[Value]
    """What is right."""
    fault: str
    """What is the case where it is anything else."""
    default: Value = None
    """What holds where it is left out."""

    @property
    def name(self) -> str:
        """The path as one word."""
        return ".".join(str(step) for step in self.path)


def settled(resource: Resource, *path: str | int, default: Value = None) -> Value:
    """An input as AWS would see it: the default where it is left out, a switch that is text as a switch.

    Args:
        resource: Whose input it is.
        path: Where it stands.
        default: What holds where it is left out. Default: nothing.
    """
    value = resource.at(*path)
    if value is None or value == "":
        return default
    return {"true": True, "false": False}.get(value.lower(), value) if isinstance(value, str) else value


def each(resource: Resource, *path: str | int) -> tuple[tuple[str | int, ...], ...]:
    """The path of each item of a list; none where it is no list or not known.

    Args:
        resource: Whose input it is.
        path: Where the list stands.
    """
    listed = resource.at(*path)
    return tuple((*path, position) for position in range(len(listed))) if isinstance(listed, tuple) else ()


def pairs(value: Value) -> tuple[tuple[str, Value], ...]:
    """The pairs of a mapping; none where it is none or not known.

    Args:
        value: A property's value.
    """
    return tuple(value.items()) if isinstance(value, Mapping) else ()


def expected(resource: Resource, wanted: Sequence[Expected], good: str) -> Judgement:
    """A judgement of one resource by what its inputs should be.

    Args:
        resource: What is judged.
        wanted: What its inputs should be.
        good: What is said when they are.
    """
    wrong, unclear = [], []
    for one in wanted:
        value = settled(resource, *one.path, default=one.default)
        if not is_known(value):
            unclear.append(one.name)
        elif value not in one.values:
            wrong.append(one.fault)
    return conclude(resource, wrong, unclear, good)


def conclude(resource: Resource | None, wrong: Sequence[str], unclear: Sequence[str], good: str) -> Judgement:
    """A judgement: what is wrong counts first, then what is not known.

    Args:
        resource: What is judged.
        wrong: What is wrong with it, each in some words.
        unclear: What is not known of it.
        good: What is said when nothing is wrong and all is known.
    """
    if wrong:
        return fails(resource, "; ".join(wrong))
    if unclear:
        return unknown(resource, f"not known yet: {', '.join(unclear)}")
    return passes(resource, good)


def not_readable(resources: Collection[Resource], what: str) -> Iterator[Judgement]:
    """One judgement for all resources of which the same is known after deployment alone; none for none.

    A policy is text made of ARNs, so that a preview knows few of them: a line for each would bury the rest.

    Args:
        resources: Those that cannot be read.
        what: What they are, in the plural, such as ``policies of roles``.
    """
    if resources:
        names = sorted(one.name for one in resources)
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield unknown(
            None,
            f"{what} that are known after deployment alone, in the exported state: "
            f"{', '.join(names[:_SHOWN])}{more}",
        )
