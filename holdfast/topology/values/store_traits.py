"""What each kind of store can do across regions: the one place that says it, for plans, checks and docs.

Figures are published ones, with the page that says them (read in 2026-11); None where no page does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.topology.values.words import Consistency, StoreKind, WriteRouting

if TYPE_CHECKING:
    from collections.abc import Mapping

_AWS = "https://docs.aws.amazon.com"
_GLOBAL_DATASTORE = (
    "https://disaster-recovery.workshop.aws/en/services/databases/elasticache/global-datastore.html"
)


class Promotion(StrEnum):
    """What makes another region of a store take writes once the writer's region is lost."""

    NONE_NEEDED = "none needed"
    MANAGED_FAILOVER = "managed failover"
    PROMOTE_READ_REPLICA = "promote the read replica"
    PROMOTE_SECONDARY = "promote the secondary"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoreTraits:
    """One kind of store across regions."""

    consistencies: tuple[Consistency, ...]
    """What it can be asked for; the first is its default."""
    one_writer: bool
    """Whether one region alone takes writes; else every region does."""
    write_routings: tuple[WriteRouting, ...]
    """How writes that arrive in several regions can be dealt with."""
    lag_seconds: float | None
    """Published typical time until an asynchronous write is elsewhere, in seconds; 0 where every write waits
    for other regions."""
    lag_bound_seconds: int | None
    """Published longest time, in seconds; 0 where every write waits."""
    lag_bound: str | None
    """What the bound holds for, where not for every write."""
    lag_source: str
    """Page that says so."""
    promotion: Promotion
    """What has to happen."""
    promotion_command: str | None
    """The call that does it; None where nothing is promoted."""
    promotion_automatic: bool
    """Whether it happens without a person."""
    promotion_seconds: tuple[int, int] | None
    """Published shortest and longest duration once asked for, in seconds."""
    promotion_source: str
    """Page that says so."""


_AURORA = StoreTraits(
    consistencies=(Consistency.EVENTUAL,),
    one_writer=True,
    write_routings=(WriteRouting.FORWARDED, WriteRouting.APPLICATION),
    lag_seconds=1.0,  # "typically under a second"
    lag_bound_seconds=None,
    lag_bound=None,
    lag_source=f"{_AWS}/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html",
    promotion=Promotion.MANAGED_FAILOVER,
    promotion_command="aws rds failover-global-cluster",
    promotion_automatic=False,
    promotion_seconds=(0, 60),  # "in less than a minute"
    promotion_source="https://disaster-recovery.workshop.aws/en/services/databases/aurora/global-database.html",
)
_RDS = StoreTraits(
    consistencies=(Consistency.EVENTUAL,),
    one_writer=True,
    write_routings=(WriteRouting.APPLICATION,),
    lag_seconds=None,  # ReplicaLag is a metric; no page gives a figure
    lag_bound_seconds=None,
    lag_bound=None,
    lag_source=f"{_AWS}/AmazonRDS/latest/UserGuide/USER_ReadRepl.html",
    promotion=Promotion.PROMOTE_READ_REPLICA,
    promotion_command="aws rds promote-read-replica",
    promotion_automatic=False,
    promotion_seconds=None,  # "can take several minutes or longer, depending on the size of the read replica"
    promotion_source=f"{_AWS}/AmazonRDS/latest/UserGuide/USER_ReadRepl.Promote.html",
)

STORE_TRAITS: Mapping[StoreKind, StoreTraits] = MappingProxyType(
    {
        StoreKind.AURORA_POSTGRESQL: _AURORA,
        StoreKind.AURORA_MYSQL: _AURORA,
        StoreKind.DYNAMODB: StoreTraits(
            consistencies=(Consistency.EVENTUAL, Consistency.STRONG),
            one_writer=False,
            write_routings=(WriteRouting.ANY_REGION, WriteRouting.APPLICATION),
            lag_seconds=1.0,  # "usually within a second"
            lag_bound_seconds=None,
            lag_bound=None,
            lag_source=f"{_AWS}/prescriptive-guidance/latest/dynamodb-global-tables/overview.html",
            promotion=Promotion.NONE_NEEDED,
            promotion_command=None,
            promotion_automatic=True,
            promotion_seconds=(0, 0),
            promotion_source=f"{_AWS}/amazondynamodb/latest/developerguide/GlobalTables.html",
        ),
        StoreKind.RDS_POSTGRESQL: _RDS,
        StoreKind.RDS_MYSQL: _RDS,
        StoreKind.DSQL: StoreTraits(
            consistencies=(Consistency.STRONG,),
            one_writer=False,
            write_routings=(WriteRouting.ANY_REGION, WriteRouting.APPLICATION),
            lag_seconds=0.0,  # "zero replication lag at commit"
            lag_bound_seconds=0,
            lag_bound=None,
            lag_source=f"{_AWS}/aurora-dsql/latest/userguide/disaster-recovery-resiliency.html",
            promotion=Promotion.NONE_NEEDED,
            promotion_command=None,
            promotion_automatic=True,
            promotion_seconds=(0, 0),
            promotion_source=f"{_AWS}/aurora-dsql/latest/userguide/disaster-recovery-resiliency.html",
        ),
        StoreKind.ELASTICACHE: StoreTraits(
            consistencies=(Consistency.EVENTUAL,),
            one_writer=True,
            write_routings=(WriteRouting.APPLICATION,),
            lag_seconds=1.0,  # "RPO: Generally less than 1 second"
            lag_bound_seconds=None,
            lag_bound=None,
            lag_source=_GLOBAL_DATASTORE,
            promotion=Promotion.PROMOTE_SECONDARY,
            promotion_command="aws elasticache failover-global-replication-group",
            promotion_automatic=False,
            promotion_seconds=(0, 60),  # "RTO: 1 minute"
            promotion_source=_GLOBAL_DATASTORE,
        ),
        StoreKind.S3: StoreTraits(
            consistencies=(Consistency.EVENTUAL,),
            one_writer=False,
            write_routings=(WriteRouting.ANY_REGION, WriteRouting.APPLICATION),
            lag_seconds=None,  # "most objects in seconds"
            lag_bound_seconds=900,
            lag_bound="99.9 % of objects, with replication time control",
            lag_source=f"{_AWS}/AmazonS3/latest/userguide/replication-time-control.html",
            promotion=Promotion.NONE_NEEDED,
            promotion_command=None,
            promotion_automatic=True,
            promotion_seconds=(0, 0),
            promotion_source=f"{_AWS}/AmazonS3/latest/userguide/replication.html",
        ),
    }
)
"""Traits by kind."""
