"""Planned steps of stores and caches, as the function of a recovery takes them."""

from collections.abc import Mapping
from typing import Any

import pulumi

from holdfast.components.observed import Observed
from holdfast.components.recovery_step_function import RecoveryStepArgs
from holdfast.topology.values import RecoveryStepPlan, StorePlan


def route_store(
    observed: Observed, step: RecoveryStepPlan, away_from: str, _graceful: bool, _token: str | None
) -> list[RecoveryStepArgs]:
    """Lead an S3 access point's requests to the places that are left.

    Args:
        observed: Everything that the stack declares.
        step: The step.
        away_from: The place that is left.
    """
    store = _store(observed, step.subject)
    operations = observed.stores.operations(store)
    point, buckets = operations["access_point"], operations["buckets"]
    left = observed.region(away_from).region
    regions = [one for one in point["failover_regions"] if one != left]
    return [
        {
            "event": {
                "kind": "access-point-routes",
                "mrap_arn": point["arn"],
                "account_id": observed.topology.account_id,
                "control_regions": regions,
                "routes": [
                    {
                        "bucket": buckets[place],
                        "region": observed.region(place).region,
                        "traffic_dial_percentage": 0 if place == away_from else 100,
                    }
                    for place in store.places
                ],
            },
            "grants": [
                {
                    "actions": [
                        "s3:GetMultiRegionAccessPointRoutes",
                        "s3:SubmitMultiRegionAccessPointRoutes",
                    ],
                    "resources": [point["arn"]],
                }
            ],
        }
    ]


def promote_store(
    observed: Observed, step: RecoveryStepPlan, away_from: str, graceful: bool, _token: str | None
) -> list[RecoveryStepArgs]:
    """Move a store's writer to the place that takes over.

    Args:
        observed: Everything that the stack declares.
        step: The step.
        away_from: The place that is left.
        graceful: Whether that place answers.
    """
    operations = observed.stores.operations(_store(observed, step.subject))
    if operations.get("global_cluster") is not None:
        called = away_from if graceful else step.place
        region = observed.region(called).region
        return [_aurora(observed, operations, (away_from, step.place), region, graceful=graceful)]
    if operations.get("rds_shape") is not None:
        return [_rds(observed, operations, (away_from, step.place))]
    if operations.get("global_replication_group") is not None:
        group = operations["global_replication_group"]
        return [_cache(observed, group, operations["cache_members"], (away_from, step.place))]
    return []


def _aurora(
    observed: Observed, operations: Mapping[str, Any], way: tuple[str, str], region: str, *, graceful: bool
) -> RecoveryStepArgs:
    left, place = way
    account_id, clusters = observed.topology.account_id, operations["clusters"]
    act = "rds:SwitchoverGlobalCluster" if graceful else "rds:FailoverGlobalCluster"
    group = pulumi.Output.concat(f"arn:aws:rds::{account_id}:global-cluster:", operations["global_cluster"])
    return {
        "event": {
            "kind": "aurora",
            "global_cluster": operations["global_cluster"],
            "target_arn": clusters[place]["arn"],
            "left_arn": clusters[left]["arn"],
            "region": region,
            "graceful": graceful,
        },
        # Both calls are authorised for the global cluster and for clusters in it:
        # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html (2026-11)
        "grants": [
            {"actions": ["rds:DescribeGlobalClusters"], "resources": [group]},
            {"actions": [act], "resources": [group, *(one["arn"] for _, one in sorted(clusters.items()))]},
        ],
    }


def _rds(observed: Observed, operations: Mapping[str, Any], way: tuple[str, str]) -> RecoveryStepArgs:
    left, place = way
    member, shape = operations["rds_members"][place], operations["rds_shape"]
    calls = {
        "instance": ["rds:DescribeDBInstances", "rds:PromoteReadReplica"],
        "cluster": ["rds:DescribeDBClusters", "rds:PromoteReadReplicaDBCluster"],
    }
    return {
        "event": {
            "kind": "rds-replica",
            "shape": shape,
            "identifier": member["identifier"],
            "left_region": observed.region(left).region,
            "region": observed.region(place).region,
        },
        "grants": [{"actions": calls[shape], "resources": [member["arn"]]}],
    }


def promote_cache(
    observed: Observed, step: RecoveryStepPlan, away_from: str, _graceful: bool, _token: str | None
) -> list[RecoveryStepArgs]:
    """Move a cache's primary to the place that takes over.

    Args:
        observed: Everything that the stack declares.
        step: The step.
        away_from: The place that is left.
    """
    plan = next(one for one in observed.topology.caches if one.key == step.subject)
    members = {place: observed.caches.member(plan.key, place).operations() for place in sorted(plan.places)}
    group = observed.caches.spanning[plan.key].global_replication_group_id
    return [_cache(observed, group, members, (away_from, step.place))]


def _cache(
    observed: Observed,
    group: pulumi.Input[str],
    members: Mapping[str, Mapping[str, Any]],
    way: tuple[str, str],
) -> RecoveryStepArgs:
    account_id, (left, place) = observed.topology.account_id, way
    arns = [one["arn"] for _, one in sorted(members.items())]
    group_arn = pulumi.Output.concat(f"arn:aws:elasticache::{account_id}:globalreplicationgroup:", group)
    return {
        "event": {
            "kind": "global-cache",
            "global_replication_group": group,
            "replication_group": members[place]["replication_group"],
            "left_replication_group": members[left]["replication_group"],
            "region": observed.region(place).region,
        },
        # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticache.html
        "grants": [
            {"actions": ["elasticache:DescribeGlobalReplicationGroups"], "resources": [group_arn]},
            {"actions": ["elasticache:FailoverGlobalReplicationGroup"], "resources": [group_arn, *arns]},
        ],
    }


def _store(observed: Observed, key: str) -> StorePlan:
    return next(one for one in observed.topology.stores if one.key == key)
