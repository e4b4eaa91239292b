"""Previews, digests and states as one graph of typed facts: the only room that knows the engine's formats."""

from __future__ import annotations

from holdfast.graph.assumptions import assumption_line
from holdfast.graph.errors import GraphError
from holdfast.graph.events import events_digest, read_events
from holdfast.graph.policy import policy_inputs, read_policy, read_policy_resource
from holdfast.graph.preview import read_before, read_preview
from holdfast.graph.record import name_of
from holdfast.graph.regions import is_regional
from holdfast.graph.resource import EngineDiff, Region, RegionOrigin, Resource, ResourceGraph, Source
from holdfast.graph.state import read_state
from holdfast.graph.summary import place_of, place_order
from holdfast.graph.values import Marker, Unknown, Value, is_known, normalise

__all__ = [
    "EngineDiff",
    "GraphError",
    "Marker",
    "Region",
    "RegionOrigin",
    "Resource",
    "ResourceGraph",
    "Source",
    "Unknown",
    "Value",
    "assumption_line",
    "events_digest",
    "is_known",
    "is_regional",
    "name_of",
    "normalise",
    "place_of",
    "place_order",
    "policy_inputs",
    "read_before",
    "read_events",
    "read_policy",
    "read_policy_resource",
    "read_preview",
    "read_state",
]
