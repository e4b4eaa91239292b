"""What an automation could not carry out of a recovery, as it comes to once sizes are planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.topology.names import ROLE
from holdfast.topology.recovery_undone import growing_pods, promoted_adopted, recovery_mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings import Mistake
    from holdfast.topology.values import RecoveryAutomationPlan, Topology

_RESERVED = ("aws", "amazon", "amzn")
"""What no document's name may begin with
(https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html, 2026-11)."""


def recovery_automation_mistakes(topology: Topology) -> Iterator[Mistake]:
    """Yield what the documents would leave undone, and names that AWS would refuse."""
    recovery = topology.recovery
    if recovery is None or recovery.automation is None:
        return
    for key in growing_pods(topology, recovery):
        yield _mistake(
            topology,
            f"pods of {key} must grow where they take over, which takes Kubernetes' API and not AWS's: run "
            "them in the needed size (a hot standby), or choose people",
        )
    for key in promoted_adopted(topology, recovery):
        yield _mistake(
            topology,
            f"the store {key} is adopted, and nothing here knows by which names it is promoted: choose "
            "people, and the plan of whoever declares it",
        )
    if topology.project.lower().startswith(_RESERVED):
        yield _mistake(
            topology,
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
                    f"the {ROLE.noun} {one.place}-{noun} would have a name of {length} characters and AWS "
                    f"takes {ROLE.longest} ({ROLE.source}): shorten the name of the project or of the stack",
                )


def _mistake(topology: Topology, message: str) -> Mistake:
    return recovery_mistake(topology, "holdfast:recovery.by", "automation", message)
