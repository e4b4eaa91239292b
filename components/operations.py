"""The stack output ``operations``: the contract filled in with what this stack declares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from holdfast.components.accelerator import CONTROL_REGION as ACCELERATOR_CONTROL_REGION
from holdfast.components.accelerator import GlobalAccelerator
from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.backup_audit import BackupAudit
from holdfast.components.caches import Caches
from holdfast.components.cloudflare_entrances import AtCloudflare
from holdfast.components.cloudfront_distribution import CloudfrontDistribution
from holdfast.components.door import RegionalDoor
from holdfast.components.ecs_service import EcsService
from holdfast.components.edge_plan_args import Edge
from holdfast.components.eks_service import EksService
from holdfast.components.lambda_service import LambdaService
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.maintenance_switch import maintenance_key
from holdfast.components.observed import Observed
from holdfast.components.operability import Operability
from holdfast.components.planned_operations import objectives_operations
from holdfast.components.proxy_fleet import ProxyFleet
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_health import RegionalHealth
from holdfast.components.regional_services import RegionalService
from holdfast.components.runbook_plan_args import runbook_operations
from holdfast.components.stores import Stores
from holdfast.components.zone_export_plan_args import zone_export_operations
from holdfast.contracts.operations import OPERATIONS_VERSION
from holdfast.topology.values import (
    BackupPlan,
    CachePlan,
    CloudflarePlan,
    EndpointPlan,
    EntrancePlan,
    RegionPlan,
    ServicePlan,
    StorePlan,
)


def operations_of(
    declared: Observed, operability: Operability, audits: Mapping[str, BackupAudit]
) -> pulumi.Output[Mapping[str, Any]]:
    """Return the operations contract of a stack.

    Args:
        declared: What the stack declares.
        operability: What watches, recovers and practises.
        audits: Audits of backups by place.

    Returns:
        A mapping in the shape of ``holdfast.contracts.operations.Operations``.
    """
    topology, regions, health = declared.topology, declared.regions, declared.health
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
                    "health_path": entrance.health.path,
                    "health_port": entrance.health.port,
                    "zone_id": declared.zone_ids[entrance.zone.name] if entrance.zone else None,
                    "door": entrance.door.value,
                    "mode": entrance.mode.value,
                    "strategy": entrance.strategy.value if entrance.strategy else None,
                    "policy": entrance.policy.value,
                    "delegated": entrance.is_certified,
                    "endpoints": {
                        endpoint.place: _endpoint(entrance, endpoint, places, regions, health)
                        for endpoint in entrance.endpoints
                    },
                    "slots": {"primary": entrance.slots.primary, "secondary": entrance.slots.secondary}
                    if entrance.slots
                    else None,
                    "detection_seconds": entrance.detection_seconds,
                    "ttl_seconds": entrance.cached_seconds,
                    "accelerator": _accelerator(declared.edges.get(entrance.key)),
                    "cloudfront": _cloudfront(declared.edges.get(entrance.key)),
                    "cloudflare": _cloudflare(entrance.key, entrance.cloudflare, declared.cloudflare)
                    if entrance.cloudflare and entrance.has_address
                    else None,
                }
                for entrance in topology.entrances
            },
            "stores": {store.key: _store(store, declared.stores) for store in topology.stores},
            "caches": {cache.key: _cache(cache, declared.caches) for cache in topology.caches},
            "applications": declared.applications.operations(),
            "private_access": {
                place: {
                    "transit_gateway": access.transit_gateway_id,
                    "vpn_connections": access.vpn_connection_ids,
                    "tunnel_addresses": access.tunnel_addresses,
                    "preshared_key_arns": access.preshared_key_arns,
                }
                for place, access in declared.private.regions.items()
            },
            "releases": {
                "order": list(topology.releases.order),
                "bake_minutes": topology.releases.bake_minutes,
            },
            "backups": _backups(topology.backups, declared, audits) if topology.backups else None,
            "zone_export": zone_export_operations(topology, declared.zone_export),
            "objectives": objectives_operations(topology.objectives),
            "runbook": runbook_operations(topology.runbook),
            **operability.operations(),
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
            service.key: _service(service, regions[region.place].service(service.key))
            for service in region.services
        },
    }


def _service(plan: ServicePlan, service: RegionalService) -> dict[str, Any]:
    return {
        "kind": plan.kind.value,
        "release": plan.release,
        "auto_scaling_group": _auto_scaling_group(service),
        "ecs_service": _ecs_service(service),
        "function": _function(service),
        "kubernetes": _kubernetes(service),
        "minimum": plan.capacity.minimum,
        "needed": plan.capacity.needed,
        "maximum": plan.capacity.maximum,
    }


def _auto_scaling_group(service: RegionalService) -> pulumi.Output[str] | None:
    return service.auto_scaling_group_name if isinstance(service, AutoScalingService) else None


def _proxies(entrance: EntrancePlan, endpoint: EndpointPlan, door: RegionalDoor) -> dict[str, Any] | None:
    if entrance.proxy is None or not isinstance(door, ProxyFleet):
        return None
    capacity = entrance.proxy.regions[endpoint.place].capacity
    return {
        "auto_scaling_group": door.auto_scaling_group_name,
        "log_group": door.log_group_name,
        "minimum": capacity.minimum,
        "needed": capacity.needed,
        "maximum": capacity.maximum,
    }


def _ecs_service(service: RegionalService) -> dict[str, Any] | None:
    if not isinstance(service, EcsService):
        return None
    return {
        "cluster": service.cluster_name,
        "service": service.service_name,
        "task_definition": service.task_definition_arn,
    }


def _function(service: RegionalService) -> dict[str, Any] | None:
    if not isinstance(service, LambdaService):
        return None
    return {"name": service.function_name, "alias": service.alias_name}


def _kubernetes(service: RegionalService) -> dict[str, Any] | None:
    return dict(service.kubernetes) if isinstance(service, EksService) else None


def _endpoint(
    entrance: EntrancePlan,
    endpoint: EndpointPlan,
    places: Mapping[str, str],
    regions: Mapping[str, RegionalApi],
    health: Mapping[tuple[str, str], RegionalHealth],
) -> dict[str, Any]:
    checks = health.get((entrance.key, endpoint.place))
    door = regions[endpoint.place].door(entrance.key)
    switches = regions[endpoint.switch_place].switches if endpoint.switch_place else None
    return {
        "region": endpoint.region,
        "host": endpoint.host,
        "load_balancer_arn": door.arn if isinstance(door, LoadBalancer) else None,
        "door_arn": door.arn,
        "web_acl_arn": acl.web_acl_arn if (acl := regions[endpoint.place].web_acl(entrance.key)) else None,
        "proxies": _proxies(entrance, endpoint, door),
        "health_check_id": checks.health_check_id if checks else None,
        "endpoint_health_check_id": checks.endpoint_health_check_id if checks else None,
        "dependency_health_check_id": checks.dependency_health_check_id if checks else None,
        "dependency_alarm_arn": checks.alarm_arn if checks else None,
        "switch_health_check_id": checks.switch_health_check_id if checks else None,
        "switch": None
        if switches is None or endpoint.switch_place is None
        else {
            "bucket": switches.bucket,
            "key": maintenance_key(endpoint.place),
            "region": places[endpoint.switch_place],
        },
    }


def _accelerator(edge: Edge | None) -> dict[str, Any] | None:
    if not isinstance(edge, GlobalAccelerator):
        return None
    return {
        "arn": edge.accelerator_arn,
        "control_region": ACCELERATOR_CONTROL_REGION,
        "addresses": edge.addresses,
        "endpoint_group_arns": {place: edge.endpoint_group_arn(place) for place in edge.places},
    }


def _cloudfront(edge: Edge | None) -> dict[str, Any] | None:
    if not isinstance(edge, CloudfrontDistribution):
        return None
    return {"distribution_id": edge.distribution_id, "arn": edge.distribution_arn}


def _cloudflare(key: str, plan: CloudflarePlan, declared: AtCloudflare) -> dict[str, Any]:
    balancer = declared.balancers[key]
    return {
        "account_id": plan.zone.account_id,
        "zone_id": declared.zones[plan.zone.name].zone_id,
        "load_balancer_id": balancer.load_balancer_id,
        "pool_ids": {place: balancer.pool_id(place) for place in plan.order},
        "fallback": plan.fallback,
        "proxied": plan.proxied,
    }


_NO_STORE: Mapping[str, Any] = {
    "global_cluster": None,
    "global_endpoint": None,
    "clusters": {},
    "table": None,
    "tables": {},
    "buckets": {},
    "access_point": None,
    "dsql_clusters": {},
    "witness_region": None,
    "global_replication_group": None,
    "cache_members": {},
    "rds_shape": None,
    "rds_source": None,
    "rds_members": {},
}
"""What stores of other kinds have in each kind's own keys."""


