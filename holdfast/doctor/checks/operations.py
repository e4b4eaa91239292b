"""The file that operating needs: there, of this stack, and of what the settings say now."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State
from holdfast.operate.operations_file import OperationsError, read_operations_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.contracts.operations import Operations
    from holdfast.doctor.world import World

PURPOSE, SUBJECT = Purpose.OPERATE, "operations file"


def check(world: World) -> Iterator[Finding]:
    """Read it and hold it against the plan."""
    fix = f"holdfast operations {world.stack}, after every deployment"
    if world.offline and "://" in world.operations:
        yield Finding(PURPOSE, SUBJECT, State.UNKNOWN, f"{world.operations}: not asked (--offline)")
        return
    try:
        contract = read_operations_at(world.operations, world.clients)
    except OperationsError as error:
        yield Finding(PURPOSE, SUBJECT, State.MISSING, str(error).partition("; write it with")[0], fix)
        return
    if contract["stack"] != world.stack:
        yield Finding(
            PURPOSE, SUBJECT, State.MISSING, f"{world.operations} is of the stack {contract['stack']}", fix
        )
        return
    differs = _differs(contract, world)
    if differs:
        yield Finding(
            PURPOSE,
            SUBJECT,
            State.MISSING,
            f"{world.operations} is not of the settings as they are: {differs}",
            fix,
        )
        return
    yield Finding(PURPOSE, SUBJECT, State.OK, f"{world.operations}, {_age(contract, world)}")


def _differs(contract: Operations, world: World) -> str:
    """Which nouns have other keys than the plan; empty where it agrees, or there is no plan."""
    plan = world.plan
    if plan is None:
        return ""
    told = (
        ("regions", set(contract["regions"]), {one.place for one in plan.regions}),
        ("entrances", set(contract["entrances"]), {one.key for one in plan.entrances}),
        ("stores", set(contract["stores"]), {one.key for one in plan.stores}),
    )
    return "; ".join(
        f"{noun} {_listed(there)} there, {_listed(planned)} in the settings"
        for noun, there, planned in told
        if there != planned
    )


def _listed(keys: set[str]) -> str:
    return ", ".join(sorted(keys)) or "none"


def _age(contract: Operations, world: World) -> str:
    written = contract.get("written")
    if written is None:
        return "it does not say when it was written"
    days = (world.now() - datetime.fromisoformat(written)).days
    return f"written {f'{days} days ago' if days != 1 else 'a day ago'}" if days else "written today"
