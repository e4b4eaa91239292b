"""Aurora databases planned: a cluster per region, its instances over the zones, its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective_stores
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import (
    AuroraMemberPlan,
    AuroraPlan,
    DatabaseInstancePlan,
    StoreKind,
    WriteRouting,
)
from holdfast.topology.zones import zones_of

if TYPE_CHECKING:
    from holdfast.settings import AuroraSettings, Settings, StoreSettings

_TLS = {
    StoreKind.AURORA_POSTGRESQL: ("rds.force_ssl", "1"),
    StoreKind.AURORA_MYSQL: ("require_secure_transport", "ON"),
}
"""Parameters that refuse connections without TLS.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html and
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Security.html.
"""
_CONSISTENCY = {
    StoreKind.AURORA_POSTGRESQL: ("apg_write_forward.consistency_mode", str.lower),
    StoreKind.AURORA_MYSQL: ("aurora_replica_read_consistency", str.upper),
}
"""Parameters that say what a session which forwards writes reads; MySQL forwards none without it.

RDS lists the values of each in another case, and takes none that it does not list.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/
aurora-global-database-write-forwarding-apg.html and aurora-global-database-write-forwarding-ams.html.
"""
_RPO = "rds.global_db_rpo"


def plan_aurora(key: str, settings: Settings, *, identifier: str) -> AuroraPlan:
    """Plan an Aurora database.

    Args:
        key: The store's key in the settings.
        settings: The whole settings.
        identifier: Name of the global database in AWS.

    Returns:
        The database, the same whatever the roles and the writer are.
    """
    store = settings.stores[key]
    asked, path = effective_stores.aurora(store), f"holdfast:stores.{key}.aurora"
    version = effective_stores.engine_version(store)
    return AuroraPlan(
        identifier=identifier,
        members=tuple(
            _member(place, asked, settings) for place in effective_stores.store_places(store, settings)
        ),
        engine=store.kind.value,
        engine_version=version,
        parameter_group_family=_family(store.kind, version),
        port=effective_stores.PORTS[store.kind],
        database=effective_stores.database_name(key, store),
        master_username=asked.master_username,
        password_version=asked.password_version,
        secret_arn=None
        if asked.secret_arn is None
        else asked.secret_arn.replace("{region}", PLACES[_home(store, settings)].name),
        instance_class=asked.instance_class,
        capacity_acu=effective_stores.capacity(store, settings),
        write_forwarding=store.write_routing is WriteRouting.FORWARDED,
        parameters=_parameters(store),
        backup_retention_days=asked.backup_retention_days,
        log_exports=tuple(sorted(effective_stores.log_exports(store))),
        log_retention_days=asked.log_retention_days,
        monitoring_interval_seconds=asked.monitoring_interval_seconds,
        insights_mode=asked.insights_mode,
        insights_retention_days=effective_stores.insights_retention_days(store),
        apply_immediately=asked.apply_immediately,
        origin=origin(
            members=path_of(store, f"holdfast:stores.{key}", "regions"),
            **{
                field: path_of(asked, path, setting)
                for field, setting in (
                    ("engine_version", "engine_version"),
                    ("database", "database"),
                    ("master_username", "master_username"),
                    ("password_version", "password_version"),
                    ("secret_arn", "secret_arn"),
                    ("instance_class", "instance_class"),
                    ("capacity_acu", "capacity"),
                    ("instances", "instances"),
                    ("parameters", "parameters"),
                    ("backup_retention_days", "backup_retention_days"),
                    ("log_exports", "log_exports"),
                    ("log_retention_days", "log_retention_days"),
                    ("log_retention_days", "log_retention_days"),
                    ("monitoring_interval_seconds", "monitoring_interval_seconds"),
                    ("insights_mode", "insights_mode"),
                    ("insights_retention_days", "insights_retention_days"),
                    ("apply_immediately", "apply_immediately"),
                )
            },
            write_forwarding=path_of(store, f"holdfast:stores.{key}", "write_routing"),
        ),
    )


def _home(store: StoreSettings, settings: Settings) -> str:
    return effective_stores.store_home(store, settings) or effective_stores.store_places(store, settings)[0]


def _member(place: str, asked: AuroraSettings, settings: Settings) -> AuroraMemberPlan:
    zones = zones_of(place, settings)
    return AuroraMemberPlan(
        place=place,
        region=PLACES[place].name,
        held=place in settings.hold,
        instances=tuple(
            DatabaseInstancePlan(
                key=f"{zones[number % len(zones)][-1]}{number // len(zones) + 1}",
                zone=zones[number % len(zones)],
            )
            for number in range(asked.instances)
        ),
        maintenance_window=asked.maintenance_windows.get(place),
    )


def _family(kind: StoreKind, version: str) -> str:
    """Name the parameter group family: by major version, of MySQL by the first two numbers.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/
    USER_WorkingWithParamGroups.CreatingCluster.html.
    """
    numbers = version.split(".")
    major = numbers[0] if kind is StoreKind.AURORA_POSTGRESQL else ".".join(numbers[:2])
    return f"{kind.value}{major}"


def _parameters(store: StoreSettings) -> dict[str, str]:
    asked = effective_stores.aurora(store)
    name, value = _TLS[store.kind]
    found = {name: value}
    if store.write_routing is WriteRouting.FORWARDED:
        name, written = _CONSISTENCY[store.kind]
        found[name] = written(asked.forwarded_read_consistency)
    if asked.global_db_rpo_seconds is not None:
        found[_RPO] = str(asked.global_db_rpo_seconds)
    return dict(sorted({**found, **asked.parameters}.items()))
