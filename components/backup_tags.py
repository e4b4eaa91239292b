"""The tags by which a backup plan finds the stores of its stack."""

import pulumi

BACKUP_CLASS_TAG = "BackupClass"
"""Tag whose value is the class of the daily backups of a store."""
CONTINUOUS_BACKUP_TAG = "ContinuousBackup"
"""Tag whose value is the class of the continuous backup of a store."""
NOT_BACKED_UP_TAG = "NotBackedUpBecause"
"""Tag whose value is the team's reason to make no backup of a store."""
BACKUP_STACK_TAG = "BackupStack"
"""Tag whose value is the project and the stack. Plans look at a whole account and region, and a store that
another stack keeps there would be backed up twice if its class alone counted."""


def backup_stack() -> str:
    """The value of ``BACKUP_STACK_TAG`` in this program: project and stack, for example ``orders-prod``."""
    return f"{pulumi.get_project()}-{pulumi.get_stack()}"


def backup_tags(class_key: str, *, continuous: bool) -> dict[str, str]:
    """The tags that put a store into a class.

    Args:
        class_key: Key of the class, for example ``standard``.
        continuous: Whether AWS Backup keeps a continuous backup of the store besides the daily ones; for
            stores of a type that has one alone (``backup_schedule_args.CONTINUOUS_TYPES``).

    Returns:
        Tag key → value, for the store's own tags.
    """
    tags = {BACKUP_CLASS_TAG: class_key, BACKUP_STACK_TAG: backup_stack()}
    return {**tags, CONTINUOUS_BACKUP_TAG: class_key} if continuous else tags
