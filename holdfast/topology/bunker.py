"""Vaults that copies go to besides the regions' own, planned: a second account's, and air-gapped ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import AirGappedPlan, BunkerPlan, VaultLockPlan

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.settings.backup import BackupSettings
    from holdfast.settings.bunker import RetentionBoundsSettings, VaultLockSettings


def plan_lock(lock: VaultLockSettings | None, path: str) -> VaultLockPlan | None:
    """Plan a vault's lock; None without one.

    Args:
        lock: Its settings.
        path: Their settings path.
    """
    if lock is None:
        return None
    return VaultLockPlan(
        mode=lock.mode,
        min_retention_days=lock.min_retention_days,
        max_retention_days=lock.max_retention_days,
        cooling_off_days=lock.cooling_off_days,
        origin=origin(
            **{
                field: path_of(lock, path, field)
                for field in ("mode", "min_retention_days", "max_retention_days", "cooling_off_days")
            }
        ),
    )


def plan_air_gapped(asked: BackupSettings, settings: Settings, path: str) -> AirGappedPlan | None:
    """Plan the logically air-gapped vault of this account; None without one.

    Args:
        asked: Settings of backups.
        settings: The whole settings.
        path: Settings path of the backups.
    """
    found = asked.air_gapped
    return None if found is None else _air_gapped(found, found.place, settings, f"{path}.air_gapped")


def plan_bunker(asked: BackupSettings, settings: Settings, path: str) -> BunkerPlan | None:
    """Plan the second account's vault; None without one.

    Args:
        asked: Settings of backups.
        settings: The whole settings.
        path: Settings path of the backups.
    """
    found, where = asked.bunker, f"{path}.bunker"
    if found is None:
        return None
    gapped = found.air_gapped
    adopted = None if found.adopt is None else found.adopt.name
    return BunkerPlan(
        account_id=found.account,
        place=found.place,
        region=PLACES[found.place].name,
        held=found.place in settings.hold,
        role_arn=found.role_arn,
        external_id=found.external_id,
        organization_id=found.organization_id,
        restore_accounts=tuple(sorted(found.restore_accounts)),
        lock=plan_lock(found.lock, f"{where}.lock") if gapped is None and adopted is None else None,
        air_gapped=None
        if gapped is None
        else _air_gapped(gapped, found.place, settings, f"{where}.air_gapped"),
        adopted=adopted,
        origin=origin(
            account_id=path_of(found, where, "account"),
            **{
                field: path_of(found, where, field)
                for field in (
                    *("place", "role_arn", "external_id", "organization_id"),
                    *("restore_accounts", "lock", "air_gapped"),
                )
            },
            adopted=path_of(found, where, "adopt"),
        ),
    )


def _air_gapped(found: RetentionBoundsSettings, place: str, settings: Settings, path: str) -> AirGappedPlan:
    return AirGappedPlan(
        place=place,
        region=PLACES[place].name,
        held=place in settings.hold,
        min_retention_days=found.min_retention_days,
        max_retention_days=found.max_retention_days,
        origin=origin(
            **{field: path_of(found, path, field) for field in ("min_retention_days", "max_retention_days")}
        ),
    )
