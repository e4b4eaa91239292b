"""Which step has a service run what the whole load takes, by its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.actions.executions import RaiseExecutions
from holdfast.operate.actions.instances import RaiseGroup, SettleGroup
from holdfast.operate.actions.planned import NothingToDo
from holdfast.operate.actions.pods import AwaitPods
from holdfast.operate.actions.tasks import RaiseTasks, SettleTasks
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from holdfast.contracts.operations import Proxies, Service
    from holdfast.operate.actions.planned import Planned
    from holdfast.operate.steps import Step

_PROXIES = "proxies"


def raised(planned: Planned) -> Step:
    """The step that has a service, or an entrance's own proxies, run what the whole load takes."""
    key, place = planned.step["subject"], planned.place
    if planned.step["subject_kind"] == _PROXIES:
        proxies = _proxies(planned)
        size = _size(planned, proxies["needed"])
        title = f"run {size} proxies of {key} in {place}"
        return RaiseGroup(planned=planned, title=title, group=proxies["auto_scaling_group"], size=size)
    service = _service(planned)
    size = _size(planned, service["needed"])
    title = f"run {size} of {key} in {place}"
    if service["auto_scaling_group"] is not None:
        return RaiseGroup(planned=planned, title=title, group=service["auto_scaling_group"], size=size)
    if service["ecs_service"] is not None:
        return RaiseTasks(planned=planned, title=title, service=service["ecs_service"], size=size)
    if service["function"] is not None:
        return RaiseExecutions(planned=planned, title=title, function=service["function"], size=size)
    if service["kubernetes"] is not None:
        return AwaitPods(
            planned=planned, title=title, kubernetes=service["kubernetes"], service=key, size=size
        )
    raise StepError(f"{key} in {place} is of a kind that is not known here: {service['kind']}")


def settled(planned: Planned) -> Step:
    """The step that gives back what ``raised`` raised."""
    key, place = planned.step["subject"], planned.place
    title = f"give {key} in {place} its planned minimum back"
    if planned.step["subject_kind"] == _PROXIES:
        proxies = _proxies(planned)
        return SettleGroup(
            planned=planned,
            title=title,
            group=proxies["auto_scaling_group"],
            raised=_size(planned, proxies["needed"]),
            minimum=proxies["minimum"],
        )
    service = _service(planned)
    size, minimum = _size(planned, service["needed"]), service["minimum"]
    if service["auto_scaling_group"] is not None:
        return SettleGroup(
            planned=planned,
            title=title,
            group=service["auto_scaling_group"],
            raised=size,
            minimum=minimum,
        )
    if service["ecs_service"] is not None:
        return SettleTasks(
            planned=planned, title=title, service=service["ecs_service"], raised=size, minimum=minimum
        )
    if service["kubernetes"] is not None:
        why = "its team deploys the chart again, whose values say how many pods there are at least"
        return NothingToDo(planned=planned, title=title, why=why)
    return NothingToDo(planned=planned, title=title, why="a reservation that is too large costs nothing")


def _size(planned: Planned, needed: int) -> int:
    """What the plan says, which can be more than the region needs where the stack survives less than one."""
    size = planned.step["size"]
    return needed if size is None else max(size, needed)


def _service(planned: Planned) -> Service:
    return planned.operations["regions"][planned.place]["services"][planned.step["subject"]]


def _proxies(planned: Planned) -> Proxies:
    proxies = planned.operations["entrances"][planned.step["subject"]]["endpoints"][planned.place]["proxies"]
    if proxies is None:
        raise StepError(f"{planned.step['subject']} has no proxies in {planned.place}")
    return proxies
