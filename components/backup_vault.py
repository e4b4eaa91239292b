"""The backup vault of one region: where its own backups and other regions' copies rest."""

import pulumi
from pulumi_aws import backup

from holdfast.components.backup_vault_args import (
    BackupVaultArgs,
    VaultAccessArgs,
    VaultLockArgs,
    check_backup_vault,
)
from holdfast.components.backup_vault_policy import vault_policy
from holdfast.components.backup_vault_topic import TopicScope, declare_topic
from holdfast.components.encryption_key import EncryptionKey
from holdfast.topology.values import VaultLockMode

__all__ = ["BackupVault", "BackupVaultArgs", "VaultAccessArgs", "VaultLockArgs"]


class BackupVault(pulumi.ComponentResource):
    """A vault with a key of its own, apart from the data's, and a topic that tells of its jobs.

    Declares: the vault, a key unless one is given, the access policy and the lock that keep its backups, a
    topic encrypted with the same key, and what AWS Backup publishes to it. Of an existing vault
    (``vault_name``) a key and the topic for alarms alone.

    The access policy denies everybody to delete a backup and to change when it expires; it "only controls
    user access to AWS Backup APIs"
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html, 2026-11), so
    backups still expire. It allows nothing within the account, where a role needs no leave of the vault to
    copy into it; with ``access`` it lets other accounts of the organization copy into it, the only thing that
    AWS lets them do there. A DynamoDB, DSQL or S3 backup and every copy is encrypted with the vault's key; an
    Aurora or RDS backup keeps the key of its database until it is copied
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html, 2026-11).

    A lock denies the same to the root user. ``compliance`` cannot be taken back after its cooling-off: not
    by destroying the stack, not by AWS; the vault goes once its last backup expired, and the days of the
    lock never change. Backups that began before the lock keep their old retention.

    Survives: the loss of any other region, since key, vault and topic are of this one alone; the copies that
    it received can be restored here. Does not survive: the loss of its own region (its backups are out of
    reach until the region is back; restore from the copies elsewhere), its key's deletion, and the closing
    of the account, which deletes even locked vaults after 90 days
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html, 2026-11).
    """

    vault_name: pulumi.Output[str]
    """Name of the vault."""
    vault_arn: pulumi.Output[str]
    """ARN of the vault, for the copies of other regions' plans."""
    topic_arn: pulumi.Output[str]
    """ARN of the topic. It carries every finished job: subscribers filter on the attribute ``State``."""
    key_arn: pulumi.Output[str]
    """ARN of the key that encrypts vault and topic."""

    def __init__(self, name: str, args: BackupVaultArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:BackupVault", name, {**args}, opts)
        check_backup_vault(name, args)
        self._name, self._args = name, args
        self._protection = args.get("protection", True)
        self.key_arn = self._key_arn()
        existing = args.get("vault_name")
        if existing is None:
            vault = self._vault()
            self._keep(vault)
            self.vault_name, self.vault_arn = vault.name, vault.arn
        else:
            arn = f"arn:aws:backup:{args['region']}:{args['account_id']}:backup-vault:{existing}"
            self.vault_name = pulumi.Output.from_input(existing)
            self.vault_arn = pulumi.Output.from_input(arn)
        scope = TopicScope(
            region=args["region"], account_id=args["account_id"], tags=args.get("tags", {}), parent=self
        )
        self.topic_arn = declare_topic(
            name,
            scope,
            # A vault has one place that it tells of its jobs; an existing one keeps its own.
            vault_name=self.vault_name if existing is None else None,
            key_arn=self.key_arn,
            emails=args.get("emails") or (),
        )
        self.register_outputs(
            {
                "vault_name": self.vault_name,
                "vault_arn": self.vault_arn,
                "topic_arn": self.topic_arn,
                "key_arn": self.key_arn,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _vault(self) -> "backup.Vault":
        name, args = f"{self._name}-vault", self._args
        return backup.Vault(
            name,
            region=args["region"],
            kms_key_arn=self.key_arn,
            force_destroy=not self._protection,
            tags={**args.get("tags", {}), "Name": name},
            opts=pulumi.ResourceOptions(parent=self, protect=self._protection),
        )

    def _key_arn(self) -> pulumi.Output[str]:
        args, given = self._args, self._args.get("key_arn")
        if given is not None:
            return pulumi.Output.from_input(given)
        return EncryptionKey(
            self._name,
            {
                "region": args["region"],
                "account_id": args["account_id"],
                "description": f"Encrypts the backups of {self._name} ({args['region']}).",
                "admitted": ["backup.amazonaws.com"],
                "shared_with": args.get("key_shared_with", ()),
                "protection": self._protection,
                "tags": args.get("tags", {}),
                "origin": args.get("origin", {}),
            },
            opts=pulumi.ResourceOptions(parent=self),
        ).key_arn

    def _keep(self, vault: "backup.Vault") -> None:
        policy = vault_policy(protection=self._protection, access=self._args.get("access"))
        if policy is not None:
            backup.VaultPolicy(
                f"{self._name}-vault-policy",
                region=self._args["region"],
                backup_vault_name=vault.name,
                policy=policy,
                opts=pulumi.ResourceOptions(parent=self),
            )
        lock = self._args.get("lock")
        if lock is not None:
            self._lock(vault, lock)

    def _lock(self, vault: "backup.Vault", lock: VaultLockArgs) -> None:
        days, most = lock.get("cooling_off_days"), lock.get("max_retention_days")
        if lock["mode"] == VaultLockMode.COMPLIANCE:
            self._warn(int(days or 0))
        backup.VaultLockConfiguration(
            f"{self._name}-vault-lock",
            region=self._args["region"],
            backup_vault_name=vault.name,
            min_retention_days=int(lock["min_retention_days"]),
            max_retention_days=None if most is None else int(most),
            # Present at all, it makes a compliance lock; the check left it to that mode.
            changeable_for_days=None if days is None else int(days),
            # A vault has one lock, so the old one goes first: its deletion would take the new one away. Of a
            # compliance lock nothing may go.
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=self._protection and lock["mode"] == VaultLockMode.COMPLIANCE,
                delete_before_replace=True,
            ),
        )

    def _warn(self, days: int) -> None:
        pulumi.log.warn(
            f"COMPLIANCE LOCK on the backup vault {self._name}-vault ({self._args['region']}): {days} days "
            "after it is made nobody can undo it, AWS included. From then on no backup in it can be deleted "
            "before its time, the lock never changes, and this stack cannot be destroyed until the vault's "
            "last backup has expired.",
            self,
        )
