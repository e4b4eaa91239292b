"""What is so now, in every region and from outside: asked side by side, never waited for long."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from holdfast.operate import outside
from holdfast.operate.call import call
from holdfast.operate.documents import DocumentBucket
from holdfast.operate.lock import read_lock
from holdfast.operate.places import address_of, public_address, region_of, serving_places, switch_buckets
from holdfast.operate.readings import read_capacity, read_stores, read_traffic
from holdfast.operate.records import Records
from holdfast.operate.route53_checks import checkers_healthy
from holdfast.operate.side_by_side import Answer, side_by_side
from holdfast.operate.waiting import leads_to

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from holdfast.contracts.operations import Operations
    from holdfast.operate.aws import Clients
    from holdfast.operate.lock import Holder
    from holdfast.operate.places import Bucket
    from holdfast.operate.readings import CapacityReading, CopyReading, StoreReading, TrafficReading
    from holdfast.operate.records import Record

LOOK_SECONDS = 25.0
"""Longest wait for everything together: somewhat more than one call of a region that hangs may take."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """What was seen, by place, or by entrance and place; what was not seen says why."""

    answered: Mapping[str, Answer[str]]
    """The account that each region's own API says that we are in: whether the region answers at all."""
    probes: Mapping[tuple[str, str], Answer[outside.Probe]]
    names: Mapping[str, Answer[outside.Probe]]
    leads: Mapping[str, Answer[tuple[dict[str, bool], str | None]]]
    checks: Mapping[tuple[str, str], Answer[str]]
    stores: Sequence[StoreReading]
    capacity: Sequence[CapacityReading]
    traffic: Sequence[TrafficReading]
    unread: Mapping[str, str]
    """Why a region's stores, capacity or switches were not read in time, by what and place."""
    locks: Mapping[Bucket, Answer[Holder | None]]
    records: Answer[list[Record]]
    """Records of operations, the newest first."""

    def is_out(self, entrance: str, place: str) -> bool | None:
        """Whether a place was taken out of an entrance's traffic; None where that is unknown."""
        found = [one.out for one in self.traffic if (one.entrance, one.place) == (entrance, place)]
        if any(found):
            return True
        return None if None in found or not found else False

    def is_out_anywhere(self, place: str) -> bool:
        """Whether a place was taken out of any entrance's traffic, as far as was seen."""
        return any(one.out for one in self.traffic if one.place == place)

    def store(self, key: str) -> StoreReading | None:
        """The reading of a store or a cache; None where there is none."""
        return next((one for one in self.stores if one.key == key), None)


def look(  # noqa: PLR0913  # whom to ask, and how long
    operations: Operations,
    clients: Clients,
    keep: Records,
    *,
    avoid: Collection[str] = (),
    knock: Clients | None = None,
    seconds: float = LOOK_SECONDS,
) -> Sight:
    """Look at everything at once.

    Args:
        operations: The stack's contract.
        clients: Makes clients that give up soon.
        keep: Where records are kept.
        avoid: Places that are not asked by AWS's API. Default: none.
        knock: Makes clients that ask those places all the same whether they answer, and who holds the lock
            there, and give up at once. Default: they are not asked that either.
        seconds: When to give up what has not answered.

    Returns:
        What was seen.
    """
    asked = [place for place in sorted(operations["regions"]) if place not in avoid]
    entrances = sorted(operations["entrances"].items())
    copies = switch_buckets(operations, without={region_of(operations, place) for place in avoid})
    questions: dict[tuple[Any, ...], Callable[[], Any]] = {}
    for place in asked:
        questions["api", place] = partial(_account, clients, region_of(operations, place))
        questions["stores", place] = partial(read_stores, operations, clients, {place})
        questions["capacity", place] = partial(read_capacity, operations, clients, {place})
        questions["traffic", place] = partial(read_traffic, operations, clients, {place})
    for key, entrance in entrances:
        path = entrance["health_path"]
        questions["name", key] = partial(outside.probe, public_address(entrance), path)
        questions["leads", key] = partial(leads_to, entrance)
        for place, endpoint in sorted(entrance["endpoints"].items()):
            questions["probe", key, place] = partial(outside.probe, address_of(entrance, place), path)
            if check := endpoint["endpoint_health_check_id"]:
                questions["check", key, place] = partial(checkers_healthy, clients, check)
    if knock is not None:
        for place in avoid:
            questions["api", place] = partial(_account, knock, region_of(operations, place))
        for bucket in set(switch_buckets(operations)) - set(copies):
            questions["lock", bucket] = partial(_holder, knock, bucket)
    for bucket in copies:
        questions["lock", bucket] = partial(_holder, clients, bucket)
        questions["records", bucket] = _copies(clients, bucket).newest
    questions["records", None] = keep.newest
    found = side_by_side(questions, seconds=seconds)

    def of(kind: str) -> dict[Any, Answer[Any]]:
        return {
            key[1] if len(key) == 2 else key[1:]: one  # noqa: PLR2004  # a kind and one word
            for key, one in found.items()
            if key[0] == kind
        }

    not_called: Answer[str] = Answer(value=None, unknown="it is being left and is not called")
    api = dict.fromkeys(avoid, not_called) | of("api")
    return Sight(
        answered=dict(sorted(api.items())),
        probes=of("probe"),
        names=of("name"),
        leads=of("leads"),
        checks=of("check"),
        stores=_merged_stores(of("stores")),
        capacity=[one for answer in of("capacity").values() for one in answer.value or ()],
        traffic=_merged_traffic(of("traffic").values()),
        unread={
            f"{kind} in {place}": answer.unknown
            for kind in ("stores", "capacity", "traffic")
            for place, answer in of(kind).items()
            if answer.unknown is not None
        },
        locks=of("lock"),
        records=_merged_records(of("records")),
    )


