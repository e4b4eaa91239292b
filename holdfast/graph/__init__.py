"""Previews, digests and states as one graph of typed facts: the only room that knows the engine's formats."""

from __future__ import annotations

from holdfast.graph.errors import GraphError
from holdfast.graph.policy import policy_inputs, read_policy
from holdfast.graph.preview import read_preview
from holdfast.graph.regions import is_regional
from holdfast.graph.resource import Region, RegionOrigin, Resource, ResourceGraph, Source
from holdfast.graph.state import read_state
from holdfast.graph.values import Marker, Unknown, Value, is_known, normalise

__all__ = [
    "GraphError",
    "Marker",
    "Region",
    "RegionOrigin",
    "Resource",
    "ResourceGraph",
    "Source",
    "Unknown",
    "Value",
    "is_known",
    "is_regional",
    "normalise",
    "policy_inputs",
    "read_policy",
    "read_preview",
    "read_state",
]
