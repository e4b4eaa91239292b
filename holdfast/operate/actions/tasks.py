"""As many tasks on ECS as the whole load takes, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.actions.planned import PlannedStep, done, todo, under_way
from holdfast.operate.call import call
from holdfast.operate.steps import StepError
from holdfast.operate.task_services import DIMENSION, NAMESPACE, read_service, scaling_id

if TYPE_CHECKING:
    from holdfast.contracts.operations import EcsService
    from holdfast.operate.steps import StepState


@dataclass(frozen=True, kw_only=True, slots=True)
class RaiseTasks(PlannedStep):
    """Have a service run what the whole load takes, with the minimum of its scaling raised."""

    service: EcsService
    size: int

    def state(self) -> StepState:
        """Count what serves."""
        region = self.planned.region(self.planned.place)
        found = read_service(self.planned.clients, region, self.service)
        name = self.service["service"]
        if found.maximum is not None and found.maximum < self.size:
            raise StepError(
                f"{name} scales to {found.maximum} tasks at most and {self.size} are needed: raise its "
                "maximum"
            )
        held = found.minimum is None or found.minimum >= self.size
        if not held or found.desired < self.size:
            return todo(f"{found.ready} of {self.size} tasks serve, {found.desired} are wanted")
        if found.ready >= self.size:
            return done(f"{found.ready} tasks serve")
        said = f"; ECS says: {found.newest_event}" if found.newest_event else ""
        return under_way(f"{found.ready} of {self.size} tasks serve{said}")

    def act(self) -> None:
        """Set minimum and number; neither is ever lowered."""
        region = self.planned.region(self.planned.place)
        found = read_service(self.planned.clients, region, self.service)
        if found.minimum is not None and found.minimum < self.size:
            _set_minimum(self, self.service, self.size)
        if found.desired < self.size:
            call(
                self.planned.clients,
                "ecs",
                region,
                "update_service",
                cluster=self.service["cluster"],
                service=self.service["service"],
                desiredCount=self.size,
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class SettleTasks(PlannedStep):
    """Give a service's scaling its planned minimum back."""

    service: EcsService
    raised: int
    minimum: int

    def state(self) -> StepState:
        """Read the minimum; another than was raised is somebody's own and stays."""
        found = read_service(self.planned.clients, self.planned.region(self.planned.place), self.service)
        if found.minimum == self.raised and self.raised > self.minimum:
            return todo(f"at least {found.minimum} tasks are kept")
        kept = "nothing scales it" if found.minimum is None else f"at least {found.minimum} tasks are kept"
        return done(f"{kept}, as planned or as somebody set it")

    def act(self) -> None:
        """Set the minimum alone."""
        _set_minimum(self, self.service, self.minimum)


def _set_minimum(step: PlannedStep, service: EcsService, minimum: int) -> None:
    call(
        step.planned.clients,
        "application-autoscaling",
        step.planned.region(step.planned.place),
        "register_scalable_target",
        ServiceNamespace=NAMESPACE,
        ResourceId=scaling_id(service),
        ScalableDimension=DIMENSION,
        MinCapacity=minimum,
    )
