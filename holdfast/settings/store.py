"""Settings of stores: what keeps data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from holdfast.settings import database_formats as formats
from holdfast.settings.base import Key, KeyArn, LogDays, OneOf, Place, Port, SettingsModel
from holdfast.settings.service import SecretArn  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import (
    AttributeType,
    Consistency,
    IndexProjection,
    InsightsMode,
    StoreKind,
    TableClass,
    WriteRouting,
)

EngineVersion = Annotated[str, AfterValidator(formats.engine_version)]
DatabaseName = Annotated[str, AfterValidator(formats.database_name)]
MasterUsername = Annotated[str, AfterValidator(formats.master_username)]
DbInstanceClass = Annotated[str, AfterValidator(formats.db_instance_class)]
MaintenanceWindow = Annotated[str, AfterValidator(formats.maintenance_window)]
AcuCapacity = Annotated[float, Field(ge=0, le=256, multiple_of=0.5)]
AttributeName = Annotated[str, Field(min_length=1, max_length=255)]
IndexName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_.-]{3,255}$",
        json_schema_extra={
            "patternErrorMessage": "an index's name is 3 to 255 letters, digits, hyphens, dots and "
            "underscores"
        },
    ),
]
TableName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_.-]{3,255}$",
        json_schema_extra={
            "patternErrorMessage": "a table's name is 3 to 255 letters, digits, hyphens, dots and underscores"
        },
    ),
]
SecurityGroupId = Annotated[
    str,
    Field(
        pattern=r"^sg-[0-9a-f]{8,17}$",
        json_schema_extra={
            "patternErrorMessage": "a security group's id is sg- and 8 to 17 digits or letters a to f"
        },
    ),
]
Host = Annotated[
    str,
    Field(
        pattern=r"^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$",
        max_length=253,
        json_schema_extra={
            "patternErrorMessage": "a host name has no scheme, no port and no path, such as "
            "orders.cluster-c1a2b3d4e5f6.eu-west-1.rds.amazonaws.com"
        },
    ),
]
ParameterName = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_.]*$",
        json_schema_extra={
            "patternErrorMessage": "a parameter's name is lower-case letters, digits, underscores and dots, "
            "a letter first, such as rds.force_ssl"
        },
    ),
]
INSIGHTS_DAYS = (7, *(31 * months for months in range(1, 24)), 731)
"""Days for which Performance Insights can keep its data: 7, whole months of 31 days, or 731.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
(PerformanceInsightsRetentionPeriod).
"""


class CapacitySettings(SettingsModel):
    """Capacity of serverless instances in Aurora capacity units (ACU, about 2 GiB of memory each)."""

    min_acu: AcuCapacity | None = None
    """Least capacity of an instance, in steps of 0.5. Default: 8 in several regions, which AWS recommends for
    a global database; 0.5 in one."""
    max_acu: AcuCapacity = 16.0
    """Largest capacity of an instance, in steps of 0.5. Default: 16."""


class AdoptedClusterSettings(SettingsModel):
    """One region's cluster of an existing Aurora database."""

    endpoint: Host
    """The cluster's own endpoint."""
    reader_endpoint: Host
    """The cluster's reader endpoint."""
    security_group_id: SecurityGroupId
    """Security group of its instances; it gets a rule for each service that uses the store."""


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


class AttributeSettings(SettingsModel):
    """A key attribute of a table."""

    name: AttributeName
    """Its name."""
    type: AttributeType = AttributeType.STRING
    """`S` (string), `N` (number) or `B` (binary). Default: `S`."""


class IndexSettings(SettingsModel):
    """A global secondary index."""

    partition_key: AttributeSettings
    """Its partition key."""
    sort_key: AttributeSettings | None = None
    """Its sort key. Default: none."""
    projection: IndexProjection = IndexProjection.ALL
    """What it holds of each item. Default: `ALL`."""
    attributes: tuple[AttributeName, ...] = ()
    """What an `INCLUDE` projection adds to the keys. Default: none."""


