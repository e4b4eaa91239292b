"""What AWS refuses in the storage of an RDS database, in a person's words."""

from collections.abc import Iterator

from holdfast.components.rds_args import RdsDatabaseArgs, RdsStorageArgs
from holdfast.topology.values import (
    RDS_STORAGE,
    RdsShape,
    StorageBounds,
    least_max_gib,
    most_throughput_mibps,
)


def storage_problems(args: RdsDatabaseArgs) -> Iterator[str]:
    """Yield what is wrong with a database's storage.

    Args:
        args: Arguments of the database.
    """
    storage = args["storage"]
    bounds = RDS_STORAGE.get(storage["type"])
    if bounds is None:
        yield f"'storage.type' must be one of {', '.join(RDS_STORAGE)}, got {storage['type']!r}"
        return
    if not bounds.least_gib <= (gib := storage["gib"]) <= bounds.most_gib:
        yield (
            f"'storage.gib' of {storage['type']} must be {bounds.least_gib} to {bounds.most_gib}, got {gib}"
        )
    yield from _speed_problems(storage, bounds)
    if args.get("shape") == RdsShape.CLUSTER and "throughput_mibps" in storage:
        yield "'storage.throughput_mibps' goes with instances: of a Multi-AZ DB cluster it cannot be chosen"
    if (most := storage.get("max_gib")) is None:
        return
    if args.get("shape") == RdsShape.CLUSTER:
        yield "'storage.max_gib' goes with instances: a Multi-AZ DB cluster's storage does not grow by itself"
    elif not least_max_gib(gib) <= most <= bounds.most_gib:
        yield (
            f"'storage.max_gib' must be {least_max_gib(gib)}, a tenth above 'storage.gib', to"
            f" {bounds.most_gib}, got {most}"
        )


def _speed_problems(storage: RdsStorageArgs, bounds: StorageBounds) -> Iterator[str]:
    iops, throughput, kind = storage.get("iops"), storage.get("throughput_mibps"), storage["type"]
    if iops is None and bounds.needs_iops:
        yield f"'storage.iops' is needed with {kind}"
    for field, value in (("iops", iops), ("throughput_mibps", throughput)):
        if value is not None and storage["gib"] < bounds.provisioned_from_gib:
            yield (
                f"'storage.{field}' of {kind} can be chosen from {bounds.provisioned_from_gib} GiB on,"
                f" got {storage['gib']} GiB"
            )
            return
    if iops is not None:
        most = min(bounds.most_iops, int(storage["gib"] * bounds.most_iops_per_gib))
        if not bounds.least_iops <= iops <= most:
            yield (
                f"'storage.iops' of {storage['gib']} GiB {kind} must be {bounds.least_iops} to {most},"
                f" got {iops}"
            )
    if throughput is None:
        return
    most_mibps = most_throughput_mibps(bounds, None if iops is None else int(iops))
    if bounds.least_throughput_mibps is None or most_mibps is None:
        yield f"'storage.throughput_mibps' goes with gp3 alone, got {kind}"
    elif not bounds.least_throughput_mibps <= throughput <= most_mibps:
        yield (
            f"'storage.throughput_mibps' must be {bounds.least_throughput_mibps} to {most_mibps}, a quarter"
            f" of the IOPS at most, got {throughput}"
        )
