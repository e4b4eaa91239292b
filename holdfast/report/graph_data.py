"""A topology as plain data: what ``--json`` prints and what the page reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from holdfast.graph import Marker, place_of
from holdfast.graph.paths import path_text
from holdfast.report.graph_words import NOUNS, component, spoken
from holdfast.report.review_shown import Shown
from holdfast.report.review_words import flat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.cost import Estimate, ResourceCost
    from holdfast.graph import Resource, Value
    from holdfast.graph.paths import Path
    from holdfast.review.atlas import Atlas

VERSION = 1
"""Version of the shape; fields are only ever added."""
_MOST_PROPERTIES = 12


def graph_data(atlas: Atlas, cost: Estimate | None) -> dict[str, Any]:
    """Everything that is told of a topology, ready for JSON.

    Args:
        atlas: What is drawn.
        cost: What it costs; None where no cost is told.
    """
    costs = {one.urn: one for one in cost.resources} if cost is not None else {}
    nodes = [
        {
            **asdict(one),
            "label": flat(one.label),
            "noun": NOUNS[one.kind],
            "component": component(one),
            **_sum(atlas.resources.get(one.id, ()), costs),
            "settings": [asdict(each) for each in atlas.settings.get(one.id, ())],
            "resources": [_resource(each, costs) for each in atlas.resources.get(one.id, ())],
        }
        for one in atlas.picture.nodes
    ]
    for one in nodes:
        del one["change"]
    starts = {one.id: one for one in atlas.picture.nodes}
    behind = [each for members in atlas.resources.values() for each in members]
    every = [*behind, *(each for members in atlas.beside.values() for each in members)]
    return {
        "version": VERSION,
        "project": atlas.project,
        "stack": atlas.stack,
        "partial": atlas.partial,
        "currency": "USD",
        "monthly": str(cost.monthly) if cost is not None else None,
        "complete": cost.complete if cost is not None else None,
        "transfer": str(cost.by_place().get("transfer", Decimal())) if cost is not None else None,
        "prices_as_of": cost.prices_as_of.isoformat() if cost is not None else None,
        "places": [_place(place, atlas, every, costs) for place in atlas.places],
        "nodes": nodes,
        "edges": [
            {
                "start": one.start,
                "end": one.end,
                "kind": one.kind.value,
                "label": flat(one.label),
                **dict(zip(("sends", "gets"), spoken(one, starts[one.start]), strict=True)),
            }
            for one in atlas.picture.edges
        ],
    }


def _place(
    place: str, atlas: Atlas, every: Iterable[Resource], costs: Mapping[str, ResourceCost]
) -> dict[str, Any]:
    here = [one for one in every if place_of(one) == place]
    return {
        "name": flat(place),
        "count": len(here),
        **_sum(here, costs),
        "beside": [_resource(one, costs) for one in atlas.beside.get(place, ())],
    }


def _sum(resources: Iterable[Resource], costs: Mapping[str, ResourceCost]) -> dict[str, Any]:
    found = [costs[one.urn] for one in resources if one.urn in costs]
    if not costs:
        return {"monthly": None, "complete": None}
    return {
        "monthly": str(sum((one.monthly for one in found), Decimal())),
        "complete": all(one.complete for one in found),
    }


def _resource(one: Resource, costs: Mapping[str, ResourceCost]) -> dict[str, Any]:
    cost = costs.get(one.urn)
    return {
        "urn": one.urn,
        "name": flat(one.name),
        "type": one.type,
        "component": cost.component if cost is not None else "",
        "protected": one.protect,
        "monthly": str(cost.monthly) if cost is not None else None,
        "complete": cost.complete if cost is not None else None,
        "properties": _properties(one),
    }


def _properties(one: Resource) -> dict[str, str]:
    """The first of the harmless ones that are known: sizes, times, kinds and places."""
    shown = Shown()
    found: dict[str, str] = {}
    for path, value in _leaves(one.inputs, ()):
        text = shown.value(path, value)
        if text is not None and len(found) < _MOST_PROPERTIES:
            found[path_text(path)] = text
    return found


def _leaves(value: Value, path: Path) -> Iterator[tuple[Path, Value]]:
    if isinstance(value, Mapping):
        for name in sorted(value):
            yield from _leaves(value[name], (*path, name))
    elif isinstance(value, tuple) and any(isinstance(one, Mapping) for one in value):
        for number, one in enumerate(value):
            yield from _leaves(one, (*path, number))
    elif value is not None and not isinstance(value, Marker):
        yield path, value
