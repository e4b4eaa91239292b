"""Backups that are made less often, kept shorter, or no longer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.inventory.figures import DEFAULT_SCHEDULE, in_words
from holdfast.inventory.schedule import longest_period
from holdfast.review.attention.items import of_weaknesses
from holdfast.review.attention.telling import shown
from holdfast.review.attention.weakening import Row, Weakness, becomes, fewer, lower, number, off, weaknesses
from holdfast.review.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Value
    from holdfast.review.attention.context import Context
    from holdfast.review.model import Attention

_SHORTER = "less far back can be restored"
_PLAN = "aws:backup/plan:Plan"
_GONE = {
    _PLAN: "nothing it selected is backed up any more",
    "aws:backup/selection:Selection": "what it selected is backed up no more",
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": "restores are no longer tested",
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": "what it selected is tested no more",
    "aws:efs/backupPolicy:BackupPolicy": "the file system is backed up no more",
    "aws:efs/replicationConfiguration:ReplicationConfiguration": "the file system has no copy elsewhere",
    "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": (
        "its backups have no copy elsewhere"
    ),
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": "new objects have no copy elsewhere",
    "aws:s3/bucketVersioning:BucketVersioning": "what is overwritten cannot be brought back",
}
TABLE = {
    "*": (
        Row(path="backupRetentionPeriod", worse=lower, says=_SHORTER, severity=Severity.HIGH, unit="d"),
        Row(path="snapshotRetentionLimit", worse=lower, says=_SHORTER, severity=Severity.HIGH, unit="d"),
        Row(
            path="automatedSnapshotRetentionPeriod",
            worse=lower,
            says=_SHORTER,
            severity=Severity.HIGH,
            unit="d",
        ),
        Row(
            path="pointInTimeRecovery",
            worse=off,
            says="it cannot be restored to a second",
            severity=Severity.HIGH,
        ),
        Row(
            path="pointInTimeRecovery.enabled",
            worse=off,
            says="it cannot be restored to a second",
            severity=Severity.HIGH,
        ),
        Row(
            path="pointInTimeRecovery.recoveryPeriodInDays", worse=lower, says=_SHORTER, default=35, unit="d"
        ),
        Row(path="replicas", worse=fewer, says="it has fewer copies", severity=Severity.HIGH),
        Row(
            path="backupPolicy.status",
            worse=becomes("DISABLED"),
            says="it is backed up no more",
            severity=Severity.HIGH,
        ),
        Row(
            path="versioningConfiguration.status",
            worse=becomes("Suspended", "Disabled"),
            says="what is overwritten cannot be brought back",
            severity=Severity.HIGH,
        ),
        Row(
            path="messageRetentionSeconds",
            worse=lower,
            says="messages wait less long",
            default=345600,
            unit="s",
        ),
    ),
}
"""Inputs and defaults as https://www.pulumi.com/registry/packages/aws/ names them (2026-11)."""


def backups(context: Context) -> Iterator[Attention]:
    """Items for what can be brought back less well than before.

    Args:
        context: The change.
    """
    found = [*weaknesses(context.alike, TABLE), *_gone(context), *_plans(context)]
    yield from of_weaknesses(
        "backups-weakened",
        found,
        "Weakens the backups: {}".format,
        fix="keep how often, how long and where, or state why less is enough",
        source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/back-up-data.html",
    )


def _gone(context: Context) -> Iterator[Weakness]:
    for changes in context.alike:
        if (
            changes[0].kind is Kind.DELETE
            and changes[0].resource.type in _GONE
            and not context.goes_along(changes[0])
        ):
            line = f"it is taken away: {_GONE[changes[0].resource.type]}"
            yield Weakness(severity=Severity.HIGH, line=line, changes=changes)


def _plans(context: Context) -> Iterator[Weakness]:
    for changes in context.alike:
        first = changes[0]
        if first.resource.type == _PLAN and first.before is not None and first.kind is not Kind.DELETE:
            before, after = _rules(first.before.at("rules")), _rules(first.resource.at("rules"))
            for line in _worse(before, after):
                yield Weakness(severity=Severity.HIGH, line=line, changes=changes)


def _rules(value: Value) -> dict[str, Mapping[str, Value]]:
    listed = value if isinstance(value, tuple) else ()
    return {str(one.get("ruleName")): one for one in listed if isinstance(one, Mapping)}


def _worse(
    before: Mapping[str, Mapping[str, Value]], after: Mapping[str, Mapping[str, Value]]
) -> Iterator[str]:
    for name, was in before.items():
        will = after.get(name)
        if will is None:
            yield f"rule {name}: it is taken away"
            continue
        yield from _rule(name, was, will)


def _rule(name: str, was: Mapping[str, Value], will: Mapping[str, Value]) -> Iterator[str]:
    often, rarer = _period(was), _period(will)
    if often is not None and rarer is not None and rarer > often:
        yield f"rule {name}: every {in_words(often)} -> every {in_words(rarer)}"
    kept, shorter = _days(was), _days(will)
    if shorter is not None and (kept is None or shorter < kept):
        yield f"rule {name}: kept {shown(kept, 'd') if kept is not None else 'for ever'} -> {shorter:g} d"
    copies, left = was.get("copyActions"), will.get("copyActions")
    if fewer(copies, left):
        yield f"rule {name}: fewer copies in other vaults"
    if off(was.get("enableContinuousBackup"), will.get("enableContinuousBackup")):
        yield f"rule {name}: no longer continuous"


def _period(rule: Mapping[str, Value]) -> int | None:
    schedule = rule.get("schedule") or DEFAULT_SCHEDULE
    return longest_period(schedule) if isinstance(schedule, str) else None


def _days(rule: Mapping[str, Value]) -> float | None:
    lifecycle = rule.get("lifecycle")
    return number(lifecycle.get("deleteAfter")) if isinstance(lifecycle, Mapping) else None
