"""Steps of a recovery that AWS carries out for nobody: Kubernetes grows pods, adopted stores are unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import Mistake
from holdfast.topology.values import RecoveryAction, RecoverySubject, ServiceKind

if TYPE_CHECKING:
    from holdfast.topology.values import RecoveryPlan, RecoveryStepPlan, Topology


def growing_pods(topology: Topology, plan: RecoveryPlan) -> list[str]:
    """Services on EKS whose pods must grow where they take over, by their keys."""
    kinds = {service.key: service.kind for region in topology.regions for service in region.services}
    return sorted(
        {
            step.subject
            for step in _steps(plan)
            if step.subject_kind is RecoverySubject.SERVICE and kinds[step.subject] is ServiceKind.EKS
        }
    )


def promoted_adopted(topology: Topology, plan: RecoveryPlan) -> list[str]:
    """Adopted stores whose writer must move, by their keys."""
    adopted = {store.key for store in topology.stores if store.adopted is not None}
    promoted = {step.subject for step in _steps(plan) if step.action is RecoveryAction.PROMOTE}
    return sorted(promoted & adopted)


def recovery_mistake(topology: Topology, key: str, value: str | None, message: str) -> Mistake:
    """A mistake of the stack's settings.

    Args:
        topology: The stack.
        key: The setting.
        value: What it is set to; None where it is not.
        message: What is wrong with that.
    """
    return Mistake(file=f"Pulumi.{topology.stack}.yaml", key=key, value=value, message=message)


def _steps(plan: RecoveryPlan) -> list[RecoveryStepPlan]:
    return [step for one in plan.workflows for group in one.ungraceful for step in group]
