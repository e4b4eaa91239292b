"""From settings to the plan: the one module of this room that a program calls."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.settings import (
    PLACES,
    SettingsError,
    effective,
    effective_caches,
    effective_private_access,
    effective_stores,
)
from holdfast.topology.addresses import carve
from holdfast.topology.alarms import plan_alarms
from holdfast.topology.alerts import plan_alerts
from holdfast.topology.apm import namespaces_in_use, plan_apm, stream_keys
from holdfast.topology.apm_agents import with_agents
from holdfast.topology.application_checks import application_mistakes
from holdfast.topology.applications import plan_applications, with_own_references
from holdfast.topology.backups import plan_backups
from holdfast.topology.cache import plan_caches
from holdfast.topology.canaries import plan_canaries
from holdfast.topology.dashboards import plan_dashboards, plan_traces
from holdfast.topology.ecs import plan_ecs_cluster
from holdfast.topology.eks_clusters import plan_eks_cluster
from holdfast.topology.experiments import experiment_mistakes, plan_experiments
from holdfast.topology.function_checks import function_mistakes
from holdfast.topology.internet_monitor import plan_internet_monitor
from holdfast.topology.name_checks import name_mistakes
from holdfast.topology.origins import origin, path_of
from holdfast.topology.private_access import plan_private_access
from holdfast.topology.recovery import plan_recovery, plan_zonal_autoshift
from holdfast.topology.recovery_automation_checks import recovery_automation_mistakes
from holdfast.topology.recovery_checks import recovery_mistakes
from holdfast.topology.role_policies import role_policy_mistakes
from holdfast.topology.runbook import plan_runbook
from holdfast.topology.schedule_checks import schedule_mistakes
from holdfast.topology.services import plan_service
from holdfast.topology.shares import survives_of
from holdfast.topology.shield import plan_shield
from holdfast.topology.stores import plan_edges, plan_store
from holdfast.topology.traffic import plan_entrance
from holdfast.topology.values import (
    AdoptedNetwork,
    BudgetPlan,
    Door,
    FlowLogs,
    NetworkPlan,
    Objectives,
    RegionPlan,
    ReleasesPlan,
    Topology,
)
from holdfast.topology.zone_export import plan_zone_export
from holdfast.topology.zones import zones_of

if TYPE_CHECKING:
    from holdfast.settings import Settings


def plan(settings: Settings, *, project: str, stack: str) -> Topology:
    """Plan a stack: everything that shapes the resource tree, before anything is declared.

    Args:
        settings: The stack's settings, already free of contradictions.
        project: Name of the Pulumi project, part of names in AWS.
        stack: Name of the stack, part of names in AWS.

    Returns:
        The plan; the order of keys in the settings has no influence on it.

    Raises:
        SettingsError: A name or a policy would be longer than AWS takes, a name holds what it refuses, or
            functions need more concurrent executions than the account has.
    """
    stores = tuple(plan_store(key, settings, project=project, stack=stack) for key in sorted(settings.stores))
    backups = plan_backups(settings)
    applications = plan_applications(settings, project=project, stack=stack)
    regions = tuple(
        with_own_references(
            with_agents(_region(place, settings), settings, stack=stack),
            applications,
            account_id=settings.account,
        )
        for place in sorted(settings.regions)
    )
    entrances = tuple(plan_entrance(key, settings) for key in sorted(settings.entrances))
    caches = plan_caches(settings, project=project, stack=stack)
    topology = Topology(
        project=project,
        stack=stack,
        account_id=settings.account,
        protection=settings.protection == "enforced",
        tags={
            **dict(sorted(settings.tags.items())),
            "ManagedBy": "holdfast",
            "Project": project,
            "Stack": stack,
        },
        regions=regions,
        entrances=entrances,
        stores=stores,
        caches=caches,
        edges=plan_edges(stores, backups),
        backups=backups,
        objectives=_objectives(settings),
        releases=_releases(settings),
        budget=_budget(settings),
        shield=plan_shield(settings),
        alerts=plan_alerts(settings, entrances),
        alarms=plan_alarms(settings),
        dashboards=plan_dashboards(settings),
        traces=plan_traces(settings),
        runbook=plan_runbook(settings, project=project, stack=stack),
        zonal_autoshift=plan_zonal_autoshift(settings),
        canaries=plan_canaries(settings, entrances),
        internet_monitor=plan_internet_monitor(settings),
        zone_export=plan_zone_export(settings),
        imports=dict(sorted(settings.imports.items())),
        applications=applications,
        apm=plan_apm(
            settings,
            namespaces=namespaces_in_use(regions, entrances, stores, caches),
            resolved=stream_keys(regions, settings, applications),
        ),
    )
    topology = replace(topology, recovery=plan_recovery(settings, topology))
    topology = replace(topology, experiments=plan_experiments(settings, topology))
    mistakes = [
        *name_mistakes(topology),
        *application_mistakes(topology),
        *recovery_mistakes(topology),
        *recovery_automation_mistakes(topology),
        *experiment_mistakes(settings, topology),
        *role_policy_mistakes(topology),
        *function_mistakes(topology),
        *schedule_mistakes(topology),
    ]
    if mistakes:
        raise SettingsError(mistakes)
    return topology


def _region(place: str, settings: Settings) -> RegionPlan:
    region, aws = settings.regions[place], PLACES[place]
    path = f"holdfast:regions.{place}"
    zones = zones_of(place, settings)
    services = tuple(
        plan_service(place, key, settings, region=aws.name, zones=len(zones))
        for key in sorted(settings.services)
        if place in effective.service_places(key, settings)
    )
    return RegionPlan(
        place=place,
        region=aws.name,
        role=region.role,
        held=place in settings.hold,
        key_arn=region.key_arn,
        network=_network(place, settings, zones) if _has_network(place, settings) else None,
        services=services,
        ecs=plan_ecs_cluster(settings, services, zones=len(zones)),
        eks=plan_eks_cluster(place, settings),
        private_access=plan_private_access(place, settings),
        origin=origin(
            place=f"holdfast:regions.{place}",
            role=path_of(region, path, "role"),
            held=path_of(settings, "holdfast", "hold").replace("holdfast.", "holdfast:"),
            key_arn=path_of(region, path, "key_arn"),
        ),
    )


def _has_network(place: str, settings: Settings) -> bool:
    """Whether something stands in a region that needs a network: a door, an Aurora database, who uses one."""
    balanced = any(
        place in effective.endpoints(entrance, settings)
        for entrance in settings.entrances.values()
        if effective.door(entrance) in (Door.LOAD_BALANCER, Door.PROXY)
    )
    used = {
        store
        for key, service in settings.services.items()
        if place in effective.service_places(key, settings)
        for store in service.stores
    }
    cached = any(place in effective_caches.places(key, settings) for key in settings.caches)
    private = settings.private_access is not None and place in effective_private_access.places(settings)
    return (
        balanced
        or cached
        or private
        or any(
            place in effective_stores.store_places(store, settings)
            for key, store in settings.stores.items()
            if effective_stores.is_in_network(store)
            and (key in used or not effective_stores.is_adopted(store))
        )
    )


def _network(place: str, settings: Settings, zones: tuple[str, ...]) -> NetworkPlan:
    region, common = settings.regions[place], settings.network
    path = f"holdfast:regions.{place}"
    cidr = effective.cidr(place, region)
    block = f"{path}.adopt.cidr" if region.adopt else path_of(region, path, "cidr")
    # What an existing VPC logs and which endpoints it has is its owner's business.
    logs = None if region.adopt else common.flow_logs
    return NetworkPlan(
        cidr=cidr,
        zones=zones,
        subnets=() if region.adopt else carve(cidr, zones),
        nat=region.nat or common.nat,
        gateway_endpoints=tuple(sorted(common.gateway_endpoints)),
        interface_endpoints=() if region.adopt else tuple(sorted(common.interface_endpoints)),
        flow_logs=None
        if logs is None
        else FlowLogs(
            traffic=logs.traffic,
            interval_seconds=logs.interval_seconds,
            retention_days=logs.retention_days,
        ),
        adopted=None
        if region.adopt is None
        else AdoptedNetwork(
            vpc_id=region.adopt.vpc_id,
            public_subnet_ids=region.adopt.public_subnet_ids,
            private_subnet_ids=region.adopt.private_subnet_ids,
            isolated_subnet_ids=region.adopt.isolated_subnet_ids,
        ),
        origin=origin(
            cidr=block,
            zones=path_of(region, path, "zones"),
            subnets=", ".join((block, path_of(region, path, "zones"))),
            nat=path_of(region, path, "nat") if region.nat else path_of(common, "holdfast:network", "nat"),
            gateway_endpoints=path_of(common, "holdfast:network", "gateway_endpoints"),
            interface_endpoints=path_of(common, "holdfast:network", "interface_endpoints"),
            flow_logs=path_of(common, "holdfast:network", "flow_logs"),
            adopted=path_of(region, path, "adopt"),
        ),
    )


def _objectives(settings: Settings) -> Objectives:
    asked, path = settings.objectives, "holdfast:objectives"
    return Objectives(
        availability_percent=asked.availability_percent,
        rto_seconds=asked.rto_seconds,
        rpo_seconds=asked.rpo_seconds,
        survives=survives_of(settings),
        residency=tuple(sorted(asked.residency)),
        origin=origin(
            **{
                field: path_of(asked, path, field)
                for field in ("availability_percent", "rto_seconds", "rpo_seconds", "survives", "residency")
            }
        ),
    )


def _releases(settings: Settings) -> ReleasesPlan:
    asked, path = settings.releases, "holdfast:releases"
    return ReleasesPlan(
        order=effective.release_order(settings),
        bake_minutes=asked.bake_minutes,
        origin=origin(order=path_of(asked, path, "order"), bake_minutes=path_of(asked, path, "bake_minutes")),
    )


def _budget(settings: Settings) -> BudgetPlan | None:
    asked = settings.budget
    if asked is None:
        return None
    return BudgetPlan(
        monthly_usd=asked.monthly_usd,
        emails=tuple(sorted(asked.emails)),
        origin=origin(monthly_usd="holdfast:budget.monthly_usd", emails="holdfast:budget.emails"),
    )