class ThroughputSettings(SettingsModel):
    """Provisioned capacity units that scale by themselves."""

    minimum: Annotated[int, Field(ge=1)]
    """Least units."""
    maximum: Annotated[int, Field(ge=1)]
    """Most units."""
    target_percent: Annotated[int, Field(ge=20, le=90)] = 70
    """Use of the provisioned units that scaling holds, 20 to 90. Default: 70."""


class ProvisionedSettings(SettingsModel):
    """Provisioned capacity of a table and of each of its indexes, in every region."""

    read: ThroughputSettings
    """Read capacity units."""
    write: ThroughputSettings
    """Write capacity units."""


class WarmThroughputSettings(SettingsModel):
    """Throughput that a table carries at once, without having grown into it."""

    read_units_per_second: Annotated[int, Field(ge=12_000)]
    """Read units per second."""
    write_units_per_second: Annotated[int, Field(ge=4_000)]
    """Write units per second."""


class AdoptedTableSettings(SettingsModel):
    """An existing global table to use instead of making one: nothing of it is declared."""

    table_name: TableName
    """Its name, which is the same in every region."""
    key_arns: dict[Place, KeyArn] = Field(default_factory=dict)
    """Customer key of the table per place. Default: AWS's own key."""


class DynamodbSettings(SettingsModel):
    """What a DynamoDB global table is."""

    partition_key: AttributeSettings = AttributeSettings.model_construct(name="pk")
    """Partition key; it never changes. Default: `pk`, a string."""
    sort_key: AttributeSettings | None = None
    """Sort key; it never changes. Default: none."""
    indexes: Annotated[dict[IndexName, IndexSettings], Field(max_length=20)] = Field(default_factory=dict)
    """Global secondary indexes by name. Default: none."""
    ttl_attribute: AttributeName | None = None
    """Attribute with the time at which an item expires. Default: items stay."""
    provisioned: ProvisionedSettings | None = None
    """Provisioned capacity with auto scaling. Default: on demand."""
    warm_throughput: WarmThroughputSettings | None = None
    """Throughput that is there when the table is made; later changes of it do nothing, since AWS raises it
    with use. Default: what AWS gives."""
    point_in_time_recovery_days: Annotated[int, Field(ge=1, le=35)] = 35
    """How far back the table restores to any second; replicas always 35 days. Default: 35."""
    table_class: TableClass = TableClass.STANDARD
    """Table class. Default: `STANDARD`."""
    witness: Place | None = None
    """Place of the witness of a strongly consistent table with two replicas. Default: none; three replicas
    need none."""
    adopt: AdoptedTableSettings | None = None
    """An existing table to use. Default: one is made."""


class StoreSettings(SettingsModel):
    """One replicated store."""

    kind: StoreKind
    """What it is."""
    home: Place | None = None
    """Place in which it was first created; it never changes. Default: the only region."""
    regions: Annotated[tuple[Place, ...], Field(min_length=1)] | None = None
    """Places that hold it. Default: every region that is not for backups alone."""
    writer: Place | None = None
    """Place that takes writes now, of a store with one writer. Default: the active region, else its home."""
    consistency: Consistency = Consistency.EVENTUAL
    """Whether a write waits for other regions. Default: `eventual`."""
    write_routing: WriteRouting | None = None
    """How writes from other regions reach the one writer. Default: none; needed with active-active
    traffic."""
    backup_class: Key | None = None
    """Class of `holdfast:backups` by which it is backed up. Default: the only class, of several
    `standard`."""
    aurora: AuroraSettings | None = None
    """What an Aurora database is, of kinds `aurora-postgresql` and `aurora-mysql`. Default: all defaults."""
    dynamodb: DynamodbSettings | None = None
    """What a table is, of kind `dynamodb`. Default: all defaults."""
