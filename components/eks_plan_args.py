"""Kubernetes on EKS: planned values as declared resources of a region."""

from collections.abc import Mapping

import pulumi

from holdfast.components.eks_args import EksCaller, EksClusterArgs, EksStore
from holdfast.components.eks_cluster import EksCluster
from holdfast.components.eks_service import EksService
from holdfast.components.eks_service_args import EksServiceArgs
from holdfast.components.plan_args import port_of
from holdfast.components.regional_scope import RegionalScope
from holdfast.components.service_args import ServiceStore, ServiceTarget
from holdfast.components.service_stores import used_by
from holdfast.topology.values import EksClusterPlan, RegionPlan, ServiceKind, ServicePlan


def declare_eks_cluster(
    scope: RegionalScope,
    plan: EksClusterPlan,
    *,
    targets: Mapping[str, Mapping[str, ServiceTarget]],
    stores: Mapping[str, ServiceStore],
) -> EksCluster:
    """Declare the region's cluster, ``<place>-eks``.

    Args:
        scope: The region.
        plan: The cluster, planned.
        targets: Service's key → what sends it requests, by entrance; of all kinds of services.
        stores: What services need in order to use a store in this region, by the store's key.
    """
    nodes, network, services = plan.nodes, scope.network, _services(scope.plan)
    args: EksClusterArgs = {
        "region": scope.plan.region,
        "account_id": scope.account_id,
        "network": {
            "vpc_id": network["vpc_id"],
            "vpc_cidr": network["cidr"],
            "subnet_ids": _subnets(scope),
        },
        "version": plan.version,
        "nodes": {
            "types": nodes.types,
            "architecture": nodes.architecture,
            "os": nodes.os,
            "volume_gib": nodes.volume_gib,
            "minimum": nodes.minimum,
            "maximum": nodes.maximum,
            "spot_maximum": nodes.spot_maximum,
        },
        "access": {
            access.key: {
                "principal_arn": access.principal_arn,
                "level": access.level,
                "namespaces": access.namespaces,
            }
            for access in plan.access
        },
        "key_arn": scope.key_arn,
        "endpoint": {"public_cidrs": plan.public_cidrs, "private_cidrs": plan.private_cidrs},
        "callers": _callers(services, targets),
        "stores": _stores(services, stores),
        "support": plan.support,
        "cluster_autoscaler": plan.cluster_autoscaler,
        "addons": plan.addons,
        "addon_versions": plan.addon_versions,
        "service_cidr": plan.service_cidr,
        "zonal_shift": plan.zonal_shift,
        "log_types": plan.log_types,
        "log_retention_days": plan.log_retention_days,
        "protection": scope.protection,
        "tags": scope.tags,
        "origin": plan.origin,
    }
    return EksCluster(f"{scope.name}-eks", args, scope.child)


def declare_eks_service(
    scope: RegionalScope,
    service: ServicePlan,
    *,
    cluster: EksCluster,
    targets: Mapping[str, ServiceTarget],
    stores: Mapping[str, ServiceStore],
) -> EksService:
    """Declare what a service's pods in the region need; ``targets`` are by entrance."""
    pods = service.eks
    if pods is None:
        raise ValueError(f"{service.key}: a service of kind {service.kind} has no pods")
    args: EksServiceArgs = {
        "region": scope.plan.region,
        "account_id": scope.account_id,
        "service": service.key,
        "vpc_id": scope.network["vpc_id"],
        "cluster": {
            "name": cluster.cluster_name,
            "security_group_id": cluster.security_group_id,
            "balancer_role_name": cluster.balancer_role_name,
        },
        "workload": {
            "port": port_of(service),
            "environment": service.environment,
            "secrets": scope.secrets(service),
            "health_path": service.health_path,
        },
        "pods": {
            "namespace": pods.namespace,
            "service_account": pods.service_account,
            "kubernetes_service": pods.kubernetes_service,
            "minimum": service.capacity.minimum,
            "needed": service.capacity.needed,
            "maximum": service.capacity.maximum,
            "cpu_target_percent": service.scaling.cpu_target_percent,
            "drain_seconds": service.target.drain_seconds,
        },
        "target_groups": targets,
        "key_arn": scope.key_arn,
        "stores": stores,
        "log_retention_days": service.log_retention_days,
        "tags": {**scope.tags, "Service": service.key},
        "origin": {**service.origin, **service.capacity.origin, **pods.origin},
    }
    if service.image is not None:
        args["workload"]["image"] = service.image
    return EksService(f"{scope.name}-{service.key}", args, scope.child)


def _services(plan: RegionPlan) -> list[ServicePlan]:
    return [service for service in plan.services if service.kind is ServiceKind.EKS]


def _subnets(scope: RegionalScope) -> dict[str, pulumi.Input[str]]:
    """Private subnets by zone, whose order is that of the zones."""
    ids = pulumi.Output.from_input(scope.network["private_subnet_ids"])
    zones = scope.plan.network.zones if scope.plan.network else ()
    return {zone[-1]: ids[position] for position, zone in enumerate(zones)}


def _callers(
    services: list[ServicePlan], targets: Mapping[str, Mapping[str, ServiceTarget]]
) -> dict[str, EksCaller]:
    callers: dict[str, EksCaller] = {}
    for service in services:
        for entrance, target in sorted(targets[service.key].items()):
            group_id = target["security_group_id"]
            known = callers.get(entrance, EksCaller(security_group_id=group_id, ports=[]))
            ports = sorted({*known["ports"], port_of(service)})
            callers[entrance] = EksCaller(security_group_id=group_id, ports=ports)
    return callers


def _stores(services: list[ServicePlan], stores: Mapping[str, ServiceStore]) -> dict[str, EksStore]:
    used = {key for service in services for key in used_by(service)}
    return {
        key: EksStore(security_group_id=store["security_group_id"], port=store["port"])
        for key, store in sorted(stores.items())
        if key in used and "security_group_id" in store
    }
