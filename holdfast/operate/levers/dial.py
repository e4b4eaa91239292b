"""Global Accelerator's traffic dial, which only its control plane in us-west-2 turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.call import call
from holdfast.operate.levers.lever import Position

if TYPE_CHECKING:
    from holdfast.operate.aws import Clients

_WHOLE, _NOTHING = 100, 0


@dataclass(frozen=True, kw_only=True, slots=True)
class DialLever:
    """For maintenance alone: a region that fails is left by the accelerator's own health checks.

    A region with dial 0 still gets what no other healthy one takes (2026-11,
    https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoint-groups-traffic-dial.html).
    """

    clients: Clients
    place: str
    control_region: str
    endpoint_group: str

    @property
    def by(self) -> str:
        """What it is."""
        return "accelerator-dial"

    def read(self) -> Position:
        """Read the dial."""
        group = call(
            self.clients,
            "globalaccelerator",
            self.control_region,
            "describe_endpoint_group",
            EndpointGroupArn=self.endpoint_group,
        )["EndpointGroup"]
        dial = group.get("TrafficDialPercentage", _WHOLE)
        return Position(out=dial == _NOTHING, detail=f"the dial of {self.place} is {dial:g} %")

    def take_out(self) -> None:
        """Turn it to nothing."""
        self._turn(_NOTHING)

    def let_in(self) -> None:
        """Turn it to everything."""
        self._turn(_WHOLE)

    def _turn(self, dial: int) -> None:
        call(
            self.clients,
            "globalaccelerator",
            self.control_region,
            "update_endpoint_group",
            EndpointGroupArn=self.endpoint_group,
            TrafficDialPercentage=float(dial),
        )
