"""What is left of the capacity when a zone or a region is lost, without anybody's act.

A group that is spread over N zones loses 1/N of what runs with one of them, so that N/(N - 1) of the load
has to run before
(https://aws.amazon.com/builders-library/static-stability-using-availability-zones/, 2026-11). Of what stands
in several regions the others are left as they run; what they may grow to is told beside it. A function of
Lambda runs in every zone (https://docs.aws.amazon.com/lambda/latest/dg/security-resilience.html) and grows by
itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil, inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.review.outlook.units import Part, Unit

STANDBY = "standby"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What one loss leaves."""

    part: float | None
    """0 to 1; None where it is not known, or where nothing runs."""
    text: str
    """In words."""
    remaining: float | None = None
    """How many are left of the service that is left least."""
    ceiling: float | None = None
    """To how many these may grow."""
    needed: float | None = None
    """How many carried the load before."""
    unknowns: tuple[str, ...] = ()
    """What is not known of it."""

    @property
    def short(self) -> bool:
        """Whether what is left may not even grow to what carried the load."""
        return self.ceiling is not None and self.needed is not None and self.ceiling < self.needed


def after_zone(units: Iterable[Unit], region: str, zone: str) -> Left:
    """What is left in a region without one of its zones.

    Args:
        units: What serves requests.
        region: The region.
        zone: The zone; a name that no unit knows for any one of unknown zones.
    """
    found = []
    for members in _parts(one for one in units if one.region == region).values():
        if all(one.elastic for one in members):
            found.append(Left(part=1, text="all: functions run in every zone"))
            continue
        unknown = _hidden(members, with_zones=True)
        if unknown:
            found.append(unknown)
            continue
        total = sum(one.count or 0 for one in members)
        lost = sum(_lost(one, zone) for one in members)
        if total:
            found.append(_left(members, total - lost, total))
    return _least(found)


def _lost(unit: Unit, zone: str) -> float:
    """How many run in a zone at most, when they are spread evenly."""
    zones = unit.zones or ()
    return ceil((unit.count or 0) / len(zones)) if zone in zones else 0


def after_region(units: Iterable[Unit], region: str, roles: Mapping[str, str]) -> Left:
    """What is left of everything without a region.

    Args:
        units: What serves requests.
        region: The region.
        roles: Region to ``active`` or ``standby``; those left out serve.
    """
    if roles.get(region) == STANDBY:
        return Left(part=1, text="all: it serves no requests now")
    found = []
    for members in _parts(units).values():
        if all(one.region != region for one in members):
            continue
        others = [one for one in members if one.region != region]
        unknown = _hidden(members, with_zones=False)
        if unknown:
            found.append(unknown)
        elif others and all(one.elastic for one in members):
            names = ", ".join(sorted({one.region for one in others}))
            found.append(
                Left(part=1, text=f"functions in {names} take all, within the account's concurrency")
            )
        else:
            total = sum(one.count or 0 for one in members if roles.get(one.region) != STANDBY)
            ceilings = [one.ceiling for one in others]
            top = sum(one or 0 for one in ceilings) if others and None not in ceilings else None
            if total:
                found.append(_left(members, sum(one.count or 0 for one in others), total, top))
    return _least(found)


def _parts(units: Iterable[Unit]) -> dict[Part, list[Unit]]:
    found: defaultdict[Part, list[Unit]] = defaultdict(list)
    for one in units:
        found[one.part].append(one)
    return dict(sorted(found.items()))


def _hidden(members: Sequence[Unit], *, with_zones: bool) -> Left | None:
    """What keeps the units of a part from being counted together; None where nothing does."""
    untold = [f"how many {one.noun} {one.resource.name} runs" for one in members if one.count is None]
    if with_zones:
        untold += [f"in which zones {one.resource.name} runs" for one in members if one.zones is None]
    sizes = {one.size for one in members if one.size}
    if len(sizes) > 1:
        kinds = " and ".join(sorted(", ".join(sorted(one)) for one in sizes))
        untold.append(f"how {kinds} compare")
    return Left(part=None, text="unknown", unknowns=tuple(untold)) if untold else None


def _left(members: Sequence[Unit], remaining: float, total: float, ceiling: float | None = None) -> Left:
    text = f"{remaining:g} of {total:g} {members[0].noun}"
    if ceiling is not None and ceiling != remaining:
        grown = "without a limit of their own" if ceiling == inf else f"to {ceiling:g}"
        text += f"; may grow {grown}"
    return Left(
        part=min(1.0, max(remaining, 0) / total),
        text=text,
        remaining=remaining,
        ceiling=ceiling,
        needed=total,
    )


def _least(found: Sequence[Left]) -> Left:
    """The service that is left least counts, since an API is as strong as its weakest part."""
    unknowns = tuple(dict.fromkeys(each for one in found for each in one.unknowns))
    if unknowns:
        return Left(part=None, text="unknown", unknowns=unknowns)
    if not found:
        return Left(part=None, text="nothing runs there", unknowns=())
    short = [one for one in found if one.short]
    return min(short or found, key=lambda one: (1 if one.part is None else one.part, one.text))
