"""A logically air-gapped vault: copies that AWS keeps in an account of its own, always locked."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import backup

from holdfast.components.backup_vault_args import VaultAccessArgs, access_mistakes
from holdfast.components.backup_vault_policy import vault_policy

# https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html (2026-11)
_LEAST_DAYS = 7
_MOST_DAYS = 36500


class AirGappedVaultArgs(TypedDict):
    """What a logically air-gapped vault needs."""

    region: str
    """AWS region in which every child is declared."""
    min_retention_days: int
    """Shortest retention that it takes, in days, 7 or more; it never changes."""
    max_retention_days: int
    """Longest retention that it takes, in days, up to 36500; it never changes."""
    access: NotRequired[VaultAccessArgs]
    """Other accounts that may copy into the vault. Default: none."""
    protection: NotRequired[bool]
    """Keep the vault: Pulumi refuses to destroy it. False lets ``pulumi destroy`` try, which AWS refuses
    until the vault's last backup has expired. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class AirGappedVault(pulumi.ComponentResource):
    """A vault whose backups lie in an account of AWS Backup, locked in compliance mode from the first moment.

    Declares: the vault and, where other accounts copy into it, its access policy. It is encrypted with a key
    that AWS owns, which nobody here can delete; AWS recommends it
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html, 2026-11). Its copies
    can be restored by another account with which it is shared (AWS RAM), without being copied first.

    The lock has no cooling-off: nobody can delete a backup in it before its time, AWS included, and its days
    never change. Aurora, Aurora DSQL, DynamoDB (with advanced features) and S3 backups can be copied to it,
    RDS's cannot
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html, 2026-11).

    Survives: the loss of any other region, the deletion of all keys of the account, and whoever takes the
    account over. Does not survive: the loss of its own region, and the end of the time after the account was
    closed (same page).
    """

    vault_name: pulumi.Output[str]
    """Name of the vault."""
    vault_arn: pulumi.Output[str]
    """ARN of the vault, for the copies of backup plans."""

    def __init__(
        self, name: str, args: AirGappedVaultArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:AirGappedVault", name, {**args}, opts)
        _check(name, args)
        least, most = int(args["min_retention_days"]), int(args["max_retention_days"])
        pulumi.log.warn(
            f"COMPLIANCE LOCK on the logically air-gapped vault {name}-vault ({args['region']}): from the "
            "moment that it is made nobody can undo it, AWS included. What is copied into it stays for "
            f"{least} to {most} days, the days never change, and this stack cannot be destroyed until the "
            "vault's last backup has expired.",
            self,
        )
        vault = backup.LogicallyAirGappedVault(
            f"{name}-vault",
            region=args["region"],
            min_retention_days=least,
            max_retention_days=most,
            tags={**args.get("tags", {}), "Name": f"{name}-vault"},
            opts=pulumi.ResourceOptions(parent=self, protect=args.get("protection", True)),
        )
        policy = vault_policy(protection=False, access=args.get("access"))
        if policy is not None:
            backup.VaultPolicy(
                f"{name}-vault-policy",
                region=args["region"],
                backup_vault_name=vault.name,
                policy=policy,
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.vault_name, self.vault_arn = vault.name, vault.arn
        self.register_outputs(
            {
                "vault_name": self.vault_name,
                "vault_arn": self.vault_arn,
                "origin": dict(args.get("origin", {})),
            }
        )


def _check(name: str, args: AirGappedVaultArgs) -> None:
    mistakes = []
    least, most, access = args["min_retention_days"], args["max_retention_days"], args.get("access")
    if not _LEAST_DAYS <= least <= _MOST_DAYS:
        mistakes.append(f"'min_retention_days' must be {_LEAST_DAYS} to {_MOST_DAYS}, got {least}")
    if not least <= most <= _MOST_DAYS:
        mistakes.append(f"'max_retention_days' must be {least} (the minimum) to {_MOST_DAYS}, got {most}")
    if access is not None:
        mistakes += access_mistakes(access)
    if mistakes:
        raise ValueError(f"air-gapped vault {name!r}: {'; '.join(mistakes)}")
