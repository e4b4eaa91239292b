"""Planned stores as arguments of their components."""

from collections.abc import Mapping

from holdfast.components.aurora_args import AuroraDatabaseArgs, AuroraMemberArgs
from holdfast.components.backup_tags import NOT_BACKED_UP_TAG, backup_tags
from holdfast.components.global_table_args import (
    GlobalIndexArgs,
    GlobalTableArgs,
    KeyAttributeArgs,
    TableMemberArgs,
    ThroughputArgs,
)
from holdfast.components.regional_foundation import RegionalFoundation, network_for
from holdfast.topology.values import (
    AttributePlan,
    AuroraMemberPlan,
    AuroraPlan,
    BackupPlan,
    DynamodbPlan,
    IndexPlan,
    StorePlan,
    ThroughputPlan,
    Topology,
)


def aurora_args(
    store: StorePlan,
    plan: AuroraPlan,
    *,
    topology: Topology,
    foundations: Mapping[str, RegionalFoundation],
) -> AuroraDatabaseArgs:
    """Return the arguments of a planned Aurora database.

    Args:
        store: The store.
        plan: What it is.
        topology: The stack that it belongs to.
        foundations: Key and network of each place that holds it.
    """
    args: AuroraDatabaseArgs = {
        "store": store.key,
        "home": store.home,
        "members": {member.place: _member(member, foundations[member.place]) for member in plan.members},
        "identifier": plan.identifier,
        "engine": plan.engine,
        "engine_version": plan.engine_version,
        "parameter_group_family": plan.parameter_group_family,
        "port": plan.port,
        "database": plan.database,
        "master_username": plan.master_username,
        "password_version": plan.password_version,
        "instance_class": plan.instance_class,
        "write_forwarding": plan.write_forwarding,
        "parameters": plan.parameters,
        "backup_retention_days": plan.backup_retention_days,
        "log_exports": plan.log_exports,
        "log_retention_days": plan.log_retention_days,
        "monitoring_interval_seconds": plan.monitoring_interval_seconds,
        "insights_mode": plan.insights_mode,
        "insights_retention_days": plan.insights_retention_days,
        "apply_immediately": plan.apply_immediately,
        "backup_tags": store_backup_tags(store, topology.backups, continuous=True),
        "protection": topology.protection,
        "tags": topology.tags,
        "origin": {**store.origin, **plan.origin},
    }
    if plan.secret_arn is not None:
        args["secret_arn"] = plan.secret_arn
    if plan.capacity_acu is not None:
        args["capacity_acu"] = plan.capacity_acu
    return args


def _member(member: AuroraMemberPlan, foundation: RegionalFoundation) -> AuroraMemberArgs:
    network = network_for("a database", member.place, foundation)
    args: AuroraMemberArgs = {
        "region": member.region,
        "vpc_id": network.vpc_id,
        "subnet_ids": network.isolated_subnet_ids,
        "key_arn": foundation.key_arn,
        "instances": {instance.key: instance.zone for instance in member.instances},
    }
    if member.maintenance_window is not None:
        args["maintenance_window"] = member.maintenance_window
    return args


def table_args(
    store: StorePlan,
    plan: DynamodbPlan,
    *,
    topology: Topology,
    foundations: Mapping[str, RegionalFoundation],
) -> GlobalTableArgs:
    """Return the arguments of a planned global table.

    Args:
        store: The store.
        plan: What it is.
        topology: The stack that it belongs to.
        foundations: Key of each place that holds it.
    """
    regions = {region.place: region.region for region in topology.regions}
    args: GlobalTableArgs = {
        "store": store.key,
        "home": store.home,
        "members": {
            place: TableMemberArgs(region=regions[place], key_arn=foundations[place].key_arn)
            for place in store.places
        },
        "partition_key": _attribute(plan.partition_key),
        "indexes": {index.key: _index(index) for index in plan.indexes},
        "point_in_time_recovery_days": plan.point_in_time_recovery_days,
        "table_class": plan.table_class,
        "consistency": store.consistency,
        "backup_tags": store_backup_tags(store, topology.backups, continuous=False),
        "protection": topology.protection,
        "tags": topology.tags,
        "origin": {**store.origin, **plan.origin},
    }
    if plan.sort_key is not None:
        args["sort_key"] = _attribute(plan.sort_key)
    if plan.ttl_attribute is not None:
        args["ttl_attribute"] = plan.ttl_attribute
    if plan.read is not None and plan.write is not None:
        args["read"], args["write"] = _throughput(plan.read), _throughput(plan.write)
    if plan.warm_throughput is not None:
        args["warm_throughput"] = plan.warm_throughput
    if plan.witness_region is not None:
        args["witness_region"] = plan.witness_region
    return args


def _attribute(plan: AttributePlan) -> KeyAttributeArgs:
    return {"name": plan.name, "type": plan.type}


def _index(plan: IndexPlan) -> GlobalIndexArgs:
    args: GlobalIndexArgs = {
        "partition_key": _attribute(plan.partition_key),
        "projection": plan.projection,
        "attributes": plan.attributes,
    }
    if plan.sort_key is not None:
        args["sort_key"] = _attribute(plan.sort_key)
    return args


def _throughput(plan: ThroughputPlan) -> ThroughputArgs:
    return {"minimum": plan.minimum, "maximum": plan.maximum, "target_percent": plan.target_percent}


def store_backup_tags(store: StorePlan, backups: BackupPlan | None, *, continuous: bool) -> Mapping[str, str]:
    """Give the tags by which AWS Backup selects a store, or the one that says why it does not.

    Args:
        store: The store.
        backups: The stack's backups, None without any.
        continuous: Whether its kind has continuous backups.
    """
    if store.not_backed_up_because is not None:
        return {NOT_BACKED_UP_TAG: store.not_backed_up_because}
    if backups is None or store.backup_class is None:
        return {}
    found = next(one for one in backups.classes if one.key == store.backup_class)
    return backup_tags(store.backup_class, continuous=continuous and found.continuous_days is not None)
