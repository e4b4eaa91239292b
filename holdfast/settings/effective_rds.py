"""What the settings of RDS databases come to once defaults that depend on other settings are applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_stores
from holdfast.topology.values import InsightsMode, RdsShape, StoreKind

if TYPE_CHECKING:
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

ENGINES = {StoreKind.RDS_POSTGRESQL: "postgres", StoreKind.RDS_MYSQL: "mysql"}
"""AWS's name of each kind's engine."""
DEFAULT_VERSION = {StoreKind.RDS_POSTGRESQL: "17.7", StoreKind.RDS_MYSQL: "8.4.8"}
"""Minor versions of majors with long support, in 2026-11.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html,
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html.
"""
PORTS = {StoreKind.RDS_POSTGRESQL: 5432, StoreKind.RDS_MYSQL: 3306}
"""Default ports of the engines.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (Port).
"""
_CLASSES = {RdsShape.INSTANCE: "db.r8g.large", RdsShape.CLUSTER: "db.r6gd.large"}
_LOG_EXPORTS = {
    StoreKind.RDS_POSTGRESQL: ("postgresql", "upgrade"),
    StoreKind.RDS_MYSQL: ("error", "slowquery"),
}
_INSIGHTS_DAYS = {InsightsMode.STANDARD: 7, InsightsMode.ADVANCED: 465}


def is_rds(store: StoreSettings) -> bool:
    """Whether a store is an RDS database."""
    return store.kind in ENGINES


def source(store: StoreSettings, settings: Settings) -> str | None:
    """Give the place that replicas are copied from: as set, else the home; None where neither is said."""
    return effective_stores.rds(store).source or effective_stores.store_home(store, settings)


def engine_version(store: StoreSettings) -> str:
    """Give the version of the engine: as set, else the default."""
    return effective_stores.rds(store).engine_version or DEFAULT_VERSION[store.kind]


def database_name(key: str, store: StoreSettings) -> str:
    """Give the name of the database: as set, else the store's key."""
    return effective_stores.rds(store).database or key.replace("-", "_")


def instance_class(store: StoreSettings) -> str:
    """Give the class of the instances: as set, else the default of the shape."""
    asked = effective_stores.rds(store)
    return asked.instance_class or _CLASSES[asked.shape]


def log_exports(store: StoreSettings) -> tuple[str, ...]:
    """Give the logs that are exported: as set, else the engine's default."""
    chosen = effective_stores.rds(store).log_exports
    return _LOG_EXPORTS[store.kind] if chosen is None else chosen


def insights_retention_days(store: StoreSettings) -> int:
    """Give how long Performance Insights keeps its data: as set, else by mode."""
    asked = effective_stores.rds(store)
    return asked.insights_retention_days or _INSIGHTS_DAYS[asked.insights_mode]
