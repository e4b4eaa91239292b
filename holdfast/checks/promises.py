"""What a stack promises, where it says so: the objectives and the roles of its regions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.checks.model import Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.graph import Resource, ResourceGraph, Value

API = "holdfast:index:MultiRegionApi"
REGIONAL = "holdfast:index:RegionalApi"
RTO = Parameter(
    name="rto_seconds",
    default=600,
    text="The recovery time objective, where the stack states none",
    minimum=1,
)
"""Of rules that hold what they see against it."""
REGION, INSTANCE = "region", "instance"
"""The largest and the least of what a stack says that it survives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """The objectives of a stack."""

    stated: bool = False
    """Whether the stack states objectives at all; then one that is None is not promised."""
    rto_seconds: int | None = None
    """In how long it is back."""
    rpo_seconds: int | None = None
    """How much of what was written may be lost."""
    survives: str | None = None
    """The largest loss that it outlives: ``instance``, ``zone`` or ``region``."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """AWS region to role: ``active`` or ``standby``, of those that serve."""

    @property
    def of_a_region(self) -> bool:
        """Whether the loss of a region is to be outlived, as far as anything is stated."""
        return self.survives in {None, REGION}

    @property
    def of_a_zone(self) -> bool:
        """Whether the loss of a zone is to be outlived, as far as anything is stated."""
        return self.survives != INSTANCE


def promises(graph: ResourceGraph) -> Promises:
    """The objectives that a stack states; without any, those of a program that says nothing.

    Args:
        graph: The stack.
    """
    stated = graph.of_type(API)
    if not stated:
        return Promises()
    survives = stated[0].at("objectives", "survives")
    return Promises(
        stated=True,
        rto_seconds=_seconds(stated[0].at("objectives", "rto_seconds")),
        rpo_seconds=_seconds(stated[0].at("objectives", "rpo_seconds")),
        survives=survives if isinstance(survives, str) else None,
        roles=dict(pair for one in graph.of_type(REGIONAL) if (pair := _role(one))),
    )


def _seconds(value: Value) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _role(regional: Resource) -> tuple[str, str] | None:
    region, role = regional.at("region"), regional.at("role")
    return (region, role) if isinstance(region, str) and isinstance(role, str) else None
