"""Which steps leave a place, and which come back to it: out of the contract's planned workflows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.contracts.operations import Operations, Recovery, RecoveryStep

Groups = list[list["RecoveryStep"]]

_SETTLE_SECONDS = 60
_SETTLE_SOURCE = "assumed: one call per service, and nobody waits for what leaves"


class WorkflowError(Exception):
    """What was asked is not what the stack can do."""


def recovery_of(operations: Operations) -> Recovery:
    """Give the planned recovery.

    Raises:
        WorkflowError: The stack plans none.
    """
    found = operations.get("recovery")
    if found is None or not found["workflows"]:
        raise WorkflowError(
            f"{operations['stack']} plans no recovery: no two of its regions share an entrance, or the file "
            "was written before it planned one (holdfast operations writes it anew)"
        )
    return found


def failover_groups(
    operations: Operations, away_from: str, to: str | None, *, graceful: bool
) -> tuple[list[str], Groups]:
    """Give the steps that leave a place.

    Args:
        operations: The stack's contract.
        away_from: The place that is left.
        to: The place that gets the writers. Default: as planned.
        graceful: Whether the place answers.

    Returns:
        The places that take over, and the groups.

    Raises:
        WorkflowError: The place cannot be left, or not towards ``to``.
    """
    workflows = recovery_of(operations)["workflows"]
    if away_from not in workflows:
        raise WorkflowError(
            f"{away_from!r} is no place that can be left; there are: {', '.join(sorted(workflows))}"
        )
    workflow = workflows[away_from]
    if to is not None and to not in workflow["to"]:
        raise WorkflowError(
            f"{to!r} cannot take over from {away_from}; these can: {', '.join(workflow['to'])}"
        )
    groups = workflow["graceful"] if graceful else workflow["ungraceful"]
    if to is None:
        return list(workflow["to"]), [[_copied(step) for step in group] for group in groups]
    places = [to, *(place for place in workflow["to"] if place != to)]
    return places, [[_towards(step, to, operations) for step in group] for group in groups]


def failback_groups(
    operations: Operations, place: str, homes: Mapping[str, str | None]
) -> tuple[str, Groups]:
    """Give the steps that come back to a place: capacity there, then writers, then traffic.

    Args:
        operations: The stack's contract.
        place: The place that is returned to.
        homes: What goes home to it: stores and caches, with the place of their writer now, if it is known.

    Returns:
        The place that carried on meanwhile, and the groups.

    Raises:
        WorkflowError: No workflow leads to the place.
    """
    workflows = recovery_of(operations)["workflows"]
    leading = {other: one for other, one in sorted(workflows.items()) if place in one["to"]}
    if not leading:
        raise WorkflowError(
            f"{place!r} is no place that can be returned to; there are: {', '.join(sorted(workflows))}"
        )
    writers = {writer for writer in homes.values() if writer is not None and writer in leading}
    meanwhile = min(writers) if writers else min(leading)
    steps = [step for one in leading.values() for group in one["graceful"] for step in group]
    capacity = _once(step for step in steps if step["action"] == "capacity" and step["place"] == place)
    promote = _once(
        step
        for step in steps
        if step["action"] == "promote" and step["place"] == place and step["subject"] in homes
    )
    fence = _once(
        step
        for step in steps
        if step["action"] == "fence" and step["subject"] in homes and step["place"] == homes[step["subject"]]
    )
    entrances = sorted(key for key, one in operations["entrances"].items() if place in one["endpoints"])
    back = [_back(operations, key, place) for key in entrances]
    away = [step for group in (workflows[place]["graceful"] if place in workflows else []) for step in group]
    back += _once(_store_back(step, place) for step in away if _gives_back(operations, step, place))
    verify = [_verify(step, place) for step in _once(step for step in steps if step["action"] == "verify")]
    settle = _once(_settled(step) for step in away if step["action"] == "capacity" and step["place"] != place)
    groups = [capacity, fence, promote, back, verify, settle]
    return meanwhile, [group for group in groups if group]


def homes_of(operations: Operations, place: str) -> list[str]:
    """Stores and caches whose writer the settings place there."""
    stores = [key for key, one in operations["stores"].items() if one["writer"] == place]
    caches = [key for key, one in operations["caches"].items() if one["home"] == place]
    return sorted({*stores, *caches})


def worst_seconds(groups: Iterable[Iterable[RecoveryStep]]) -> int:
    """Sum the worst cases: of each group that of its slowest step, since they run side by side."""
    return sum(max((step["worst_seconds"] for step in group), default=0) for group in groups)


def _copied(step: RecoveryStep) -> RecoveryStep:
    return {**step}


def _towards(step: RecoveryStep, to: str, operations: Operations) -> RecoveryStep:
    """The step with the writers at ``to``, where their store has a copy there."""
    if step["action"] == "verify":
        return {**step, "place": to}
    if step["action"] != "promote":
        return _copied(step)
    store = operations["stores"].get(step["subject"]) or operations["caches"].get(step["subject"])
    if store is None or to not in store["places"]:
        raise WorkflowError(f"{step['subject']} has no copy in {to}: its writer cannot go there")
    return {**step, "place": to}


def _once(steps: Iterable[RecoveryStep]) -> list[RecoveryStep]:
    """Each step once, by its key, in a copy of its own."""
    found: dict[str, RecoveryStep] = {}
    for step in steps:
        found.setdefault(step["key"], _copied(step))
    return list(found.values())


def _back(operations: Operations, key: str, place: str) -> RecoveryStep:
    entrance = operations["entrances"][key]
    return {
        "key": f"return-{key}",
        "action": "return",
        "subject": key,
        "subject_kind": "entrance",
        "place": place,
        "worst_seconds": entrance["detection_seconds"] + entrance["ttl_seconds"],
        "source": "health checks' time to see it, and the name's TTL",
        "size": None,
    }


def _gives_back(operations: Operations, step: RecoveryStep, place: str) -> bool:
    """Whether a step led requests of an access point away from a place that gets them by the settings."""
    if step["action"] != "route" or step["subject_kind"] != "store":
        return False
    point = operations["stores"][step["subject"]]["access_point"]
    return point is not None and place in point.get("active", [place])


def _store_back(step: RecoveryStep, place: str) -> RecoveryStep:
    """What led a store's access point away, the other way."""
    return {**step, "key": step["key"].replace("route-", "return-", 1), "action": "return", "place": place}


def _verify(step: RecoveryStep, place: str) -> RecoveryStep:
    return {**step, "place": place}


def _settled(step: RecoveryStep) -> RecoveryStep:
    return {
        **step,
        "key": step["key"].replace("capacity-", "settle-", 1),
        "action": "settle",
        "worst_seconds": _SETTLE_SECONDS,
        "source": _SETTLE_SOURCE,
    }
