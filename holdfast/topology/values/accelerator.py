"""Global Accelerator, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.edge_logs import EdgeLogsPlan
    from holdfast.topology.values.origin import Origin


class ClientAffinity(StrEnum):
    """What binds a client to an endpoint of an accelerator, in Global Accelerator's words."""

    NONE = "NONE"
    SOURCE_IP = "SOURCE_IP"


@dataclass(frozen=True, kw_only=True, slots=True)
class EndpointGroupPlan:
    """One region behind an accelerator: the share of its clients that it gets, and whether it gets any.

    A failover ignores ``dial_percent``; a ``weight`` of 0 keeps the region out of failovers too.
    """

    place: str
    region: str
    dial_percent: float
    weight: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceleratorPlan:
    """Global Accelerator in front of one entrance.

    ``detection_seconds`` is how long a failed region goes on getting new connections.
    """

    detection_seconds: int
    client_affinity: ClientAffinity
    groups: tuple[EndpointGroupPlan, ...]
    flow_logs: EdgeLogsPlan | None
    origin: Origin = field(default_factory=no_origin)
