"""What an automation could not carry out of a recovery, as it comes to once sizes are planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import Mistake
from holdfast.topology.names import ROLE
from holdfast.topology.values import RecoveryAction, RecoverySubject, ServiceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.topology.values import RecoveryAutomationPlan, Topology

_RESERVED = ("aws", "amazon", "amzn")
"""What no document's name may begin with
(https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html, 2026-11)."""


def recovery_automation_mistakes(topology: Topology) -> Iterator[Mistake]:
    """Yield what the documents would leave undone, and names that AWS would refuse."""
    recovery = topology.recovery
    if recovery is None or recovery.automation is None:
        return
    kinds = {service.key: service.kind for region in topology.regions for service in region.services}
    adopted = {store.key for store in topology.stores if store.adopted is not None}
    steps = [step for one in recovery.workflows for group in one.ungraceful for step in group]
    pods = {
        step.subject
        for step in steps
        if step.subject_kind is RecoverySubject.SERVICE and kinds[step.subject] is ServiceKind.EKS
    }
    for key in sorted(pods):
        yield _mistake(
            topology,
            "holdfast:recovery.by",
            f"pods of {key} must grow where they take over, which takes Kubernetes' API and not AWS's: run "
            "them in the needed size (a hot standby), or choose people",
        )
    promoted = {step.subject for step in steps if step.action is RecoveryAction.PROMOTE}
    for key in sorted(promoted & adopted):
        yield _mistake(
            topology,
            "holdfast:recovery.by",
            f"the store {key} is adopted, and nothing here knows by which names it is promoted: choose "
            "people, and the plan of whoever declares it",
        )
    if topology.project.lower().startswith(_RESERVED):
        yield _mistake(
            topology,
            "holdfast:recovery.by",
            f"SSM takes no document whose name begins with {', '.join(_RESERVED)}, as the project's does",
        )
    yield from _overlong(topology, recovery.automation)


def _overlong(topology: Topology, plan: RecoveryAutomationPlan) -> Iterator[Mistake]:
    """Yield a mistake for the longest name of each watchdog and document that IAM would refuse."""
    for one in plan.watchdogs:
        for noun in (f"watch-{one.watched}-schedule-role", f"leave-{one.watched}-document-role"):
            length = ROLE.length(topology.project, topology.stack, f"{one.place}-{noun}")
            if length > ROLE.longest:
                yield _mistake(
                    topology,
                    "holdfast:recovery.by",
                    f"the {ROLE.noun} {one.place}-{noun} would have a name of {length} characters and AWS "
                    f"takes {ROLE.longest} ({ROLE.source}): shorten the name of the project or of the stack",
                )


def _mistake(topology: Topology, key: str, message: str) -> Mistake:
    return Mistake(file=f"Pulumi.{topology.stack}.yaml", key=key, value="automation", message=message)
