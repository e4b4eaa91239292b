"""What moves to the internet, between regions and between zones, derived from what is declared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from holdfast.cost.families.accelerators import ACCELERATOR
from holdfast.cost.families.backups import kept
from holdfast.cost.families.buckets import BUCKETS, REPLICATION, holds_documents, written_gigabytes
from holdfast.cost.families.databases import CLUSTER, INSTANCE, is_aurora, is_secondary, members
from holdfast.cost.families.doors import LOAD_BALANCER, passed_gigabytes
from holdfast.cost.families.network import NAT_GATEWAY, SUBNET
from holdfast.cost.families.tables import TABLE, replicas
from holdfast.cost.scope import EDGE_CACHE, length, text
from holdfast.graph import place_of
from holdfast.graph.summary import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Scope
    from holdfast.graph import Resource

INTERNET = "transfer/internet/GB"
REGIONS = "transfer/between-regions/GB"
ZONES = "transfer/between-zones/GB"
_Way: TypeAlias = "tuple[str, str, str, tuple[str, ...]]"
"""From where, to where, what, and the usage that it is made of."""
BOTH_DIRECTIONS = 2
CACHES = "aws:elasticache/replicationGroup:ReplicationGroup"
OF_ANSWERS = ("requests_million", "response_kilobytes")
OF_WRITES = ("requests_million", "writes_per_request", "item_kilobytes")
OF_OBJECTS = ("bucket_writes_million", "object_kilobytes")
OF_STORES = ("requests_million", "reads_per_request", "writes_per_request", "item_kilobytes")


def transfer_of(scope: Scope) -> tuple[CostItem, ...]:
    """Every line of transfer of a stack, without those that are nothing.

    Args:
        scope: The graph, the stated usage and the prices.
    """
    items = [
        *_internet(scope),
        *_premium(scope),
        *_regions(scope),
        *_balancers(scope),
        *_stores(scope),
        *_nat(scope),
    ]
    return tuple(item for item in items if item.quantity)


def _internet(scope: Scope) -> Iterator[CostItem]:
    """Answers to clients from each region; what goes to CloudFront is free, it bills its own transfer."""
    if scope.graph.of_type(EDGE_CACHE):
        return
    for region in scope.traffic.shares:
        yield scope.item(
            f"{region} to the internet",
            INTERNET,
            region,
            scope.served(region) * scope.usage["response_kilobytes"],
            usage=OF_ANSWERS,
            note=f"requests: {scope.traffic.basis}",
        )
        outbound = scope.usage["outbound_gigabytes"] * scope.traffic.shares[region]
        if any(place_of(one) == region for one in scope.graph.of_type(NAT_GATEWAY)):
            half = outbound / BOTH_DIRECTIONS
            yield scope.item(
                f"{region} to the internet through NAT",
                INTERNET,
                region,
                half,
                usage=("outbound_gigabytes",),
                note="half of what passes NAT is taken to go out",
            )


def _premium(scope: Scope) -> Iterator[CostItem]:
    """The premium of Global Accelerator, on the heavier of both directions."""
    if scope.graph.of_type(ACCELERATOR):
        heavier = max(scope.usage["response_kilobytes"], scope.usage["request_kilobytes"])
        yield scope.item(
            "through Global Accelerator",
            "global-accelerator/premium/GB",
            GLOBAL,
            scope.usage["requests_million"] * heavier,
            usage=("requests_million", "request_kilobytes", "response_kilobytes"),
        )


def _regions(scope: Scope) -> Iterator[CostItem]:
    """What goes from region to region, by what it is."""
    moved: defaultdict[_Way, Decimal] = defaultdict(Decimal)
    for way, gigabytes in (*_tables(scope), *_databases(scope), *_objects(scope), *_backups(scope)):
        moved[way] += gigabytes
    for (source, target, words, usage), gigabytes in sorted(moved.items()):
        yield scope.item(f"{source} to {target}: {words}", REGIONS, source, gigabytes, usage=usage)


def _tables(scope: Scope) -> Iterator[tuple[_Way, Decimal]]:
    shares = scope.traffic.shares
    for table in scope.graph.of_type(TABLE):
        home = place_of(table)
        places = (home, *replicas(table, scope))
        for source in places:
            share = shares.get(source, Decimal()) if shares else Decimal(source == home)
            for target in places:
                if target != source:
                    yield (source, target, f"replication of {table.name}", OF_WRITES), _written(scope) * share


def _databases(scope: Scope) -> Iterator[tuple[_Way, Decimal]]:
    graph = scope.graph
    pairs = [
        (first, cluster)
        for cluster in graph.of_type(CLUSTER)
        if is_aurora(cluster) and is_secondary(cluster)
        for first in members(cluster, scope)
        if not is_secondary(first)
    ]
    pairs += [
        (source, copy)
        for copy in graph.of_type(INSTANCE)
        for source in graph.references(copy, "replicateSourceDb")
        if source.type == INSTANCE and source.region != copy.region
    ]
    for source, target in pairs:
        way = (place_of(source), place_of(target), f"replication of {source.name}", OF_WRITES)
        yield way, _written(scope)


def _objects(scope: Scope) -> Iterator[tuple[_Way, Decimal]]:
    for one in scope.graph.of_type(REPLICATION):
        targets = [held for held in scope.graph.references(one, "rules") if held.type in BUCKETS]
        sources = [held for held in scope.graph.references(one, "bucket") if held.type in BUCKETS]
        for source in sources:
            for target in targets:
                if holds_documents(source, scope) and target.region != source.region:
                    way = (place_of(source), place_of(target), f"replication of {source.name}", OF_OBJECTS)
                    yield way, written_gigabytes(scope)


def _backups(scope: Scope) -> Iterator[tuple[_Way, Decimal]]:
    for one in kept(scope):
        if one.copied_gigabytes:
            words = f"copies of backups of {one.store.name}"
            yield (place_of(one.store), place_of(one.vault), words, one.usage), one.copied_gigabytes


def _written(scope: Scope) -> Decimal:
    """What is written to each store, GB a month."""
    return scope.usage["requests_million"] * scope.usage["writes_per_request"] * scope.usage["item_kilobytes"]


def _balancers(scope: Scope) -> Iterator[CostItem]:
    """Network Load Balancers that balance across zones; with an Application Load Balancer that is free.

    https://aws.amazon.com/elasticloadbalancing/faqs/ (2026-11).
    """
    for one in scope.graph.of_type(LOAD_BALANCER):
        crossing = one.inputs.get("enableCrossZoneLoadBalancing") is True
        zones = length(one, "subnets", SUBNET, graph=scope.graph) or length(
            one, "subnetMappings", graph=scope.graph
        )
        if text(one.inputs.get("loadBalancerType")) == "network" and crossing and zones and zones > 1:
            region = place_of(one)
            crossed = passed_gigabytes(scope, region) * (1 - 1 / Decimal(zones))
            yield scope.item(
                f"{region}: {one.name} to targets in other zones",
                ZONES,
                region,
                crossed * BOTH_DIRECTIONS,
                usage=("requests_million", "request_kilobytes", "response_kilobytes"),
                note="billed in each direction",
            )


def _stores(scope: Scope) -> Iterator[CostItem]:
    """Services and the databases and caches that answer from another zone; DynamoDB and S3 are free here."""
    calls = scope.usage["reads_per_request"] + scope.usage["writes_per_request"]
    for one in _zonal(scope):
        zones = _zones(scope, one)
        region = place_of(one)
        if zones > 1:
            bytes_moved = (
                scope.served(region) * calls * scope.usage["item_kilobytes"] * (1 - 1 / Decimal(zones))
            )
            item = scope.item(
                f"{region}: services to {one.name} in other zones",
                ZONES,
                region,
                bytes_moved * BOTH_DIRECTIONS,
                usage=OF_STORES,
            )
            yield replace(item, note=f"evenly over {zones} zones, billed in each direction")


def _zonal(scope: Scope) -> list[Resource]:
    graph = scope.graph
    return [*graph.of_type(CLUSTER), *graph.of_type(CACHES), *graph.of_type(INSTANCE)]


def _zones(scope: Scope, one: Resource) -> int:
    """How many zones the region's services lie in: those of its subnets."""
    zones = {
        subnet.inputs.get("availabilityZone")
        for subnet in scope.graph.of_type(SUBNET)
        if subnet.region == one.region and isinstance(subnet.inputs.get("availabilityZone"), str)
    }
    return len(zones)


def _nat(scope: Scope) -> Iterator[CostItem]:
    """What crosses zones on its way to a gateway that serves several."""
    gateways: defaultdict[str, list[Resource]] = defaultdict(list)
    for one in scope.graph.of_type(NAT_GATEWAY):
        gateways[place_of(one)].append(one)
    for region, found in sorted(gateways.items()):
        zones = _zones(scope, found[0])
        if len(found) < zones:
            passed = scope.usage["outbound_gigabytes"] * scope.traffic.shares.get(region, Decimal())
            yield scope.item(
                f"{region}: services to NAT gateways in other zones",
                ZONES,
                region,
                passed * (1 - len(found) / Decimal(zones)) * BOTH_DIRECTIONS,
                usage=("outbound_gigabytes",),
                note=f"{len(found)} gateways for {zones} zones, billed in each direction",
            )
