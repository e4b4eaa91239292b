"""RDS databases: engine, class, logs, names, and promises that they cannot keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_rds, effective_stores
from holdfast.settings.contradictions import engines
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text
from holdfast.topology.values import STORE_TRAITS, InsightsMode, StoreKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

_GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide"
_API = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html"
_CLUSTER_API = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
_LIKE = {
    StoreKind.RDS_POSTGRESQL: StoreKind.AURORA_POSTGRESQL,
    StoreKind.RDS_MYSQL: StoreKind.AURORA_MYSQL,
}
"""Aurora's kind of the same engine, which has the same words and parameters."""
_ENGINE_NAMES = {StoreKind.AURORA_POSTGRESQL: "PostgreSQL", StoreKind.AURORA_MYSQL: "MySQL"}
_OWN_PARAMETERS = ("rds.force_ssl", "require_secure_transport")
_LOGS = {
    StoreKind.RDS_POSTGRESQL: ("postgresql", "upgrade", "iam-db-auth-error"),
    StoreKind.RDS_MYSQL: ("audit", "error", "general", "slowquery", "iam-db-auth-error"),
}
"""Logs that each engine exports (``_API``, EnableCloudwatchLogsExports), 2026-11."""
_NO_CLUSTER_LOG = "audit"
"""Log that an instance exports and a Multi-AZ DB cluster does not (``_CLUSTER_API``, the same argument)."""
_FIRST_POSTGRESQL, _FIRST_MYSQL = 14, (8, 0)
"""First majors of which replicas have backups of their own.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Overview.Differences.html
(2026-11).
"""
_CLUSTER_CLASSES = (
    *("db.c6gd.", "db.m5d.", "db.m6gd.", "db.m6id.", "db.m6idn.", "db.m8gd."),
    *("db.r5d.", "db.r6gd.", "db.r6id.", "db.r6idn.", "db.r8gd.", "db.x2iedn."),
)
"""How the classes begin that a Multi-AZ DB cluster takes: those with a local disk.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.html (2026-11).
"""
_LEAST_ADVANCED_DAYS = 465
_MOST_MYSQL_USER_CHARACTERS = 16
_LEAST_RPO_SECONDS = 60
"""AWS publishes no lag of replicas in other regions, and measures it once a minute.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/monitoring-cloudwatch.html (2026-11).
"""
_LEAST_PROMOTION_SECONDS = 180
"""The least that "several minutes" can mean.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Promote.html (2026-11).
"""


def of_each_database(settings: Settings) -> Iterator[Problem]:
    """What of one database's own settings does not go together."""
    for key, store in settings.stores.items():
        if not effective_rds.is_rds(store) or effective_stores.is_adopted(store):
            continue
        path = ("stores", key, "rds")
        yield from _version(path, store)
        yield from _class(path, store)
        yield from _parameters(path, store)
        yield from _logs(path, store)
        yield from _insights(path, store)
        yield from _names(path, key, store)


def of_objectives(settings: Settings) -> Iterator[Problem]:
    """Promises below what replicas in other regions can keep."""
    rpo, rto = settings.objectives.rpo_seconds, settings.objectives.rto_seconds
    for key, store in settings.stores.items():
        if not effective_rds.is_rds(store) or len(effective_stores.store_places(store, settings)) == 1:
            continue
        name, traits = key_text(("stores", key)), STORE_TRAITS[store.kind]
        if rpo is not None and 0 < rpo < _LEAST_RPO_SECONDS:
            yield Problem(
                path=("objectives", "rpo_seconds"),
                message=f"{name} has read replicas, of which AWS publishes no lag and tells it once a minute "
                f"({_GUIDE}/monitoring-cloudwatch.html): promise at least {_LEAST_RPO_SECONDS}, or use "
                "Aurora",
                value=rpo,
            )
        if rto is not None and rto < _LEAST_PROMOTION_SECONDS:
            yield Problem(
                path=("objectives", "rto_seconds"),
                message=f"{name} has read replicas, and to promote one takes several minutes or longer "
                f"({traits.promotion_source}): promise at least {_LEAST_PROMOTION_SECONDS}, or use Aurora",
                value=rto,
            )


