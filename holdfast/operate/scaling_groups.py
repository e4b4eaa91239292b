"""An Auto Scaling group as AWS says it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.call import call
from holdfast.operate.steps import StepError
from holdfast.operate.targets import fewest_healthy

if TYPE_CHECKING:
    from holdfast.operate.aws import Clients


@dataclass(frozen=True, kw_only=True, slots=True)
class ScalingGroup:
    """A group: its sizes, the instances in service, those that answer a load balancer, and what is suspended.

    ``answering`` is None where no load balancer leads to it.
    """

    minimum: int
    desired: int
    maximum: int
    in_service: int
    answering: int | None
    suspended: frozenset[str]

    @property
    def ready(self) -> int:
        """Instances that serve."""
        return self.in_service if self.answering is None else min(self.in_service, self.answering)


def read_group(clients: Clients, region: str, name: str) -> ScalingGroup:
    """Read a group.

    Args:
        clients: Makes clients.
        region: AWS region.
        name: The group.

    Raises:
        StepError: There is none of that name.
    """
    found = call(
        clients, "autoscaling", region, "describe_auto_scaling_groups", AutoScalingGroupNames=[name]
    )["AutoScalingGroups"]
    if not found:
        raise StepError(f"{region} has no Auto Scaling group {name}: update the stack, write the file anew")
    group = found[0]
    return ScalingGroup(
        minimum=group["MinSize"],
        desired=group["DesiredCapacity"],
        maximum=group["MaxSize"],
        in_service=sum(
            one["LifecycleState"] == "InService" and one["HealthStatus"].lower() == "healthy"
            for one in group.get("Instances", [])
        ),
        answering=fewest_healthy(clients, region, group.get("TargetGroupARNs", [])),
        suspended=frozenset(one["ProcessName"] for one in group.get("SuspendedProcesses", [])),
    )


def newest_failure(clients: Clients, region: str, name: str) -> str | None:
    """Give AWS's words for why the newest launch failed; None if it did not.

    Args:
        clients: Makes clients.
        region: AWS region.
        name: The group.
    """
    found = call(
        clients, "autoscaling", region, "describe_scaling_activities", AutoScalingGroupName=name, MaxRecords=1
    )["Activities"]
    if not found or found[0]["StatusCode"] != "Failed":
        return None
    return str(found[0].get("StatusMessage") or found[0].get("Description") or "no reason given")
