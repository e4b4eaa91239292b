"""The audit of backups planned: what must hold in each place, from what the stack itself asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective_backups
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import BACKUP_TYPE_OF, AuditedPlacePlan, BackupAuditPlan, BackupCopies

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.settings.backup import BackupClassSettings, BackupSettings

_PATH = "holdfast:backups.audit"


def plan_backup_audit(settings: Settings) -> BackupAuditPlan | None:
    """Plan the audit; None where none is asked for."""
    backups = settings.backups
    asked = None if backups is None else backups.audit
    if backups is None or asked is None:
        return None
    places = effective_backups.vault_places(settings) if asked.places is None else sorted(asked.places)
    return BackupAuditPlan(
        places=tuple(_place(place, backups, settings) for place in places),
        config_recorder=asked.config_recorder,
        target_restore_minutes=asked.target_restore_minutes,
        report_days=asked.report_days,
        lock_min_days=backups.lock.min_retention_days if backups.lock else None,
        lock_max_days=backups.lock.max_retention_days if backups.lock else None,
        origin=origin(
            lock_min_days="holdfast:backups.lock.min_retention_days",
            lock_max_days="holdfast:backups.lock.max_retention_days",
            **{
                field: path_of(asked, _PATH, field)
                for field in ("places", "config_recorder", "target_restore_minutes", "report_days")
            },
        ),
    )


def _place(place: str, backups: BackupSettings, settings: Settings) -> AuditedPlacePlan:
    here = [
        (store, backups.classes[key])
        for store in settings.stores.values()
        if place in effective_backups.backup_sources(store, settings)
        and (key := effective_backups.backup_class(store, settings)) is not None
    ]
    # A control holds for all that it looks at, so it can ask for no more than the least class does.
    everywhere = {kind for _, found in here for kind in effective_backups.backup_copies(found, settings)}
    for _, found in here:
        everywhere &= set(effective_backups.backup_copies(found, settings))
    return AuditedPlacePlan(
        place=place,
        region=PLACES[place].name,
        held=place in settings.hold,
        types=tuple(sorted({BACKUP_TYPE_OF[store.kind] for store, _ in here})),
        backed_up=bool(here),
        retention_days=min(days for found in backups.classes.values() for days in _kept(found, backups)),
        copy_regions=tuple(sorted(PLACES[one].name for one in set(backups.copy_to) - {place}))
        if BackupCopies.REGIONS in everywhere
        else (),
        copy_accounts=(backups.bunker.account,)
        if backups.bunker is not None and BackupCopies.BUNKER in everywhere
        else (),
        air_gapped=BackupCopies.AIR_GAPPED in everywhere,
    )


def _kept(found: BackupClassSettings, backups: BackupSettings) -> list[int]:
    """Give for how many days a class's backups of every sort are kept, here or as copies."""
    daily = found.retention_days or backups.retention_days
    others = (
        found.copy_retention_days,
        found.continuous_days,
        None if found.hourly is None else found.hourly.retention_days,
    )
    return [daily, *(days for days in others if days is not None)]
