"""A planned RDS database as arguments of its component."""

from collections.abc import Mapping

from holdfast.components.rds_args import RdsDatabaseArgs, RdsMemberArgs, RdsStorageArgs
from holdfast.components.regional_foundation import RegionalFoundation, network_for
from holdfast.components.store_plan_args import store_backup_tags
from holdfast.topology.values import (
    RdsMemberPlan,
    RdsPlan,
    RdsShape,
    RdsStoragePlan,
    StorePlan,
    Topology,
)


def rds_args(
    store: StorePlan,
    plan: RdsPlan,
    *,
    topology: Topology,
    foundations: Mapping[str, RegionalFoundation],
) -> RdsDatabaseArgs:
    """Return the arguments of a planned RDS database.

    Args:
        store: The store.
        plan: What it is.
        topology: The stack that it belongs to.
        foundations: Key and network of each place that holds it, and the key where its backups are copied.
    """
    args: RdsDatabaseArgs = {
        "store": store.key,
        "home": store.home,
        "source": plan.source,
        "founding": not any(member.held for member in plan.members if member.place == store.home),
        "members": {member.place: _member(member, foundations[member.place]) for member in plan.members},
        "shape": plan.shape,
        "engine": plan.engine,
        "engine_version": plan.engine_version,
        "parameter_group_family": plan.parameter_group_family,
        "port": plan.port,
        "database": plan.database,
        "master_username": plan.master_username,
        "password_version": plan.password_version,
        "instance_class": plan.instance_class,
        "storage": _storage(plan.storage),
        "parameters": plan.parameters,
        "backup_retention_days": plan.backup_retention_days,
        "log_exports": plan.log_exports,
        "log_retention_days": plan.log_retention_days,
        "monitoring_interval_seconds": plan.monitoring_interval_seconds,
        "insights_mode": plan.insights_mode,
        "insights_retention_days": plan.insights_retention_days,
        "apply_immediately": plan.apply_immediately,
        "backup_tags": store_backup_tags(store, topology.backups, continuous=plan.shape is RdsShape.INSTANCE),
        "protection": topology.protection,
        "tags": topology.tags,
        "origin": {**store.origin, **plan.origin},
    }
    if plan.secret_arn is not None:
        args["secret_arn"] = plan.secret_arn
    if plan.backup_copy is not None:
        args["backup_copy"] = {
            "place": plan.backup_copy.place,
            "region": plan.backup_copy.region,
            "key_arn": foundations[plan.backup_copy.place].key_arn,
            "retention_days": plan.backup_copy.retention_days,
        }
    return args


def _member(member: RdsMemberPlan, foundation: RegionalFoundation) -> RdsMemberArgs:
    network = network_for("a database", member.place, foundation)
    args: RdsMemberArgs = {
        "region": member.region,
        "vpc_id": network.vpc_id,
        "subnet_ids": network.isolated_subnet_ids,
        "key_arn": foundation.key_arn,
    }
    if member.multi_az is not None:
        args["multi_az"] = member.multi_az
    if member.identifier is not None:
        args["identifier"] = member.identifier
    if member.backup_window is not None:
        args["backup_window"] = member.backup_window
    if member.maintenance_window is not None:
        args["maintenance_window"] = member.maintenance_window
    return args


def _storage(plan: RdsStoragePlan) -> RdsStorageArgs:
    args: RdsStorageArgs = {"type": plan.type, "gib": plan.gib}
    if plan.iops is not None:
        args["iops"] = plan.iops
    if plan.throughput_mibps is not None:
        args["throughput_mibps"] = plan.throughput_mibps
    if plan.max_gib is not None:
        args["max_gib"] = plan.max_gib
    return args
