"""Scheduled sizes that AWS would refuse on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import Mistake
from holdfast.topology.values import ServiceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.topology.values import ServicePlan, Topology

_SOURCE = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html"
_SCHEDULED = (ServiceKind.INSTANCES, ServiceKind.ECS)


def schedule_mistakes(topology: Topology) -> Iterator[Mistake]:
    """Yield a mistake for each scheduled minimum that no ceiling of the service allows.

    AWS takes such an action and fails when it is due, so that the service stays as small as it was.
    """
    for region in topology.regions:
        for service in region.services:
            if service.kind in _SCHEDULED:
                yield from _of_service(service, region.place, topology.stack)


def _of_service(service: ServicePlan, place: str, stack: str) -> Iterator[Mistake]:
    schedules = service.scaling.schedules
    ceiling = max([service.capacity.maximum, *(one.maximum or 0 for one in schedules.values())])
    for name, schedule in sorted(schedules.items()):
        if schedule.minimum is None or schedule.minimum <= ceiling:
            continue
        yield Mistake(
            file=f"Pulumi.{stack}.yaml",
            key=f"holdfast:services.{service.key}.scaling.schedules.{name}.minimum",
            value=str(schedule.minimum),
            message=(
                f"is above the greatest size in {place}, {ceiling}, so that AWS would change nothing when it "
                f"is due ({_SOURCE}): give the schedule a maximum too, or raise scaling.max_factor"
            ),
        )
