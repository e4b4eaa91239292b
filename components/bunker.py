"""The bunker: a vault in a second account, declared by a role of that account."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from holdfast.components.air_gapped_vault import AirGappedVault
from holdfast.components.backup_plan_args import air_gapped_args, lock_args
from holdfast.components.backup_vault import BackupVault, BackupVaultArgs, VaultAccessArgs
from holdfast.components.held_regions import leave_as_is
from holdfast.topology.values import BackupPlan, BunkerPlan, Topology

# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (RoleSessionName, 2026-11)
_LONGEST_SESSION_NAME = 64


@dataclass(frozen=True, kw_only=True)
class Bunker:
    """A second account's vault."""

    vault_name: pulumi.Output[str]
    """Name of the vault."""
    vault_arn: pulumi.Output[str]
    """ARN of the vault."""
    topic_arn: pulumi.Output[str] | None
    """ARN of its topic in the second account; None of an air-gapped and of an existing one."""


def declare_bunker(
    plan: BunkerPlan, backups: BackupPlan, topology: Topology, parent: pulumi.Resource
) -> Bunker:
    """Declare the vault of a second account, with a provider of its own, or name the existing one.

    Args:
        plan: The bunker.
        backups: The backups that it belongs to.
        topology: The plan of the stack.
        parent: The component that it belongs to.

    Returns:
        Its vault.
    """
    if plan.adopted is not None:
        arn = f"arn:aws:backup:{plan.region}:{plan.account_id}:backup-vault:{plan.adopted}"
        return Bunker(
            vault_name=pulumi.Output.from_input(plan.adopted),
            vault_arn=pulumi.Output.from_input(arn),
            topic_arn=None,
        )
    opts = pulumi.ResourceOptions(
        parent=parent,
        providers=[_provider(plan, parent)],
        transforms=[leave_as_is] if plan.held else None,
    )
    access: VaultAccessArgs = {"account_ids": [topology.account_id]}
    if plan.organization_id is not None:
        access["organization_id"] = plan.organization_id
    if plan.air_gapped is not None:
        gapped = AirGappedVault(
            f"{plan.place}-bunker",
            {**air_gapped_args(plan.air_gapped, topology), "access": access},
            opts,
        )
        return Bunker(vault_name=gapped.vault_name, vault_arn=gapped.vault_arn, topic_arn=None)
    vault = BackupVault(f"{plan.place}-bunker", _vault_args(plan, backups, topology, access), opts)
    return Bunker(vault_name=vault.vault_name, vault_arn=vault.vault_arn, topic_arn=vault.topic_arn)


def _provider(plan: BunkerPlan, parent: pulumi.Resource) -> "aws.Provider":
    # The bunker's region alone: it never changes, while another one would replace the provider, and with it
    # all that it holds.
    return aws.Provider(
        f"{plan.place}-bunker",
        region=plan.region,
        # Not a mapping: the SDK would leave its keys as Python writes them, which the provider does not read.
        assume_roles=[
            aws.ProviderAssumeRoleArgs(
                role_arn=plan.role_arn,
                session_name=f"{pulumi.get_project()}-{pulumi.get_stack()}"[:_LONGEST_SESSION_NAME],
                external_id=plan.external_id,
            )
        ],
        # A role of the wrong account would make the vault there, and nobody would notice.
        allowed_account_ids=[plan.account_id],
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _vault_args(
    plan: BunkerPlan, backups: BackupPlan, topology: Topology, access: VaultAccessArgs
) -> BackupVaultArgs:
    args: BackupVaultArgs = {
        "region": plan.region,
        "account_id": plan.account_id,
        "access": access,
        "emails": backups.emails,
        "protection": topology.protection,
        "tags": {**topology.tags, "Place": plan.place},
        "origin": plan.origin,
    }
    if plan.lock is not None:
        args["lock"] = lock_args(plan.lock)
    if plan.restore_accounts:
        args["key_shared_with"] = plan.restore_accounts
    return args
