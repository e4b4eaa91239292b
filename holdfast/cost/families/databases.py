"""RDS and Aurora: instances, serverless capacity, storage, I/O, global replication, backups; Aurora DSQL."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.scope import number, text
from holdfast.graph import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource

CLUSTER = "aws:rds/cluster:Cluster"
MEMBER = "aws:rds/clusterInstance:ClusterInstance"
INSTANCE = "aws:rds/instance:Instance"
GLOBAL_CLUSTER = "aws:rds/globalCluster:GlobalCluster"
SERVERLESS = "db.serverless"
IO_OPTIMIZED = "aurora-iopt1"
OF_WRITES = ("requests_million", "writes_per_request", "io_per_write")
OF_READS = ("requests_million", "reads_per_request", "io_per_read")


def is_aurora(one: Resource) -> bool:
    """Whether a cluster or a member of one is Aurora."""
    return text(one.inputs.get("engine"), "aurora-mysql").startswith("aurora")


def is_secondary(one: Resource) -> bool:
    """Whether an Aurora cluster follows the first one of its global database: it has no user of its own."""
    inside = one.inputs.get("globalClusterIdentifier") is not None
    return (
        inside and one.inputs.get("masterUsername") is None and one.inputs.get("snapshotIdentifier") is None
    )


def members(one: Resource, scope: Scope) -> tuple[Resource, ...]:
    """The clusters of the same global database, itself included; itself alone where there is none."""
    above = [
        held for held in scope.graph.references(one, "globalClusterIdentifier") if held.type == GLOBAL_CLUSTER
    ]
    return scope.graph.referring(above[0], "globalClusterIdentifier", CLUSTER) if above else (one,)


def busy(place: str, secondary: bool, scope: Scope) -> bool:
    """Whether a database serves: it takes the writes, or its region serves requests."""
    return not secondary or bool(scope.traffic.shares.get(place))


def cluster(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """What a cluster costs beside its instances; a Multi-AZ cluster of RDS with them."""
    yield from _aurora(one, scope) if is_aurora(one) else _multi_az(one, scope)


def _aurora(one: Resource, scope: Scope) -> Iterator[CostItem]:
    place, usage = place_of(one), scope.usage
    kind = _storage(one)
    stored = usage["storage_gigabytes"]
    yield scope.item(
        "database storage", f"aurora-storage/{kind}/GB-month", place, stored, usage=("storage_gigabytes",)
    )
    secondary = is_secondary(one)
    writes = usage["requests_million"] * usage["writes_per_request"] * usage["io_per_write"]
    if kind == "standard":
        regions = {place_of(member) for member in members(one, scope)}
        reading = _reading(place, regions, secondary, scope)
        reads = scope.arriving * usage["reads_per_request"] * usage["io_per_read"] * reading
        yield scope.item(
            "database I/O",
            "aurora-io/million",
            place,
            reads + (Decimal() if secondary else writes),
            usage=tuple(dict.fromkeys((*OF_WRITES, *OF_READS))),
        )
    if secondary:
        yield scope.item(
            "replicated write I/O", "aurora-global-write-io/million", place, writes, usage=OF_WRITES
        )
    yield _kept(one, "aurora-backup/GB-month", scope)


def _reading(place: str, regions: set[str], secondary: bool, scope: Scope) -> Decimal:
    """Share of the reads that a member answers: its region's, and the first one those of regions without."""
    shares = scope.traffic.shares
    own = shares.get(place, Decimal())
    return (
        own if secondary else own + 1 - sum((shares.get(region, Decimal()) for region in regions), Decimal())
    )


def _multi_az(one: Resource, scope: Scope) -> Iterator[CostItem]:
    place = place_of(one)
    engine = text(one.inputs.get("engine"), "unknown")
    kind = text(one.inputs.get("dbClusterInstanceClass"), "unknown")
    yield scope.discounted(
        scope.hourly(
            f"Multi-AZ cluster {kind}, {engine}",
            f"rds/{engine}/{kind}/cluster/hour",
            place,
            note="three instances",
        )
    )
    storage = text(one.inputs.get("storageType"), "io1")
    yield scope.item(
        f"cluster storage {storage}",
        f"rds-storage/{storage}/cluster/GB-month",
        place,
        number(one.inputs.get("allocatedStorage")),
    )
    if (iops := number(one.inputs.get("iops"))) and storage != "gp3":
        yield scope.item(
            f"cluster provisioned IOPS {storage}", f"rds-iops/{storage}/cluster/IOPS-month", place, iops
        )
    yield _kept(one, "rds-backup/GB-month", scope)


