"""A service on ECS as AWS says it is, with the limits of its scaling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.call import call
from holdfast.operate.steps import StepError
from holdfast.operate.targets import fewest_healthy

if TYPE_CHECKING:
    from holdfast.contracts.operations import EcsService
    from holdfast.operate.aws import Clients

NAMESPACE, DIMENSION = "ecs", "ecs:service:DesiredCount"


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskService:
    """A service: the tasks that are wanted and run, those that answer, and the limits of scaling.

    The limits are None where nothing scales it; ``newest_event`` is what ECS said last.
    """

    desired: int
    running: int
    answering: int | None
    minimum: int | None
    maximum: int | None
    newest_event: str | None

    @property
    def ready(self) -> int:
        """Tasks that serve."""
        return self.running if self.answering is None else min(self.running, self.answering)


def scaling_id(service: EcsService) -> str:
    """Name of what Application Auto Scaling scales."""
    return f"service/{service['cluster']}/{service['service']}"


def read_service(clients: Clients, region: str, service: EcsService) -> TaskService:
    """Read a service.

    Args:
        clients: Makes clients.
        region: AWS region.
        service: Its names.

    Raises:
        StepError: There is none of that name.
    """
    found = call(
        clients,
        "ecs",
        region,
        "describe_services",
        cluster=service["cluster"],
        services=[service["service"]],
    )["services"]
    if not found:
        raise StepError(f"{region} has no ECS service {service['service']} in {service['cluster']}")
    targets = call(
        clients,
        "application-autoscaling",
        region,
        "describe_scalable_targets",
        ServiceNamespace=NAMESPACE,
        ResourceIds=[scaling_id(service)],
        ScalableDimension=DIMENSION,
    )["ScalableTargets"]
    groups = [one["targetGroupArn"] for one in found[0].get("loadBalancers", []) if "targetGroupArn" in one]
    events = found[0].get("events", [])
    return TaskService(
        desired=found[0]["desiredCount"],
        running=found[0]["runningCount"],
        answering=fewest_healthy(clients, region, groups),
        minimum=targets[0]["MinCapacity"] if targets else None,
        maximum=targets[0]["MaxCapacity"] if targets else None,
        newest_event=events[0].get("message") if events else None,
    )
