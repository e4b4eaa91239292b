"""As many instances as the whole load takes, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.actions.planned import PlannedStep, done, todo, under_way
from holdfast.operate.call import call
from holdfast.operate.scaling_groups import newest_failure, read_group
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from holdfast.operate.steps import StepState

_LAUNCH = "Launch"


@dataclass(frozen=True, kw_only=True, slots=True)
class RaiseGroup(PlannedStep):
    """Have a group run what the whole load takes.

    The minimum is raised with the size: scaling then takes no instance away while traffic has not come yet
    (https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html, 2026-11), and nothing is
    suspended that somebody would have to take up again.
    """

    group: str
    size: int

    def state(self) -> StepState:
        """Count what serves."""
        region = self.planned.region(self.planned.place)
        found = read_group(self.planned.clients, region, self.group)
        if found.maximum < self.size:
            raise StepError(
                f"{self.group} takes {found.maximum} instances at most and {self.size} are needed: raise its "
                "maximum"
            )
        if found.minimum < self.size or found.desired < self.size:
            return todo(f"{found.ready} of {self.size} instances serve, at least {found.minimum} are kept")
        if found.ready >= self.size:
            return done(f"{found.ready} instances serve")
        words = f"{found.ready} of {self.size} instances serve"
        if _LAUNCH in found.suspended:
            raise StepError(f"{words}, and {self.group} launches none: somebody suspended the process Launch")
        failure = newest_failure(self.planned.clients, region, self.group)
        return under_way(f"{words}; the newest launch failed: {failure}" if failure else words)

    def act(self) -> None:
        """Set minimum and size; neither is ever lowered."""
        region = self.planned.region(self.planned.place)
        found = read_group(self.planned.clients, region, self.group)
        call(
            self.planned.clients,
            "autoscaling",
            region,
            "update_auto_scaling_group",
            AutoScalingGroupName=self.group,
            MinSize=max(found.minimum, self.size),
            DesiredCapacity=max(found.desired, self.size),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class SettleGroup(PlannedStep):
    """Give a group its planned minimum back; scaling then does the rest."""

    group: str
    raised: int
    minimum: int

    def state(self) -> StepState:
        """Read the minimum; another than was raised is somebody's own and stays."""
        found = read_group(self.planned.clients, self.planned.region(self.planned.place), self.group)
        if found.minimum == self.raised and self.raised > self.minimum:
            return todo(f"at least {found.minimum} instances are kept")
        return done(f"at least {found.minimum} instances are kept, as planned or as somebody set it")

    def act(self) -> None:
        """Set the minimum alone."""
        call(
            self.planned.clients,
            "autoscaling",
            self.planned.region(self.planned.place),
            "update_auto_scaling_group",
            AutoScalingGroupName=self.group,
            MinSize=self.minimum,
        )
