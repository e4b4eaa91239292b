"""DAT010: a store has a copy to work with in each region that serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import inventory_of
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.serving import serving_regions
from holdfast.checks.stored import stored
from holdfast.checks.twins import twins
from holdfast.inventory import Category, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory import Item

WORKING = frozenset({Role.PRIMARY, Role.PEER, Role.REPLICA})
"""Copies that answer requests, or do after a promotion."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each store of several regions, and each database that has none of its kind in the others."""
    serving = set(serving_regions(graph))
    alone = {resource.urn for resource, _ in stored(graph)}
    alone -= {
        one.urn for group in twins(graph, *{graph.resources[urn].type for urn in alone}) for one in group
    }
    for item in inventory_of(graph).items:
        working = [one for one in item.copies if one.role in WORKING]
        needed = len(working) > 1 or (item.resource in alone and len(serving) > 1)
        if item.category is Category.DATA and item.resource and needed and _serves(item, serving):
            yield _judge(graph, graph.resources[item.resource], item, serving)


def _serves(item: Item, serving: set[str]) -> bool:
    """Whether its primary is where the stack serves; what lies elsewhere is a backup of something."""
    return item.copies[0].region in serving


def _judge(graph: ResourceGraph, resource: Resource, item: Item, serving: set[str]) -> Judgement:
    places = {one.region for one in item.copies if one.role in WORKING}
    missing = sorted(serving - {one for one in places if one is not None})
    if not missing:
        return passes(resource, f"it is in {', '.join(sorted(serving))}")
    if None in places or graph.partial or item.unknowns:
        return unknown(resource, f"not known yet: whether it is in {', '.join(missing)}")
    return fails(
        resource, f"it is a {item.what}, and has no replica in {', '.join(missing)}, which serves too"
    )


RULE = Rule(
    id="DAT010-store-is-in-every-serving-region",
    title="A store has a replica in each region that serves.",
    explanation=(
        "A region without a replica of its own reads and writes across regions: it is slow while all is "
        "well, and it is down together with the region of the store."
    ),
    severity=Severity.MEDIUM,
    fix="add a replica in that region",
    source="https://docs.aws.amazon.com/prescriptive-guidance/latest/aws-multi-region-fundamentals/fundamental-2.html",
    subject="stores of what serves in several regions",
    check=check,
    frameworks=("REL10-BP01", "REL13-BP02"),
)
