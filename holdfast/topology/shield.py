"""Shield Advanced planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import ShieldContact, ShieldPlan

if TYPE_CHECKING:
    from holdfast.settings import Settings


def plan_shield(settings: Settings) -> ShieldPlan | None:
    """Plan Shield Advanced for the stack; None where it is not asked for.

    Args:
        settings: The whole settings.
    """
    asked = settings.shield
    if asked is None:
        return None
    return ShieldPlan(
        subscribe=asked.subscribe,
        auto_renew=asked.auto_renew,
        hosted_zones=asked.hosted_zones,
        contacts=tuple(
            ShieldContact(email=contact.email, phone=contact.phone, notes=contact.notes)
            for contact in asked.contacts
        ),
        response_team_access=asked.response_team_access,
        origin=origin(
            **{
                field: path_of(asked, "holdfast:shield", field)
                for field in ("subscribe", "auto_renew", "hosted_zones", "contacts", "response_team_access")
            }
        ),
    )
