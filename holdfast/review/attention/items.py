"""Makes items of attention out of what was found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.review.attention.telling import shortened, subject, urns
from holdfast.review.attention.types import DATA, STATEFUL
from holdfast.review.model import Attention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from holdfast.review.attention.weakening import Weakness
    from holdfast.review.model import Change

_MOST = 4
"""Items of one kind that are told one by one."""
RANK = tuple(Severity)
"""Severities, the least first."""


def worst(severities: Iterable[Severity]) -> Severity:
    """The most severe.

    Args:
        severities: One or more.
    """
    return max(severities, key=RANK.index)


def of_weaknesses(
    kind: str, found: Iterable[Weakness], title: Callable[[str], str], *, fix: str = "", source: str = ""
) -> Iterator[Attention]:
    """One item for all resources of a type that get weaker alike, with a line for each weakness.

    Where that would be many items, they are one.

    Args:
        kind: Id of the items.
        found: What gets weaker.
        title: Makes the title out of what it is about, such as ``health check euw1-endpoint``.
        fix: What to do about it. Default: look.
        source: Address of the page that it rests on. Default: none.
    """
    grouped: defaultdict[tuple[str, ...], list[Weakness]] = defaultdict(list)
    for one in found:
        grouped[urns(one.changes)].append(one)
    alike: defaultdict[tuple[str, tuple[str, ...]], list[Weakness]] = defaultdict(list)
    for members in grouped.values():
        lines = tuple(dict.fromkeys(one.line for one in members))
        alike[members[0].changes[0].resource.type, lines].extend(members)
    items = [_Weaker.of(members) for members in alike.values()]
    if len(items) > _MOST:
        items = [_Weaker.of_all(items)]
    for item in items:
        yield Attention(
            id=kind,
            severity=item.severity,
            title=title(item.subject),
            details=item.lines,
            resources=urns(item.changes),
            fix=fix,
            source=source,
        )


@dataclass(frozen=True, slots=True)
class _Weaker:
    """What gets weaker by the same lines."""

    severity: Severity
    subject: str
    lines: tuple[str, ...]
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, members: Sequence[Weakness]) -> _Weaker:
        """Resources of one type."""
        changes = _each(one for member in members for one in member.changes)
        lines = shortened(one.line for one in members)
        return cls(worst(one.severity for one in members), subject(changes), lines, changes)

    @classmethod
    def of_all(cls, items: Sequence[_Weaker]) -> _Weaker:
        """So many kinds that nobody would read one after the other: the worst first, data before all."""
        ordered = sorted(items, key=lambda one: (-RANK.index(one.severity), *_weight(one.changes[0])))
        changes = _each(one for item in ordered for one in item.changes)
        lines = shortened(f"{item.subject}: {'; '.join(item.lines)}" for item in ordered)
        told = f"{len(changes)} resources, such as {ordered[0].subject}"
        return cls(ordered[0].severity, told, lines, changes)


def _each(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple({one.resource.urn: one for one in changes}.values())


def _weight(change: Change) -> tuple[bool, bool]:
    token = change.resource.type
    return token not in DATA or token.startswith("aws:s3/"), token not in STATEFUL
