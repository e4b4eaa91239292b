"""Settings of Aurora databases."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from holdfast.settings.base import KeyArn, LogDays, OneOf, Place, Port, SettingsModel
from holdfast.settings.database_types import (
    INSIGHTS_DAYS,
    AdoptedClusterSettings,
    DatabaseName,
    DbInstanceClass,
    EngineVersion,
    MaintenanceWindow,
    MasterUsername,
    ParameterName,
)
from holdfast.settings.service import SecretArn  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import InsightsMode

AcuCapacity = Annotated[float, Field(ge=0, le=256, multiple_of=0.5)]


class CapacitySettings(SettingsModel):
    """Capacity of serverless instances in Aurora capacity units (ACU, about 2 GiB of memory each)."""

    min_acu: AcuCapacity | None = None
    """Least capacity of an instance, in steps of 0.5. Default: 8 in several regions, which AWS recommends for
    a global database; 0.5 in one."""
    max_acu: AcuCapacity = 16.0
    """Largest capacity of an instance, in steps of 0.5. Default: 16."""


class AdoptedAuroraSettings(SettingsModel):
    """An existing Aurora database to use instead of making one: nothing of it is declared."""

    clusters: Annotated[dict[Place, AdoptedClusterSettings], Field(min_length=1)]
    """Its clusters, one per place of the store."""
    port: Port | None = None
    """Port of its endpoints. Default: the engine's own, 5432 or 3306."""
    database: DatabaseName
    """Name of the database in it."""
    secret_arn: SecretArn
    """ARN of the secret with its credentials, in which `{region}` stands for the region's name."""
    key_arns: dict[Place, KeyArn] = Field(default_factory=dict)
    """Customer key of the secret per place. Default: AWS's own key."""


class AuroraSettings(SettingsModel):
    """What an Aurora database is."""

    engine_version: EngineVersion | None = None
    """Version of the engine, quoted. Default: the long-term support version that this version of Holdfast
    was tried with."""
    database: DatabaseName | None = None
    """Name of the database made in it; it never changes. Default: the store's key, `-` written `_`."""
    master_username: MasterUsername = "dbadmin"
    """Name of the master user; it never changes. Default: `dbadmin`."""
    password_version: Annotated[int, Field(ge=1)] = 1
    """Raise it by one to make a new password for the master user, while its home is the writer: AWS takes it
    from no other region. Default: 1."""
    secret_arn: SecretArn | None = None
    """ARN of an existing secret with the master user's credentials, in which `{region}` stands for the
    region's name; for a database that is imported. Default: a secret is made."""
    instance_class: DbInstanceClass = "db.serverless"
    """Class of the instances; `db.serverless` is Aurora Serverless v2. Default: `db.serverless`."""
    capacity: CapacitySettings | None = None
    """Capacity of serverless instances. Default: as below."""
    instances: Annotated[int, Field(ge=2, le=16)] = 2
    """Instances in each region, over its zones in turn. Default: 2."""
    parameters: dict[ParameterName, Annotated[str, Field(min_length=1)]] = Field(default_factory=dict)
    """Parameters of the cluster parameter groups, quoted. Default: TLS is required; with write forwarding
    also its read consistency."""
    forwarded_read_consistency: Literal["eventual", "session", "global"] = "session"
    """What a session that forwards writes reads afterwards: whatever has arrived, its own writes, or every
    write before. Default: `session`."""
    global_db_rpo_seconds: Annotated[int, Field(ge=20, le=2_147_483_647)] | None = None
    """Lag beyond which the writer of an Aurora PostgreSQL global database stops committing (parameter
    `rds.global_db_rpo`). Default: it never stops."""
    backup_retention_days: Annotated[int, Field(ge=1, le=35)] = 7
    """How far back the database's own backups restore to any second. Default: 7."""
    log_exports: (
        tuple[
            Literal["postgresql", "iam-db-auth-error", "instance", "audit", "error", "general", "slowquery"],
            ...,
        ]
        | None
    ) = None
    """Logs sent to CloudWatch Logs. Default: `postgresql` and `iam-db-auth-error`, or `audit`, `error` and
    `slowquery`, by engine."""
    log_retention_days: LogDays = 90
    """How long CloudWatch Logs keeps them; 0 keeps them for ever. Default: 90."""
    monitoring_interval_seconds: Literal[1, 5, 10, 15, 30, 60] = 60
    """Interval of Enhanced Monitoring. Default: 60."""
    insights_mode: InsightsMode = InsightsMode.STANDARD
    """Mode of CloudWatch Database Insights; `advanced` keeps data for 465 days or more. Default:
    `standard`."""
    insights_retention_days: (
        Annotated[int, OneOf("retention of Performance Insights", INSIGHTS_DAYS)] | None
    ) = None
    """How long Performance Insights keeps its data. Default: 7, or 465 with mode `advanced`."""
    maintenance_windows: dict[Place, MaintenanceWindow] = Field(default_factory=dict)
    """Weekly maintenance window per place in UTC, such as `sun:05:00-sun:05:30`. Default: AWS chooses."""
    apply_immediately: bool = False
    """Whether changes that AWS would keep for the maintenance window are made at once. Default: false."""
    adopt: AdoptedAuroraSettings | None = None
    """An existing database to use. Default: one is made."""
