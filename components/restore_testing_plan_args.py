"""Planned restore tests as arguments of their components, and their declaration."""

from collections.abc import Mapping
from typing import Any

import pulumi

from holdfast.components.backup_vault import BackupVault
from holdfast.components.held_regions import leave_as_is
from holdfast.components.restore_testing import (
    RestoreChecksArgs,
    RestoreQueryArgs,
    RestoreTesting,
    RestoreTestingArgs,
)
from holdfast.components.runbook_plan_args import alarm_notes
from holdfast.components.stores import Stores
from holdfast.topology.values import (
    RestoreChecksPlan,
    RestoreQueryPlan,
    RestoreTestingPlan,
    RestoreTestPlan,
    Topology,
)


def declare_restore_testing(
    topology: Topology, stores: Stores, vaults: Mapping[str, BackupVault], parent: pulumi.Resource
) -> dict[str, RestoreTesting]:
    """Declare the restore tests of every place that has some.

    Args:
        topology: The plan.
        stores: The stack's stores, by whose ARNs a restore is recognised.
        vaults: Vaults by place.
        parent: The component that they belong to.

    Returns:
        The tests by place.
    """
    plan = None if topology.backups is None else topology.backups.restore_testing
    if plan is None:
        return {}
    return {
        test.place: RestoreTesting(
            test.place,
            restore_testing_args(topology, plan, test, stores, vaults[test.place]),
            pulumi.ResourceOptions(parent=parent, transforms=[leave_as_is] if test.held else None),
        )
        for test in plan.tests
    }


def restore_testing_args(
    topology: Topology, plan: RestoreTestingPlan, test: RestoreTestPlan, stores: Stores, vault: BackupVault
) -> RestoreTestingArgs:
    """Return the arguments of one place's restore tests.

    Args:
        topology: The stack that they belong to.
        plan: What all places have in common.
        test: What is restored there.
        stores: The stack's stores.
        vault: The place's vault.
    """
    args: RestoreTestingArgs = {
        "region": test.region,
        "account_id": topology.account_id,
        "zones": test.zones,
        "vault_arn": vault.vault_arn,
        "key_arn": vault.key_arn,
        "topic_arn": vault.topic_arn,
        "stores": {one.store: _checks(one, stores) for one in test.stores},
        "frequency": plan.frequency,
        "at": plan.at,
        "start_window_hours": plan.start_window_hours,
        "pick": plan.pick,
        "selection_window_days": plan.selection_window_days,
        "validation_window_hours": plan.validation_window_hours,
        "query_timeout_seconds": plan.query_timeout_seconds,
        "instance_class": plan.instance_class,
        "verify_server": plan.verify_server,
        "notes": alarm_notes(topology.runbook),
        "tags": {**topology.tags, "Place": test.place},
        "origin": plan.origin,
    }
    if plan.ca_file is not None:
        args["ca_file"] = plan.ca_file
    return args


def _checks(plan: RestoreChecksPlan, stores: Stores) -> RestoreChecksArgs:
    args: RestoreChecksArgs = {
        "type": plan.type,
        "sources": _sources(stores.declared[plan.store].operations()),
    }
    if plan.port is not None:
        args["port"] = plan.port
        args["queries"] = {name: _query(one) for name, one in plan.queries.items()}
    if plan.database is not None:
        args["database"] = plan.database
    if plan.type == "DynamoDB":
        args["at_least_items"], args["attributes"] = plan.at_least_items, list(plan.attributes)
    if plan.type == "S3":
        args["at_least_objects"], args["objects"] = plan.at_least_objects, list(plan.objects)
    return args


def _query(plan: RestoreQueryPlan) -> RestoreQueryArgs:
    args: RestoreQueryArgs = {"sql": plan.sql}
    if plan.at_least is not None:
        args["at_least"] = plan.at_least
    if plan.newest_within_minutes is not None:
        args["newest_within_minutes"] = plan.newest_within_minutes
    if plan.equals is not None:
        args["equals"] = plan.equals
    return args


def _sources(operations: Mapping[str, Any]) -> list[pulumi.Input[str]]:
    """Give a store's ARNs, of whatever kind it is, from what operators name of it."""
    members = {**operations.get("clusters", {}), **operations.get("rds_members", {})}
    tables, buckets = operations.get("tables", {}), operations.get("buckets", {})
    return [
        *(member["arn"] for _, member in sorted(members.items())),
        *(arn for _, arn in sorted(tables.items())),
        *(pulumi.Output.concat("arn:aws:s3:::", name) for _, name in sorted(buckets.items())),
    ]
