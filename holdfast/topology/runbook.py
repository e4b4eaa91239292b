"""Who answers for a stack, and where its runbook stands, planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import ContactPlan, RunbookPlan

if TYPE_CHECKING:
    from holdfast.settings import Settings

_OWNERS = ("Owner", "Team")


def plan_runbook(settings: Settings, *, project: str, stack: str) -> RunbookPlan:
    """Plan who answers for a stack.

    Args:
        settings: The whole settings.
        project: Name of the Pulumi project, the owner where nobody is named.
        stack: Name of the stack.
    """
    asked = settings.runbook
    tagged = next((settings.tags[tag] for tag in _OWNERS if settings.tags.get(tag)), project)
    return RunbookPlan(
        owner=asked.owner or tagged,
        url=asked.url or f"runbook.{stack}.md",
        contacts=tuple(ContactPlan(name=one.name, reach=one.reach, role=one.role) for one in asked.contacts),
        origin=origin(
            owner=path_of(asked, "holdfast:runbook", "owner"),
            url=path_of(asked, "holdfast:runbook", "url"),
            contacts=path_of(asked, "holdfast:runbook", "contacts"),
        ),
    )
