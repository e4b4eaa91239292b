"""The automation that leaves a lost region, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchdogPlan:
    """What watches ``watched`` from ``place``, which takes over first.

    ``starts`` is False where it only tells: of a standby there is nothing to take away. ``probe_regions`` are
    AWS regions by place, of which ``alarm_place`` holds the alarm on the watchdog itself.
    """

    watched: str
    place: str
    starts: bool
    probe_regions: Mapping[str, str]
    alarm_place: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecoveryAutomationPlan:
    """The documents' approvers and the watchdogs' patience.

    ``starts`` is False where watchdogs only tell, and ``quorum`` None for more than half of the votes.
    ``probe_regions`` are AWS regions by place.
    """

    starts: bool
    probe_regions: Mapping[str, str]
    approvers: tuple[str, ...]
    approval_minutes: int
    interval_seconds: int
    quorum: int | None
    failures: int
    rounds: int
    hold_down_minutes: int
    cloudflare_token_secret: str | None
    watchdogs: tuple[WatchdogPlan, ...]
    origin: Origin = field(default_factory=no_origin)
