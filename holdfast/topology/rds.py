"""RDS databases planned: an instance per region, or a Multi-AZ DB cluster in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective_rds, effective_stores
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import (
    RdsBackupCopyPlan,
    RdsMemberPlan,
    RdsPlan,
    RdsStoragePlan,
    StoreKind,
)

if TYPE_CHECKING:
    from holdfast.settings import Settings, StoreSettings
    from holdfast.settings.rds import RdsSettings

_TLS = {
    StoreKind.RDS_POSTGRESQL: ("rds.force_ssl", "1"),
    StoreKind.RDS_MYSQL: ("require_secure_transport", "1"),
}
"""Parameters that refuse connections without TLS.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html and
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html.
"""
_FROM_THE_SECTION = (
    "shape",
    "source",
    "engine_version",
    "database",
    "master_username",
    "password_version",
    "secret_arn",
    "instance_class",
    "storage",
    "parameters",
    "backup_retention_days",
    "backup_copy",
    "log_exports",
    "log_retention_days",
    "monitoring_interval_seconds",
    "insights_mode",
    "insights_retention_days",
    "apply_immediately",
)
"""Fields of the plan that a setting of the same name decides."""


def plan_rds(key: str, settings: Settings, *, home: str, identifier: str) -> RdsPlan:
    """Plan an RDS database.

    Args:
        key: The store's key in the settings.
        settings: The whole settings.
        home: Place in which it was first created.
        identifier: Project, stack and key, for names that AWS must know.

    Returns:
        The database, the same whatever the roles and the writer are.
    """
    store = settings.stores[key]
    asked, path = effective_stores.rds(store), f"holdfast:stores.{key}.rds"
    engine, version = effective_rds.ENGINES[store.kind], effective_rds.engine_version(store)
    tls, required = _TLS[store.kind]
    return RdsPlan(
        identifier=identifier,
        shape=asked.shape,
        source=asked.source or home,
        members=tuple(
            _member(place, store, settings) for place in effective_stores.store_places(store, settings)
        ),
        engine=engine,
        engine_version=version,
        parameter_group_family=engine + version.rpartition(".")[0],
        port=effective_rds.PORTS[store.kind],
        database=effective_rds.database_name(key, store),
        master_username=asked.master_username,
        password_version=asked.password_version,
        secret_arn=None
        if asked.secret_arn is None
        else asked.secret_arn.replace("{region}", PLACES[home].name),
        instance_class=effective_rds.instance_class(store),
        storage=RdsStoragePlan(
            type=asked.storage.type,
            gib=asked.storage.gib,
            iops=asked.storage.iops,
            throughput_mibps=asked.storage.throughput_mibps,
            max_gib=asked.storage.max_gib,
        ),
        parameters=dict(sorted({tls: required, **asked.parameters}.items())),
        backup_retention_days=asked.backup_retention_days,
        backup_copy=_backup_copy(asked),
        log_exports=tuple(sorted(effective_rds.log_exports(store))),
        log_retention_days=asked.log_retention_days,
        monitoring_interval_seconds=asked.monitoring_interval_seconds,
        insights_mode=asked.insights_mode,
        insights_retention_days=effective_rds.insights_retention_days(store),
        apply_immediately=asked.apply_immediately,
        origin=origin(
            members=path_of(store, f"holdfast:stores.{key}", "regions"),
            **{field: path_of(asked, path, field) for field in _FROM_THE_SECTION},
        ),
    )


def _member(place: str, store: StoreSettings, settings: Settings) -> RdsMemberPlan:
    asked = effective_stores.rds(store)
    return RdsMemberPlan(
        place=place,
        region=PLACES[place].name,
        held=place in settings.hold,
        multi_az=None if effective_stores.is_rds_cluster(store) else place not in asked.without_standby,
        identifier=asked.identifiers.get(place),
        backup_window=asked.backup_windows.get(place),
        maintenance_window=asked.maintenance_windows.get(place),
    )


def _backup_copy(asked: RdsSettings) -> RdsBackupCopyPlan | None:
    copy = asked.backup_copy
    if copy is None:
        return None
    return RdsBackupCopyPlan(place=copy.to, region=PLACES[copy.to].name, retention_days=copy.retention_days)
