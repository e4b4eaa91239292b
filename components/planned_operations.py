"""What the output ``operations`` says before anything is deployed."""

from typing import Any

from holdfast.components.recovery_plan_args import planned_recovery
from holdfast.components.runbook_plan_args import runbook_operations
from holdfast.topology.values import Objectives, Topology


def objectives_operations(objectives: Objectives) -> dict[str, Any]:
    """Give ``holdfast.contracts.operations.StackObjectives``.

    Args:
        objectives: What the stack promises.
    """
    return {
        "availability_percent": objectives.availability_percent,
        "rto_seconds": objectives.rto_seconds,
        "rpo_seconds": objectives.rpo_seconds,
        "survives": objectives.survives.value,
        "residency": list(objectives.residency),
    }


def planned_operations(topology: Topology) -> dict[str, Any]:
    """Give what the output ``operations`` says before anything is deployed, as far as a runbook needs it.

    Args:
        topology: The plan.
    """
    return {
        "runbook": runbook_operations(topology.runbook),
        "objectives": objectives_operations(topology.objectives),
        "recovery": None if topology.recovery is None else planned_recovery(topology.recovery),
    }
