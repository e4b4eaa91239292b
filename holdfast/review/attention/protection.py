"""Protection from deletion that is taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.checks.rules.dat001 import GUARDS
from holdfast.review.attention.items import of_weaknesses
from holdfast.review.attention.types import STATEFUL
from holdfast.review.attention.weakening import Row, Weakness, lower, off, on, weaknesses
from holdfast.review.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.attention.context import Context
    from holdfast.review.model import Attention, Change

_EMPTIED = "it may be deleted with all that it holds"
_MAY_GO = "AWS may delete it"
_SOONER = "a deletion cannot be taken back for so long"
_LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
_SWITCHES = sorted({one.switch for one in GUARDS.values() if one.switch is not None})
TABLE = {
    "*": (
        *(Row(path=name, worse=off, says=_MAY_GO, severity=Severity.HIGH) for name in _SWITCHES),
        Row(path="forceDestroy", worse=on, says=_EMPTIED, severity=Severity.HIGH),
        Row(path="forceDelete", worse=on, says=_EMPTIED, severity=Severity.HIGH),
        Row(
            path="skipFinalSnapshot", worse=on, says="its last snapshot is not taken", severity=Severity.HIGH
        ),
        Row(path="recoveryWindowInDays", worse=lower, says=_SOONER, default=30, unit="d"),
        Row(path="deletionWindowInDays", worse=lower, says=_SOONER, default=30, unit="d"),
        Row(path="disableApiTermination", worse=off, says=_MAY_GO),
        Row(
            path="objectLockEnabled", worse=off, says="its objects may be overwritten", severity=Severity.HIGH
        ),
        Row(path="deleteAutomatedBackups", worse=on, says="its backups go with it"),
    ),
    _LOCK: (
        Row(
            path="minRetentionDays",
            worse=lower,
            says="backups may be deleted sooner",
            severity=Severity.HIGH,
            unit="d",
        ),
    ),
}
"""Inputs and defaults as https://www.pulumi.com/registry/packages/aws/ names them (2026-11)."""


_SWITCHED = frozenset({row.path for row in TABLE["*"]} | {"options.protect", "options.retainOnDelete"})


def only_protection(change: Change) -> bool:
    """Whether an update touches nothing that runs: only what keeps it from being deleted, and tags.

    Args:
        change: What differs.
    """
    return change.kind is Kind.UPDATE and all(
        one.path in _SWITCHED or one.path.partition(".")[0] in {"tags", "tagsAll"}
        for one in change.properties
    )


def protection(context: Context) -> Iterator[Attention]:
    """Items for what may be deleted more easily than before.

    Args:
        context: The change.
    """
    found = [*weaknesses(context.alike, TABLE), *_options(context), *_locks(context)]
    yield from of_weaknesses(
        "protection-removed",
        found,
        "Takes protection from {}".format,
        fix="keep it; to let something go on purpose, say so in the change, and put protection back after it",
        source="https://www.pulumi.com/docs/iac/concepts/options/protect/",
    )


def _options(context: Context) -> Iterator[Weakness]:
    for changes in context.alike:
        first = changes[0]
        severity = Severity.HIGH if first.resource.type in STATEFUL else Severity.MEDIUM
        for one in first.properties:
            if one.path == "options.protect" and one.after is False:
                yield Weakness(
                    severity=severity, line="protect (on -> off): Pulumi may delete it", changes=changes
                )
            if one.path == "options.retainOnDelete" and one.after is False:
                line = "retainOnDelete (on -> off): a deletion takes it from AWS too"
                yield Weakness(severity=severity, line=line, changes=changes)


def _locks(context: Context) -> Iterator[Weakness]:
    for changes in context.alike:
        first = changes[0]
        if first.kind is Kind.DELETE and first.resource.type == _LOCK and not context.goes_along(first):
            yield Weakness(
                severity=Severity.CRITICAL, line="the lock of the vault is taken away", changes=changes
            )
