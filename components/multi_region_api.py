"""The whole API: its regions, its entrances and what tools need to operate it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

import pulumi

from holdfast.components.backups import declare_backups
from holdfast.components.certificates import Certificates
from holdfast.components.failover_dns import FailoverDns, FailoverDnsArgs
from holdfast.components.held_regions import leave_as_is, leave_regions_as_is
from holdfast.components.hosted_zone import HostedZone, HostedZoneArgs
from holdfast.components.imports import Imports
from holdfast.components.monthly_budget import MonthlyBudget
from holdfast.components.operations import Declared, operations_of
from holdfast.components.plan_args import RegionalNetwork, dependency_args, endpoint_check_args
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.regional_health import RegionalHealth, RegionalHealthArgs
from holdfast.components.routing_records import EndpointArgs
from holdfast.components.stores import Stores, declare_stores
from holdfast.topology.values import EndpointPlan, EntrancePlan, RoutingPolicy, Topology, ZonePlan


class MultiRegionApiArgs(TypedDict):
    """What the whole API needs."""

    topology: Topology
    """The plan."""


class MultiRegionApi(pulumi.ComponentResource):
    """An API in one or several AWS regions, behind one or several entrances.

    Declares: a hosted zone per zone name unless adopted; per entrance its certificates, the health of each
    region and the records that lead to it; per region its foundation and, where it serves, a
    ``RegionalApi``; the stores, over their regions; a backup vault per region that has or receives backups;
    a budget where one is asked for.
    Survives: what the plan's mode and sizes say: an instance, a zone, and with several regions the loss of
    one, to which no record edit and no update is needed. Does not survive: the loss of all regions, of the
    account, or of Route 53's data plane.
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
            {"regions": {region.place: region.role for region in topology.regions}},
            opts,
        )
        self._topology, self._child = topology, pulumi.ResourceOptions(parent=self)
        zones = {zone.name: self._zone(zone) for zone in _zones(topology)}
        certificates = {
            entrance.key: self._certificates(entrance, zones[entrance.zone.name])
            for entrance in topology.entrances
        }
        foundations = self._foundations()
        stores = declare_stores(topology, foundations, self)
        regions = self._regions(certificates, foundations, stores)
        health = {
            (entrance.key, endpoint.place): self._health(entrance, endpoint, regions)
            for entrance in topology.entrances
            for endpoint in entrance.endpoints
        }
        for entrance in topology.entrances:
            self._records(entrance, zones[entrance.zone.name], regions, health)
        backups = declare_backups(topology, self)
        self._budget()
        imports.check()
        self.endpoints = pulumi.Output.from_input(
            {entrance.key: f"https://{entrance.domain}" for entrance in topology.entrances}
        )
        made = [zone.name for zone in _zones(topology) if zone.zone_id is None]
        self.name_servers = pulumi.Output.from_input(
            dict[str, Any]({zone: zones[zone].name_servers for zone in made})
        )
        self.next_steps = pulumi.Output.from_input(next_steps(topology))
        self.operations = operations_of(
            topology,
            Declared(
                regions=regions,
                health=health,
                zone_ids={name: zone.zone_id for name, zone in zones.items()},
                stores=stores,
                backups=backups,
            ),
        )
        self.register_outputs(
            {
                "endpoints": self.endpoints,
                "name_servers": self.name_servers,
                "next_steps": self.next_steps,
                "operations": self.operations,
                "origin": {key: dict(value) for key, value in _origins(topology).items()},
            }
        )

    def _zone(self, zone: ZonePlan) -> HostedZone:
        args: HostedZoneArgs = {
            "domain": zone.name,
            "accelerated_recovery": zone.accelerated_recovery,
            "protection": self._topology.protection,
            "tags": self._topology.tags,
        }
        if zone.zone_id is not None:
            args["zone_id"] = zone.zone_id
        return HostedZone(f"global-{zone.name}", args, self._child)

    def _certificates(self, entrance: EntrancePlan, zone: HostedZone) -> Certificates:
        held = frozenset(region.region for region in self._topology.regions if region.held)
        return Certificates(
            f"global-{entrance.key}",
            {
                "entrance": entrance.key,
                "zone_id": zone.zone_id,
                "delegated": entrance.zone.delegated,
                "regions": {
                    endpoint.place: {
                        "region": endpoint.region,
                        "domain": entrance.domain,
                        "alternative_names": [endpoint.host],
                    }
                    for endpoint in entrance.endpoints
                },
                "tags": self._topology.tags,
                "origin": {"regions": entrance.origin["endpoints"], "delegated": entrance.origin["zone"]},
            },
            pulumi.ResourceOptions(parent=self, transforms=[leave_regions_as_is(held)] if held else None),
        )

    def _foundations(self) -> dict[str, RegionalFoundation]:
        topology = self._topology
        return {
            region.place: RegionalFoundation(
                region.place,
                {
                    "plan": region,
                    "account_id": topology.account_id,
                    "protection": topology.protection,
                    "tags": {**topology.tags, "Place": region.place},
                },
                pulumi.ResourceOptions(parent=self, transforms=[leave_as_is] if region.held else None),
            )
            for region in topology.regions
            if region.network is not None
            or any(region.place in store.places for store in topology.stores if store.adopted is None)
        }

    def _regions(
        self,
        certificates: Mapping[str, Certificates],
        foundations: Mapping[str, RegionalFoundation],
        stores: Stores,
    ) -> dict[str, RegionalApi]:
        topology = self._topology
        return {
            region.place: RegionalApi(
                region.place,
                {
                    "plan": region,
                    "network": _network(foundations[region.place]),
                    "key_arn": foundations[region.place].key_arn,
                    "entrances": topology.entrances,
                    "certificate_arns": {
                        entrance.key: certificates[entrance.key].certificate_arn(region.place)
                        for entrance in topology.entrances
                        if entrance.zone.delegated and _serves(entrance, region.place)
                    },
                    "stores": stores.in_region(region.place),
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
        self, entrance: EntrancePlan, endpoint: EndpointPlan, regions: Mapping[str, RegionalApi]
    ) -> RegionalHealth:
        args: RegionalHealthArgs = {
            "region": endpoint.region,
            "fqdn": endpoint.host,
            "endpoint": endpoint_check_args(entrance.health),
            "dependency": dependency_args(entrance.health, endpoint),
            "load_balancer_arn_suffix": regions[endpoint.place].load_balancer(entrance.key).arn_suffix,
            "tags": {**self._topology.tags, "Place": endpoint.place},
            "origin": {"endpoint": entrance.origin["health"], "dependency": entrance.origin["health"]},
        }
        switches = regions[endpoint.switch_place].switches if endpoint.switch_place else None
        if switches is not None:
            args["switch"] = {"domain_name": switches.domain_name, "path": endpoint.switch_path}
        held = any(region.held and region.place == endpoint.place for region in self._topology.regions)
        return RegionalHealth(
            f"{endpoint.place}-{entrance.key}",
            args,
            pulumi.ResourceOptions(parent=self, transforms=[leave_as_is] if held else None),
        )

    def _records(
        self,
        entrance: EntrancePlan,
        zone: HostedZone,
        regions: Mapping[str, RegionalApi],
        health: Mapping[tuple[str, str], RegionalHealth],
    ) -> None:
        endpoints: dict[str, EndpointArgs] = {}
        for endpoint in entrance.endpoints:
            balancer = regions[endpoint.place].load_balancer(entrance.key)
            checks = health[entrance.key, endpoint.place]
            endpoints[endpoint.place] = {
                "region": endpoint.region,
                "host": endpoint.host,
                "dns_name": balancer.dns_name,
                "zone_id": balancer.zone_id,
                "health_check_id": checks.health_check_id,
                "locations": endpoint.locations,
            }
            if endpoint.weight is not None:
                endpoints[endpoint.place]["weight"] = endpoint.weight
            if entrance.policy is RoutingPolicy.MULTIVALUE:
                endpoints[endpoint.place]["addresses"] = endpoint.addresses
                endpoints[endpoint.place]["shared_health_check_ids"] = checks.shared_health_check_ids
        args: FailoverDnsArgs = {
            "zone_id": zone.zone_id,
            "domain": entrance.domain,
            "policy": entrance.policy,
            "endpoints": endpoints,
            "ttl_seconds": entrance.ttl_seconds,
            "protection": self._topology.protection,
            "tags": self._topology.tags,
            "origin": entrance.origin,
        }
        if entrance.policy is RoutingPolicy.MULTIVALUE:
            args["address_check"] = endpoint_check_args(entrance.health)
        if entrance.slots is not None:
            args["slots"] = {"primary": entrance.slots.primary, "secondary": entrance.slots.secondary}
        FailoverDns(f"global-{entrance.key}", args, self._child)

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


def _network(foundation: RegionalFoundation) -> RegionalNetwork:
    network = foundation.network
    if network is None:
        raise ValueError("a region without a network has no load balancer and no service")
    return {
        "vpc_id": network.vpc_id,
        "cidr": network.cidr,
        "public_subnet_ids": network.public_subnet_ids,
        "private_subnet_ids": network.private_subnet_ids,
    }


def next_steps(topology: Topology) -> list[str]:
    """Return what a person must do after an update, in order."""
    # Entrances of one zone must agree on it, so that all of them are told before the next update.
    waiting: dict[str, list[str]] = {}
    for entrance in topology.entrances:
        if not entrance.zone.delegated:
            waiting.setdefault(entrance.zone.name, []).append(
                f"pulumi config set --path 'holdfast:entrances.{entrance.key}.zone.delegated' true"
            )
    return [
        f"Delegate {zone} to the name servers in the output 'name_servers', then run: "
        f"{' && '.join(commands)} && pulumi up"
        for zone, commands in waiting.items()
    ]


def _zones(topology: Topology) -> list[ZonePlan]:
    return list({entrance.zone.name: entrance.zone for entrance in topology.entrances}.values())


def _serves(entrance: EntrancePlan, place: str) -> bool:
    return any(endpoint.place == place for endpoint in entrance.endpoints)


def _origins(topology: Topology) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {"objectives": topology.objectives.origin}
    found.update({f"region {region.place}": region.origin for region in topology.regions})
    found.update({f"store {store.key}": store.origin for store in topology.stores})
    for store in topology.stores:
        section = store.aurora or store.dynamodb
        if section is not None:
            found[f"store {store.key}"] = {**store.origin, **section.origin}
    if topology.backups is not None:
        found["backups"] = topology.backups.origin
        found.update({f"vault {vault.place}": vault.origin for vault in topology.backups.vaults})
        found.update({f"backup class {one.key}": one.origin for one in topology.backups.classes})
        if topology.backups.lock is not None:
            found["backup lock"] = topology.backups.lock.origin
    return found
