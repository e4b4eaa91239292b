"""Items that say the same of the same as others: told once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.review.attention.items import worst

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.review.model import Attention

_SAID_BY = {
    "ALM": "alarm",
    "BKP": "backups-weakened",
    "CAP": "capacity",
    "DAT001": "protection-removed",
    "DNS": "dns-weakened",
    "HLT": "health-check-weakened",
    "IAM001": "permissions-widened",
    "SEC005": "network-opened",
    "TLS": "encryption-weakened",
}
"""Beginnings of the codes of rules to beginnings of the ids of items that say why one newly fails."""


def folded(items: Iterable[Attention]) -> tuple[Attention, ...]:
    """The items, without findings of which another item says all: that names the rule instead.

    Args:
        items: What was found, findings among it.
    """
    kept: list[Attention] = []
    findings: list[Attention] = []
    for one in items:
        (findings if one.id == "new-finding" else kept).append(one)
    for one in findings:
        position = _said(one, kept)
        if position is None:
            kept.append(one)
            continue
        other = kept[position]
        kept[position] = replace(
            other,
            severity=worst([one.severity, other.severity]),
            details=(*other.details, one.title),
            resources=tuple(dict.fromkeys([*other.resources, *one.resources])),
        )
    return tuple(kept)


def _said(finding: Attention, kept: list[Attention]) -> int | None:
    """Where the item is that says it; None where there is none, or it is of less."""
    said = next((by for code, by in _SAID_BY.items() if finding.title.startswith(code)), None)
    for position, one in enumerate(kept):
        covers = finding.resources and set(one.resources).issuperset(finding.resources)
        if said is not None and one.id.startswith(said) and covers:
            return position
    return None
