"""What losing a zone, a region or a store would do, before a change and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.model import Outlook, Scope
from holdfast.review.outlook.objectives import Objectives, objectives_of
from holdfast.review.outlook.side import Side

if TYPE_CHECKING:
    from holdfast.graph import ResourceGraph

__all__ = ["Objectives", "Side", "outlooks", "side_of"]

_ORDER = (Scope.ZONE, Scope.REGION, Scope.STORE)
_NOTHING = Objectives()


def outlooks(
    before: ResourceGraph | None, after: ResourceGraph | None, objectives: Objectives = _NOTHING
) -> tuple[Outlook, ...]:
    """What each loss would do: zones, regions, stores, each by name.

    None where a graph leaves resources out: what is absent there could be what serves.

    Args:
        before: What was; None for nothing.
        after: What will be; None for nothing.
        objectives: What is promised where a graph states nothing. Default: nothing.
    """
    if any(graph is not None and graph.partial for graph in (before, after)):
        return ()
    was, will = (
        dict(side_of(graph, objectives).outcomes()) if graph is not None else {} for graph in (before, after)
    )
    return tuple(
        Outlook(scope=scope, what=what, before=was.get((scope, what)), after=will.get((scope, what)))
        for scope, what in sorted({**was, **will}, key=lambda key: (_ORDER.index(key[0]), key[1]))
    )


def side_of(graph: ResourceGraph, objectives: Objectives = _NOTHING) -> Side:
    """A graph with what it is held to.

    Args:
        graph: The stack.
        objectives: What is promised where it states nothing. Default: nothing.
    """
    return Side(graph, objectives_of(graph, objectives))
