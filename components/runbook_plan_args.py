"""Owner and runbook, planned, as alarms and the operations contract take them."""

from typing import Any

from holdfast.components.alarm_notes import AlarmNotesArgs
from holdfast.topology.values import RunbookPlan


def alarm_notes(plan: RunbookPlan) -> AlarmNotesArgs:
    """Give what alarms, dashboards and experiments say of owner and runbook.

    Args:
        plan: Who answers for the stack.
    """
    return {"owner": plan.owner, "runbook_url": plan.url}


def runbook_operations(plan: RunbookPlan) -> dict[str, Any]:
    """Give ``holdfast.contracts.operations.Runbook``.

    Args:
        plan: Who answers for the stack.
    """
    return {
        "owner": plan.owner,
        "url": plan.url,
        "contacts": [{"name": one.name, "reach": one.reach, "role": one.role} for one in plan.contacts],
    }
