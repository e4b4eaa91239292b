"""Why a resource is there: the setting that makes it, what it needs, what it costs, what it protects from."""

from __future__ import annotations

from holdfast.explain.asked import NotFoundError
from holdfast.explain.facts import Facts
from holdfast.explain.model import (
    ComponentStory,
    Lookup,
    ResourceStory,
    SettingStory,
    Several,
    StackStory,
    Story,
    Where,
)
from holdfast.explain.stories import explain

__all__ = [
    "ComponentStory",
    "Facts",
    "Lookup",
    "NotFoundError",
    "ResourceStory",
    "SettingStory",
    "Several",
    "StackStory",
    "Story",
    "Where",
    "explain",
]
