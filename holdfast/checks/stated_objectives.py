"""What a stack promises and how it means to recover, as the component of the whole API registers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.checks.judging import pairs
from holdfast.checks.promises import API

if TYPE_CHECKING:
    from holdfast.graph import Resource, ResourceGraph

SERVING = ("active", "standby")
"""Roles of regions that can serve without anything being restored there."""
WAITS = ("capacity", "promote")
"""Steps of a recovery on which serving waits; without them health checks alone bring the API back."""


def stated(graph: ResourceGraph) -> tuple[Resource, ...]:
    """The components that state objectives."""
    return tuple(one for one in graph.of_type(API) if isinstance(one.at("objectives"), Mapping))


def serving(api: Resource) -> tuple[str, ...]:
    """The places that can serve, sorted.

    Args:
        api: A component that states objectives.
    """
    return tuple(sorted(place for place, role in pairs(api.at("regions")) if role in SERVING))


def number(api: Resource, name: str) -> float | None:
    """One objective; None where it is not stated.

    Args:
        api: A component that states objectives.
        name: Its name, such as ``rto_seconds``.
    """
    value = api.at("objectives", name)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
