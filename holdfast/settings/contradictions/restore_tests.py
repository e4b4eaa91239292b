"""Restore tests and the audit of backups: places that have what is tested, checks that a kind can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective, effective_backups, effective_stores
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import BACKUP_TYPE_OF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.restore_testing import RestoreChecksSettings, RestoreQuerySettings
    from holdfast.settings.stack import Settings

_PAGE = "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html"
_TAKES = {
    "Aurora": ("database", "queries"),
    "RDS": ("database", "queries"),
    "DynamoDB": ("at_least_items", "attributes"),
    "S3": ("at_least_objects", "objects"),
}
_ALL = tuple(field for fields in dict.fromkeys(_TAKES.values()) for field in fields)
_CERTIFICATES = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html"
_BUNDLE = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
_CLUSTER_ZONES = 3
_CLUSTER_PAGE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/create-multi-az-db-cluster.html"
_STEPS = 4
"""How often the function must be able to look: to add an instance, to ask it, and once more for each."""


def of_places(settings: Settings) -> Iterator[Problem]:
    """Places without a vault, and places with nothing to restore."""
    if settings.backups is None:
        return
    vaults = effective_backups.vault_places(settings)
    for section, places in (
        ("restore_testing", getattr(settings.backups.restore_testing, "places", None)),
        ("audit", getattr(settings.backups.audit, "places", None)),
    ):
        path: SettingPath = ("backups", section, "places")
        yield from repeated(path, places or ())
        for index, place in enumerate(places or ()):
            if place not in vaults:
                yield Problem(
                    path=(*path, index),
                    message="has no backup vault: nothing is backed up there and no copies go there",
                    value=place,
                    allowed=vaults,
                )
        if places == ():
            yield Problem(path=path, message="is empty, so nothing would be done: leave the section out")
    if settings.backups.restore_testing is not None:
        for place in effective_backups.restore_test_places(settings):
            if place in vaults and not effective_backups.restorable_stores(place, settings):
                yield Problem(
                    path=("backups", "restore_testing"),
                    message=f"{place} holds no backup of a kind that AWS Backup restores in tests "
                    f"({', '.join(_TAKES)}; {_PAGE}): name other places, or leave the section out",
                )


def of_zones(settings: Settings) -> Iterator[Problem]:
    """Places with too few zones for what is restored there."""
    for place in effective_backups.restore_test_places(settings):
        region = settings.regions.get(place)
        clusters = [
            key
            for key in effective_backups.restorable_stores(place, settings)
            if effective_stores.is_rds_cluster(settings.stores[key])
        ]
        if region is not None and clusters and effective.zone_count(region) < _CLUSTER_ZONES:
            yield Problem(
                path=("regions", place, "zones"),
                message=f"copies of {', '.join(clusters)} are restored there in tests: a Multi-AZ DB cluster "
                f"needs {_CLUSTER_ZONES} zones ({_CLUSTER_PAGE})",
                value=region.zones,
            )


def of_windows(settings: Settings) -> Iterator[Problem]:
    """Time for the function to judge, and for its queries."""
    asked = None if settings.backups is None else settings.backups.restore_testing
    if asked is None:
        return
    step = 2 * effective_backups.restore_function_seconds(asked)
    if asked.validation_window_hours * 3600 < _STEPS * step + 1800:
        yield Problem(
            path=("backups", "restore_testing", "validation_window_hours"),
            message=f"is too short: the function looks every {step} seconds with query_timeout_seconds "
            f"{asked.query_timeout_seconds}, must be able to look {_STEPS} times, and stops half an hour "
            "before AWS Backup deletes what it restored",
            value=asked.validation_window_hours,
        )
    if settings.backups is not None and asked.selection_window_days > settings.backups.retention_days:
        yield Problem(
            path=("backups", "restore_testing", "selection_window_days"),
            message=f"is more than {key_text(('backups', 'retention_days'))} "
            f"({settings.backups.retention_days}): nothing so old is kept",
            value=asked.selection_window_days,
        )


def of_certificates(settings: Settings) -> Iterator[Problem]:
    """By what a restored database proves whose it is."""
    asked = None if settings.backups is None else settings.backups.restore_testing
    if asked is None:
        return
    databases = sorted(
        key for key in _tested(settings) if "queries" in _TAKES[BACKUP_TYPE_OF[settings.stores[key].kind]]
    )
    path: SettingPath = ("backups", "restore_testing", "ca_file")
    if databases and asked.verify_server and asked.ca_file is None:
        yield Problem(
            path=path,
            message=f"is needed to verify the restored {', '.join(databases)}: no public trust store has "
            f"RDS's authorities ({_CERTIFICATES}); download {_BUNDLE} into the project and name the file, "
            f"or say {key_text(('backups', 'restore_testing', 'verify_server'))} false: encrypted, but not "
            "verified",
        )
    if asked.ca_file is not None and not (databases and asked.verify_server):
        yield Problem(
            path=path,
            message="does nothing: "
            + ("verify_server is false" if databases else "no database is restored in the tested places"),
            value=asked.ca_file,
        )


def of_checks(settings: Settings) -> Iterator[Problem]:
    """What single copies must hold."""
    asked = None if settings.backups is None else settings.backups.restore_testing
    if asked is None:
        return
    tested = _tested(settings)
    for key, checks in asked.stores.items():
        path: SettingPath = ("backups", "restore_testing", "stores", key)
        store = settings.stores.get(key)
        if store is None:
            yield Problem(
                path=path,
                message="no such store in holdfast:stores",
                suggestion=nearest(key, settings.stores),
                allowed=tuple(sorted(settings.stores)),
            )
            continue
        if BACKUP_TYPE_OF.get(store.kind) not in _TAKES:
            yield Problem(
                path=path,
                message=f"AWS Backup restores no {store.kind} in tests ({_PAGE}): leave it out, and restore "
                "one by hand now and then",
                allowed=tuple(sorted(tested)),
            )
            continue
        if key not in tested:
            yield Problem(
                path=path,
                message="is restored in none of the tested places: it is not backed up, or its copies go "
                f"elsewhere; see {key_text(('backups', 'restore_testing', 'places'))}",
                allowed=tuple(sorted(tested)),
            )
        yield from _fields(path, checks, BACKUP_TYPE_OF[store.kind])
        for name, query in checks.queries.items():
            yield from _expectation((*path, "queries", name), query)


def _tested(settings: Settings) -> set[str]:
    return {
        key
        for place in effective_backups.restore_test_places(settings)
        for key in effective_backups.restorable_stores(place, settings)
    }


def _fields(path: SettingPath, checks: RestoreChecksSettings, kind: str) -> Iterator[Problem]:
    for field in _ALL:
        if field in checks.model_fields_set and field not in _TAKES[kind]:
            yield Problem(
                path=(*path, field),
                message=f"does nothing for a store of AWS Backup's type {kind}",
                allowed=_TAKES[kind],
            )


def _expectation(path: SettingPath, query: RestoreQuerySettings) -> Iterator[Problem]:
    fields = ("at_least", "newest_within_minutes", "equals")
    given = [field for field in fields if getattr(query, field) is not None]
    if len(given) != 1:
        yield Problem(
            path=path,
            message=f"has {' and '.join(given) or 'no expectation'}: a query has exactly one",
            allowed=fields,
        )
