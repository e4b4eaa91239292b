"""Arguments of a backup vault, and what is wrong with them."""

import re
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.topology.values import VaultLockMode

# https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html (2026-11): 72 hours at least, and at
# most as long as a retention.
_LEAST_COOLING_OFF_DAYS = 3
_MOST_DAYS = 36500
_ACCOUNT = re.compile(r"\d{12}")


class VaultLockArgs(TypedDict):
    """The lock of a vault: for how long nobody can delete a backup or change when it expires.

    AWS fails every backup and copy job whose retention lies outside the bounds
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html, 2026-11): the days of daily
    backups, of copies *and* of continuous backups, which end at 35. The vault does not know the schedules,
    so who makes both must hold them together.
    """

    mode: VaultLockMode
    """``governance``: people with the IAM permission can take the lock off. ``compliance``: after the
    cooling-off nobody can, AWS included."""
    min_retention_days: int
    """Shortest retention that the vault takes, in days; 1 or more."""
    max_retention_days: NotRequired[int]
    """Longest retention that the vault takes, in days, up to 36500. Default: no bound."""
    cooling_off_days: NotRequired[int]
    """Days in which a ``compliance`` lock can still be taken off, 3 to 36500; needed for it and refused for
    ``governance``. Default: none."""


class VaultAccessArgs(TypedDict):
    """Who of other accounts may copy into a vault."""

    account_ids: Sequence[str]
    """Their accounts, twelve digits each. At least one."""
    organization_id: NotRequired[str]
    """Organization of which they must be members when they copy, for example ``o-a1b2c3d4e5``.
    Default: AWS's own rule alone, by which both accounts are of one organization."""


class BackupVaultArgs(TypedDict):
    """What a region's backup vault needs."""

    region: str
    """AWS region in which every child is declared."""
    account_id: str
    """AWS account that owns the vault, twelve digits."""
    key_arn: NotRequired[pulumi.Input[str]]
    """Existing customer key of this region, whose policy must admit ``backup.amazonaws.com`` and
    ``cloudwatch.amazonaws.com`` to encrypted topics, as ``EncryptionKey`` does. Default: a key is made."""
    vault_name: NotRequired[str]
    """Name of an existing vault here to use instead of making one: neither its key nor its policy, lock and
    notifications are declared, only a topic for alarms. Default: a vault is made."""
    lock: NotRequired[VaultLockArgs]
    """Lock of the vault. Default: none."""
    access: NotRequired[VaultAccessArgs]
    """Other accounts that may copy into the vault. Default: none."""
    key_shared_with: NotRequired[Sequence[str]]
    """Other accounts that copy fully managed backups out of the vault to themselves, for which its own key
    lets them use it. Default: none."""
    emails: NotRequired[Sequence[str]]
    """Addresses that are told of jobs that failed, expired or came late; each must confirm once.
    Default: none."""
    protection: NotRequired[bool]
    """Keep the vault and its backups: Pulumi refuses to destroy vault and key, and nobody deletes a backup
    before its time. False lets ``pulumi destroy`` empty the vault. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def check_backup_vault(name: str, args: BackupVaultArgs) -> None:
    """Raise what is wrong with a vault's arguments.

    Args:
        name: Name of the component.
        args: Its arguments.

    Raises:
        ValueError: Something is; all mistakes at once.
    """
    mistakes = []
    if any("@" not in email for email in args.get("emails") or ()):
        mistakes.append("'emails' takes e-mail addresses")
    lock, access = args.get("lock"), args.get("access")
    if lock is not None:
        mistakes += _lock_mistakes(lock, protection=args.get("protection", True))
    if access is not None:
        mistakes += access_mistakes(access)
    if args.get("vault_name") is not None and (lock is not None or access is not None):
        mistakes.append("'lock' and 'access' are of a vault that is made here, not of an existing one")
    if mistakes:
        raise ValueError(f"backup vault {name!r}: {'; '.join(mistakes)}")


def access_mistakes(access: VaultAccessArgs) -> list[str]:
    """Return what is wrong with a vault's access.

    Args:
        access: Who may copy into the vault.
    """
    accounts = access["account_ids"]
    if not accounts or any(not _ACCOUNT.fullmatch(one) for one in accounts):
        return [f"'access.account_ids' takes accounts of twelve digits, got {', '.join(accounts) or 'none'}"]
    return []


def _lock_mistakes(lock: VaultLockArgs, *, protection: bool) -> list[str]:
    modes = [str(mode) for mode in VaultLockMode]
    if lock["mode"] not in modes:
        return [f"'lock.mode' must be one of {', '.join(modes)}, got {lock['mode']!r}"]
    mistakes = []
    least, most = lock["min_retention_days"], lock.get("max_retention_days")
    if not 1 <= least <= _MOST_DAYS:
        mistakes.append(f"'lock.min_retention_days' must be 1 to {_MOST_DAYS}, got {least}")
    if most is not None and not least <= most <= _MOST_DAYS:
        mistakes.append(
            f"'lock.max_retention_days' must be {least} (the minimum) to {_MOST_DAYS}, got {most}"
        )
    days = lock.get("cooling_off_days")
    if lock["mode"] == VaultLockMode.GOVERNANCE:
        if days is not None:
            mistakes.append("'lock.cooling_off_days' is for a compliance lock alone: AWS makes one of it")
        return mistakes
    if days is None or not _LEAST_COOLING_OFF_DAYS <= days <= _MOST_DAYS:
        mistakes.append(
            f"'lock.cooling_off_days' of a compliance lock must be {_LEAST_COOLING_OFF_DAYS} to "
            f"{_MOST_DAYS}, got {days}"
        )
    if not protection:
        mistakes.append(
            "a compliance lock cannot go with 'protection' False: nobody could empty the vault, AWS included"
        )
    return mistakes
