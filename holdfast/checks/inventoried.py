"""The inventory of a graph, taken once for all rules that ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.inventory import take_inventory
from holdfast.inventory.view import View

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from holdfast.graph import ResourceGraph
    from holdfast.inventory import Inventory

    T = TypeVar("T")


def inventory_of(graph: ResourceGraph) -> Inventory:
    """What ``take_inventory`` says of a graph.

    Args:
        graph: The stack.
    """
    return _kept(graph, "_inventory", take_inventory)


def view_of(graph: ResourceGraph) -> View:
    """A graph as an inventory asks it, with its indices.

    Args:
        graph: The stack.
    """
    return _kept(graph, "_view", View)


def _kept(graph: ResourceGraph, name: str, make: Callable[[ResourceGraph], T]) -> T:
    """What is made of a graph, kept on it as its own cached properties are: a graph never changes."""
    kept = vars(graph)
    if name not in kept:
        kept[name] = make(graph)
    found: T = kept[name]
    return found
