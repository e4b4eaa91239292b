"""Classes of backups and the lock of their vaults: what is kept for how long, and who can undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import VaultLockMode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.backup import BackupClassSettings, BackupSettings, VaultLockSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_GUIDE = "https://docs.aws.amazon.com/aws-backup/latest/devguide"
_LOCK_PAGE = f"{_GUIDE}/vault-lock.html"
_PITR_PAGE = f"{_GUIDE}/point-in-time-recovery.html"
_COLD_DAYS = 90


def of_choices(settings: Settings) -> Iterator[Problem]:
    """The class that each store is backed up by."""
    for key, store in settings.stores.items():
        path = ("stores", key, "backup_class")
        if effective.is_adopted(store):
            continue
        if settings.backups is None:
            if store.backup_class is not None:
                yield Problem(
                    path=path,
                    message="does nothing without holdfast:backups: add that or leave this out",
                    value=store.backup_class,
                )
            continue
        classes, chosen = settings.backups.classes, effective.backup_class(store, settings)
        if chosen not in classes:
            named = store.backup_class is not None
            yield Problem(
                path=path,
                message="no such class in holdfast:backups.classes"
                if named
                else "there are several classes of backups and none is called "
                f"'{effective.DEFAULT_BACKUP_CLASS}': say which",
                allowed=tuple(classes),
                suggestion=nearest(chosen, classes) if named else None,
                **({"value": chosen} if named else {}),
            )


def of_classes(settings: Settings) -> Iterator[Problem]:
    """How long backups are kept: within the lock, and long enough for cold storage."""
    backups = settings.backups
    if backups is None:
        return
    yield from repeated(("backups", "emails"), backups.emails)
    for key, found in backups.classes.items():
        path = ("backups", "classes", key)
        databases = [
            name
            for name, store in settings.stores.items()
            if effective.is_aurora(store) and effective.backup_class(store, settings) == key
        ]
        periods = [*_periods(path, found, backups)]
        if databases and found.continuous_days is not None:
            periods.append(((*path, "continuous_days"), "continuous backups", found.continuous_days))
        if backups.lock is not None:
            yield from _within(backups.lock, periods)
        if found.cold_storage_after_days is not None:
            yield from _cold(path, found.cold_storage_after_days, databases, _periods(path, found, backups))


def of_unused_classes(settings: Settings) -> Iterator[Problem]:
    """Classes that no store is backed up by, and continuous backups of classes whose stores have none."""
    if settings.backups is None or "classes" not in settings.backups.model_fields_set:
        return
    stores = settings.stores.values()
    used = {effective.backup_class(store, settings) for store in stores}
    of_databases = {effective.backup_class(store, settings) for store in stores if effective.is_aurora(store)}
    for key, found in settings.backups.classes.items():
        path = ("backups", "classes", key)
        if key not in used:
            yield Problem(
                path=path,
                message="no store is in this class, so it would do nothing: name it as a store's "
                "backup_class, or leave it out",
            )
        elif (
            key not in of_databases and found.continuous_days and "continuous_days" in found.model_fields_set
        ):
            yield Problem(
                path=(*path, "continuous_days"),
                message="no Aurora database is in this class, and AWS Backup makes continuous backups of no "
                f"table ({_PITR_PAGE}): leave this out; a table's own go back its "
                "dynamodb.point_in_time_recovery_days",
                value=found.continuous_days,
            )


def of_lock(settings: Settings) -> Iterator[Problem]:
    """The lock itself."""
    if settings.backups is None or settings.backups.lock is None:
        return
    lock, path = settings.backups.lock, ("backups", "lock")
    if lock.max_retention_days is not None and lock.min_retention_days > lock.max_retention_days:
        yield Problem(
            path=(*path, "min_retention_days"),
            message=f"is above max_retention_days ({lock.max_retention_days}): no backup could be kept",
            value=lock.min_retention_days,
        )
    if lock.mode is VaultLockMode.GOVERNANCE:
        if lock.cooling_off_days is not None:
            yield Problem(
                path=(*path, "cooling_off_days"),
                message="only mode 'compliance' has a cooling-off: to AWS these days are what makes a lock "
                f"irreversible ({_LOCK_PAGE}); leave this out, or choose that mode",
                value=lock.cooling_off_days,
            )
        return
    if lock.cooling_off_days is None:
        yield Problem(
            path=(*path, "cooling_off_days"),
            message="mode 'compliance' needs it: the days, at least 3, in which the lock can still be undone "
            f"({_LOCK_PAGE})",
        )
    if settings.protection == "lifted":
        yield Problem(
            path=(*path, "mode"),
            message="nobody can undo a 'compliance' lock, AWS included, and holdfast:protection is lifted so "
            f"that everything can be deleted ({_LOCK_PAGE}): choose 'governance', or enforce protection",
            value=str(lock.mode),
        )


def _periods(
    path: SettingPath, found: BackupClassSettings, backups: BackupSettings
) -> list[tuple[SettingPath, str, int]]:
    """Give what a class keeps for how many days, each with the setting that says so."""
    daily_path: SettingPath = ("backups", "retention_days")
    if found.retention_days is not None:
        daily_path = (*path, "retention_days")
    daily = found.retention_days or backups.retention_days
    copies_path = daily_path if found.copy_retention_days is None else (*path, "copy_retention_days")
    return [
        (daily_path, "daily backups", daily),
        (copies_path, "copies", found.copy_retention_days or daily),
    ]


def _within(lock: VaultLockSettings, periods: list[tuple[SettingPath, str, int]]) -> Iterator[Problem]:
    told: set[SettingPath] = set()
    for path, what, days in periods:
        if path in told:
            continue
        told.add(path)
        bound = None
        if days < lock.min_retention_days:
            bound = f"less than {key_text(('backups', 'lock', 'min_retention_days'))}"
            limit = lock.min_retention_days
        elif lock.max_retention_days is not None and days > lock.max_retention_days:
            bound = f"more than {key_text(('backups', 'lock', 'max_retention_days'))}"
            limit = lock.max_retention_days
        if bound is not None:
            yield Problem(
                path=path,
                message=f"{what} are kept for {days} days, {bound} ({limit}): a locked vault fails such jobs "
                f"({_LOCK_PAGE})",
                value=days,
            )


def _cold(
    path: SettingPath, cold: int, databases: list[str], periods: list[tuple[SettingPath, str, int]]
) -> Iterator[Problem]:
    where = (*path, "cold_storage_after_days")
    if databases:
        yield Problem(
            path=where,
            message=f"{', '.join(key_text(('stores', name)) for name in databases)} is in this class, and "
            f"AWS Backup keeps no Aurora backup in cold storage ({_GUIDE}/backup-feature-availability.html): "
            "give it a class of its own",
            value=cold,
        )
    for _, what, days in periods:
        if days < cold + _COLD_DAYS:
            yield Problem(
                path=where,
                message=f"{what} are kept for {days} days, and what moves to cold storage stays there for "
                f"{_COLD_DAYS} ({_GUIDE}/API_Lifecycle.html): keep them for {cold + _COLD_DAYS} at least",
                value=cold,
            )
            return
