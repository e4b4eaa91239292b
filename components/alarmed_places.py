"""Alarms on places, as what recovers from failures takes them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from holdfast.components.alarms_plan_args import Alarms
from holdfast.components.canaries_plan_args import Canaries
from holdfast.topology.values import Topology


@dataclass(frozen=True, kw_only=True)
class AlarmedPlaces:
    """The alarms that say how places are."""

    errors: Mapping[str, pulumi.Output[str]]
    """Place → ARN of the metric alarm there on what its clients feel, where one can be."""
    elsewhere: Mapping[str, Mapping[str, pulumi.Output[str]]]
    """Place that is watched → place of an alarm on it → its ARN."""


def alarmed_places(topology: Topology, alarms: Alarms, canaries: Canaries | None) -> AlarmedPlaces:
    """Gather the alarms that say how places are.

    Args:
        topology: The plan.
        alarms: The stack's alarms.
        canaries: Its canaries, if there are any.
    """
    stops = {region.place: alarms.stop(region.place) for region in topology.regions}
    seen = {} if canaries is None else canaries.alarms
    return AlarmedPlaces(
        errors={place: arn for place, arn in stops.items() if arn is not None},
        elsewhere={place: {one.place: one.alarm_arn for one in alarms} for place, alarms in seen.items()},
    )
