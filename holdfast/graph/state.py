"""Reads a stack's state: the JSON of ``pulumi stack export``."""

from __future__ import annotations

from holdfast.graph.errors import GraphError
from holdfast.graph.record import Record, items, mapping, provider_regions, resource_from, text
from holdfast.graph.regions import is_default_provider
from holdfast.graph.resource import Region, ResourceGraph, Source
from holdfast.graph.values import Marker


def read_state(document: object) -> ResourceGraph:
    """The graph of what the stack holds.

    Args:
        document: The parsed JSON.

    Raises:
        GraphError: The document is no exported state or is damaged.
    """
    export = mapping(document, "a state")
    if "deployment" not in export:
        raise GraphError(
            "this is no state: it has no 'deployment' (expected the JSON of 'pulumi stack export')"
        )
    deployment = mapping(export["deployment"] or {}, "'deployment'")
    records: dict[str, Record] = {}
    for value in items(deployment.get("resources"), "'deployment.resources'"):
        record = mapping(value, "a resource")
        if not record.get("delete"):
            records[text(record, "urn", "a resource")] = record
    regions = provider_regions(records)
    default_region = _default_region(regions)
    made = (
        resource_from(urn, records[urn], regions=regions, default_region=default_region, op=None)
        for urn in sorted(records)
    )
    return ResourceGraph(
        resources={one.urn: one for one in made if one is not None},
        source=Source.STATE,
        default_region=default_region,
    )


def _default_region(regions: dict[str, Region]) -> Region:
    """The region of the default provider; unknown when several versions of it sign in to different ones."""
    found = {region for urn, region in regions.items() if is_default_provider(urn)}
    return found.pop() if len(found) == 1 else Marker.UNKNOWN
