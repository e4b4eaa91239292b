"""Storage of RDS databases: sizes, speed, growth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_rds, effective_stores
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import RDS_STORAGE, least_max_gib, most_throughput_mibps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

_GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide"
_RATIO = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ValidStorageOptions.html"


def of_each_database(settings: Settings) -> Iterator[Problem]:
    """Storage that RDS does not take."""
    for key, store in settings.stores.items():
        if effective_rds.is_rds(store) and not effective_stores.is_adopted(store):
            yield from _storage(("stores", key, "rds"), store)


def _storage(path: SettingPath, store: StoreSettings) -> Iterator[Problem]:
    asked, page = effective_stores.rds(store).storage, f"{_GUIDE}/CHAP_Storage.html"
    bounds, where = RDS_STORAGE[asked.type], (*path, "storage")
    if asked.gib < bounds.least_gib:
        yield Problem(
            path=(*where, "gib"),
            message=f"{asked.type} has at least {bounds.least_gib} ({page})",
            value=asked.gib,
        )
    if bounds.needs_iops and asked.iops is None:
        yield Problem(path=where, message=f"{asked.type} needs iops ({page}): say how many")
    for field in ("iops", "throughput_mibps"):
        value = getattr(asked, field)
        if value is not None and asked.gib < bounds.provisioned_from_gib:
            yield Problem(
                path=(*where, field),
                message=f"of {asked.type} can be chosen from {bounds.provisioned_from_gib} GiB on ({page}): "
                "leave it out, or raise gib",
                value=value,
            )
            return
    yield from _speed(where, store)
    yield from _growth(where, store)


def _speed(where: SettingPath, store: StoreSettings) -> Iterator[Problem]:
    asked, page = effective_stores.rds(store).storage, f"{_GUIDE}/CHAP_Storage.html"
    bounds = RDS_STORAGE[asked.type]
    most = min(bounds.most_iops, asked.gib * bounds.most_iops_per_gib)
    if asked.iops is not None and not bounds.least_iops <= asked.iops <= most:
        yield Problem(
            path=(*where, "iops"),
            message=f"{asked.gib} GiB of {asked.type} take {bounds.least_iops} to {most} ({page})",
            value=asked.iops,
        )
    if asked.throughput_mibps is None:
        return
    most_mibps = most_throughput_mibps(bounds, asked.iops)
    if most_mibps is None:
        message = f"follows from iops with {asked.type} ({page}): leave this out"
    elif effective_stores.is_rds_cluster(store):
        message = "cannot be chosen of a Multi-AZ DB cluster: leave this out"
    elif asked.throughput_mibps > most_mibps:
        message = f"is a quarter of the IOPS at most ({_RATIO}): {most_mibps}, or raise iops"
    else:
        return
    yield Problem(path=(*where, "throughput_mibps"), message=message, value=asked.throughput_mibps)


def _growth(where: SettingPath, store: StoreSettings) -> Iterator[Problem]:
    asked = effective_stores.rds(store).storage
    if asked.max_gib is None:
        return
    if effective_stores.is_rds_cluster(store):
        yield Problem(
            path=(*where, "max_gib"),
            message="a Multi-AZ DB cluster's storage does not grow by itself "
            f"({_GUIDE}/multi-az-db-clusters-concepts.Limitations.html): leave this out",
            value=asked.max_gib,
        )
    elif asked.max_gib < least_max_gib(asked.gib):
        yield Problem(
            path=(*where, "max_gib"),
            message=f"is at least a tenth above gib, {least_max_gib(asked.gib)} "
            f"({_GUIDE}/USER_PIOPS.Autoscaling.html)",
            value=asked.max_gib,
        )
