"""The backups of a stack: its vaults, a second account's, and the schedules of what is backed up."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from holdfast.components.air_gapped_vault import AirGappedVault
from holdfast.components.backup_plan_args import (
    AIR_GAPPED,
    BUNKER,
    air_gapped_args,
    schedule_args,
    vault_args,
)
from holdfast.components.backup_schedule import BackupSchedule
from holdfast.components.backup_vault import BackupVault
from holdfast.components.bunker import Bunker, declare_bunker
from holdfast.components.held_regions import leave_as_is
from holdfast.topology.values import AirGappedPlan, Topology, VaultPlan


@dataclass(frozen=True, kw_only=True)
class Backups:
    """The declared backups of a stack."""

    vaults: Mapping[str, BackupVault]
    """Vaults by place; none without backups."""
    bunker: Bunker | None = None
    """The second account's vault."""
    air_gapped: AirGappedVault | None = None
    """The logically air-gapped vault of this account."""


def declare_backups(topology: Topology, parent: pulumi.Resource) -> Backups:
    """Declare the vaults and schedules of a stack.

    Args:
        topology: The plan.
        parent: The component that they belong to.

    Returns:
        The vaults.
    """
    plan = topology.backups
    if plan is None:
        return Backups(vaults={})
    found = Backups(
        vaults={
            vault.place: BackupVault(
                f"{vault.place}-backup", vault_args(vault, plan, topology), _child(vault, parent)
            )
            for vault in plan.vaults
        },
        bunker=None if plan.bunker is None else declare_bunker(plan.bunker, plan, topology, parent),
        air_gapped=None
        if plan.air_gapped is None
        else AirGappedVault(
            f"{plan.air_gapped.place}-air-gapped",
            air_gapped_args(plan.air_gapped, topology),
            _child(plan.air_gapped, parent),
        ),
    )
    copies = _vault_arns(found)
    for vault in plan.vaults:
        if vault.classes:
            here = found.vaults[vault.place]
            BackupSchedule(
                vault.place,
                schedule_args(
                    vault, topology, vault_name=here.vault_name, topic_arn=here.topic_arn, copies=copies
                ),
                _child(vault, parent),
            )
    return found


def _vault_arns(found: Backups) -> dict[str, pulumi.Output[str]]:
    """Give the ARN of every vault that copies can go to: by place, and of the two others by their words."""
    arns = {place: vault.vault_arn for place, vault in found.vaults.items()}
    if found.bunker is not None:
        arns[BUNKER] = found.bunker.vault_arn
    if found.air_gapped is not None:
        arns[AIR_GAPPED] = found.air_gapped.vault_arn
    return arns


def _child(vault: VaultPlan | AirGappedPlan, parent: pulumi.Resource) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(parent=parent, transforms=[leave_as_is] if vault.held else None)
