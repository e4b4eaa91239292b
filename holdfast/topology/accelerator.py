"""Global Accelerator planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective
from holdfast.topology.edge_logs import plan_edge_logs
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import AcceleratorPlan, EndpointGroupPlan

if TYPE_CHECKING:
    from holdfast.settings import Settings

DEFAULT_WEIGHT = 128
"""Weight of an endpoint that names none
(https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.html)."""


def plan_accelerator(key: str, settings: Settings) -> AcceleratorPlan | None:
    """Plan it for one entrance; None for an entrance without it.

    Args:
        key: The entrance's key in the settings.
        settings: The whole settings.
    """
    entrance = settings.entrances[key]
    asked, path = entrance.accelerator, f"holdfast:entrances.{key}.accelerator"
    if asked is None:
        return None
    places = effective.endpoints(entrance, settings)
    roles = ", ".join(f"holdfast:regions.{place}.role" for place in places)
    return AcceleratorPlan(
        detection_seconds=effective.accelerator_seconds(entrance, settings),
        client_affinity=asked.client_affinity,
        groups=tuple(
            EndpointGroupPlan(
                place=place,
                region=PLACES[place].name,
                dial_percent=effective.dial_percent(place, entrance, settings),
                weight=asked.weights.get(place, DEFAULT_WEIGHT),
            )
            for place in places
        ),
        flow_logs=None if asked.flow_logs is None else plan_edge_logs(asked.flow_logs),
        origin=origin(
            client_affinity=path_of(asked, path, "client_affinity"),
            groups=", ".join((path_of(asked, path, "dials"), path_of(asked, path, "weights"), roles)),
            flow_logs=path_of(asked, path, "flow_logs"),
        ),
    )
