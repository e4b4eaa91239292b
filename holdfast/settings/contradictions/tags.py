"""Tags that Holdfast sets itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings.mistakes import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.stack import Settings

OWN_TAGS = ("Entrance", "ManagedBy", "Name", "Place", "Project", "Role", "Service", "Stack")
"""Keys of tags that Holdfast sets or keeps for itself."""


def of_tags(settings: Settings) -> Iterator[Problem]:
    """Tags of the team's that would hide Holdfast's own."""
    own = {tag.lower() for tag in OWN_TAGS}
    for tag in settings.tags:
        if tag.lower() in own:
            yield Problem(
                path=("tags", tag),
                message=f"is set by Holdfast itself, like {', '.join(OWN_TAGS)}: choose another key",
            )
