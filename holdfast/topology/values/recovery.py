"""A recovery, planned: the steps that take everything away from a place, and how long they take at worst."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.recovery_automation import RecoveryAutomationPlan


class RecoveryBy(StrEnum):
    """Who carries the steps of a recovery out."""

    PEOPLE = "people"
    """People, with ``holdfast failover``."""
    REGION_SWITCH = "region-switch"
    """A plan of ARC Region switch."""
    AUTOMATION = "automation"
    """An SSM Automation document, started by a watchdog in the region that would take over."""


class RecoveryRouting(StrEnum):
    """What takes traffic away from a region of Route 53's records by hand."""

    SWITCH = "switch"
    """The maintenance switch: an object in another region."""
    ROUTING_CONTROL = "routing-control"
    """A routing control of ARC."""


class RecoverySubject(StrEnum):
    """What a step of a recovery is about."""

    SERVICE = "service"
    PROXIES = "proxies"
    STORE = "store"
    CACHE = "cache"
    ENTRANCE = "entrance"


class RecoveryAction(StrEnum):
    """What a step does."""

    ROUTE = "route"
    """Traffic leaves the place, and stays away."""
    CAPACITY = "capacity"
    """A service runs in the size that the whole load takes."""
    FENCE = "fence"
    """The old writer is kept from writing."""
    PROMOTE = "promote"
    """A store's writer moves."""
    DRAIN = "drain"
    """Clients that still hold old answers leave."""
    VERIFY = "verify"
    """The names that clients use answer from where they should."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecoveryStepPlan:
    """A step: its key, what it does to which service, store or entrance, where, its worst case and source.

    ``place`` is where it acts: the place that takes over, and with ``fence`` the one that is left.
    ``subject_kind`` says what ``subject`` is the key of; of proxies it is their entrance's. ``size`` is what
    ``capacity`` brings about, in what the service's kind counts.
    """

    key: str
    action: RecoveryAction
    subject: str
    subject_kind: RecoverySubject
    place: str
    worst_seconds: int
    source: str
    size: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RecoveryWorkflowPlan:
    """What takes everything away from ``away_from``: groups in order, the steps of a group side by side.

    ``to`` are the places that take over. ``graceful`` is for a place that answers and loses no write,
    ``ungraceful`` for one that is lost.
    """

    away_from: str
    to: tuple[str, ...]
    graceful: tuple[tuple[RecoveryStepPlan, ...], ...]
    ungraceful: tuple[tuple[RecoveryStepPlan, ...], ...]

    @property
    def waits_for_steps(self) -> bool:
        """Whether a lost place's traffic is not served before steps have run.

        Where none scales and none promotes, health checks alone bring the API back.
        """
        awaited = (RecoveryAction.CAPACITY, RecoveryAction.PROMOTE)
        return any(step.action in awaited for group in self.ungraceful for step in group)


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionSwitchTriggerPlan:
    """Alarms start the plan where one of the places ``leaves`` fails.

    ``minutes_between`` is the least time between two automatic starts.
    """

    minutes_between: int
    leaves: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionSwitchSettingsPlan:
    """What the team asks of its Region switch plan.

    ``approval_role_arn`` is whose holders approve, None where nobody is asked; ``triggers`` is None where
    people start it. ``report_bucket`` gets a report of each execution, and ``cloudflare_token_secret`` holds
    what pools at Cloudflare are moved with.
    """

    plan_name: str
    approval_role_arn: str | None
    approval_minutes: int
    triggers: RegionSwitchTriggerPlan | None
    report_bucket: str | None
    cloudflare_token_secret: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RoutingControlPlan:
    """ARC's routing controls, by entrance those of its places; ``joined`` says that they decide already."""

    controls: Mapping[str, tuple[str, ...]]
    joined: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ZonalAutoshiftPlan:
    """AWS moves traffic away from a zone by itself, and practises it each week.

    ``blocked_windows`` are times in UTC, such as ``Mon:08:00-Mon:18:00``, and ``blocked_dates`` days such as
    ``2026-12-24``, in which it does not practise.
    """

    blocked_windows: tuple[str, ...]
    blocked_dates: tuple[str, ...]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class RecoveryPlan:
    """How a stack of several serving regions leaves any one of them.

    ``routing`` is what decides now: routing controls that are made and not joined do not.

    ``detection_seconds`` is how long until a loss is known at worst, ``decision_seconds`` until somebody or
    something has decided; the sources say whose figures these are.
    """

    by: RecoveryBy
    routing: RecoveryRouting
    workflows: tuple[RecoveryWorkflowPlan, ...]
    detection_seconds: int
    detection_source: str
    decision_seconds: int
    decision_source: str
    region_switch: RegionSwitchSettingsPlan | None
    automation: RecoveryAutomationPlan | None
    routing_control: RoutingControlPlan | None
    origin: Origin = field(default_factory=no_origin)

    def is_controlled(self, entrance: str) -> bool:
        """Whether routing controls decide about an entrance's traffic already."""
        found = self.routing_control
        return found is not None and found.joined and entrance in found.controls

    def total_seconds(self, workflow: RecoveryWorkflowPlan) -> int:
        """Sum what a loss takes at worst: until it is known, decided, and all steps are done."""
        return self.detection_seconds + self.decision_seconds + worst_seconds(workflow.ungraceful)


def worst_seconds(groups: tuple[tuple[RecoveryStepPlan, ...], ...]) -> int:
    """Sum the worst cases: of each group that of its slowest step, since they run side by side."""
    return sum(max((step.worst_seconds for step in group), default=0) for group in groups)
