"""How long backups and copies are kept: within the bounds of every vault that they go to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.settings import effective_backups
from holdfast.settings.mistakes import Problem, key_text
from holdfast.topology.values import BACKUP_TYPE_OF, BACKUP_TYPES, BackupCopies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.backup import BackupClassSettings, BackupSettings
    from holdfast.settings.bunker import AdoptedVaultSettings, RetentionBoundsSettings, VaultLockSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

_GUIDE = "https://docs.aws.amazon.com/aws-backup/latest/devguide"
_LOCK_PAGE = f"{_GUIDE}/vault-lock.html"
_COLD_DAYS = 90
_BUNKER: SettingPath = ("backups", "bunker")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    """What is kept for how many days, and the setting that says so."""

    path: SettingPath
    what: str
    days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bounds:
    """The least and the longest retention that a vault takes, and the settings that say so."""

    path: SettingPath
    least: int | None
    most: int | None

    def problem(self, kept: _Kept) -> Problem | None:
        """Give what is wrong with a retention in this vault."""
        if self.least is not None and kept.days < self.least:
            field, bound, limit = "min_retention_days", "less", self.least
        elif self.most is not None and kept.days > self.most:
            field, bound, limit = "max_retention_days", "more", self.most
        else:
            return None
        return Problem(
            path=kept.path,
            message=f"{kept.what} are kept for {kept.days} days, {bound} than "
            f"{key_text((*self.path, field))} ({limit}): a locked vault fails such jobs ({_LOCK_PAGE})",
            value=kept.days,
        )


def of_classes(settings: Settings) -> Iterator[Problem]:
    """How long the backups of each class are kept, where they are made and where they are copied to."""
    backups = settings.backups
    if backups is None:
        return
    for key, found in backups.classes.items():
        stores = {
            name: store
            for name, store in settings.stores.items()
            if effective_backups.backup_class(store, settings) == key
        }
        yield from _of_class(("backups", "classes", key), found, stores, settings, backups)


def _of_class(
    path: SettingPath,
    found: BackupClassSettings,
    stores: dict[str, StoreSettings],
    settings: Settings,
    backups: BackupSettings,
) -> Iterator[Problem]:
    made, copied = _made(path, found, stores, backups), _copied(path, found, backups)
    copies = effective_backups.backup_copies(found, settings)
    told: set[tuple[SettingPath, SettingPath]] = set()
    pairs = [(kept, bounds) for kept in made for bounds in _of_sources(stores, settings, backups)]
    if BackupCopies.REGIONS in copies:
        pairs += [(kept, bounds) for kept in copied for bounds in _of_places(backups.copy_to, backups)]
    if BackupCopies.AIR_GAPPED in copies and backups.air_gapped is not None:
        bounds = _bounds(("backups", "air_gapped"), backups.air_gapped)
        pairs += [(kept, bounds) for kept in copied]
    if BackupCopies.BUNKER in copies:
        in_bunker = _copied(path, found, backups, bunker=True)
        pairs += [(kept, bounds) for kept in in_bunker for bounds in _of_bunker(backups)]
        copied = copied if BackupCopies.REGIONS in copies or BackupCopies.AIR_GAPPED in copies else []
        copied += in_bunker
    for kept, bounds in pairs:
        problem = bounds.problem(kept)
        if problem is not None and (kept.path, bounds.path) not in told:
            told.add((kept.path, bounds.path))
            yield problem
    if found.cold_storage_after_days is not None:
        daily = [kept for kept in [*made, *copied] if kept.what in (_DAILY, _COPIES)]
        yield from _cold(path, found.cold_storage_after_days, stores, daily)


_DAILY = "daily backups"
_COPIES = "copies"


def _daily(path: SettingPath, found: BackupClassSettings, backups: BackupSettings) -> _Kept:
    if found.retention_days is not None:
        return _Kept(path=(*path, "retention_days"), what=_DAILY, days=found.retention_days)
    return _Kept(path=("backups", "retention_days"), what=_DAILY, days=backups.retention_days)


def _made(
    path: SettingPath,
    found: BackupClassSettings,
    stores: dict[str, StoreSettings],
    backups: BackupSettings,
) -> list[_Kept]:
    """Give what is kept where it is made."""
    kept = [_daily(path, found, backups)]
    if found.hourly is not None:
        where = (*path, "hourly", "retention_days")
        kept.append(_Kept(path=where, what="hourly backups", days=found.hourly.retention_days))
    if found.continuous_days is not None and any(
        map(effective_backups.has_continuous_backups, stores.values())
    ):
        where = (*path, "continuous_days")
        kept.append(_Kept(path=where, what="continuous backups", days=found.continuous_days))
    return kept


def _copied(
    path: SettingPath, found: BackupClassSettings, backups: BackupSettings, *, bunker: bool = False
) -> list[_Kept]:
    """Give what is kept where it is copied to: in the bunker, or elsewhere."""
    daily = _daily(path, found, backups)
    copies = _Kept(path=daily.path, what=_COPIES, days=daily.days)
    if found.copy_retention_days is not None:
        copies = _Kept(path=(*path, "copy_retention_days"), what=_COPIES, days=found.copy_retention_days)
    if bunker and backups.bunker is not None and backups.bunker.retention_days is not None:
        where = (*_BUNKER, "retention_days")
        copies = _Kept(path=where, what=_COPIES, days=backups.bunker.retention_days)
    if found.hourly is None or not found.hourly.copied:
        return [copies]
    where = (*path, "hourly", "retention_days")
    return [copies, _Kept(path=where, what="hourly copies", days=found.hourly.retention_days)]


def _of_sources(
    stores: dict[str, StoreSettings], settings: Settings, backups: BackupSettings
) -> list[_Bounds]:
    """Give the bounds of the vaults that a class is backed up into; of all that are made, without stores."""
    places = {
        place for store in stores.values() for place in effective_backups.backup_sources(store, settings)
    }
    return _of_places(tuple(sorted(places)) or effective_backups.vault_places(settings), backups)


def _of_places(places: tuple[str, ...], backups: BackupSettings) -> list[_Bounds]:
    found = [
        _bounds(("backups", "adopt", place), backups.adopt[place])
        for place in places
        if place in backups.adopt
    ]
    if backups.lock is not None and any(place not in backups.adopt for place in places):
        found.append(_bounds(("backups", "lock"), backups.lock))
    return found


def _of_bunker(backups: BackupSettings) -> list[_Bounds]:
    bunker = backups.bunker
    if bunker is None:
        return []
    if bunker.adopt is not None:
        return [_bounds((*_BUNKER, "adopt"), bunker.adopt)]
    if bunker.air_gapped is not None:
        return [_bounds((*_BUNKER, "air_gapped"), bunker.air_gapped)]
    return [] if bunker.lock is None else [_bounds((*_BUNKER, "lock"), bunker.lock)]


def _bounds(
    path: SettingPath, found: VaultLockSettings | AdoptedVaultSettings | RetentionBoundsSettings
) -> _Bounds:
    return _Bounds(path=path, least=found.min_retention_days, most=found.max_retention_days)


def _cold(
    path: SettingPath, cold: int, stores: dict[str, StoreSettings], kept: list[_Kept]
) -> Iterator[Problem]:
    where = (*path, "cold_storage_after_days")
    warm = {
        name: BACKUP_TYPE_OF[store.kind]
        for name, store in stores.items()
        if not BACKUP_TYPES[BACKUP_TYPE_OF[store.kind]].cold_storage
    }
    if warm:
        yield Problem(
            path=where,
            message=f"{', '.join(key_text(('stores', name)) for name in warm)} is in this class, and "
            f"AWS Backup keeps no {' and no '.join(sorted(set(warm.values())))} backup in cold storage "
            f"({_GUIDE}/backup-feature-availability.html): give it a class of its own",
            value=cold,
        )
    for one in kept:
        if one.days < cold + _COLD_DAYS:
            yield Problem(
                path=where,
                message=f"{one.what} are kept for {one.days} days, and what moves to cold storage stays "
                f"there for {_COLD_DAYS} ({_GUIDE}/API_Lifecycle.html): keep them for {cold + _COLD_DAYS} "
                "at least",
                value=cold,
            )
            return
