"""What a stack says of itself: its objectives and the roles of its regions."""

from __future__ import annotations

from typing import Any

from tests.graph.documents import step


def promised(survives: str, **objectives: Any) -> dict[str, Any]:
    """A component that states the largest loss to outlive, and other objectives."""
    given = {"objectives": {"survives": survives, **objectives}}
    return step("holdfast:index:MultiRegionApi", "api", given, component=True)


def serving(**roles: str) -> list[dict[str, Any]]:
    """The regions of a stack that is to outlive one, by names such as ``us_east_1``, with their roles."""
    named = {name.replace("_", "-"): role for name, role in roles.items()}
    regional = "holdfast:index:RegionalApi"
    return [
        promised("region"),
        *(step(regional, one, {"region": one, "role": role}, component=True) for one, role in named.items()),
    ]
