"""Aurora databases: engine, capacity, logs, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_stores
from holdfast.settings.contradictions import engines
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import InsightsMode, StoreKind, WriteRouting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.aurora import AuroraSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

_GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide"
_API = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
_LEAST_ADVANCED_DAYS = 465
_MOST_MYSQL_USER_CHARACTERS = 16


def of_each_database(settings: Settings) -> Iterator[Problem]:
    """What of one database's own settings does not go together."""
    for key, store in settings.stores.items():
        if not effective_stores.is_aurora(store) or effective_stores.is_adopted(store):
            continue
        path = ("stores", key, "aurora")
        asked = effective_stores.aurora(store)
        yield from _version(path, store, asked)
        yield from _capacity(path, store, settings)
        yield from _parameters(path, store, asked)
        yield from _logs(path, store, asked)
        yield from _insights(path, asked)
        yield from _names(path, key, store)
        yield from _forwarding(path, store, asked)
        if store.kind is not StoreKind.AURORA_POSTGRESQL and asked.global_db_rpo_seconds is not None:
            yield Problem(
                path=(*path, "global_db_rpo_seconds"),
                message="only Aurora PostgreSQL can hold back commits by lag "
                f"({_GUIDE}/aurora-global-database-disaster-recovery.html): leave this out",
                value=asked.global_db_rpo_seconds,
            )


def _version(path: SettingPath, store: StoreSettings, asked: AuroraSettings) -> Iterator[Problem]:
    if asked.engine_version is not None and engines.kind_of(asked.engine_version) is not store.kind:
        yield Problem(
            path=(*path, "engine_version"),
            message=f"is no version of {store.kind}, such as {effective_stores.DEFAULT_VERSION[store.kind]} "
            f"({engines.VERSIONS_PAGE[store.kind]})",
            value=asked.engine_version,
        )


def _capacity(path: SettingPath, store: StoreSettings, settings: Settings) -> Iterator[Problem]:
    asked = effective_stores.aurora(store)
    if asked.instance_class != effective_stores.SERVERLESS:
        if asked.capacity is not None:
            yield Problem(
                path=(*path, "capacity"),
                message=f"does nothing with instance_class {asked.instance_class}: only "
                f"{effective_stores.SERVERLESS} has ACUs; leave one of them out",
            )
        return
    found = effective_stores.capacity(store, settings)
    if found is None:
        return
    least, most = found
    if least > most and (asked.capacity is None or asked.capacity.min_acu is None):
        yield Problem(
            path=(*path, "capacity", "max_acu"),
            message=f"is below the least capacity, {least:g} by default: raise it, or say min_acu",
            value=most,
        )
    elif least > most:
        yield Problem(
            path=(*path, "capacity", "min_acu"),
            message=f"is above max_acu ({most:g})",
            value=least,
        )
    elif most < 1:
        yield Problem(
            path=(*path, "capacity", "max_acu"),
            message="the largest capacity of serverless instances is at least 1 ACU "
            f"({_GUIDE}/aurora-serverless-v2.setting-capacity.html)",
            value=most,
        )
    version = effective_stores.engine_version(store)
    if least == 0 and engines.kind_of(version) is store.kind and not engines.can_pause(version):
        yield Problem(
            path=(*path, "capacity", "min_acu"),
            message=f"engine version {version} cannot pause: 0 needs PostgreSQL 13.15, 14.12, 15.7, 16.3 or "
            f"MySQL 3.08.0 at least ({_GUIDE}/aurora-serverless-v2-auto-pause.html)",
            value=least,
        )


def _parameters(path: SettingPath, store: StoreSettings, asked: AuroraSettings) -> Iterator[Problem]:
    for name, value in asked.parameters.items():
        where = (*path, "parameters", name)
        owner = engines.parameter_kind(name)
        if name in engines.OWN_PARAMETERS:
            yield Problem(
                path=where, message=f"is set by Holdfast: {engines.OWN_PARAMETERS[name]}", value=value
            )
        elif owner not in (None, store.kind):
            yield Problem(
                path=where,
                message=f"is a parameter of {owner}, and this store is {store.kind}: leave it out",
                value=value,
            )


def _logs(path: SettingPath, store: StoreSettings, asked: AuroraSettings) -> Iterator[Problem]:
    chosen, known = asked.log_exports or (), engines.LOGS[store.kind]
    yield from repeated((*path, "log_exports"), chosen)
    for index, log in enumerate(chosen):
        if log not in known:
            yield Problem(
                path=(*path, "log_exports", index),
                message=f"{store.kind} has no such log ({_API}, EnableCloudwatchLogsExports)",
                value=log,
                allowed=known,
            )


def _insights(path: SettingPath, asked: AuroraSettings) -> Iterator[Problem]:
    days = asked.insights_retention_days
    if asked.insights_mode is InsightsMode.ADVANCED and days is not None and days < _LEAST_ADVANCED_DAYS:
        yield Problem(
            path=(*path, "insights_retention_days"),
            message=f"mode 'advanced' needs at least {_LEAST_ADVANCED_DAYS} "
            f"({_GUIDE}/USER_DatabaseInsights.Considerations.html): raise it or leave it out",
            value=days,
        )


def _names(path: SettingPath, key: str, store: StoreSettings) -> Iterator[Problem]:
    user, database = (
        effective_stores.aurora(store).master_username,
        effective_stores.database_name(key, store),
    )
    if store.kind is StoreKind.AURORA_MYSQL and len(user) > _MOST_MYSQL_USER_CHARACTERS:
        yield Problem(
            path=(*path, "master_username"),
            message=f"has {len(user)} characters, and MySQL's master user has at most "
            f"{_MOST_MYSQL_USER_CHARACTERS} ({_API}, MasterUsername)",
            value=user,
        )
    for field, name, taken in (
        ("master_username", user, engines.TAKEN_USERS[store.kind]),
        ("database", database, engines.TAKEN_DATABASES[store.kind]),
    ):
        if engines.is_reserved(name, store.kind) or name.lower() in taken:
            yield Problem(
                path=(*path, field),
                message=f"'{name}' is reserved by the engine ({engines.WORDS_PAGE[store.kind]}), and AWS "
                f"takes no reserved word ({_API}): choose another",
            )


def _forwarding(path: SettingPath, store: StoreSettings, asked: AuroraSettings) -> Iterator[Problem]:
    set_here = "forwarded_read_consistency" in asked.model_fields_set
    if set_here and store.write_routing is not WriteRouting.FORWARDED:
        yield Problem(
            path=(*path, "forwarded_read_consistency"),
            message="does nothing unless the store's write_routing is 'forwarded': add that or leave "
            "this out",
            value=asked.forwarded_read_consistency,
        )
