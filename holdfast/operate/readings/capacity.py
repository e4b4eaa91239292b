"""What runs of each service, what the whole load needs, and how far it may grow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from holdfast.operate.actions.pods import target_groups_of
from holdfast.operate.functions import read_executions
from holdfast.operate.measures import Measure, unknown
from holdfast.operate.readings.unread import errors
from holdfast.operate.readings.values import CapacityReading
from holdfast.operate.scaling_groups import read_group
from holdfast.operate.targets import fewest_healthy
from holdfast.operate.task_services import read_service

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from holdfast.contracts.operations import Operations, Service
    from holdfast.operate.aws import Clients


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """A service, or an entrance's proxies, in a place, and how it is read."""

    place: str
    service: str
    kind: str
    needed: int
    read: Callable[[], tuple[Measure, Measure]]


def read_capacity(operations: Operations, clients: Clients, places: Collection[str]) -> list[CapacityReading]:
    """Read what runs in some places.

    Args:
        operations: The stack's contract.
        clients: Makes clients.
        places: The places; no other region is asked.

    Returns:
        A reading per place and service, and per place and entrance with proxies of its own, which is called
        ``proxies of public``. ``needed`` is what carries the whole load when a place that it takes over from
        is gone.
    """
    asked = [*_services(operations, clients, places), *_proxies(operations, clients, places)]
    found = []
    for one in asked:
        try:
            running, maximum = one.read()
        except errors() as error:
            running = maximum = unknown(str(error))
        found.append(
            CapacityReading(
                place=one.place,
                service=one.service,
                kind=one.kind,
                running=running,
                needed=one.needed,
                maximum=maximum,
            )
        )
    return found


def _services(operations: Operations, clients: Clients, places: Collection[str]) -> Iterator[_Asked]:
    for place, region in sorted(operations["regions"].items()):
        if place not in places:
            continue
        for key, service in sorted(region["services"].items()):
            yield _Asked(
                place=place,
                service=key,
                kind=service["kind"],
                needed=_needed(operations, place, "service", key, service["needed"]),
                read=partial(_service, clients, region["region"], service),
            )


def _proxies(operations: Operations, clients: Clients, places: Collection[str]) -> Iterator[_Asked]:
    for key, entrance in sorted(operations["entrances"].items()):
        for place, endpoint in sorted(entrance["endpoints"].items()):
            proxies = endpoint["proxies"]
            if proxies is None or place not in places:
                continue
            yield _Asked(
                place=place,
                service=f"proxies of {key}",
                kind="instances",
                needed=_needed(operations, place, "proxies", key, proxies["needed"]),
                read=partial(_group, clients, endpoint["region"], proxies["auto_scaling_group"]),
            )


def _needed(operations: Operations, place: str, kind: str, key: str, planned: int) -> int:
    """What a workflow brings about there, which can be more than what the place needs every day."""
    recovery = operations.get("recovery")
    sizes = [
        step["size"] or 0
        for workflow in (recovery["workflows"].values() if recovery else ())
        for group in workflow["ungraceful"]
        for step in group
        if step["action"] == "capacity"
        and (step["place"], step["subject_kind"], step["subject"]) == (place, kind, key)
    ]
    return max([planned, *sizes])


def _service(clients: Clients, region: str, service: Service) -> tuple[Measure, Measure]:
    if service["auto_scaling_group"] is not None:
        return _group(clients, region, service["auto_scaling_group"])
    if service["ecs_service"] is not None:
        tasks = read_service(clients, region, service["ecs_service"])
        most = service["maximum"] if tasks.maximum is None else tasks.maximum
        return Measure(value=tasks.ready), Measure(value=most)
    if service["function"] is not None:
        executions = read_executions(clients, region, service["function"])
        return Measure(value=executions.most), Measure(value=executions.most)
    if service["kubernetes"] is not None:
        pods = fewest_healthy(clients, region, target_groups_of(service["kubernetes"]))
        seen = unknown("no load balancer leads to its pods") if pods is None else Measure(value=pods)
        return seen, Measure(value=service["maximum"])
    nobody = unknown(f"a service of kind {service['kind']} is not known here")
    return nobody, nobody


def _group(clients: Clients, region: str, name: str) -> tuple[Measure, Measure]:
    group = read_group(clients, region, name)
    return Measure(value=group.ready), Measure(value=group.maximum)
