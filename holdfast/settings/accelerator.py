"""Settings of Global Accelerator."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import Place, SettingsModel
from holdfast.settings.edge_logs import EdgeLogSettings  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import ClientAffinity


class AcceleratorSettings(SettingsModel):
    """Global Accelerator in front of an entrance: two fixed addresses that lead to the regions."""

    client_affinity: ClientAffinity = ClientAffinity.NONE
    """`SOURCE_IP` keeps the connections of one client address in one region. Default: `NONE`."""
    dials: dict[Place, Annotated[float, Field(ge=0, le=100)]] = Field(default_factory=dict)
    """Share of the clients nearest to a place that it gets, in percent; the others go to the next place. A
    failover ignores it, so 0 is a standby and no isolation. Default: 100, and 0 for a standby region."""
    weights: dict[Place, Annotated[int, Field(ge=0, le=255)]] = Field(default_factory=dict)
    """Weight of a place's balancer in its endpoint group, which has no other: any number above 0 does, and 0
    takes the place out, even of failovers. Default: 128."""
    flow_logs: EdgeLogSettings | None = None
    """Records of connections. Default: none."""
