"""An RDS database planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.topology.values import RdsPlan


def plan_rds(key: str, settings: Settings, *, home: str, identifier: str) -> RdsPlan:
    """Plan an RDS database.

    Args:
        key: The store's key in the settings.
        settings: The whole settings.
        home: Place in which it was first created.
        identifier: Project, stack and key, for names that AWS must know.
    """
    raise NotImplementedError(key, settings, home, identifier)
