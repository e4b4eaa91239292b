"""What a change may do without its being seen: a preview without a state cannot know what deployment makes.

The script that starts an instance, say, holds the address of a database: before deployment it is unknown as a
whole, and a new release in it is not seen. What is seen is that the component was given another release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.graph.values import holds_unknown
from holdfast.review.model import Kind

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.review.model import Change

_OWN = frozenset({"tags", "origin"})
"""Inputs of components that are in no hidden value."""


def unseen(changes: Iterable[Change], after: ResourceGraph) -> tuple[str, ...]:
    """Notes for people, one for each component that was given something else while nothing in it changes.

    Args:
        changes: What ``compare`` gave for two previews without a state.
        after: What will be.
    """
    every = tuple(changes)
    changed = {one.resource.urn for one in every}
    return tuple(
        note
        for one in every
        if one.resource.component and one.kind is Kind.UPDATE
        for note in _notes(one, changed, after)
    )


def _notes(change: Change, changed: Container[str], after: ResourceGraph) -> Iterator[str]:
    paths = [
        one.path
        for one in change.properties
        if one.path.split(".")[0] not in _OWN and one.after is not Marker.UNKNOWN
    ]
    below = tuple(_below(change.resource, after))
    hiding = sum(not one.component and any(map(holds_unknown, one.inputs.values())) for one in below)
    if paths and hiding and not any(one.urn in changed for one in below):
        yield (
            f"{change.resource.name}: {', '.join(paths)} differs, but nothing in it is seen to: "
            f"{hiding} of its resources hold what only deployment knows"
        )


def _below(resource: Resource, graph: ResourceGraph) -> Iterator[Resource]:
    for one in graph.children(resource.urn):
        yield one
        yield from _below(one, graph)
