"""Kinds of design, what is published of their availability, and what downtime then costs in a year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.cost.families.databases import CLUSTER, INSTANCE, is_aurora
from holdfast.cost.families.functions import FUNCTION
from holdfast.cost.families.tables import TABLE, replicas
from holdfast.cost.traffic import DOORS, RUNNERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.cost.model import Estimate
    from holdfast.cost.scope import Scope
    from holdfast.graph import Resource

INSTANCES_AND_TASKS = ("aws:autoscaling/group:Group", "aws:ecs/service:Service", "aws:eks/cluster:Cluster")
MINUTES_A_YEAR = Decimal(365 * 24 * 60)
MONTHS_A_YEAR = 12
HUNDRED = Decimal(100)
GOALS_SOURCE = (
    "availability goals with recovery times and regions: aws-samples/disaster-recovery-workshop, "
    "workshop/content/intro/concepts/availability.en.md (2026-11)"
)
STRATEGIES_SOURCE = (
    "recovery times of the strategies: aws-samples/disaster-recovery-workshop, "
    "workshop/content/intro/disaster-recovery/_index.en.md (2026-11)"
)


class Design(StrEnum):
    """A kind of design, in AWS's words, by what it costs on the whole."""

    SINGLE_REGION = "single-region"
    BACKUP_AND_RESTORE = "backup-and-restore"
    PILOT_LIGHT = "pilot-light"
    WARM_STANDBY = "warm-standby"
    HOT_STANDBY = "hot-standby"
    ACTIVE_ACTIVE = "active-active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A class of availability."""

    percent: Decimal
    """Availability in a year."""
    recovery: str
    """Time to recover that the source names for it."""
    regions: str
    """Regions that the source names for it."""

    @property
    def downtime_minutes(self) -> Decimal:
        """Minutes a year, of 365 days."""
        return (1 - self.percent / HUNDRED) * MINUTES_A_YEAR


_ONE_REGION = Goal(percent=Decimal("99.9"), recovery="1 to 4 hours", regions="one")
_TENS_OF_MINUTES = Goal(percent=Decimal("99.95"), recovery="30 to 120 minutes", regions="one or more")
_MINUTES = Goal(percent=Decimal("99.99"), recovery="5 to 20 minutes", regions="two or more")
_SECONDS = Goal(percent=Decimal("99.999"), recovery="1 to 60 seconds", regions="two or more")
GOALS: Mapping[Design, Goal] = {
    Design.SINGLE_REGION: _ONE_REGION,
    Design.BACKUP_AND_RESTORE: _ONE_REGION,
    Design.PILOT_LIGHT: _TENS_OF_MINUTES,
    Design.WARM_STANDBY: _MINUTES,
    Design.HOT_STANDBY: _MINUTES,
    Design.ACTIVE_ACTIVE: _SECONDS,
}
"""The class whose recovery time fits that of the design: hours, tens of minutes, minutes, seconds. A goal, no
prediction; which class a design reaches is a reading of two published tables (``GOALS_SOURCE``,
``STRATEGIES_SOURCE``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A design of a stack, previewed and priced."""

    design: Design
    current: bool
    """Whether the stack's settings say this."""
    estimate: Estimate | None
    """What it costs; None where no preview could be made."""
    refused: str = ""
    """Why the stack's settings do not allow it; empty where they do."""
    agreed_percent: Decimal | None = None
    """What the service level agreements multiply to; None where nothing serves."""
    revenue_per_minute: Decimal | None = None
    """USD that a minute of downtime loses; None where it is not stated."""

    @property
    def goal(self) -> Goal:
        """The class of availability of such a design."""
        return GOALS[self.design]

    @property
    def yearly_loss(self) -> Decimal | None:
        """USD a year that the goal's downtime loses; None where the revenue is not stated."""
        if self.revenue_per_minute is None:
            return None
        return self.goal.downtime_minutes * self.revenue_per_minute

    @property
    def yearly_cost(self) -> Decimal | None:
        """USD a year that it costs; None where it is not known."""
        return None if self.estimate is None else self.estimate.monthly * MONTHS_A_YEAR

    @property
    def yearly_total(self) -> Decimal | None:
        """USD a year, cost and loss; None where one of them is not known."""
        cost, loss = self.yearly_cost, self.yearly_loss
        return None if cost is None or loss is None else cost + loss

    @property
    def yearly_possible(self) -> Decimal:
        """USD a year that what lacks a price may cost on top, by the dearest prices known elsewhere."""
        return Decimal() if self.estimate is None else self.estimate.possible * MONTHS_A_YEAR

    @property
    def complete(self) -> bool:
        """Whether every part of its cost has a price."""
        return self.estimate is not None and self.estimate.complete


