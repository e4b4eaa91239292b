"""Tags that Holdfast sets itself, and the budget that is told apart by one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.stack import Settings

OWN_TAGS = (
    "BackupClass",
    "BackupStack",
    "ContinuousBackup",
    "NotBackedUpBecause",
    "Entrance",
    "ManagedBy",
    "Name",
    "Place",
    "Project",
    "Role",
    "Service",
    "Stack",
)
"""Keys of tags that Holdfast sets or keeps for itself; by those of backups AWS Backup selects stores."""


def of_tags(settings: Settings) -> Iterator[Problem]:
    """Tags of the team's that would hide Holdfast's own."""
    own = {tag.lower() for tag in OWN_TAGS}
    for tag in settings.tags:
        if tag.lower() in own:
            yield Problem(
                path=("tags", tag),
                message=f"is set by Holdfast itself, like {', '.join(OWN_TAGS)}: choose another key",
            )


def of_budget(settings: Settings) -> Iterator[Problem]:
    """Addresses that would be told twice."""
    if settings.budget is not None:
        yield from repeated(("budget", "emails"), settings.budget.emails)
