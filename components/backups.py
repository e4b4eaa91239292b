"""The backups of a stack: a vault per region, and the schedules of the regions with something to back up."""

from collections.abc import Mapping

import pulumi

from holdfast.components.backup_schedule import BackupClassArgs, BackupSchedule, BackupScheduleArgs
from holdfast.components.backup_vault import BackupVault, BackupVaultArgs, VaultLockArgs
from holdfast.components.held_regions import leave_as_is
from holdfast.topology.values import (
    BackupClassPlan,
    BackupPlan,
    StoreKind,
    StorePlan,
    Topology,
    VaultLockPlan,
    VaultPlan,
)

_RESOURCE_TYPES = {
    StoreKind.AURORA_POSTGRESQL: "Aurora",
    StoreKind.AURORA_MYSQL: "Aurora",
    StoreKind.DYNAMODB: "DynamoDB",
}
"""AWS Backup's names of the stores' resource types.

Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html.
"""


def declare_backups(topology: Topology, parent: pulumi.Resource) -> Mapping[str, BackupVault]:
    """Declare the vaults and schedules of a stack.

    Args:
        topology: The plan.
        parent: The component that they belong to.

    Returns:
        The vaults by place; none without backups.
    """
    plan = topology.backups
    if plan is None:
        return {}
    vaults = {
        vault.place: BackupVault(
            f"{vault.place}-backup", _vault_args(vault, plan, topology), _child(vault, parent)
        )
        for vault in plan.vaults
    }
    for vault in plan.vaults:
        if vault.classes:
            BackupSchedule(vault.place, _schedule_args(vault, plan, topology, vaults), _child(vault, parent))
    return vaults


def _child(vault: VaultPlan, parent: pulumi.Resource) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(parent=parent, transforms=[leave_as_is] if vault.held else None)


def _vault_args(vault: VaultPlan, plan: BackupPlan, topology: Topology) -> BackupVaultArgs:
    args: BackupVaultArgs = {
        "region": vault.region,
        "account_id": topology.account_id,
        "emails": plan.emails,
        "protection": topology.protection,
        "tags": {**topology.tags, "Place": vault.place},
        "origin": vault.origin,
    }
    if vault.key_arn is not None:
        args["key_arn"] = vault.key_arn
    if plan.lock is not None:
        args["lock"] = _lock_args(plan.lock)
    return args


def _lock_args(lock: VaultLockPlan) -> VaultLockArgs:
    args: VaultLockArgs = {"mode": lock.mode, "min_retention_days": lock.min_retention_days}
    if lock.max_retention_days is not None:
        args["max_retention_days"] = lock.max_retention_days
    if lock.cooling_off_days is not None:
        args["cooling_off_days"] = lock.cooling_off_days
    return args


def _schedule_args(
    vault: VaultPlan, plan: BackupPlan, topology: Topology, vaults: Mapping[str, BackupVault]
) -> BackupScheduleArgs:
    here = [
        store
        for store in topology.stores
        if store.backup_class in vault.classes and vault.place in store.places
    ]
    classes = {one.key: one for one in plan.classes if one.key in vault.classes}
    return {
        "region": vault.region,
        "account_id": topology.account_id,
        "vault_name": vaults[vault.place].vault_name,
        "topic_arn": vaults[vault.place].topic_arn,
        "classes": {key: _class_args(one) for key, one in classes.items()},
        "continuous": sorted(_continuous(here, classes)),
        "copies": {place: vaults[place].vault_arn for place in vault.copy_to},
        "resource_types": sorted({_RESOURCE_TYPES[store.kind] for store in here}),
        "opt_in": plan.opt_in,
        "protection": topology.protection,
        "tags": {**topology.tags, "Place": vault.place},
        "origin": {
            **vault.origin,
            **{f"class {key}": ", ".join(one.origin.values()) for key, one in classes.items()},
        },
    }


def _continuous(stores: list[StorePlan], classes: Mapping[str, BackupClassPlan]) -> set[str]:
    """Classes with a store of which AWS Backup makes continuous backups: of tables DynamoDB makes its own."""
    return {
        store.backup_class
        for store in stores
        if store.backup_class is not None
        and store.kind is not StoreKind.DYNAMODB
        and classes[store.backup_class].continuous_days is not None
    }


def _class_args(plan: BackupClassPlan) -> BackupClassArgs:
    args: BackupClassArgs = {
        "daily_at": plan.daily_at,
        "retention_days": plan.retention_days,
        "copy_retention_days": plan.copy_retention_days,
    }
    if plan.cold_storage_after_days is not None:
        args["cold_storage_after_days"] = plan.cold_storage_after_days
    if plan.continuous_days is not None:
        args["continuous_days"] = plan.continuous_days
    return args
