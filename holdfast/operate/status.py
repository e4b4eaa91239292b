"""How a stack fares now, as plain values: what is wrong, and what could not be read and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from holdfast.operate.guards import STALE_AFTER

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations
    from holdfast.operate.measures import Measure
    from holdfast.operate.readings import CapacityReading, CopyReading, StoreReading
    from holdfast.operate.sight import Sight


def status_of(operations: Operations, sight: Sight, now: datetime) -> dict[str, Any]:
    """Say how a stack fares.

    Args:
        operations: The stack's contract.
        sight: What was seen.
        now: The time.

    Returns:
        ``names``, ``places``, ``stores``, ``lock``, ``last``, and ``wrong`` and ``unknown``, which are
        sentences; all plain, for JSON and for reports.
    """
    status = _Status(operations=operations, sight=sight, now=now)
    status.unknown += [f"{what}: {why}" for what, why in sorted(sight.unread.items())]
    return {
        "stack": operations["stack"],
        "at": now.isoformat(timespec="seconds"),
        "names": {key: status.name(key) for key in sorted(operations["entrances"])},
        "places": {place: status.place(place) for place in sorted(operations["regions"])},
        "stores": {one.key: status.store(one) for one in sight.stores},
        "lock": status.lock(),
        "last": status.last(),
        "wrong": status.wrong,
        "unknown": status.unknown,
    }


@dataclass(kw_only=True, slots=True)
class _Status:
    """What was seen, and what there is to say about it so far."""

    operations: Operations
    sight: Sight
    now: datetime
    wrong: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def name(self, key: str) -> dict[str, Any]:
        """What a public name answers, and where it leads."""
        domain = self.operations["entrances"][key]["domain"]
        answer = self.sight.names[key]
        if answer.value is None:
            self.unknown.append(f"{domain}: {answer.unknown}")
        elif not answer.value.ok:
            self.wrong.append(f"{domain}: {answer.value.detail}")
        leads = self.sight.leads[key]
        places, why = leads.value if leads.value is not None else ({}, leads.unknown)
        return {
            "domain": domain,
            "ok": answer.value.ok if answer.value else None,
            "detail": answer.value.detail if answer.value else f"unknown: {answer.unknown}",
            "leads_to": sorted(place for place, there in places.items() if there) if why is None else None,
            "leads_to_unknown": why,
        }

    def place(self, place: str) -> dict[str, Any]:
        """How a region fares."""
        region = self.operations["regions"][place]
        wanted = self.operations["account_id"]
        api = self.sight.answered[place]
        if api.value is None:
            self.unknown.append(f"AWS's API in {place}: {api.unknown}")
        elif api.value != wanted:
            self.wrong.append(f"the credentials are of the account {api.value}, the file is of {wanted}")
        return {
            "region": region["region"],
            "role": region["role"],
            "api": "answers" if api.value else f"unknown: {api.unknown}",
            "entrances": {
                key: self._door(key, place)
                for key, one in sorted(self.operations["entrances"].items())
                if place in one["endpoints"]
            },
            "services": {
                one.service: self._service(one) for one in self.sight.capacity if one.place == place
            },
        }

    def store(self, one: StoreReading) -> dict[str, Any]:
        """Where a store's writer is, and how its copies fare."""
        if len(one.claiming) > 1:
            self.wrong.append(
                f"{one.key}: {one.writer_unknown}: let clients write to one alone, and have the other made "
                "anew as a copy"
            )
        elif one.writer is None and not one.multi_writer:
            self.unknown.append(f"{one.key}: where its writer is: {one.writer_unknown}")
        return {
            "kind": one.kind,
            "writer": one.writer,
            "every_place_writes": one.multi_writer,
            "copies": {
                place: self._copy(f"{one.key} in {place}", copy) for place, copy in sorted(one.copies.items())
            },
        }

    def lock(self) -> dict[str, Any] | None:
        """Who holds the lock."""
        for bucket, answer in sorted(self.sight.locks.items()):
            if answer.unknown is not None:
                self.unknown.append(f"who holds the lock in {bucket.region}: {answer.unknown}")
        held = [answer.value for answer in self.sight.locks.values() if answer.value is not None]
        return {**held[0]} if held else None

    def last(self) -> dict[str, Any] | None:
        """What was done last."""
        records = self.sight.records.value
        if records is None:
            self.unknown.append(f"what was done last: {self.sight.records.unknown}")
            return None
        if not records:
            return None
        last = records[0]
        ago = self.now - datetime.fromisoformat(last["ended"] or last["started"])
        held = [one.value["run"] for one in self.sight.locks.values() if one.value is not None]
        if last["outcome"] != "done" and last["run"] not in held:
            self.wrong.append(f"the last {last['operation']} ({last['run']}) did not end: {last['outcome']}")
        return {
            "run": last["run"],
            "operation": last["operation"],
            "away_from": last["away_from"],
            "to": last["to"],
            "outcome": last["outcome"],
            "operator": last["operator"],
            "started": last["started"],
            "minutes_ago": round(ago.total_seconds() / 60),
        }

    def _door(self, key: str, place: str) -> dict[str, Any]:
        host = self.operations["entrances"][key]["endpoints"][place]["host"]
        probe = self.sight.probes[key, place]
        switches = [one for one in self.sight.traffic if (one.entrance, one.place) == (key, place)]
        out = self.sight.is_out(key, place)
        if probe.value is None:
            self.unknown.append(f"{host}: {probe.unknown}")
        elif not probe.value.ok and not out:
            self.wrong.append(f"{host}: {probe.value.detail}")
        if out:
            self.wrong.append(f"{place} is out of the traffic of {key}")
        elif out is None and self._is_switched(key, place):
            why = "; ".join(one.detail for one in switches if one.out is None) or "its switch was not read"
            self.unknown.append(f"whether {place} is out of the traffic of {key}: {why}")
        check = self.sight.checks.get((key, place))
        return {
            "host": host,
            "ok": probe.value.ok if probe.value else None,
            "detail": probe.value.detail if probe.value else f"unknown: {probe.unknown}",
            "out": out,
            "out_by": [one.detail for one in switches if one.out],
            "route53": None if check is None else check.value or f"unknown: {check.unknown}",
        }

    def _is_switched(self, key: str, place: str) -> bool:
        """Whether there is anything that could take the place out."""
        entrance = self.operations["entrances"][key]
        return entrance["endpoints"][place]["switch"] is not None or entrance["cloudflare"] is not None

    def _service(self, one: CapacityReading) -> dict[str, Any]:
        name = f"{one.service} in {one.place}"
        if one.running.value is None:
            self.unknown.append(f"{name}: {one.running.unknown}")
        elif one.maximum.value is not None and one.maximum.value < one.needed:
            self.wrong.append(f"{name}: can run {one.maximum.value:g}, all load needs {one.needed}")
        return {
            "kind": one.kind,
            "running": one.running.value,
            "needed": one.needed,
            "maximum": one.maximum.value,
            "unknown": one.running.unknown or one.maximum.unknown,
        }

    def _copy(self, name: str, copy: CopyReading) -> dict[str, Any]:
        rpo = self.operations["objectives"]["rpo_seconds"]
        lag, why = _lag(copy.lag, self.now)
        if copy.healthy is None:
            self.unknown.append(f"{name}: {copy.detail}")
        elif not copy.healthy:
            self.wrong.append(f"{name}: {copy.detail}")
        elif lag is None:
            self.unknown.append(f"how far {name} is behind: {why}")
        if lag is not None and rpo is not None and lag > rpo:
            self.wrong.append(f"{name}: {lag:g} s behind, the RPO is {rpo} s")
        return {
            "role": copy.role,
            "healthy": copy.healthy,
            "detail": copy.detail,
            "lag_seconds": lag,
            "lag_unknown": why,
        }


def _lag(measure: Measure, now: datetime) -> tuple[float | None, str | None]:
    """The lag, or why it is unknown."""
    if measure.value is None or measure.at is None or now - measure.at <= STALE_AFTER:
        return measure.value, measure.unknown
    minutes = (now - measure.at).total_seconds() / 60
    return (
        None,
        f"it was {measure.value:g} s at {measure.at.astimezone(UTC):%H:%M}, {minutes:.0f} minutes ago",
    )
