"""What settings of stores come to once defaults that depend on other settings are applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings.aurora import AuroraSettings, CapacitySettings
from holdfast.settings.dsql import DsqlSettings
from holdfast.settings.dynamodb import DynamodbSettings
from holdfast.settings.effective import serving
from holdfast.settings.elasticache import ElasticacheSettings
from holdfast.settings.rds import RdsSettings
from holdfast.settings.s3 import S3Settings
from holdfast.topology.values import (
    STORE_TRAITS,
    Consistency,
    InsightsMode,
    RdsShape,
    Role,
    StoreKind,
)

if TYPE_CHECKING:
    from holdfast.settings.base import SettingsModel
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

STORE_SECTIONS = {
    StoreKind.AURORA_POSTGRESQL: "aurora",
    StoreKind.AURORA_MYSQL: "aurora",
    StoreKind.DYNAMODB: "dynamodb",
    StoreKind.RDS_POSTGRESQL: "rds",
    StoreKind.RDS_MYSQL: "rds",
    StoreKind.DSQL: "dsql",
    StoreKind.ELASTICACHE: "elasticache",
    StoreKind.S3: "s3",
}
"""Section of a store that says what it is, by kind."""
_IN_NETWORKS = {"aurora", "rds", "elasticache"}
"""Sections of stores that stand in a region's network."""
SERVERLESS = "db.serverless"
LEAST_ACU = 0.5
"""Least capacity of an instance that never pauses."""
LEAST_GLOBAL_ACU = 8.0
"""Least capacity that AWS recommends for the writer of a global database, which any region may become.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/
aurora-global-database.configuration.requirements.html.
"""
DEFAULT_VERSION = {
    StoreKind.AURORA_POSTGRESQL: "17.7",
    StoreKind.AURORA_MYSQL: "8.0.mysql_aurora.3.10.4",
}
"""Long-term support versions, the newest of each engine in 2026-11.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Updates.LTS.html and
https://github.com/aws/agent-toolkit-for-aws (upgrade-planning-lts-recommendation.md) for PostgreSQL 17.7;
 https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Update.SpecialVersions.html for
MySQL 3.10, its patches in https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/doc-history.html.
"""
PORTS = {StoreKind.AURORA_POSTGRESQL: 5432, StoreKind.AURORA_MYSQL: 3306}
"""Default ports of the engines.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html (Port).
"""
_LOG_EXPORTS = {
    StoreKind.AURORA_POSTGRESQL: ("postgresql", "iam-db-auth-error"),
    StoreKind.AURORA_MYSQL: ("audit", "error", "slowquery"),
}
_INSIGHTS_DAYS = {InsightsMode.STANDARD: 7, InsightsMode.ADVANCED: 465}


def store_places(store: StoreSettings, settings: Settings) -> tuple[str, ...]:
    """Give the places that hold a store, sorted."""
    return serving(settings) if store.regions is None else tuple(sorted(set(store.regions)))


def store_home(store: StoreSettings, settings: Settings) -> str | None:
    """Give the place in which a store was first created; None where the settings do not say it."""
    held = store_places(store, settings)
    return store.home or (held[0] if len(held) == 1 else None)


def store_writer(store: StoreSettings, settings: Settings) -> str | None:
    """Give the place that takes a store's writes now: as set, else the one active region, else its home.

    None where the settings do not say it.
    """
    active = [
        place
        for place in store_places(store, settings)
        if place in settings.regions and settings.regions[place].role is Role.ACTIVE
    ]
    return store.writer or (active[0] if len(active) == 1 else store_home(store, settings))


def has_one_writer(store: StoreSettings) -> bool:
    """Whether only one place takes a store's writes."""
    return STORE_TRAITS[store.kind].one_writer


def consistency(store: StoreSettings) -> Consistency:
    """Give whether a store's writes wait for other regions: as set, else as its kind does."""
    return store.consistency or STORE_TRAITS[store.kind].consistencies[0]


def is_aurora(store: StoreSettings) -> bool:
    """Whether a store is an Aurora database."""
    return store.kind in DEFAULT_VERSION


def is_adopted(store: StoreSettings) -> bool:
    """Whether a store exists already and nothing of it is declared."""
    return adopted(store) is not None


def adopted(store: StoreSettings) -> SettingsModel | None:
    """Give what a store says of an existing one that it uses; None where one is made."""
    section = getattr(store, store_section(store))
    found: SettingsModel | None = getattr(section, "adopt", None)
    return found


def store_section(store: StoreSettings) -> str:
    """Give the name of the section that says what a store of this kind is."""
    return STORE_SECTIONS[store.kind]


def is_in_network(store: StoreSettings) -> bool:
    """Whether a store stands in the networks of its regions."""
    return store_section(store) in _IN_NETWORKS


def aurora(store: StoreSettings) -> AuroraSettings:
    """Give what an Aurora database is: as set, else all defaults."""
    return store.aurora or AuroraSettings.model_construct()


def dynamodb(store: StoreSettings) -> DynamodbSettings:
    """Give what a table is: as set, else all defaults."""
    return store.dynamodb or DynamodbSettings.model_construct()


def rds(store: StoreSettings) -> RdsSettings:
    """Give what an RDS database is: as set, else all defaults."""
    return store.rds or RdsSettings.model_construct()


def dsql(store: StoreSettings) -> DsqlSettings:
    """Give what a DSQL database is: as set, else all defaults."""
    return store.dsql or DsqlSettings.model_construct()


def elasticache(store: StoreSettings) -> ElasticacheSettings:
    """Give what a cache that counts as a store is: as set, else all defaults."""
    return store.elasticache or ElasticacheSettings.model_construct()


def s3(store: StoreSettings) -> S3Settings:
    """Give what replicated buckets are: as set, else all defaults."""
    return store.s3 or S3Settings.model_construct()


def engine_version(store: StoreSettings) -> str:
    """Give the version of an Aurora database's engine: as set, else the long-term support version."""
    return aurora(store).engine_version or DEFAULT_VERSION[store.kind]


def database_name(key: str, store: StoreSettings) -> str:
    """Give the name of the database in an Aurora database: as set, else its key."""
    return aurora(store).database or key.replace("-", "_")


def capacity(store: StoreSettings, settings: Settings) -> tuple[float, float] | None:
    """Give the least and the largest ACU of an Aurora database's instances; None of provisioned ones."""
    asked = aurora(store)
    if asked.instance_class != SERVERLESS:
        return None
    found = asked.capacity or CapacitySettings.model_construct()
    least = LEAST_GLOBAL_ACU if len(store_places(store, settings)) > 1 else LEAST_ACU
    return (least if found.min_acu is None else found.min_acu), found.max_acu


def log_exports(store: StoreSettings) -> tuple[str, ...]:
    """Give the logs that an Aurora database sends to CloudWatch Logs: as set, else by engine."""
    chosen = aurora(store).log_exports
    return _LOG_EXPORTS[store.kind] if chosen is None else chosen


def insights_retention_days(store: StoreSettings) -> int:
    """Give the days for which Performance Insights keeps an Aurora database's data."""
    settings = aurora(store)
    return settings.insights_retention_days or _INSIGHTS_DAYS[settings.insights_mode]


def is_rds_cluster(store: StoreSettings) -> bool:
    """Whether a store is an RDS Multi-AZ cluster."""
    return store_section(store) == "rds" and rds(store).shape is RdsShape.CLUSTER
