"""Planned backups as arguments of their components."""

from collections.abc import Iterable, Mapping, Sequence

import pulumi

from holdfast.components.air_gapped_vault import AirGappedVaultArgs
from holdfast.components.backup_schedule_args import BackupClassArgs, BackupScheduleArgs
from holdfast.components.backup_vault import BackupVaultArgs, VaultLockArgs
from holdfast.components.runbook_plan_args import alarm_notes
from holdfast.topology.values import (
    BACKUP_TYPE_OF,
    BACKUP_TYPES,
    AirGappedPlan,
    BackupClassPlan,
    BackupCopies,
    BackupPlan,
    StorePlan,
    Topology,
    VaultLockPlan,
    VaultPlan,
    has_continuous_backups,
)

BUNKER = BackupCopies.BUNKER.value
AIR_GAPPED = BackupCopies.AIR_GAPPED.value


def vault_args(vault: VaultPlan, plan: BackupPlan, topology: Topology) -> BackupVaultArgs:
    """Return the arguments of a region's vault.

    Args:
        vault: The vault.
        plan: The backups that it belongs to.
        topology: The plan of the stack.
    """
    args: BackupVaultArgs = {
        "region": vault.region,
        "account_id": topology.account_id,
        "emails": plan.emails,
        "protection": topology.protection,
        "tags": {**topology.tags, "Place": vault.place},
        "origin": vault.origin,
    }
    # The key beside an existing vault is the topic's: no backup is encrypted with it.
    if vault.shared_with and vault.adopted is None:
        args["key_shared_with"] = vault.shared_with
    if vault.key_arn is not None:
        args["key_arn"] = vault.key_arn
    if vault.adopted is not None:
        args["vault_name"] = vault.adopted
    elif plan.lock is not None:
        args["lock"] = lock_args(plan.lock)
    return args


def lock_args(lock: VaultLockPlan) -> VaultLockArgs:
    """Return the arguments of a vault's lock.

    Args:
        lock: The lock.
    """
    args: VaultLockArgs = {"mode": lock.mode, "min_retention_days": lock.min_retention_days}
    if lock.max_retention_days is not None:
        args["max_retention_days"] = lock.max_retention_days
    if lock.cooling_off_days is not None:
        args["cooling_off_days"] = lock.cooling_off_days
    return args


def air_gapped_args(plan: AirGappedPlan, topology: Topology) -> AirGappedVaultArgs:
    """Return the arguments of a logically air-gapped vault.

    Args:
        plan: The vault.
        topology: The plan of the stack.
    """
    return {
        "region": plan.region,
        "min_retention_days": plan.min_retention_days,
        "max_retention_days": plan.max_retention_days,
        "protection": topology.protection,
        "tags": {**topology.tags, "Place": plan.place},
        "origin": plan.origin,
    }


def schedule_args(
    vault: VaultPlan,
    topology: Topology,
    *,
    vault_name: pulumi.Input[str],
    topic_arn: pulumi.Input[str],
    copies: Mapping[str, pulumi.Input[str]],
) -> BackupScheduleArgs:
    """Return the arguments of a region's schedule.

    Args:
        vault: The region's vault.
        topology: The plan of the stack, with backups.
        vault_name: Name of the vault in AWS.
        topic_arn: Topic of the vault.
        copies: ARN of every vault that copies can go to, by place or word.
    """
    plan = topology.backups
    if plan is None:
        raise ValueError("a stack without backups has no schedules")
    here = [
        store
        for store in topology.stores
        if store.backup_class in vault.classes and vault.place in store.places
    ]
    classes = {one.key: one for one in plan.classes if one.key in vault.classes}
    targets = {key: _targets(one, vault, plan) for key, one in classes.items()}
    used = sorted({target for found in targets.values() for target in found})
    return {
        "region": vault.region,
        "account_id": topology.account_id,
        "vault_name": vault_name,
        "topic_arn": topic_arn,
        "classes": {
            key: _class_args(one, targets[key], _types(store for store in here if store.backup_class == key))
            for key, one in classes.items()
        },
        "continuous": sorted(_continuous(here, classes)),
        "copies": {key: copies[key] for key in used},
        "resource_types": _types(here),
        "opt_in": plan.opt_in,
        "notes": alarm_notes(topology.runbook),
        "protection": topology.protection,
        "tags": {**topology.tags, "Place": vault.place},
        "origin": {
            **vault.origin,
            **{f"class {key}": ", ".join(one.origin.values()) for key, one in classes.items()},
        },
    }


def data_key_guests(topology: Topology, place: str) -> tuple[str, ...]:
    """Return the accounts that copy what a region's own key encrypts: backups that keep the data's key.

    Source: https://repost.aws/knowledge-center/backup-cross-account-copy-error (2026-11).

    Args:
        topology: The plan.
        place: The region's place.
    """
    plan = topology.backups
    if plan is None or plan.bunker is None:
        return ()
    sources = {vault.place: vault.classes for vault in plan.vaults}
    copied = {one.key for one in plan.classes if BackupCopies.BUNKER in one.copies}
    if any(
        store.backup_class in copied
        and store.backup_class in sources.get(place, ())
        and place in store.places
        and not BACKUP_TYPES[BACKUP_TYPE_OF[store.kind]].fully_managed
        for store in topology.stores
    ):
        return (plan.bunker.account_id,)
    return ()


def _types(stores: Iterable[StorePlan]) -> list[str]:
    return sorted({BACKUP_TYPE_OF[store.kind] for store in stores})


def _targets(one: BackupClassPlan, vault: VaultPlan, plan: BackupPlan) -> list[str]:
    """Give the keys of the vaults that a class is copied to from one region."""
    targets = list(vault.copy_to) if BackupCopies.REGIONS in one.copies else []
    if BackupCopies.BUNKER in one.copies and plan.bunker is not None:
        targets.append(BUNKER)
    if BackupCopies.AIR_GAPPED in one.copies and plan.air_gapped is not None:
        targets.append(AIR_GAPPED)
    return targets


def _continuous(stores: Sequence[StorePlan], classes: Mapping[str, BackupClassPlan]) -> set[str]:
    """Classes with a store of which AWS Backup makes continuous backups: of tables DynamoDB makes its own."""
    return {
        store.backup_class
        for store in stores
        if store.backup_class is not None
        and has_continuous_backups(store)
        and classes[store.backup_class].continuous_days is not None
    }


def _class_args(plan: BackupClassPlan, targets: Sequence[str], types: Sequence[str]) -> BackupClassArgs:
    args: BackupClassArgs = {
        "daily_at": plan.daily_at,
        "retention_days": plan.retention_days,
        "copy_retention_days": plan.copy_retention_days,
        "copies": targets,
        "resource_types": types,
    }
    if plan.bunker_retention_days is not None and BUNKER in targets:
        args["copy_retention_days_at"] = {BUNKER: plan.bunker_retention_days}
    if plan.cold_storage_after_days is not None:
        args["cold_storage_after_days"] = plan.cold_storage_after_days
    if plan.continuous_days is not None:
        args["continuous_days"] = plan.continuous_days
    if plan.hourly is not None:
        args["hourly"] = {
            "every_hours": plan.hourly.every_hours,
            "retention_days": plan.hourly.retention_days,
            "copied": plan.hourly.copied,
        }
    return args