def _kept(one: Resource, key: str, scope: Scope) -> CostItem:
    """The database's own backups: what changed in the days that are kept; as much as the data is free."""
    days = number(one.inputs.get("backupRetentionPeriod")) or Decimal(1)
    changed = scope.usage["storage_gigabytes"] * scope.usage.share("changed_percent_a_day") * days
    beyond = max(Decimal(), changed - scope.usage["storage_gigabytes"])
    return scope.item(
        "its own backups beyond the free part",
        key,
        place_of(one),
        beyond,
        usage=("storage_gigabytes", "changed_percent_a_day"),
    )


def member(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """An instance of an Aurora cluster."""
    clusters = [held for held in scope.graph.references(one, "clusterIdentifier") if held.type == CLUSTER]
    owner = clusters[0] if clusters else None
    kind = text(one.inputs.get("instanceClass"), "unknown")
    storage = _storage(owner) if owner else "standard"
    place = place_of(one)
    if kind == SERVERLESS:
        yield _serverless(one, owner, storage, scope)
        return
    item = scope.hourly(f"database instance {kind}", f"aurora/{kind}/{storage}/hour", place)
    yield scope.discounted(item)


def _serverless(one: Resource, owner: Resource | None, storage: str, scope: Scope) -> CostItem:
    path = "serverlessv2ScalingConfiguration"
    least = number(owner.at(path, "minCapacity")) if owner else None
    most = number(owner.at(path, "maxCapacity")) if owner else None
    place = place_of(one)
    key = f"aurora-serverless/{storage}/ACU-hour"
    if least is None or most is None:
        return scope.hourly("database capacity", key, place, None, note="its capacity is not known")
    used = (
        scope.usage.share("acu_percent") if owner and busy(place, is_secondary(owner), scope) else Decimal()
    )
    count = least + (most - least) * used
    note = f"{count.normalize():f} of {least} to {most} ACU"
    item = scope.hourly("database capacity", key, place, count, note=note)
    return scope.item(item.name, key, place, item.quantity, usage=("acu_percent",), note=note)


def _storage(one: Resource) -> str:
    return "io-optimized" if one.inputs.get("storageType") == IO_OPTIMIZED else "standard"


def instance(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """An instance of RDS with its storage."""
    sources = [held for held in scope.graph.references(one, "replicateSourceDb") if held.type == INSTANCE]
    engine = text(one.inputs.get("engine"), text(sources[0].inputs.get("engine")) if sources else "unknown")
    kind = text(one.inputs.get("instanceClass"), "unknown")
    zones = "multi-az" if one.inputs.get("multiAz") is True else "single-az"
    place = place_of(one)
    yield scope.discounted(
        scope.hourly(
            f"database instance {kind}, {engine}, {zones}", f"rds/{engine}/{kind}/{zones}/hour", place
        )
    )
    storage = text(one.inputs.get("storageType"), "gp2")
    size = number(one.inputs.get("allocatedStorage"))
    yield scope.item(
        f"database storage {storage}, {zones}",
        f"rds-storage/{storage}/{zones}/GB-month",
        place,
        size,
        note="as allocated" if size is not None else "its size is that of its source or snapshot",
    )
    yield _kept(one, "rds-backup/GB-month", scope)


def copied_backups(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Automated backups of an instance copied to another region."""
    days = number(one.inputs.get("retentionPeriod")) or Decimal(7)
    stored = scope.usage["storage_gigabytes"]
    yield scope.item(
        "copied backups",
        "rds-backup/GB-month",
        place_of(one),
        stored + stored * scope.usage.share("changed_percent_a_day") * days,
        usage=("storage_gigabytes", "changed_percent_a_day"),
    )


def dsql(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A cluster of Aurora DSQL, which bills processing units and storage."""
    units = scope.usage.get("dsql_million_dpus")
    yield scope.item(
        "distributed processing units",
        "dsql/million-DPU",
        place_of(one),
        units,
        usage=("dsql_million_dpus",),
        note="" if units is not None else "state dsql_million_dpus: a request's units follow from its query",
    )
    yield scope.item(
        "database storage",
        "dsql/storage/GB-month",
        place_of(one),
        scope.usage["storage_gigabytes"],
        usage=("storage_gigabytes",),
    )


CALCULATORS: Mapping[str, Calculator] = {
    CLUSTER: cluster,
    MEMBER: member,
    INSTANCE: instance,
    "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": copied_backups,
    "aws:dsql/cluster:Cluster": dsql,
}