def _version(path: SettingPath, store: StoreSettings) -> Iterator[Problem]:
    version = effective_rds.engine_version(store)
    numbers = tuple(int(number) for number in version.split("."))
    is_mysql = len(numbers) == len(("major", "minor", "patch"))
    if is_mysql is not (store.kind is StoreKind.RDS_MYSQL):
        yield Problem(
            path=(*path, "engine_version"),
            message=f"is no version of {store.kind}, such as {effective_rds.DEFAULT_VERSION[store.kind]}",
            value=version,
        )
    elif (numbers[:2] < _FIRST_MYSQL) if is_mysql else (numbers[0] < _FIRST_POSTGRESQL):
        yield Problem(
            path=(*path, "engine_version"),
            message=f"is too old for replicas with backups ({_GUIDE}/USER_ReadRepl.Overview.Differences.html"
            f"): take a later one, such as {effective_rds.DEFAULT_VERSION[store.kind]}",
            value=version,
        )


def _class(path: SettingPath, store: StoreSettings) -> Iterator[Problem]:
    chosen = effective_rds.instance_class(store)
    if chosen == effective_stores.SERVERLESS:
        yield Problem(
            path=(*path, "instance_class"),
            message="is Aurora's: RDS has provisioned instances alone, such as db.r8g.large",
            value=chosen,
        )
    elif effective_stores.is_rds_cluster(store) and not chosen.startswith(_CLUSTER_CLASSES):
        yield Problem(
            path=(*path, "instance_class"),
            message="is none that a Multi-AZ DB cluster takes, such as db.r6gd.large: these have a local "
            f"disk ({_GUIDE}/multi-az-db-clusters-concepts.html)",
            value=chosen,
            allowed=tuple(f"{family}*" for family in _CLUSTER_CLASSES),
        )


def _parameters(path: SettingPath, store: StoreSettings) -> Iterator[Problem]:
    for name, value in effective_stores.rds(store).parameters.items():
        where, owner = (*path, "parameters", name), engines.parameter_kind(name)
        if name in _OWN_PARAMETERS:
            yield Problem(path=where, message="is set by Holdfast: every connection uses TLS", value=value)
        elif owner not in (None, _LIKE[store.kind]):
            yield Problem(
                path=where,
                message=f"is a parameter of {_ENGINE_NAMES[owner]}, and this store is {store.kind}: leave it "
                "out",
                value=value,
            )


def _logs(path: SettingPath, store: StoreSettings) -> Iterator[Problem]:
    chosen, cluster = effective_stores.rds(store).log_exports or (), effective_stores.is_rds_cluster(store)
    what, page = (f"{store.kind} as a Multi-AZ DB cluster", _CLUSTER_API) if cluster else (store.kind, _API)
    allowed = tuple(log for log in _LOGS[store.kind] if not (cluster and log == _NO_CLUSTER_LOG))
    yield from repeated((*path, "log_exports"), chosen)
    for index, log in enumerate(chosen):
        if log not in allowed:
            yield Problem(
                path=(*path, "log_exports", index),
                message=f"{what} has no such log ({page}, EnableCloudwatchLogsExports)",
                value=log,
                allowed=allowed,
            )


def _insights(path: SettingPath, store: StoreSettings) -> Iterator[Problem]:
    asked = effective_stores.rds(store)
    days = asked.insights_retention_days
    if asked.insights_mode is InsightsMode.ADVANCED and days is not None and days < _LEAST_ADVANCED_DAYS:
        yield Problem(
            path=(*path, "insights_retention_days"),
            message=f"mode 'advanced' needs at least {_LEAST_ADVANCED_DAYS} "
            f"({_GUIDE}/USER_DatabaseInsights.TurningOnAdvanced.html): raise it or leave it out",
            value=days,
        )


def _names(path: SettingPath, key: str, store: StoreSettings) -> Iterator[Problem]:
    user, database = effective_stores.rds(store).master_username, effective_rds.database_name(key, store)
    like = _LIKE[store.kind]
    if store.kind is StoreKind.RDS_MYSQL and len(user) > _MOST_MYSQL_USER_CHARACTERS:
        yield Problem(
            path=(*path, "master_username"),
            message=f"has {len(user)} characters, and MySQL's master user has at most "
            f"{_MOST_MYSQL_USER_CHARACTERS} ({_API}, MasterUsername)",
            value=user,
        )
    for field, name, taken in (
        ("master_username", user, engines.TAKEN_USERS[like]),
        ("database", database, engines.TAKEN_DATABASES[like]),
    ):
        if engines.is_reserved(name, like) or name.lower() in taken:
            yield Problem(
                path=(*path, field),
                message=f"'{name}' is reserved by the engine ({engines.WORDS_PAGE[like]}), and AWS takes no "
                f"reserved word ({_API}): choose another",
            )