def cheapest(modes: tuple[Mode, ...], *, dearest: bool = False) -> Mode | None:
    """The allowed mode that costs least with its loss; None where no total is known.

    Args:
        modes: All that were priced.
        dearest: Count what lacks a price too, by the dearest prices known elsewhere. Default: no.
    """
    known = [
        (total + (one.yearly_possible if dearest else Decimal()), one)
        for one in modes
        if not one.refused and (total := one.yearly_total) is not None
    ]
    return min(known, key=lambda pair: pair[0])[1] if known else None


def worth(modes: tuple[Mode, ...]) -> tuple[tuple[Decimal, Mode], ...]:
    """From which revenue a minute on each allowed mode costs least with its loss; the first from nothing on.

    A mode is worth more than a cheaper one as soon as the minutes that it is down less, times what a minute
    loses, pay for what it costs more. Modes that never cost least are left out.

    Args:
        modes: All that were priced.
    """
    priced = [(cost, one) for one in modes if not one.refused and (cost := one.yearly_cost) is not None]
    if not priced:
        return ()
    now_cost, now = min(priced, key=lambda pair: (pair[0], pair[1].goal.downtime_minutes))
    found = [(Decimal(), now)]
    while True:
        better = [
            ((cost - now_cost) / (now.goal.downtime_minutes - one.goal.downtime_minutes), cost, one)
            for cost, one in priced
            if one.goal.downtime_minutes < now.goal.downtime_minutes
        ]
        if not better:
            return tuple(found)
        revenue, now_cost, now = min(better, key=lambda three: (three[0], three[2].goal.downtime_minutes))
        found.append((revenue, now))


# Monthly uptime of https://aws.amazon.com/legal/service-level-agreements/: credit thresholds, no predictions.
_SLAS: Mapping[str, Decimal] = {
    "aws:lb/loadBalancer:LoadBalancer": Decimal("99.99"),
    "aws:apigatewayv2/api:Api": Decimal("99.95"),
    "aws:apigateway/restApi:RestApi": Decimal("99.95"),
    "aws:autoscaling/group:Group": Decimal("99.99"),
    "aws:ecs/service:Service": Decimal("99.99"),
    "aws:lambda/function:Function": Decimal("99.95"),
    "aws:eks/cluster:Cluster": Decimal("99.9"),
}
_TABLE, _GLOBAL_TABLE = Decimal("99.99"), Decimal("99.999")
_AURORA, _RDS, _RDS_ONE_ZONE = Decimal("99.99"), Decimal("99.95"), Decimal("99.5")


def agreed_percent(scope: Scope) -> Decimal | None:
    """What the service level agreements of what serves multiply to, in percent; None where nothing serves.

    Services of a region that all are needed are multiplied; regions that serve at the same time are redundant
    (Availability and Beyond, https://docs.aws.amazon.com/whitepapers/latest/availability-and-beyond-improving-resilience/,
    2026-11). AWS calls such products theoretical. A standby that waits counts for nothing here.

    Args:
        scope: The graph with the shares of the requests.
    """
    serving = [region for region, share in scope.traffic.shares.items() if share]
    regions = [_of_region(region, scope) for region in serving]
    if not regions:
        return None
    failing = Decimal(1)
    for one in regions:
        failing *= 1 - one
    available = 1 - failing
    for table in scope.graph.of_type(TABLE):
        available *= (_GLOBAL_TABLE if replicas(table, scope) else _TABLE) / HUNDRED
    return available * HUNDRED


def _of_region(region: str, scope: Scope) -> Decimal:
    graph = scope.graph
    kinds = {
        one.type for one in graph.of_type(*DOORS, *RUNNERS, "aws:eks/cluster:Cluster") if one.region == region
    }
    if kinds & set(INSTANCES_AND_TASKS):
        kinds.discard(FUNCTION)  # functions beside them work in the background
    available = Decimal(1)
    for kind in sorted(kinds & _SLAS.keys()):
        available *= _SLAS[kind] / HUNDRED
    for one in (*graph.of_type(CLUSTER), *graph.of_type(INSTANCE)):
        if one.region == region:
            available *= _database(one) / HUNDRED
    return available


def _database(one: Resource) -> Decimal:
    if one.type == CLUSTER:
        return _AURORA if is_aurora(one) else _RDS
    return _RDS if one.inputs.get("multiAz") is True else _RDS_ONE_ZONE
