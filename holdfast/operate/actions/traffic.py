"""Which step moves the traffic of what a plan names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.access_points import ACTIVE, PASSIVE
from holdfast.operate.actions.buckets import LeadBuckets, dials_away
from holdfast.operate.actions.drain import Drain
from holdfast.operate.actions.planned import NothingToDo
from holdfast.operate.actions.route import MoveTraffic
from holdfast.operate.levers import dial_of, levers_of

if TYPE_CHECKING:
    from holdfast.operate.actions.planned import Planned
    from holdfast.operate.levers.lever import Lever
    from holdfast.operate.steps import Step

_STORE = "store"
_BY_ITSELF = (
    "the accelerator leaves a region that fails by itself; its dial is turned by a control plane in "
    "us-west-2, which a failover does not need"
)


def left(planned: Planned) -> Step:
    """The step that takes the place that is left out."""
    key, place = planned.step["subject"], planned.away_from
    if planned.step["subject_kind"] == _STORE:
        return _buckets_left(planned)
    title = f"take {place} out of the traffic of {key}"
    levers = levers_of(planned.operations, planned.clients, key, place)
    dial = dial_of(planned.operations, planned.clients, key, place)
    if dial is not None and planned.graceful:
        levers.append(dial)
    if not levers:
        why = f"nothing can take {place} out of {key} but its health checks" if dial is None else _BY_ITSELF
        return NothingToDo(planned=planned, title=title, why=why)
    return MoveTraffic(planned=planned, title=title, levers=levers, out=True)


def returned(planned: Planned) -> Step:
    """The step that lets a place in again."""
    key, place = planned.step["subject"], planned.place
    if planned.step["subject_kind"] == _STORE:
        return _buckets_back(planned)
    title = f"let {place} into the traffic of {key}"
    levers = _all_levers(planned, key, place)
    if not levers:
        return NothingToDo(planned=planned, title=title, why=f"its health checks alone decide on {place}")
    return MoveTraffic(planned=planned, title=title, levers=levers, out=False)


def drained(planned: Planned) -> Step:
    """The step that waits until clients have gone from the place that is left."""
    key, place = planned.step["subject"], planned.place
    return Drain(
        planned=planned,
        title=f"wait until clients of {key} have left {place}",
        entrance=planned.operations["entrances"][key],
        levers=_all_levers(planned, key, place),
    )


def _all_levers(planned: Planned, key: str, place: str) -> list[Lever]:
    levers = levers_of(planned.operations, planned.clients, key, place)
    dial = dial_of(planned.operations, planned.clients, key, place)
    return levers if dial is None else [*levers, dial]


def _buckets_left(planned: Planned) -> Step:
    title = f"lead {planned.step['subject']} away from {planned.away_from}"
    point = planned.store["access_point"]
    if point is None:
        why = "services use their own region's bucket: nothing leads them elsewhere"
        return NothingToDo(planned=planned, title=title, why=why)
    regions = {place: planned.region(place) for place in planned.store["places"]}
    dials = dials_away(planned.place, planned.away_from, regions)
    return LeadBuckets(planned=planned, title=title, access_point=point, dials=dials)


def _buckets_back(planned: Planned) -> Step:
    title = f"lead {planned.step['subject']} to {planned.place} again"
    point = planned.store["access_point"]
    if point is None:
        why = "services use their own region's bucket: nothing leads them elsewhere"
        return NothingToDo(planned=planned, title=title, why=why)
    regions = {place: planned.region(place) for place in planned.store["places"]}
    active = point.get("active", list(regions))
    passive = {region: PASSIVE for place, region in regions.items() if place not in active}
    dials = {**passive, regions[planned.place]: ACTIVE}
    return LeadBuckets(planned=planned, title=title, access_point=point, dials=dials)
