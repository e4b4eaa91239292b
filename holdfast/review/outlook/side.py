"""One side of a comparison: what each loss would do to one graph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

from holdfast.checks.serving import STANDBY, roles
from holdfast.checks.traffic import BALANCERS
from holdfast.review.model import Outcome, Scope
from holdfast.review.outlook.capacity import Left, after_region, after_zone
from holdfast.review.outlook.entrances import Entrances
from holdfast.review.outlook.recovery_plan import planned
from holdfast.review.outlook.span import Span, longest
from holdfast.review.outlook.stores import Stores
from holdfast.review.outlook.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.graph import ResourceGraph
    from holdfast.review.outlook.objectives import Objectives
    from holdfast.review.outlook.stores import Effect
    from holdfast.review.outlook.units import Unit

_SHOWN = 10
_SOME_ZONE = "a zone of"
_IDLE = Span(seconds=0, text="it takes no requests now")
_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/security-resilience.html"


@dataclass(frozen=True)
class Side:
    """A graph, and what it is held to."""

    graph: ResourceGraph
    """The stack."""
    objectives: Objectives
    """What it promises."""

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """What serves requests."""
        return units(self.graph)

    @cached_property
    def entrances(self) -> Entrances:
        """What moves clients."""
        return Entrances(self.graph)

    @cached_property
    def stores(self) -> Stores:
        """What keeps data."""
        return Stores(self.graph)

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """Region to ``active`` or ``standby``."""
        return roles(self.graph)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions in which something serves requests."""
        return tuple(sorted({one.region for one in self.units}))

    @cached_property
    def _planned(self) -> Mapping[str, Span]:
        return planned(self.graph)

    def outcomes(self) -> Iterator[tuple[tuple[Scope, str], Outcome]]:
        """What each loss would do, by its kind and name."""
        for region in self.regions:
            effects = [self.stores.without_zone(one, region) for one in self.stores.items]
            leaving = self.entrances.of_zone(region)
            for zone in self._zones(region):
                yield (Scope.ZONE, zone), self._without_zone(region, zone, leaving, effects)
        for region in self.regions:
            yield (Scope.REGION, region), self._without_region(region)
        for item in self.stores.items:
            effect = self.stores.spoilt(item)
            yield (
                (Scope.STORE, item.name),
                _outcome(
                    self,
                    Scope.STORE,
                    Left(part=None, text=""),
                    [effect.recovery],
                    [effect.data_loss],
                    item.unknowns,
                ),
            )

    def lefts(self) -> Iterator[tuple[tuple[Scope, str], Left]]:
        """The capacity that each loss of a zone or region leaves, with its figures."""
        for region in self.regions:
            for zone in self._zones(region):
                yield (Scope.ZONE, zone), after_zone(self.units, region, zone)
            yield (Scope.REGION, region), after_region(self.units, region, self.roles)

    def _zones(self, region: str) -> tuple[str, ...]:
        """The zones in which something stands; a stand-in where they are not known, or nobody has to know."""
        found = {zone for one in self.units if one.region == region for zone in one.zones or ()}
        return tuple(sorted(found)) or (f"{_SOME_ZONE} {region}",)

    def _without_zone(
        self, region: str, zone: str, leaving: Sequence[Span], effects: Sequence[Effect]
    ) -> Outcome:
        left = after_zone(self.units, region, zone)
        here = [one for one in self.units if one.region == region]
        recoveries = [*leaving, *(one.recovery for one in effects)]
        if self.roles.get(region) == STANDBY:
            recoveries = [_IDLE, *(one.recovery for one in effects)]
        elif left.part == 0:
            recoveries.append(_started_again(here, zone))
        elif here and all(one.elastic for one in here):
            recoveries.append(Span(seconds=0, text="functions run in every zone", source=_LAMBDA))
        elif not leaving:
            recoveries.append(Span(seconds=None, text=self._not_left(region, zone)))
        return _outcome(self, Scope.ZONE, left, recoveries, [one.data_loss for one in effects])

    def _not_left(self, region: str, zone: str) -> str:
        """Why nobody can say when requests leave what stood in a lost zone."""
        idle = [one.name for one in self.graph.of_type(*BALANCERS) if one.region == region]
        if idle:
            return f"{idle[0]} sends requests to no target group of this stack yet"
        return f"how requests leave what stood in {zone} is not known"

    def _without_region(self, region: str) -> Outcome:
        left = after_region(self.units, region, self.roles)
        effects = [self.stores.without_region(one, region) for one in self.stores.items]
        recoveries: list[Span]
        if self.roles.get(region) == STANDBY:
            recoveries = [_IDLE, *(one.recovery for one in effects)]
        elif region in self._planned:
            recoveries = [self._planned[region]]
        elif left.part == 0:
            recoveries = [_started_elsewhere(left, region)]
        else:
            recoveries = [*self.entrances.leaving(region), *(one.recovery for one in effects)]
        return _outcome(self, Scope.REGION, left, recoveries, [one.data_loss for one in effects])


def _few(unknowns: Sequence[str]) -> tuple[str, ...]:
    """What is not known, each once, and how much more there is where it is a lot."""
    listed = list(dict.fromkeys(unknowns))
    more = len(listed) - _SHOWN
    return tuple(listed) if more <= 1 else (*listed[:_SHOWN], f"and {more} more")


def _started_elsewhere(left: Left, region: str) -> Span:
    """How long it takes until something serves outside a lost region, where nothing runs there."""
    if left.ceiling:
        return Span(seconds=None, text=f"what serves outside {region} must be started first")
    return Span(seconds=inf, text=f"nothing serves outside {region}")


def _started_again(units: Sequence[Unit], zone: str) -> Span:
    """How long it takes until what stood in a lost zone alone runs in another."""
    if any(set(one.zones or ()) - {zone} for one in units):
        return Span(seconds=None, text=f"what ran in {zone} alone starts in another zone, in no stated time")
    return Span(seconds=inf, text=f"all that serves stands in {zone}")


def _outcome(  # noqa: PLR0913, PLR0917  # the parts of an outcome
    side: Side,
    scope: Scope,
    left: Left,
    recoveries: Sequence[Span],
    losses: Sequence[Span],
    unknowns: Sequence[str] = (),
) -> Outcome:
    recovery, data_loss = longest(recoveries), longest(losses)
    spans = () if scope is Scope.STORE else (recovery, data_loss, *recoveries, *losses)
    untold = [*left.unknowns, *(one.text for one in spans if one.seconds is None), *unknowns]
    return Outcome(
        capacity=left.part,
        capacity_text=left.text,
        recovery=recovery.figure(),
        data_loss=data_loss.figure(),
        breaks=side.objectives.broken(scope, recoveries, losses),
        unknowns=_few(untold),
    )
