"""Wait until clients have gone from a place that still answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.operate.actions.planned import PlannedStep, done, under_way
from holdfast.operate.aws import AvoidedRegionError
from holdfast.operate.metrics import Metric, points

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.contracts.operations import Entrance
    from holdfast.operate.levers.lever import Lever
    from holdfast.operate.steps import StepState

CHECKERS_PER_MINUTE = 200
"""Requests a minute that are left to health checkers and canaries: an assumption. Route 53 asks from up to 16
places, each every 10 or 30 seconds, and an endpoint may have two checks: 16 x 6 x 2 = 192."""
_SETTLED_SECONDS = 180
"""CloudWatch's minute is whole, and can be read, some minutes later: an assumption."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Drain(PlannedStep):
    """Wait for detection and TTL from when the place was taken out, then until requests cease.

    The time is the switch object's own, so that a run that was interrupted does not wait anew; a lever that
    keeps no time counts from the first look. A client that keeps its connection, or an old answer, goes on
    longer: after the step's worst case it is not waited for, and how many there are is said.
    """

    entrance: Entrance
    levers: Sequence[Lever]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def state(self) -> StepState:
        """Look at the clock, then at the requests."""
        place, now = self.planned.place, self.now()
        positions = [lever.read() for lever in self.levers]
        if not any(position.out for position in positions):
            return done(f"nothing took {place} out of the traffic here: there is nothing to wait for")
        known = [position.since for position in positions if position.since is not None]
        since = max(known) if known else self.made_at
        quiet_at = since + timedelta(
            seconds=self.entrance["detection_seconds"] + self.entrance["ttl_seconds"]
        )
        if now < quiet_at:
            return under_way(f"clients learn of it until {quiet_at:%H:%M:%S} UTC")
        return self._requests(now, waited=now - since)

    def act(self) -> None:
        """Nothing: who waits changes nothing."""

    def _requests(self, now: datetime, *, waited: timedelta) -> StepState:
        place = self.planned.place
        metric = _metric(self.entrance["endpoints"][place]["load_balancer_arn"])
        if metric is None:
            return done(f"every answer that led to {place} is too old to be used")
        try:
            found = points(self.planned.clients, self.planned.region(place), metric, minutes=10)
        except AvoidedRegionError:
            return done(f"every answer that led to {place} is too old to be used; {place} is not asked")
        newest = found[-1] if found else None
        if newest is None or newest.at + timedelta(seconds=_SETTLED_SECONDS) < now:
            return done(f"no requests reach {place}")
        if newest.total <= CHECKERS_PER_MINUTE:
            return done(f"{newest.total:g} requests a minute reach {place}: no more than health checks make")
        words = f"{newest.total:g} requests a minute still reach {place}"
        if waited >= timedelta(seconds=self.expected_seconds):
            return done(f"{words}, from clients that keep connections or old answers: not waited for longer")
        return under_way(words)


def _metric(load_balancer_arn: str | None) -> Metric | None:
    """Requests of an Application Load Balancer; other doors have no count that is read here."""
    if load_balancer_arn is None:
        return None
    return Metric(
        namespace="AWS/ApplicationELB",
        name="RequestCount",
        dimensions={"LoadBalancer": load_balancer_arn.partition(":loadbalancer/")[2]},
    )
