"""What keeps records, as the rules of backups judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import inventory_of
from holdfast.inventory import Category
from holdfast.inventory.families.bucket_replication import BUCKETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory import Item


def stored(graph: ResourceGraph) -> Iterator[tuple[Resource, Item]]:
    """Databases, tables and file systems, each with its copies.

    Buckets are left out, since a graph does not tell what is worth keeping in them, and caches that keep
    nothing, since nothing of them is lost.

    Args:
        graph: The stack.
    """
    for item in inventory_of(graph).items:
        if item.category is not Category.DATA or item.backed_up is None or item.resource is None:
            continue
        resource = graph.resources[item.resource]
        if resource.type not in BUCKETS:
            yield resource, item
