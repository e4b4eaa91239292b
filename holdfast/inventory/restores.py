"""How a backup of AWS Backup is found and restored: with commands for the place in which it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.inventory.model import Copy, Way
from holdfast.inventory.plans import VAULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdfast.inventory.view import View


def restores(view: View, backups: Sequence[Copy], original: Copy) -> Iterator[Way]:
    """A way back for each kind of loss against which there is a backup.

    A backup is restored in the region and the account in which it lies
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html).

    Args:
        view: The graph.
        backups: What AWS Backup keeps.
        original: What it is of.
    """
    cases: tuple[tuple[str, Callable[[Copy], bool]], ...] = (
        (
            "the data is wrong",
            lambda one: one.account == original.account and one.region == original.region,
        ),
        (
            "the region of the backups is lost",
            lambda one: one.account == original.account and one.region != original.region,
        ),
        ("the account is lost", lambda one: one.account != original.account),
    )
    for when, fits in cases:
        found = next((one for one in backups if fits(one)), None)
        if found is not None:
            yield Way(when=when, how=_how(found, original), command=_commands(view, found))


def _how(backup: Copy, original: Copy) -> str:
    if backup.account != original.account:
        return f"restore the {backup.role}, with rights in the account {backup.account or 'of its vault'}"
    return f"take the newest {backup.role} from before, name in metadata.json what it becomes, and restore it"


def _commands(view: View, backup: Copy) -> str:
    place = f"--region {backup.region or 'REGION'}"
    vault = f"{place} --backup-vault-name {_vault_name(view, backup)}"
    point = "--recovery-point-arn RECOVERY_POINT_ARN"
    return (
        f"aws backup list-recovery-points-by-backup-vault {vault}\n"
        f"aws backup get-recovery-point-restore-metadata {vault} {point}"
        " --query RestoreMetadata > metadata.json\n"
        f"aws backup start-restore-job {place} {point} --iam-role-arn ROLE_ARN --metadata file://metadata.json"
    )


def _vault_name(view: View, backup: Copy) -> str:
    """The physical name, where the graph has it."""
    for one in view.graph.of_type(*VAULTS):
        if one.name == backup.name and view.region(one) == backup.region:
            given = one.at("name")
            return given if isinstance(given, str) and given else "VAULT"
    return "VAULT"
