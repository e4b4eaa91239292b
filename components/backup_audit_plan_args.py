"""The planned audit of backups as arguments of its components, and its declaration."""

from collections.abc import Mapping

import pulumi

from holdfast.components.backup_audit import AuditedArgs, BackupAudit, BackupAuditArgs
from holdfast.components.backup_vault import BackupVault
from holdfast.components.held_regions import leave_as_is
from holdfast.topology.values import AuditedPlacePlan, BackupAuditPlan, Topology


def declare_backup_audit(
    topology: Topology, vaults: Mapping[str, BackupVault], parent: pulumi.Resource
) -> dict[str, BackupAudit]:
    """Declare the audit of every place that is watched.

    Args:
        topology: The plan.
        vaults: Vaults by place.
        parent: The component that they belong to.

    Returns:
        The audits by place.
    """
    plan = None if topology.backups is None else topology.backups.audit
    if plan is None:
        return {}
    return {
        place.place: BackupAudit(
            place.place,
            backup_audit_args(topology, plan, place, vaults[place.place]),
            pulumi.ResourceOptions(parent=parent, transforms=[leave_as_is] if place.held else None),
        )
        for place in plan.places
    }


def backup_audit_args(
    topology: Topology, plan: BackupAuditPlan, place: AuditedPlacePlan, vault: BackupVault
) -> BackupAuditArgs:
    """Return the arguments of one place's audit.

    Args:
        topology: The stack that it belongs to.
        plan: What all places have in common.
        place: What is watched there.
        vault: The place's vault.
    """
    args: BackupAuditArgs = {
        "region": place.region,
        "account_id": topology.account_id,
        "report_days": plan.report_days,
        "protection": topology.protection,
        "tags": {**topology.tags, "Place": place.place},
        "origin": plan.origin,
    }
    if plan.config_recorder:
        args["audited"] = _audited(topology, plan, place, vault)
    return args


def _audited(
    topology: Topology, plan: BackupAuditPlan, place: AuditedPlacePlan, vault: BackupVault
) -> AuditedArgs:
    args: AuditedArgs = {
        "vault_name": vault.vault_name,
        "plan_tags": {"Stack": topology.stack},
        "backed_up": place.backed_up,
        "retention_days": place.retention_days,
        "copy_regions": place.copy_regions,
        "copy_accounts": place.copy_accounts,
        "air_gapped": place.air_gapped,
        "types": place.types,
        "kept": topology.protection,
    }
    if plan.lock_min_days is not None:
        args["lock_min_days"] = plan.lock_min_days
    if plan.lock_max_days is not None:
        args["lock_max_days"] = plan.lock_max_days
    if plan.target_restore_minutes is not None:
        args["restore_minutes"] = plan.target_restore_minutes
    return args
