"""Settings of the vaults that backups are kept or copied in: locks, existing ones, a bunker."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import Days, Place, SettingsModel
from holdfast.topology.values import VaultLockMode

LEAST_AIR_GAPPED_DAYS = 7
"""Least retention that a logically air-gapped vault takes.

Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html (2026-11).
"""

AccountId = Annotated[
    str,
    Field(
        pattern=r"^\d{12}$",
        json_schema_extra={"patternErrorMessage": "an account is twelve digits, quoted"},
    ),
]
RoleArn = Annotated[
    str,
    Field(
        pattern=r"^arn:aws:iam::\d{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}$",
        json_schema_extra={
            "patternErrorMessage": "a role's ARN is such as arn:aws:iam::999988887777:role/backup-bunker"
        },
    ),
]
ExternalId = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_+=,.@:/-]{2,1224}$",
        json_schema_extra={
            "patternErrorMessage": "an external id is 2 to 1224 letters, digits and + = , . @ : / - _"
        },
    ),
]
OrganizationId = Annotated[
    str,
    Field(
        pattern=r"^o-[a-z0-9]{10,32}$",
        json_schema_extra={"patternErrorMessage": "an organization's id is such as o-a1b2c3d4e5"},
    ),
]
VaultName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_-]{2,50}$",
        json_schema_extra={
            "patternErrorMessage": "a vault's name is 2 to 50 letters, digits, hyphens and underscores"
        },
    ),
]
AirGappedDays = Annotated[int, Field(ge=LEAST_AIR_GAPPED_DAYS, le=36500)]


class VaultLockSettings(SettingsModel):
    """The lock of the backup vaults: nobody deletes a backup before its time."""

    mode: VaultLockMode = VaultLockMode.GOVERNANCE
    """Who can undo the lock: privileged people (`governance`), or after the cooling-off nobody, AWS
    included (`compliance`). Default: `governance`."""
    min_retention_days: Days = 7
    """Least retention that the vaults take; a job with less fails. Default: 7."""
    max_retention_days: Days | None = None
    """Longest retention that the vaults take. Default: no bound."""
    cooling_off_days: Annotated[int, Field(ge=3, le=36500)] | None = None
    """Days in which a `compliance` lock can still be undone; it needs them, no other mode does. Default:
    none."""


class AdoptedVaultSettings(SettingsModel):
    """An existing backup vault: nothing of it is declared, neither its key, its policy nor its lock."""

    name: VaultName
    """Its name."""
    min_retention_days: Days | None = None
    """Least retention that its lock takes, against which the classes are checked. Default: not checked."""
    max_retention_days: Days | None = None
    """Longest retention that its lock takes, against which the classes are checked. Default: not checked."""


class RetentionBoundsSettings(SettingsModel):
    """The days of a logically air-gapped vault, which is always locked in compliance mode."""

    min_retention_days: AirGappedDays = LEAST_AIR_GAPPED_DAYS
    """Least retention that it takes, 7 or more; it never changes. Default: 7."""
    max_retention_days: AirGappedDays
    """Longest retention that it takes; it never changes."""


class AirGappedSettings(RetentionBoundsSettings):
    """A logically air-gapped vault in this account: AWS keeps what is in it in an account of its own."""

    place: Place
    """Place in which it lies, one of `holdfast:regions`; it never changes."""


class BunkerSettings(SettingsModel):
    """A vault in a second account of the same organization, so that one account's loss is not the data's."""

    account: AccountId
    """The second account, twelve digits, quoted."""
    place: Place
    """Place of its vault, which need not be one of `holdfast:regions`; it never changes."""
    role_arn: RoleArn | None = None
    """Role of that account by which its vault is declared. Default: none; needed unless `adopt` names a
    vault."""
    external_id: ExternalId | None = None
    """External id that the role's trust asks for. Default: none."""
    organization_id: OrganizationId | None = None
    """Organization of which this account must still be a member to copy into it. Default: not asked."""
    restore_accounts: tuple[AccountId, ...] = ()
    """Accounts into which its copies may be copied to be restored there, for which its key lets them read
    them; a restore after the loss of this account needs one. Default: none."""
    retention_days: Days | None = None
    """How long copies are kept there. Default: as long as the class's other copies."""
    lock: VaultLockSettings | None = VaultLockSettings.model_construct()
    """Lock of its vault; not of an air-gapped one, which has its own. Default: `governance`; `null` makes
    none."""
    air_gapped: RetentionBoundsSettings | None = None
    """Makes its vault a logically air-gapped one. Default: a standard vault with a key of its own."""
    adopt: AdoptedVaultSettings | None = None
    """Existing vault of that account, whose policy admits this account. Default: one is made."""
