"""Settings of stores of kinds rds-postgresql and rds-mysql."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from holdfast.settings import database_formats as formats
from holdfast.settings.base import KeyArn, LogDays, OneOf, Place, Port, SettingsModel
from holdfast.settings.database_types import (
    INSIGHTS_DAYS,
    DatabaseName,
    DbInstanceClass,
    Host,
    MaintenanceWindow,
    MasterUsername,
    ParameterName,
    SecurityGroupId,
)
from holdfast.settings.service import SecretArn  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import InsightsMode, RdsShape

RdsVersion = Annotated[
    str,
    Field(
        pattern=r"^(\d{2}\.\d{1,2}|\d\.\d\.\d{1,2})$",
        json_schema_extra={
            "patternErrorMessage": "not a full version of PostgreSQL or MySQL, major and minor, such as 17.7 "
            "or 8.4.8"
        },
    ),
]
DbIdentifier = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        max_length=63,
        json_schema_extra={
            "patternErrorMessage": "an identifier is lower-case letters, digits and single hyphens, "
            "a letter first"
        },
    ),
]
BackupWindow = Annotated[str, AfterValidator(formats.backup_window)]
BackupDays = Annotated[int, Field(ge=1, le=35)]


class RdsStorageSettings(SettingsModel):
    """Storage of a database, the same in every region."""

    type: Literal["gp3", "io2"] = "gp3"
    """Type of the volumes. Default: `gp3`."""
    gib: Annotated[int, Field(ge=20, le=65_536)] = 100
    """Size in GiB, of `io2` at least 100; it can grow, never shrink. Default: 100."""
    iops: Annotated[int, Field(ge=1_000, le=256_000)] | None = None
    """Provisioned operations per second: needed with `io2`; of `gp3` from 400 GiB on, 12000 to 64000.
    Default: what `gp3` has."""
    throughput_mibps: Annotated[int, Field(ge=500, le=4_000)] | None = None
    """Throughput of `gp3` from 400 GiB on in MiB per second, a quarter of the IOPS at most. Default: what
    `gp3` has."""
    max_gib: Annotated[int, Field(ge=22, le=65_536)] | None = None
    """Size in GiB up to which storage grows by itself, at least a tenth above `gib`; not with shape
    `cluster`. Default: it does not."""


class RdsBackupCopySettings(SettingsModel):
    """A copy of the database's automated backups in another region, to which it restores to any second."""

    to: Place
    """Place that receives them, encrypted with a key of that region: one with role `backup` too, but not the
    source."""
    retention_days: BackupDays = 7
    """How long they are kept. Default: 7."""


class AdoptedInstanceSettings(SettingsModel):
    """One region's instance or cluster of an existing RDS database."""

    endpoint: Host
    """Its endpoint."""
    reader_endpoint: Host | None = None
    """Its endpoint for reads. Default: `endpoint`."""
    security_group_id: SecurityGroupId
    """Its security group, which gets a rule for each service that uses the store."""


class AdoptedRdsSettings(SettingsModel):
    """An existing RDS database to use instead of making one: nothing of it is declared."""

    instances: Annotated[dict[Place, AdoptedInstanceSettings], Field(min_length=1)]
    """Its instances, one per place of the store."""
    port: Port | None = None
    """Port of its endpoints. Default: the engine's own, 5432 or 3306."""
    database: DatabaseName
    """Name of the database in it."""
    secret_arn: SecretArn
    """ARN of the secret with its credentials, in which `{region}` stands for the region's name."""
    key_arns: dict[Place, KeyArn] = Field(default_factory=dict)
    """Customer key of the secret per place. Default: AWS's own key."""


class RdsSettings(SettingsModel):
    """What an RDS database is: an instance with read replicas in the other regions, or a Multi-AZ cluster."""

    shape: RdsShape = RdsShape.INSTANCE
    """`instance`, with a standby in another zone and a read replica in each other region, or `cluster`, a
    Multi-AZ DB cluster of three zones in one region; it never changes. Default: `instance`."""
    source: Place | None = None
    """Place from which replicas are copied that are made from now on; after a promotion the promoted one, as
    `writer` is. What exists is not touched by it. Default: the store's home."""
    engine_version: RdsVersion | None = None
    """Version of the engine, quoted. Default: one that this version of Holdfast was tried with."""
    database: DatabaseName | None = None
    """Name of the database made in it; it never changes. Default: the store's key, `-` written `_`."""
    master_username: MasterUsername = "dbadmin"
    """Name of the master user; it never changes. Default: `dbadmin`."""
    password_version: Annotated[int, Field(ge=1)] = 1
    """Raise it by one to make a new password for the master user, while the source is the writer: a replica
    takes none. Default: 1."""
    secret_arn: SecretArn | None = None
    """ARN of an existing secret with the master user's credentials, in which `{region}` stands for the
    region's name; for a database that is imported. Default: a secret is made."""
    identifiers: dict[Place, DbIdentifier] = Field(default_factory=dict)
    """Identifier of an existing instance or cluster per place, for a database that is imported. Default: a
    name is made of project, stack, place and store."""
    instance_class: DbInstanceClass | None = None
    """Class of the instances, in every region. Default: `db.r8g.large`, of a cluster `db.r6gd.large`."""
    without_standby: tuple[Place, ...] = ()
    """Places whose instance has no standby in another zone. Default: each has one."""
    storage: RdsStorageSettings = RdsStorageSettings.model_construct()
    """Storage. Default: as below."""
    parameters: dict[ParameterName, Annotated[str, Field(min_length=1)]] = Field(default_factory=dict)
    """Parameters of the parameter groups, quoted. Default: TLS is required."""
    backup_retention_days: BackupDays = 7
    """How far back the database's own backups restore to any second, in every region: replicas have them
    too, so that they have some when they are promoted. Default: 7."""
    backup_copy: RdsBackupCopySettings | None = None
    """Another region that receives the automated backups of the source; not with shape `cluster`.
    Default: none."""
    log_exports: (
        tuple[
            Literal["postgresql", "upgrade", "audit", "error", "general", "slowquery", "iam-db-auth-error"],
            ...,
        ]
        | None
    ) = None
    """Logs sent to CloudWatch Logs. Default: `postgresql` and `upgrade`, or `error` and `slowquery`, by
    engine."""
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
    backup_windows: dict[Place, BackupWindow] = Field(default_factory=dict)
    """Daily window of the automated backups per place in UTC, such as `03:00-03:30`; a replica that backs up
    cannot be promoted until it is done. Default: AWS chooses."""
    maintenance_windows: dict[Place, MaintenanceWindow] = Field(default_factory=dict)
    """Weekly maintenance window per place in UTC, such as `sun:05:00-sun:05:30`. Default: AWS chooses."""
    apply_immediately: bool = False
    """Whether changes that AWS would keep for the maintenance window are made at once. Default: false."""
    adopt: AdoptedRdsSettings | None = None
    """An existing database to use. Default: one is made."""
