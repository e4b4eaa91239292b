"""Data that goes without a final snapshot or anything else that keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.review.attention.telling import shortened, subject, urns
from holdfast.review.model import Attention, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdfast.graph import Resource
    from holdfast.review.attention.context import Context

_SKIPS = "skipFinalSnapshot is on: the last snapshot is not taken"
_NONE = "finalSnapshotIdentifier is not set: the last snapshot is not taken"


def _when_on(name: str, text: str) -> Callable[[Resource], str | None]:
    return lambda one: text if one.at(name) is True else None


def _when_unset(name: str, text: str) -> Callable[[Resource], str | None]:
    return lambda one: text if one.at(name) is None else None


def _table(one: Resource) -> str | None:
    """AWS keeps a backup of a deleted table for 35 days where point-in-time recovery was on."""
    kept = one.at("pointInTimeRecovery", "enabled") is True
    return None if kept else "point-in-time recovery is off: AWS keeps no backup of a deleted table"


def _at_once(one: Resource) -> str | None:
    return "recoveryWindowInDays is 0: it is gone at once" if one.at("recoveryWindowInDays") == 0 else None


# Inputs as https://www.pulumi.com/registry/packages/aws/ names them (7.51.1, 2026-11). A deleted table:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
_GOES: dict[str, Callable[[Resource], str | None]] = {
    "aws:docdb/cluster:Cluster": _when_on("skipFinalSnapshot", _SKIPS),
    "aws:dynamodb/table:Table": _table,
    "aws:ebs/volume:Volume": lambda one: None if one.at("finalSnapshot") is True else "finalSnapshot is off",
    "aws:ecr/repository:Repository": _when_on("forceDelete", "forceDelete is on: it goes with its images"),
    "aws:efs/fileSystem:FileSystem": lambda _: (
        "a file system leaves no snapshot: only a backup plan keeps its files"
    ),
    "aws:elasticache/cluster:Cluster": _when_unset("finalSnapshotIdentifier", _NONE),
    "aws:elasticache/replicationGroup:ReplicationGroup": _when_unset("finalSnapshotIdentifier", _NONE),
    "aws:neptune/cluster:Cluster": _when_on("skipFinalSnapshot", _SKIPS),
    "aws:rds/cluster:Cluster": _when_on("skipFinalSnapshot", _SKIPS),
    "aws:rds/instance:Instance": _when_on("skipFinalSnapshot", _SKIPS),
    "aws:redshift/cluster:Cluster": _when_on("skipFinalSnapshot", _SKIPS),
    "aws:s3/bucket:Bucket": _when_on("forceDestroy", "forceDestroy is on: it goes with its objects"),
    "aws:s3/bucketV2:BucketV2": _when_on("forceDestroy", "forceDestroy is on: it goes with its objects"),
    "aws:secretsmanager/secret:Secret": _at_once,
}


def without_snapshot(context: Context) -> Iterator[Attention]:
    """Items for what is deleted or replaced with nothing left behind; what was declared counts.

    Args:
        context: The change.
    """
    for changes in context.alike:
        judge = _GOES.get(changes[0].resource.type)
        if judge is None or changes[0].kind not in {Kind.DELETE, Kind.REPLACE}:
            continue
        gone = [
            (one, why)
            for one in changes
            if one.before is not None and not one.before.retain_on_delete and (why := judge(one.before))
        ]
        if gone:
            affected = [one for one, _ in gone]
            yield Attention(
                id="destroys-without-snapshot",
                severity=Severity.CRITICAL,
                title=f"Destroys {subject(affected)} and keeps no copy",
                details=shortened(f"{one.resource.name}: {why}" for one, why in gone),
                resources=urns(affected),
                fix="deploy a final snapshot or a backup first, in an update of its own; then take it away",
            )
