"""Services that must run in the size that the whole load takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .steps import State, StepError, done, todo, under_way

if TYPE_CHECKING:
    from .steps import Clients


@dataclass(frozen=True, kw_only=True)
class Instances:
    """An Auto Scaling group, whose minimum is raised: what scales by use cannot take the instances away."""

    clients: Clients
    group: str
    region: str
    needed: int

    def state(self) -> State:
        """Count what runs."""
        found = self._group()
        running = sum(
            one["LifecycleState"] == "InService" and one["HealthStatus"] == "Healthy"
            for one in found["Instances"]
        )
        words = f"{running} of {self.needed} instances of {self.group} run"
        if found["MinSize"] < self.needed:
            return todo(words)
        return done(words) if running >= self.needed else under_way(words)

    def act(self) -> None:
        """Raise the minimum, and with it what is wanted."""
        found = self._group()
        if found["MaxSize"] < self.needed:
            raise StepError(f"{self.group} takes {found['MaxSize']} instances and {self.needed} are needed")
        self._autoscaling().update_auto_scaling_group(
            AutoScalingGroupName=self.group,
            MinSize=self.needed,
            DesiredCapacity=max(found["DesiredCapacity"], self.needed),
        )

    def _group(self) -> Any:  # noqa: ANN401  # as boto3 gives it
        found = self._autoscaling().describe_auto_scaling_groups(AutoScalingGroupNames=[self.group])
        if not found["AutoScalingGroups"]:
            raise StepError(f"there is no group {self.group} in {self.region}")
        return found["AutoScalingGroups"][0]

    def _autoscaling(self) -> Any:  # noqa: ANN401  # as boto3 gives it
        return self.clients("autoscaling", self.region)


@dataclass(frozen=True, kw_only=True)
class EcsService:
    """A service on ECS, whose least number of tasks is raised where something scales it."""

    clients: Clients
    cluster: str
    service: str
    region: str
    needed: int

    def state(self) -> State:
        """Count what runs."""
        found, least = self._found(), self._least()
        words = f"{found['runningCount']} of {self.needed} tasks of {self.service} run"
        if found["desiredCount"] < self.needed or (least is not None and least < self.needed):
            return todo(words)
        return done(words) if found["runningCount"] >= self.needed else under_way(words)

    def act(self) -> None:
        """Raise what scaling may not go below, then what is wanted."""
        least = self._least()
        if least is not None and least < self.needed:
            self._scaling().register_scalable_target(**self._target(), MinCapacity=self.needed)
        if self._found()["desiredCount"] < self.needed:
            self._ecs().update_service(cluster=self.cluster, service=self.service, desiredCount=self.needed)

    def _found(self) -> Any:  # noqa: ANN401  # as boto3 gives it
        found = self._ecs().describe_services(cluster=self.cluster, services=[self.service])["services"]
        if not found:
            raise StepError(f"there is no service {self.service} in {self.region}")
        return found[0]

    def _least(self) -> int | None:
        """Give what scaling may not go below; None where nothing scales the service."""
        target = self._target()
        found = self._scaling().describe_scalable_targets(
            ServiceNamespace=target["ServiceNamespace"],
            ResourceIds=[target["ResourceId"]],
            ScalableDimension=target["ScalableDimension"],
        )["ScalableTargets"]
        if not found:
            return None
        if found[0]["MaxCapacity"] < self.needed:
            raise StepError(
                f"{self.service} scales to {found[0]['MaxCapacity']} tasks and {self.needed} are needed"
            )
        return int(found[0]["MinCapacity"])

    def _target(self) -> dict[str, str]:
        return {
            "ServiceNamespace": "ecs",
            "ResourceId": f"service/{self.cluster}/{self.service}",
            "ScalableDimension": "ecs:service:DesiredCount",
        }

    def _ecs(self) -> Any:  # noqa: ANN401  # as boto3 gives it
        return self.clients("ecs", self.region)

    def _scaling(self) -> Any:  # noqa: ANN401  # as boto3 gives it
        return self.clients("application-autoscaling", self.region)
