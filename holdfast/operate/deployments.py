"""How far a region's services are with what was last deployed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.contracts.operations import EcsService, Service
    from holdfast.operate.aws import Clients


class State(StrEnum):
    """How far a deployment is."""

    GOING_ON = "going on"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Deployment:
    """A service's last deployment in a region, and AWS's words for where it stands."""

    state: State
    detail: str


_REFRESHING = frozenset({"Pending", "InProgress", "Cancelling", "RollbackInProgress", "Baking"})
"""Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html (Status)."""
_REFRESHED = "Successful"
_ROLLOUT = {"COMPLETED": State.DONE, "FAILED": State.FAILED, "IN_PROGRESS": State.GOING_ON}
"""Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html (rolloutState)."""


def deployment_of(service: Service, region: str, clients: Clients) -> Deployment:
    """Say how far a service's last deployment in a region is.

    Args:
        service: The service, as the contract names it.
        region: AWS region.
        clients: Makes clients.

    Returns:
        For instances the last instance refresh, for ECS the primary deployment. A function's alias has moved
        when the update ends, and pods are deployed by their team: both are done.
    """
    if service["auto_scaling_group"] is not None:
        return _instance_refresh(service["auto_scaling_group"], region, clients)
    if service["ecs_service"] is not None:
        return _rollout(service["ecs_service"], region, clients)
    return Deployment(state=State.DONE, detail="nothing to wait for")


def _instance_refresh(group: str, region: str, clients: Clients) -> Deployment:
    found = clients("autoscaling", region).describe_instance_refreshes(
        AutoScalingGroupName=group, MaxRecords=1
    )["InstanceRefreshes"]
    if not found:
        return Deployment(state=State.DONE, detail="no instance refresh yet")
    status = found[0]["Status"]
    reason = found[0].get("StatusReason")
    detail = f"instance refresh {status}, {found[0].get('PercentageComplete', 0)} %"
    if status in _REFRESHING:
        return Deployment(state=State.GOING_ON, detail=detail)
    state = State.DONE if status == _REFRESHED else State.FAILED
    return Deployment(state=state, detail=f"{detail}: {reason}" if reason else detail)


def _rollout(service: EcsService, region: str, clients: Clients) -> Deployment:
    found = clients("ecs", region).describe_services(
        cluster=service["cluster"], services=[service["service"]]
    )["services"]
    primary = next(
        (one for known in found for one in known["deployments"] if one["status"] == "PRIMARY"), None
    )
    if primary is None:
        return Deployment(state=State.FAILED, detail=f"{service['service']} has no primary deployment")
    rollout = primary.get("rolloutState", "IN_PROGRESS")
    detail = f"{primary['runningCount']} of {primary['desiredCount']} tasks run, {rollout}"
    if primary["taskDefinition"] != service["task_definition"]:
        # The circuit breaker deploys the former definition again, and that deployment completes.
        wanted, runs = (
            text.rpartition("/")[2] for text in (service["task_definition"], primary["taskDefinition"])
        )
        return Deployment(state=State.FAILED, detail=f"rolled back: {runs} runs in place of {wanted}")
    return Deployment(state=_ROLLOUT[rollout], detail=detail)
