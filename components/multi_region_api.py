"""The whole API: its regions, its entrances and what tools need to operate it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

import pulumi

from holdfast.components.alerts import declare_certificate_alarms, declare_topics
from holdfast.components.api_gateway_plan_args import declare_keys
from holdfast.components.applications import Applications, declare_applications
from holdfast.components.backup_audit_plan_args import declare_backup_audit
from holdfast.components.backup_plan_args import data_key_guests
from holdfast.components.backups import declare_backups
from holdfast.components.caches import Caches, declare_caches
from holdfast.components.certificates import Certificates
from holdfast.components.cloudflare_entrances import (
    declare_cloudflare_balancers,
    declare_cloudflare_zones,
)
from holdfast.components.edge_foundation import EdgeFoundation
from holdfast.components.edge_plan_args import (
    asked_for,
    edge_arns,
    secrets_of,
)
from holdfast.components.entrance_certificates import declare_certificates
from holdfast.components.fronts import FrontScope, declare_front
from holdfast.components.held_regions import leave_as_is
from holdfast.components.hosted_zones import declare_hosted_zones, name_servers_of
from holdfast.components.imports import Imports
from holdfast.components.monthly_budget import MonthlyBudget
from holdfast.components.next_steps import next_steps
from holdfast.components.observed import Observed
from holdfast.components.operability import declare_operability
from holdfast.components.operations import operations_of
from holdfast.components.origin_lock import OriginSecrets
from holdfast.components.plan_args import RegionalNetwork, dependency_args, endpoint_check_args
from holdfast.components.planned_operations import planned_operations
from holdfast.components.private_access_plan_args import declare_private_access
from holdfast.components.recovery_plan_args import declare_routing_controls, is_controlled
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.regional_health import RegionalHealth, RegionalHealthArgs
from holdfast.components.restore_testing_plan_args import declare_restore_testing
from holdfast.components.routing_controls import RoutingControls
from holdfast.components.runbook_plan_args import alarm_notes
from holdfast.components.shield_plan_args import declare_shield
from holdfast.components.stores import Stores, declare_stores
from holdfast.components.topology_origins import origins_of
from holdfast.components.waf_plan_args import declare_edge_web_acl
from holdfast.components.zone_export_plan_args import declare_zone_export
from holdfast.topology.values import EndpointPlan, EntrancePlan, Topology


class _Network(TypedDict):
    """A region's network, where it has one."""

    network: NotRequired[RegionalNetwork]
    """Where load balancers and services stand."""


@dataclass(frozen=True, kw_only=True)
class _Used:
    """What services use beside themselves."""

    stores: Stores
    caches: Caches
    applications: Applications


class MultiRegionApiArgs(TypedDict):
    """What the whole API needs."""

    topology: Topology
    """The plan."""


