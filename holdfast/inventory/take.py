"""Takes the inventory of a graph."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.inventory.families import (
    buckets,
    caches,
    certificates,
    databases,
    dsql,
    file_systems,
    functions,
    identities,
    images,
    instances,
    key_items,
    messages,
    others,
    secrets,
    state,
    tables,
    vaults,
    zones,
)
from holdfast.inventory.families.bucket_replication import BUCKETS
from holdfast.inventory.model import Category, Inventory
from holdfast.inventory.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph
    from holdfast.inventory.items import Family

FAMILIES: tuple[Family, ...] = (
    databases.find,
    instances.find,
    dsql.find,
    tables.find,
    caches.find,
    buckets.find,
    file_systems.find,
    messages.find,
    secrets.find,
    key_items.find,
    identities.find,
    certificates.find,
    zones.find,
    images.find,
    functions.find,
    others.find,
    vaults.find,
    state.find,
)
"""What finds items, one for each kind."""
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"


def take_inventory(graph: ResourceGraph) -> Inventory:
    """Everything stateful or needed to run that a graph declares.

    Args:
        graph: What was read.
    """
    view = View(graph)
    rank = list(Category)
    found = [one for family in FAMILIES for one in family(view)]
    return Inventory(
        stack=graph.stack,
        project=graph.project,
        regions=view.regions,
        partial=graph.partial,
        items=tuple(sorted(found, key=lambda one: (rank.index(one.category), one.name, one.what))),
        left_out=tuple(sorted(Counter(_logs(view)).items())),
    )


def _logs(view: View) -> Iterator[str]:
    """Logs: they hold data, but nothing needs them to run."""
    for _ in view.graph.of_type(LOG_GROUP):
        yield "log group"
    for one in view.graph.of_type(*BUCKETS):
        if buckets.is_log_bucket(view, one):
            yield "log bucket"
