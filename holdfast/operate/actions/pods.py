"""As many pods on EKS as the whole load takes: their team scales them, and what is seen of it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.actions.planned import PlannedStep, done, under_way
from holdfast.operate.targets import fewest_healthy

if TYPE_CHECKING:
    from holdfast.contracts.operations import Kubernetes
    from holdfast.operate.steps import StepState


@dataclass(frozen=True, kw_only=True, slots=True)
class AwaitPods(PlannedStep):
    """Wait until enough pods answer their load balancers.

    Pods are the cluster's own, behind its own API and its own authorization, so that nothing here changes
    them; the words say what their team does. Nodes follow the pods, by the cluster's autoscaler, or are there
    already where it has none.
    """

    kubernetes: Kubernetes
    service: str
    size: int

    def state(self) -> StepState:
        """Count the pods that answer."""
        region = self.planned.region(self.planned.place)
        ready = count_pods(self, region)
        if ready is None:
            return done("no load balancer leads to its pods, so that nothing is seen of them: ask their team")
        if ready >= self.size:
            return done(f"{ready} pods answer")
        return under_way(f"{ready} of {self.size} pods answer; their team does: {self._command(region)}")

    def act(self) -> None:
        """Nothing: the team scales its pods."""

    def _command(self, region: str) -> str:
        cluster, namespace = self.kubernetes["cluster"], self.kubernetes["namespace"]
        patch = f'{{"spec":{{"minReplicas":{self.size}}}}}'
        return (
            f"aws eks update-kubeconfig --region {region} --name {cluster} && "
            f"kubectl -n {namespace} patch hpa {self.service} --patch '{patch}'"
        )


def count_pods(step: AwaitPods, region: str) -> int | None:
    """Pods that answer, of the target group that has fewest; None where none is in use."""
    return fewest_healthy(step.planned.clients, region, target_groups_of(step.kubernetes))


def target_groups_of(kubernetes: Kubernetes) -> list[str]:
    """ARNs of the target groups that a service's pods register in."""
    return [
        binding["spec"]["targetGroupARN"]
        for _, binding in sorted(kubernetes["target_group_bindings"].items())
    ]