class MultiRegionApi(pulumi.ComponentResource):
    """An API in one or several AWS regions, behind one or several entrances.

    Declares: a hosted zone per zone name unless adopted; per entrance its certificates, the health of each
    region and the records that lead to it; per region its foundation and, where it serves, a
    ``RegionalApi``; the stores, over their regions; a backup vault per region that has or receives backups;
    a budget where one is asked for. Where an entrance is at Cloudflare, its zone and load balancer there.
    Survives: what the plan's mode and sizes say: an instance, a zone, and with several regions the loss of
    one, to which no record edit and no update is needed. Does not survive: the loss of all regions, of the
    account, or of all who answer for a name: Route 53's data plane, Cloudflare, or both.
    """

    endpoints: pulumi.Output[Mapping[str, str]]
    """Address of each entrance."""
    name_servers: pulumi.Output[Mapping[str, Sequence[str]]]
    """Name servers of each zone that was made, to which the parent domain must delegate."""
    next_steps: pulumi.Output[Sequence[str]]
    """What a person must do next, in order; empty when nothing is left."""
    operations: pulumi.Output[Mapping[str, Any]]
    """What tools need to operate the API; its shape is ``holdfast.contracts.operations.Operations``."""

    def __init__(
        self, name: str, args: MultiRegionApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        topology = args["topology"]
        imports = Imports(topology.imports)
        opts = pulumi.ResourceOptions.merge(
            opts, pulumi.ResourceOptions(transformations=[imports.transformation])
        )
        super().__init__(
            "holdfast:index:MultiRegionApi",
            name,
            {
                "regions": {region.place: region.role for region in topology.regions},
                **planned_operations(topology),
            },
            opts,
        )
        self._topology, self._child = topology, pulumi.ResourceOptions(parent=self)
        zones = declare_hosted_zones(topology, self._child)
        zone_ids = {name: zone.zone_id for name, zone in zones.items()}
        cloudflare_zones = declare_cloudflare_zones(topology, self._child)
        certificates = declare_certificates(
            topology, zones=zones, cloudflare_zones=cloudflare_zones, parent=self
        )
        foundations = self._foundations()
        edge = self._edge()
        topics = declare_topics(topology, foundations, edge, self)
        declare_certificate_alarms(topology, certificates, topics, self)
        stores = declare_stores(topology, foundations, topics.tickets, self)
        caches = declare_caches(topology, foundations, self)
        applications = declare_applications(topology, foundations, topics.tickets, self)
        origin_secrets = secrets_of(topology, self._child)
        used = _Used(stores=stores, caches=caches, applications=applications)
        regions = self._regions(certificates, foundations, used, origin_secrets)
        controls = declare_routing_controls(topology, self._child)
        health = {
            (entrance.key, endpoint.place): self._health(entrance, endpoint, regions, controls)
            for entrance in topology.entrances
            for endpoint in entrance.endpoints
            if entrance.zone is not None
        }
        fronts = FrontScope(
            topology=topology,
            zones=zones,
            regions=regions,
            health=health,
            child=self._child,
            edge=edge,
            certificates=certificates,
            origin_secrets=origin_secrets,
            web_acl_arns=self._edge_web_acls(edge),
        )
        edges = {entrance.key: declare_front(fronts, entrance) for entrance in topology.entrances}
        cloudflare = declare_cloudflare_balancers(topology, cloudflare_zones, regions, self._child)
        private = declare_private_access(topology, foundations, topics.tickets, self)
        declare_shield(
            topology, regions=regions, zones=zones, health=health, fronts=edge_arns(edges), opts=self._child
        )
        backups = declare_backups(topology, self)
        restore_tests = declare_restore_testing(topology, stores, backups.vaults, self)
        audits = declare_backup_audit(topology, backups.vaults, self)
        zone_export = declare_zone_export(
            topology,
            zone_ids=zone_ids,
            cloudflare_zones=cloudflare_zones,
            opts=self._child,
        )
        self._budget()
        observed = Observed(
            topology=topology,
            foundations=foundations,
            regions=regions,
            health=health,
            certificates=certificates,
            zone_ids=zone_ids,
            edges=edges,
            edge=edge,
            cloudflare=cloudflare,
            stores=stores,
            caches=caches,
            applications=applications,
            private=private,
            backups=backups,
            restore_tests=restore_tests,
            zone_export=zone_export,
            routing_controls=controls,
            topics=topics,
            notes=alarm_notes(topology.runbook),
            parent=self,
        )
        operability = declare_operability(observed)
        imports.check()
        self.endpoints = pulumi.Output.from_input(
            {entrance.key: f"https://{entrance.domain}" for entrance in topology.entrances}
        )
        self.name_servers = name_servers_of(topology, zones, cloudflare_zones)
        self.next_steps = pulumi.Output.from_input(next_steps(topology))
        self.operations = operations_of(observed, operability, audits)
        self.register_outputs(
            {
                "endpoints": self.endpoints,
                "name_servers": self.name_servers,
                "next_steps": self.next_steps,
                "operations": self.operations,
                "origin": {key: dict(value) for key, value in origins_of(topology).items()},
            }
        )

    def _foundations(self) -> dict[str, RegionalFoundation]:
        topology = self._topology
        return {
            region.place: RegionalFoundation(
                region.place,
                {
                    "plan": region,
                    "account_id": topology.account_id,
                    "encrypts_dsql": any(
                        store.dsql is not None and region.place in store.places for store in topology.stores
                    ),
                    "key_shared_with": data_key_guests(topology, region.place),
                    "protection": topology.protection,
                    "tags": {**topology.tags, "Place": region.place},
                },
                pulumi.ResourceOptions(parent=self, transforms=[leave_as_is] if region.held else None),
            )
            for region in topology.regions
            if region.network is not None
            or region.services
            or any(region.place in store.key_places for store in topology.stores if store.adopted is None)
            or any(region.place in cache.places for cache in topology.caches)
            or (topology.applications is not None and region.place in topology.applications.places)
        }

    def _regions(
        self,
        certificates: Mapping[str, Certificates],
        foundations: Mapping[str, RegionalFoundation],
        used: _Used,
        origin_secrets: Mapping[str, OriginSecrets],
    ) -> dict[str, RegionalApi]:
        topology = self._topology
        client_keys = declare_keys(topology.entrances, self._child)
        return {
            region.place: RegionalApi(
                region.place,
                {
                    "plan": region,
                    **_network(foundations[region.place]),
                    "key_arn": foundations[region.place].key_arn,
                    "entrances": topology.entrances,
                    "certificate_arns": {
                        entrance.key: certificates[entrance.key].certificate_arn(region.place)
                        for entrance in topology.entrances
                        if entrance.shows_acm_certificates
                        and entrance.is_certified
                        and _serves(entrance, region.place)
                    },
                    "stores": used.stores.in_region(region.place),
                    "caches": used.caches.in_region(region.place),
                    "keys": used.applications.key_accesses(region.place),
                    "secret_arns": used.applications.secret_arns(region.place),
                    "machine_image_ids": used.applications.machine_image_ids(region.place),
                    "before_services": used.applications.before_services,
                    "client_keys": client_keys,
                    "origin_secrets": asked_for(topology, origin_secrets),
                    "account_id": topology.account_id,
                    "protection": topology.protection,
                    "tags": topology.tags,
                },
                pulumi.ResourceOptions(parent=self, transforms=[leave_as_is] if region.held else None),
            )
            for region in topology.regions
            if any(_serves(entrance, region.place) for entrance in topology.entrances)
        }

    def _health(
        self,
        entrance: EntrancePlan,
        endpoint: EndpointPlan,
        regions: Mapping[str, RegionalApi],
        controls: RoutingControls | None,
    ) -> RegionalHealth:
        args: RegionalHealthArgs = {
            "region": endpoint.region,
            "fqdn": endpoint.host,
            "dependency": dependency_args(
                entrance.health, endpoint, regions[endpoint.place].door(entrance.key)
            ),
            "notes": alarm_notes(self._topology.runbook),
            "tags": {**self._topology.tags, "Place": endpoint.place},
            "origin": {"endpoint": entrance.origin["health"], "dependency": entrance.origin["health"]},
        }
        if entrance.is_asked_by_checkers:
            args["endpoint"] = endpoint_check_args(entrance.health)
        switches = regions[endpoint.switch_place].switches if endpoint.switch_place else None
        if switches is not None:
            args["switch"] = {"domain_name": switches.domain_name, "path": endpoint.switch_path}
        if controls is not None and is_controlled(self._topology, entrance.key):
            args["routing_control_arn"] = controls.control_arn(entrance.key, endpoint.place)
        held = any(region.held and region.place == endpoint.place for region in self._topology.regions)
        return RegionalHealth(
            f"{endpoint.place}-{entrance.key}",
            args,
            pulumi.ResourceOptions(parent=self, transforms=[leave_as_is] if held else None),
        )

    def _edge(self) -> EdgeFoundation | None:
        topology = self._topology
        if not any(entrance.cloudfront is not None for entrance in topology.entrances):
            return None
        return EdgeFoundation(
            "global",
            {
                "account_id": topology.account_id,
                "emails": topology.alerts.emails,
                "protection": topology.protection,
                "tags": topology.tags,
                "origin": {"emails": topology.alerts.origin["emails"]},
            },
            self._child,
        )

    def _edge_web_acls(self, edge: EdgeFoundation | None) -> dict[str, pulumi.Output[str]]:
        if edge is None:
            return {}
        acls = {
            entrance.key: declare_edge_web_acl(
                entrance, key_arn=edge.key_arn, tags=self._topology.tags, opts=self._child
            )
            for entrance in self._topology.entrances
        }
        return {key: acl.web_acl_arn for key, acl in acls.items() if acl is not None}

    def _budget(self) -> None:
        budget = self._topology.budget
        if budget is None:
            return
        MonthlyBudget(
            "global",
            {
                "limit_usd": budget.monthly_usd,
                "emails": budget.emails,
                "tag_key": "Stack",
                "tag_value": self._topology.stack,
                "tags": self._topology.tags,
                "origin": budget.origin,
            },
            self._child,
        )


def _network(foundation: RegionalFoundation) -> _Network:
    network = foundation.network
    if network is None:
        return {}
    return {
        "network": {
            "vpc_id": network.vpc_id,
            "cidr": network.cidr,
            "public_subnet_ids": network.public_subnet_ids,
            "private_subnet_ids": network.private_subnet_ids,
        }
    }


def _serves(entrance: EntrancePlan, place: str) -> bool:
    return any(endpoint.place == place for endpoint in entrance.endpoints)
