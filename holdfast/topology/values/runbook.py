"""Who answers for a stack, and where its runbook stands, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.origin import Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactPlan:
    """Whom to call, how, and what for."""

    name: str
    reach: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RunbookPlan:
    """The owner, the runbook's address without an anchor, and whom to call, in order."""

    owner: str
    url: str
    contacts: tuple[ContactPlan, ...]
    origin: Origin = field(default_factory=no_origin)