def _store(store: StorePlan, stores: Stores) -> dict[str, Any]:
    return {
        "kind": store.kind.value,
        "home": store.home,
        "places": list(store.places),
        "writer": store.writer,
        "consistency": store.consistency.value,
        "write_routing": store.write_routing.value if store.write_routing else None,
        "declared": store.adopted is None,
        "backup_class": store.backup_class,
        "not_backed_up_because": store.not_backed_up_because,
        **_NO_STORE,
        **stores.operations(store),
    }


def _cache(plan: CachePlan, caches: Caches) -> dict[str, Any]:
    spanning = caches.spanning.get(plan.key)
    return {
        "engine": plan.engine.value,
        "home": plan.home if spanning else None,
        "places": list(plan.places),
        "global_replication_group": spanning.global_replication_group_id if spanning else None,
        "members": {place: caches.member(plan.key, place).operations() for place in plan.places},
    }


def _backups(plan: BackupPlan, everything: Observed, audits: Mapping[str, BackupAudit]) -> dict[str, Any]:
    declared = everything.backups
    vaults = declared.vaults
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
        "bunker": None
        if plan.bunker is None or declared.bunker is None
        else {
            "account_id": plan.bunker.account_id,
            "region": plan.bunker.region,
            "vault": declared.bunker.vault_name,
            "arn": declared.bunker.vault_arn,
            "air_gapped": plan.bunker.air_gapped is not None,
        },
        "air_gapped": None
        if plan.air_gapped is None or declared.air_gapped is None
        else {
            "region": plan.air_gapped.region,
            "vault": declared.air_gapped.vault_name,
            "arn": declared.air_gapped.vault_arn,
        },
        "restore_tests": {place: one.operations() for place, one in everything.restore_tests.items()},
        "audit": {place: one.operations() for place, one in audits.items()},
    }
