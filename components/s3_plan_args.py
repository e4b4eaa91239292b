"""Planned buckets as arguments of their components."""

from collections.abc import Mapping

import pulumi

from holdfast.components.declared_store import StoreScope
from holdfast.components.multi_region_access_point import MultiRegionAccessPointArgs
from holdfast.components.replicated_bucket import ReplicatedBucket
from holdfast.components.replicated_bucket_args import ReplicatedBucketArgs
from holdfast.components.runbook_plan_args import alarm_notes
from holdfast.components.store_plan_args import store_backup_tags
from holdfast.topology.values import S3Plan, StorePlan


def bucket_args(scope: StoreScope, store: StorePlan, plan: S3Plan) -> ReplicatedBucketArgs:
    """Return the arguments of planned buckets.

    Args:
        scope: What the stores of the stack are declared with.
        store: The store.
        plan: What it is.
    """
    args: ReplicatedBucketArgs = {
        "key": store.key,
        "members": {
            member.place: {"region": member.region, "key_arn": scope.key_arn(member.place)}
            for member in plan.members
        },
        "replication_time_control": plan.replication_time_control,
        "delete_markers": plan.delete_markers,
        "noncurrent_days": plan.noncurrent_days,
        "access_logs": {
            "account_id": scope.topology.account_id,
            "retention_days": plan.log_retention_days,
        },
        "topic_arns": _topics(scope, plan),
        "backup_tags": store_backup_tags(store, scope.topology.backups, continuous=True),
        "notes": alarm_notes(scope.topology.runbook),
        "protection": scope.topology.protection,
        "tags": scope.topology.tags,
        "origin": {**store.origin, **plan.origin},
    }
    if plan.expire_days is not None:
        args["expire_days"] = plan.expire_days
    if plan.object_lock is not None:
        args["object_lock"] = {"mode": plan.object_lock.mode.value, "days": plan.object_lock.days}
    return args


def access_point_args(
    scope: StoreScope, store: StorePlan, plan: S3Plan, buckets: ReplicatedBucket
) -> MultiRegionAccessPointArgs:
    """Return the arguments of the access point of planned buckets.

    Args:
        scope: What the stores of the stack are declared with.
        store: The store.
        plan: What it is.
        buckets: The buckets, declared.
    """
    return {
        "key": store.key,
        "identifier": plan.access_point or "",
        "account_id": scope.topology.account_id,
        "members": {
            member.place: {"region": member.region, "bucket": buckets.member(member.place).bucket}
            for member in plan.members
        },
        "active": plan.active,
        "protection": scope.topology.protection,
        "origin": {key: plan.origin[key] for key in ("access_point", "active", "members")},
    }


def _topics(scope: StoreScope, plan: S3Plan) -> Mapping[str, pulumi.Input[str]]:
    places = {member.place for member in plan.members}
    return {place: arn for place, arn in scope.topic_arns.items() if place in places}
