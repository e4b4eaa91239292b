"""How a stack fares, on one screen: what is wrong first, then place by place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.report.lines import Line, plural, shorten
from holdfast.report.recovery_text import shorten_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BAD, _UNKNOWN, _GOOD = "bold red", "yellow", "green"


def status_lines(status: Mapping[str, Any], *, width: int) -> list[Line]:
    """Say how a stack fares.

    Args:
        status: What ``holdfast.operate.status.status_of`` gives.
        width: Columns.
    """
    return [
        line if len(line.text) <= width else Line(shorten_end(line.text, width), line.style)
        for line in _lines(status, width)
    ]


def _lines(status: Mapping[str, Any], width: int) -> Iterator[Line]:
    yield _verdict(status)
    for what in status["wrong"]:
        yield Line(f"  ✗ {shorten(what, width - 4)}", _BAD)
    for what in status["unknown"]:
        yield Line(f"  ? {shorten(what, width - 4)}", _UNKNOWN)
    yield Line()
    for name in status["names"].values():
        yield from _name(name)
    for place, found in status["places"].items():
        yield Line()
        yield from _place(place, found)
    if status["stores"]:
        yield Line()
        yield from _stores(status["stores"])
    yield Line()
    yield from _people(status)


def _verdict(status: Mapping[str, Any]) -> Line:
    head = f"{status['stack']} at {status['at']}"
    if status["wrong"]:
        words = f"{plural(len(status['wrong']), 'thing')} wrong"
        if status["unknown"]:
            words += f", {len(status['unknown'])} unknown"
        return Line(f"{head}: {words}", _BAD)
    if status["unknown"]:
        return Line(f"{head}: nothing seen wrong, {len(status['unknown'])} unknown", _UNKNOWN)
    return Line(f"{head}: fine", "bold green")


def _name(name: Mapping[str, Any]) -> Iterator[Line]:
    leads = (
        ", ".join(name["leads_to"])
        if name["leads_to"] is not None
        else f"unknown: {name['leads_to_unknown']}"
    )
    yield Line(f"{name['domain']}  {name['detail']}; from here it leads to {leads}", _style(name["ok"]))


def _place(place: str, found: Mapping[str, Any]) -> Iterator[Line]:
    yield Line(f"{place} ({found['region']}), {found['role']}; AWS's API {found['api']}", "bold")
    for key, door in found["entrances"].items():
        traffic = {
            True: "OUT of the traffic",
            False: "in the traffic",
            None: "in the traffic or not: unknown",
        }
        yield Line(f"  {key:<16} {door['host']}  {door['detail']}", _style(door["ok"]))
        yield Line(f"  {'':<16} {traffic[door['out']]}", {True: _BAD, None: _UNKNOWN}.get(door["out"], ""))
        if door["route53"] is not None:
            yield Line(f"  {'':<16} Route 53: {door['route53']}")
    for key, service in found["services"].items():
        yield _service(key, service)


def _service(key: str, service: Mapping[str, Any]) -> Line:
    if service["running"] is None:
        return Line(f"  {key:<16} {service['kind']}: unknown: {service['unknown']}", _UNKNOWN)
    most = "unknown" if service["maximum"] is None else f"{service['maximum']:g}"
    is_short = service["maximum"] is not None and service["maximum"] < service["needed"]
    words = f"{service['running']:g} run, {service['needed']} needed for all load, at most {most}"
    return Line(f"  {key:<16} {service['kind']}: {words}", _BAD if is_short else "")


def _stores(stores: Mapping[str, Any]) -> Iterator[Line]:
    yield Line("Stores", "bold")
    for key, store in stores.items():
        writer = (
            "every place writes" if store["every_place_writes"] else f"writer: {store['writer'] or 'unknown'}"
        )
        yield Line(f"  {key:<16} {store['kind']}, {writer}")
        for place, copy in store["copies"].items():
            lag = (
                f"{copy['lag_seconds']:g} s behind"
                if copy["lag_seconds"] is not None
                else f"behind by: unknown: {copy['lag_unknown']}"
            )
            told = "" if copy["role"] == "writer" else f"; {lag}"
            yield Line(f"  {'':<16} {place}  {copy['role']}, {copy['detail']}{told}", _style(copy["healthy"]))


def _people(status: Mapping[str, Any]) -> Iterator[Line]:
    lock = status["lock"]
    if lock is None:
        yield Line("Nobody holds the lock.")
    else:
        yield Line(f"{lock['operator']} holds the lock until {lock['until']}: {lock['what']}", _UNKNOWN)
    last = status["last"]
    if last is None:
        yield Line("No operation is on record.")
        return
    who = f"by {last['operator']}, {last['outcome']}, {plural(last['minutes_ago'], 'minute')} ago"
    where = f"from {last['away_from']} to {', '.join(last['to'])}"
    yield Line(f"Last: {last['operation']} {where} {who} ({last['run']})")


def _style(good: bool | None) -> str:
    return {True: _GOOD, False: _BAD, None: _UNKNOWN}[good]
