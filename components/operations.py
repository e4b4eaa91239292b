"""The stack output ``operations``: the contract filled in with what this stack declares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from holdfast.components.maintenance_switch import maintenance_key
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_health import RegionalHealth
from holdfast.contracts.operations import OPERATIONS_VERSION
from holdfast.topology.values import EndpointPlan, EntrancePlan, RegionPlan, StorePlan, Topology


def operations_of(
    topology: Topology,
    regions: Mapping[str, RegionalApi],
    health: Mapping[tuple[str, str], RegionalHealth],
    zone_ids: Mapping[str, pulumi.Output[str]],
) -> pulumi.Output[Mapping[str, Any]]:
    """Return the operations contract of a stack.

    Args:
        topology: The plan.
        regions: What runs in each place.
        health: The health of each entrance's region, by entrance and place.
        zone_ids: Id of each hosted zone by name.

    Returns:
        A mapping in the shape of ``holdfast.contracts.operations.Operations``.
    """
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
                    "zone_id": zone_ids[entrance.zone.name],
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
            "stores": {store.key: _store(store) for store in topology.stores},
            "backups": {
                "copy_to": list(topology.backups.copy_to),
                "retention_days": topology.backups.retention_days,
                "declared": False,
            }
            if topology.backups
            else None,
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


def _store(store: StorePlan) -> dict[str, Any]:
    return {
        "kind": store.kind.value,
        "home": store.home,
        "places": list(store.places),
        "writer": store.writer,
        "consistency": store.consistency.value,
        "write_routing": store.write_routing.value if store.write_routing else None,
        "declared": False,
    }
