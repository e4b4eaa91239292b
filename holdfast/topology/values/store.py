"""Stores, planned: what keeps data, where, and along which edges it flows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.cache import CachePlan
    from holdfast.topology.values.dsql import DsqlPlan
    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.rds import RdsPlan
    from holdfast.topology.values.s3 import S3Plan
    from holdfast.topology.values.words import (
        AttributeType,
        Consistency,
        IndexProjection,
        InsightsMode,
        ReplicationKind,
        StoreKind,
        TableClass,
        WriteRouting,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class DatabaseInstancePlan:
    """A database instance: its key, a zone's letter and a number such as ``a1``, and its zone."""

    key: str
    zone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AuroraMemberPlan:
    """One region's cluster of an Aurora database; an instance in each of at least two zones."""

    place: str
    region: str
    held: bool
    instances: tuple[DatabaseInstancePlan, ...]
    maintenance_window: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AuroraPlan:
    """An Aurora database: a cluster per region, in one global database where there are several.

    ``capacity_acu`` is the smallest and the largest capacity of serverless instances, None for provisioned
    ones. ``identifier`` names the global database in AWS. ``secret_arn`` is an existing secret's ARN at home.
    """

    identifier: str
    members: tuple[AuroraMemberPlan, ...]
    engine: str
    engine_version: str
    parameter_group_family: str
    port: int
    database: str
    master_username: str
    password_version: int
    secret_arn: str | None
    instance_class: str
    capacity_acu: tuple[float, float] | None
    write_forwarding: bool
    parameters: Mapping[str, str]
    backup_retention_days: int
    log_exports: tuple[str, ...]
    log_retention_days: int
    monitoring_interval_seconds: int
    insights_mode: InsightsMode
    insights_retention_days: int
    apply_immediately: bool
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class AttributePlan:
    """A key attribute of a table: its name and its type."""

    name: str
    type: AttributeType


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexPlan:
    """A global secondary index; ``attributes`` are what an ``INCLUDE`` projection adds to the keys."""

    key: str
    partition_key: AttributePlan
    sort_key: AttributePlan | None
    projection: IndexProjection
    attributes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ThroughputPlan:
    """Provisioned capacity units that scale: least, most, and the use in percent that scaling holds."""

    minimum: int
    maximum: int
    target_percent: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TableReplicaPlan:
    """A replica of a table: its place and region."""

    place: str
    region: str
    held: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DynamodbPlan:
    """A DynamoDB global table: its schema, its replicas besides the home, how it is billed.

    ``read`` and ``write`` are None on demand; ``warm_throughput`` is read and write units per second.
    ``witness_region`` is the AWS region of a strongly consistent table's witness.
    """

    replicas: tuple[TableReplicaPlan, ...]
    partition_key: AttributePlan
    sort_key: AttributePlan | None
    indexes: tuple[IndexPlan, ...]
    ttl_attribute: str | None
    read: ThroughputPlan | None
    write: ThroughputPlan | None
    warm_throughput: tuple[int, int] | None
    point_in_time_recovery_days: int
    table_class: TableClass
    witness_region: str | None
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class AdoptedAuroraPlan:
    """One region's cluster of an existing Aurora database, or its part of an RDS database or a cache."""

    place: str
    endpoint: str
    reader_endpoint: str
    security_group_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AdoptedBucketPlan:
    """One region's bucket of an existing store."""

    place: str
    region: str
    bucket: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AdoptedStorePlan:
    """An existing store, of which nothing is declared: what services need in order to use it.

    An Aurora database has ``clusters``, ``port``, ``database`` and ``secret_arn``, a cache the same without
    ``database``, a table ``table_name``, a DSQL database ``dsql_clusters``, identifiers by place;
    ``key_arns`` are the customer keys by place, empty for AWS's own.
    """

    clusters: tuple[AdoptedAuroraPlan, ...]
    port: int | None
    database: str | None
    secret_arn: str | None
    table_name: str | None
    key_arns: Mapping[str, str]
    buckets: tuple[AdoptedBucketPlan, ...] = ()
    access_point_arn: str | None = None
    dsql_clusters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class StorePlan:
    """A replicated store: its kind, its home (create-only arguments), its places, its writer now.

    Exactly one of ``adopted`` and the fields named after sections is there, see ``section``.
    ``not_backed_up_because`` is why ``holdfast:backups`` leaves it out on purpose.
    """

    key: str
    kind: StoreKind
    home: str
    places: tuple[str, ...]
    writer: str | None
    consistency: Consistency
    write_routing: WriteRouting | None
    backup_class: str | None
    aurora: AuroraPlan | None
    dynamodb: DynamodbPlan | None
    adopted: AdoptedStorePlan | None
    rds: RdsPlan | None = None
    dsql: DsqlPlan | None = None
    elasticache: CachePlan | None = None
    s3: S3Plan | None = None
    not_backed_up_because: str | None = None
    origin: Origin = field(default_factory=no_origin)

    @property
    def section(self) -> AuroraPlan | DynamodbPlan | RdsPlan | DsqlPlan | CachePlan | S3Plan | None:
        """What it is, if it is declared; None of an adopted one."""
        return self.aurora or self.dynamodb or self.rds or self.dsql or self.elasticache or self.s3

    @property
    def key_places(self) -> tuple[str, ...]:
        """Places whose region's key encrypts it: its own, and the one that its own backups are copied to."""
        copy = None if self.rds is None else self.rds.backup_copy
        return self.places if copy is None else tuple(sorted({*self.places, copy.place}))


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplicationEdge:
    """Data that flows from one place to another; ``lag_seconds`` is the published typical lag, if any."""

    kind: ReplicationKind
    key: str
    source: str
    target: str
    synchronous: bool
    lag_seconds: float | None
    origin: Origin = field(default_factory=no_origin)
