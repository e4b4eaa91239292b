"""AWS Shield Advanced, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.origin import Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class ShieldContact:
    """Somebody whom AWS's response team calls."""

    email: str
    phone: str
    notes: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShieldPlan:
    """Shield Advanced for the stack; ``subscribe`` says that this stack subscribes the account."""

    subscribe: bool
    auto_renew: bool
    hosted_zones: bool
    contacts: tuple[ShieldContact, ...]
    response_team_access: bool
    origin: Origin = field(default_factory=no_origin)
