"""Experiments, planned: which faults are injected where, and how regularly."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.contracts.runbook import RunbookSection
from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin


class ExperimentKind(StrEnum):
    """What an experiment does."""

    STOP = "stop"
    """Terminates instances or stops tasks of a service."""
    LOSE_ZONE = "lose-zone"
    """Cuts the subnets of one zone off and lets nothing start there."""
    CUT_REGION = "cut-region"
    """Cuts the connections and the replication to one other region."""
    SLOW_DATABASE = "slow-database"
    """Delays what a service's instances send to a store."""
    FAILOVER = "failover"
    """Fails a database over to another zone of its region."""
    THROTTLE_API = "throttle-api"
    """Throttles the calls of a service's instances to EC2."""
    EXPIRE_DEPENDENCY = "expire-dependency"
    """Loses every packet that instances send to a dependency."""

    @property
    def section(self) -> str:
        """Section of the settings in which its subject has its key."""
        if self in (ExperimentKind.SLOW_DATABASE, ExperimentKind.FAILOVER):
            return "stores"
        if self in (ExperimentKind.STOP, ExperimentKind.THROTTLE_API):
            return "services"
        return "experiments.dependencies" if self is ExperimentKind.EXPIRE_DEPENDENCY else "regions"


EXPERIMENT_SECTIONS = {
    ExperimentKind.STOP: RunbookSection.INSTANCE_LOST,
    ExperimentKind.LOSE_ZONE: RunbookSection.ZONE_LOST,
    ExperimentKind.CUT_REGION: RunbookSection.REPLICATION,
    ExperimentKind.SLOW_DATABASE: RunbookSection.LATENCY,
    ExperimentKind.FAILOVER: RunbookSection.STORE_LOST,
    ExperimentKind.THROTTLE_API: RunbookSection.THROTTLED,
    ExperimentKind.EXPIRE_DEPENDENCY: RunbookSection.ERRORS,
}
"""Section of the runbook that says what to do about what an experiment brings about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ExperimentPlan:
    """An experiment of one place.

    ``subject`` is what the kind acts on: the key of a service, a store or a dependency, a zone's full name,
    or the place that is cut off. ``services`` are those whose instances or tasks it acts on, sorted.
    """

    key: str
    kind: ExperimentKind
    subject: str
    services: tuple[str, ...]
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChaosPlan:
    """Steady random terminations: services by place, the days, and the window in which each run begins.

    ``minute`` is that of the day at which the window opens.
    """

    services: Mapping[str, tuple[str, ...]]
    days: tuple[str, ...]
    minute: int
    window_minutes: int
    time_zone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExperimentsPlan:
    """The experiments of a stack by place, in the order of their keys.

    ``percent`` is the share of instances or tasks that ``stop`` takes, None for one. ``dependencies`` are
    hosts by key. ``stop_alarms`` are ARNs by place, of alarms besides the place's own.
    """

    places: Mapping[str, tuple[ExperimentPlan, ...]]
    duration_minutes: int
    percent: int | None
    latency_ms: int
    dependencies: Mapping[str, str]
    stop_alarms: Mapping[str, tuple[str, ...]]
    log_retention_days: int
    chaos: ChaosPlan | None
    origin: Origin = field(default_factory=no_origin)
