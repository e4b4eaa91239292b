"""Who was taken out of the traffic, by what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.levers import dial_of, levers_of
from holdfast.operate.readings.unread import errors
from holdfast.operate.readings.values import TrafficReading

if TYPE_CHECKING:
    from collections.abc import Collection

    from holdfast.contracts.operations import Operations
    from holdfast.operate.aws import Clients

_SWITCH = "switch"


def read_traffic(operations: Operations, clients: Clients, places: Collection[str]) -> list[TrafficReading]:
    """Read every lever that can be read from some places.

    Args:
        operations: The stack's contract.
        clients: Makes clients.
        places: Places whose regions are asked. A switch lies in another region than the place that it takes
            out, and is read where that one is among them; what lies in no region of the stack is read always.

    Returns:
        A reading per entrance, place and lever.
    """
    regions = {operations["regions"][place]["region"] for place in places}
    found = []
    for key, entrance in sorted(operations["entrances"].items()):
        for place, endpoint in sorted(entrance["endpoints"].items()):
            levers = levers_of(operations, clients, key, place)
            dial = dial_of(operations, clients, key, place)
            for lever in levers if dial is None else [*levers, dial]:
                switch = endpoint["switch"]
                if lever.by == _SWITCH and (switch is None or switch["region"] not in regions):
                    continue
                try:
                    position = lever.read()
                    out, detail = position.out, position.detail
                except errors() as error:
                    out, detail = None, str(error)
                found.append(TrafficReading(entrance=key, place=place, by=lever.by, out=out, detail=detail))
    return found
