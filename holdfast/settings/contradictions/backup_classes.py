"""Classes of backups: which store is in which, and what of a class would do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_backups, effective_stores
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import BACKUP_TYPE_OF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.stack import Settings

_GUIDE = "https://docs.aws.amazon.com/aws-backup/latest/devguide"
_PITR_PAGE = f"{_GUIDE}/point-in-time-recovery.html"


def of_choices(settings: Settings) -> Iterator[Problem]:
    """The class that each store is backed up by."""
    for key, store in settings.stores.items():
        path = ("stores", key, "backup_class")
        if effective_stores.is_adopted(store) or store.not_backed_up_because is not None:
            continue
        if store.kind not in BACKUP_TYPE_OF:
            if store.backup_class is not None:
                yield Problem(
                    path=path,
                    message=f"AWS Backup knows no stores of kind {store.kind}: leave this out; its own "
                    "snapshots are what it has",
                    value=store.backup_class,
                )
            continue
        if settings.backups is None:
            if store.backup_class is not None:
                yield Problem(
                    path=path,
                    message="does nothing without holdfast:backups: add that or leave this out",
                    value=store.backup_class,
                )
            continue
        classes, chosen = settings.backups.classes, effective_backups.backup_class(store, settings)
        if chosen not in classes:
            named = store.backup_class is not None
            yield Problem(
                path=path,
                message="no such class in holdfast:backups.classes"
                if named
                else "there are several classes of backups and none is called "
                f"'{effective_backups.DEFAULT_BACKUP_CLASS}': say which",
                allowed=tuple(classes),
                suggestion=nearest(chosen, classes) if named else None,
                **({"value": chosen} if named else {}),
            )


def of_hourly(settings: Settings) -> Iterator[Problem]:
    """Hourly backups of RDS beside continuous ones, which AWS makes once a day all the same."""
    if settings.backups is None:
        return
    for name, store in settings.stores.items():
        key = effective_backups.backup_class(store, settings)
        found = settings.backups.classes.get(key or "")
        if found is None or found.hourly is None or found.continuous_days is None:
            continue
        if effective_backups.has_continuous_backups(store) and BACKUP_TYPE_OF[store.kind] == "RDS":
            yield Problem(
                path=("backups", "classes", str(key), "hourly"),
                message=f"{key_text(('stores', name))} is in this class, and RDS with a continuous backup "
                f"takes snapshots once a day, whatever a plan says ({_PITR_PAGE}): give it a class of its "
                "own, without this or with continuous_days null",
            )


def of_addresses(settings: Settings) -> Iterator[Problem]:
    """Addresses that are told of jobs."""
    if settings.backups is not None:
        yield from repeated(("backups", "emails"), settings.backups.emails)


def of_unused_classes(settings: Settings) -> Iterator[Problem]:
    """Classes that no store is backed up by, and continuous backups of classes whose stores have none."""
    if settings.backups is None or "classes" not in settings.backups.model_fields_set:
        return
    stores = settings.stores.values()
    used = {effective_backups.backup_class(store, settings) for store in stores}
    with_continuous = {
        effective_backups.backup_class(store, settings)
        for store in stores
        if effective_backups.has_continuous_backups(store)
    }
    for key, found in settings.backups.classes.items():
        path = ("backups", "classes", key)
        if key not in used:
            yield Problem(
                path=path,
                message="no store is in this class, so it would do nothing: name it as a store's "
                "backup_class, or leave it out",
            )
        elif (
            key not in with_continuous
            and found.continuous_days
            and "continuous_days" in found.model_fields_set
        ):
            yield Problem(
                path=(*path, "continuous_days"),
                message="no store in this class has continuous backups in AWS Backup: Aurora, RDS instances "
                f"and S3 have, DynamoDB and DSQL have not ({_PITR_PAGE}). Leave this out; a table's own go "
                "back its dynamodb.point_in_time_recovery_days",
                value=found.continuous_days,
            )
