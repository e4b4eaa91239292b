"""The stack output ``operations``: the contract filled in with what this stack declares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from holdfast.components.aurora_database import AuroraDatabase
from holdfast.components.backup_vault import BackupVault
from holdfast.components.maintenance_switch import maintenance_key
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_health import RegionalHealth
from holdfast.components.stores import Stores
from holdfast.contracts.operations import OPERATIONS_VERSION
from holdfast.topology.values import (
    BackupPlan,
    EndpointPlan,
    EntrancePlan,
    RegionPlan,
    StorePlan,
    Topology,
)


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What a stack declares that its operators name."""

    regions: Mapping[str, RegionalApi]
    """What serves in each place."""
    health: Mapping[tuple[str, str], RegionalHealth]
    """The health of each entrance's region, by entrance and place."""
    zone_ids: Mapping[str, pulumi.Output[str]]
    """Id of each hosted zone by name."""
    stores: Stores
    """The stores."""
    backups: Mapping[str, BackupVault]
    """The backup vaults by place."""


def operations_of(topology: Topology, declared: Declared) -> pulumi.Output[Mapping[str, Any]]:
    """Return the operations contract of a stack.

    Args:
        topology: The plan.
        declared: What was declared of it.

    Returns:
        A mapping in the shape of ``holdfast.contracts.operations.Operations``.
    """
    regions, health = declared.regions, declared.health
    places = {region.place: region.region for region in topology.regions}
    return _lifted(
        {
            "version": OPERATIONS_VERSION,
            "project": topology.project,
            "stack": topology.stack,
            "account_id": topology.account_id,
            "regions": {region.place: _region(region, regions) for region in topology.regions},
            "entrances": {
                entrance.key: {
                    "domain": entrance.domain,
                    "zone_id": declared.zone_ids[entrance.zone.name],
                    "mode": entrance.mode.value,
                    "strategy": entrance.strategy.value if entrance.strategy else None,
                    "policy": entrance.policy.value,
                    "delegated": entrance.zone.delegated,
                    "endpoints": {
                        endpoint.place: _endpoint(entrance, endpoint, places, regions, health)
                        for endpoint in entrance.endpoints
                    },
                    "slots": {"primary": entrance.slots.primary, "secondary": entrance.slots.secondary}
                    if entrance.slots
                    else None,
                    "detection_seconds": entrance.health.interval_seconds * entrance.health.failure_threshold,
                    "ttl_seconds": entrance.ttl_seconds,
                }
                for entrance in topology.entrances
            },
            "stores": {store.key: _store(store, declared.stores) for store in topology.stores},
            "backups": _backups(topology.backups, declared.backups) if topology.backups else None,
            "objectives": {
                "availability_percent": topology.objectives.availability_percent,
                "rto_seconds": topology.objectives.rto_seconds,
                "rpo_seconds": topology.objectives.rpo_seconds,
                "survives": topology.objectives.survives.value,
                "residency": list(topology.objectives.residency),
            },
        }
    )


def _lifted(structure: dict[str, Any]) -> pulumi.Output[Mapping[str, Any]]:
    """Make one output of a structure that holds outputs, and none of the plain values in it."""
    outputs: list[pulumi.Output[Any]] = []
    plain = _without_outputs(structure, outputs)
    return pulumi.Output.all(*outputs).apply(lambda values: _filled(plain, values))


@dataclass(frozen=True)
class _Place:
    """Where the output with this number was."""

    number: int


def _without_outputs(value: Any, outputs: list[pulumi.Output[Any]]) -> Any:  # noqa: ANN401 - any plain value
    if isinstance(value, pulumi.Output):
        outputs.append(value)
        return _Place(len(outputs) - 1)
    if isinstance(value, dict):
        return {key: _without_outputs(inner, outputs) for key, inner in value.items()}
    return value


def _filled(value: Any, known: Sequence[Any]) -> Any:  # noqa: ANN401 - any plain value
    if isinstance(value, _Place):
        return known[value.number]
    if isinstance(value, dict):
        return {key: _filled(inner, known) for key, inner in value.items()}
    return value


def _region(region: RegionPlan, regions: Mapping[str, RegionalApi]) -> dict[str, Any]:
    return {
        "region": region.region,
        "role": region.role.value,
        "services": {
            service.key: {
                "auto_scaling_group": regions[region.place].service(service.key).auto_scaling_group_name,
                "minimum": service.capacity.minimum,
                "needed": service.capacity.needed,
                "maximum": service.capacity.maximum,
            }
            for service in region.services
        },
    }


def _endpoint(
    entrance: EntrancePlan,
    endpoint: EndpointPlan,
    places: Mapping[str, str],
    regions: Mapping[str, RegionalApi],
    health: Mapping[tuple[str, str], RegionalHealth],
) -> dict[str, Any]:
    checks = health[entrance.key, endpoint.place]
    switches = regions[endpoint.switch_place].switches if endpoint.switch_place else None
    return {
        "region": endpoint.region,
        "host": endpoint.host,
        "load_balancer_arn": regions[endpoint.place].load_balancer(entrance.key).load_balancer_arn,
        "health_check_id": checks.health_check_id,
        "endpoint_health_check_id": checks.endpoint_health_check_id,
        "dependency_health_check_id": checks.dependency_health_check_id,
        "dependency_alarm_arn": checks.alarm_arn,
        "switch_health_check_id": checks.switch_health_check_id,
        "switch": None
        if switches is None or endpoint.switch_place is None
        else {
            "bucket": switches.bucket,
            "key": maintenance_key(endpoint.place),
            "region": places[endpoint.switch_place],
        },
    }


def _store(store: StorePlan, stores: Stores) -> dict[str, Any]:
    database, table = stores.databases.get(store.key), stores.tables.get(store.key)
    return {
        "kind": store.kind.value,
        "home": store.home,
        "places": list(store.places),
        "writer": store.writer,
        "consistency": store.consistency.value,
        "write_routing": store.write_routing.value if store.write_routing else None,
        "declared": store.adopted is None,
        "backup_class": store.backup_class,
        "global_cluster": database.global_cluster_id if database else None,
        "global_endpoint": database.global_endpoint if database else None,
        "clusters": {place: _cluster(database, place) for place in store.places} if database else {},
        "table": table.table_name if table else store.adopted.table_name if store.adopted else None,
        "tables": {place: table.member_arn(place) for place in store.places} if table else {},
    }


def _cluster(database: AuroraDatabase, place: str) -> dict[str, Any]:
    member = database.member(place)
    return {
        "identifier": member.cluster_identifier,
        "arn": member.cluster_arn,
        "endpoint": member.endpoint,
        "reader_endpoint": member.reader_endpoint,
        "port": member.port,
        "secret_arn": member.secret_arn,
    }


def _backups(plan: BackupPlan, vaults: Mapping[str, BackupVault]) -> dict[str, Any]:
    return {
        "copy_to": list(plan.copy_to),
        "retention_days": max(one.copy_retention_days for one in plan.classes),
        "declared": True,
        "vaults": {
            vault.place: {
                "region": vault.region,
                "vault": vaults[vault.place].vault_name,
                "arn": vaults[vault.place].vault_arn,
                "topic_arn": vaults[vault.place].topic_arn,
                "classes": list(vault.classes),
                "copy_to": list(vault.copy_to),
            }
            for vault in plan.vaults
        },
        "lock": plan.lock.mode.value if plan.lock else None,
    }