def copies_of_records(operations: Operations, clients: Clients, *, without: Collection[str]) -> list[Records]:
    """Where copies of records go: beside the lock, in buckets of regions but those in ``without``."""
    return [_copies(clients, bucket) for bucket in switch_buckets(operations, without=without)]


def serving_probes(operations: Operations, sight: Sight, place: str) -> dict[str, Answer[outside.Probe]]:
    """What a place itself answered to probes, by entrance."""
    if place not in serving_places(operations):
        return {}
    return {key: answer for (key, at), answer in sight.probes.items() if at == place}


def _account(clients: Clients, region: str) -> str:
    return str(call(clients, "sts", region, "get_caller_identity")["Account"])


def _holder(clients: Clients, bucket: Bucket) -> Holder | None:
    found = read_lock(clients, bucket)
    return None if found is None else found[0]


def _copies(clients: Clients, bucket: Bucket) -> Records:
    return Records(DocumentBucket(clients, bucket.region, bucket.name, "operations/records"))


def _merged_stores(answers: Mapping[str, Answer[list[StoreReading]]]) -> list[StoreReading]:
    """One reading per store: of each place what its own region says, and its lag as whoever knows it says."""
    said: dict[str, dict[str, StoreReading]] = {}
    for place, answer in answers.items():
        for one in answer.value or ():
            said.setdefault(one.key, {})[place] = one
    return [_merged_store(said[key]) for key in sorted(said)]


def _merged_store(said: Mapping[str, StoreReading]) -> StoreReading:
    first = next((one for one in said.values() if one.writer is not None), next(iter(said.values())))
    copies: dict[str, CopyReading] = {}
    for place, one in said.items():
        if place not in one.copies:
            continue
        lags = [other.copies[place].lag for other in said.values() if place in other.copies]
        known = [lag for lag in (one.copies[place].lag, *lags) if lag.value is not None]
        copies[place] = dataclasses.replace(one.copies[place], lag=(known or lags)[0])
    merged = dataclasses.replace(first, copies=copies)
    if len(merged.claiming) > 1:
        # Whoever is asked first is no more the writer than the other.
        words = f"{', '.join(merged.claiming)} each take writes, and neither copies the other"
        return dataclasses.replace(merged, writer=None, writer_unknown=words)
    return merged


def _merged_traffic(answers: Iterable[Answer[list[TrafficReading]]]) -> list[TrafficReading]:
    merged: dict[tuple[str, str, str], TrafficReading] = {}
    for answer in answers:
        for one in answer.value or ():
            key = (one.entrance, one.place, one.by)
            if key not in merged or merged[key].out is None:
                merged[key] = one
    return [merged[key] for key in sorted(merged)]


def _merged_records(answers: Mapping[Any, Answer[list[Record]]]) -> Answer[list[Record]]:
    """All records once; unknown where no place of them could be read."""
    if all(answer.value is None for answer in answers.values()):
        return Answer(value=None, unknown="; ".join(str(answer.unknown) for answer in answers.values()))
    found = {one["run"]: one for answer in answers.values() for one in answer.value or ()}
    return Answer(value=sorted(found.values(), key=lambda one: one["started"], reverse=True))
