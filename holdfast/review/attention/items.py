"""Makes items of attention out of what was found."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.review.attention.telling import names, noun, shortened, urns
from holdfast.review.model import Attention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from holdfast.review.attention.weakening import Weakness
    from holdfast.review.model import Change

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
    """One item for each set of resources that gets weaker, with a line for each weakness.

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
    for members in grouped.values():
        changes = members[0].changes
        yield Attention(
            id=kind,
            severity=worst(one.severity for one in members),
            title=title(_about(changes)),
            details=shortened(one.line for one in members),
            resources=urns(changes),
            fix=fix,
            source=source,
        )


def _about(changes: tuple[Change, ...]) -> str:
    return f"{noun(changes[0].resource.type)} {names(one.resource.name for one in changes)}"
