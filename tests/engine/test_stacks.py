"""The project's own stacks on the real engine: made, changed as documented, failed over, let go."""

from __future__ import annotations

import copy
import re
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.changes.documented import CHANGES, STACKS
from tests.engine.changes.made import Made, made
from tests.engine.changes.results import RENEW, recorded, result
from tests.engine.changes.steps import done, harmful, names, of_resources, out_of_order, told
from tests.engine.engine import EngineError, Step
from tests.engine.standin import Cloud, aurora
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = needs_engine

STORES = ("aws:rds/", "aws:dynamodb/", "aws:secretsmanager/", "random:")
MOVES = {"aws:arcregionswitch/plan:Plan", "aws:autoscaling/group:Group", "aws:route53/record:Record"}
"""What a change of roles is made of: capacity, traffic, and the plan that says which way is out."""


def in_group(stack: str, *more: str) -> Any:
    """A stack is made once, not once per worker."""
    return pytest.param(stack, *more, marks=pytest.mark.xdist_group(f"stack {stack}"))


EVERY_STACK = pytest.mark.parametrize("name", [in_group(stack) for stack in STACKS])


@pytest.fixture(scope="module")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Made]]:
    """Gives a stack, made when it is first asked for: pytest would make a parametrized one for each test."""
    with ExitStack() as all_of_them:
        yield cache(lambda name: all_of_them.enter_context(made(name, tmp_path_factory.mktemp(name))))


@pytest.fixture
def stack(stacks: Callable[[str], Made], name: str) -> Made:
    return stacks(name)


@EVERY_STACK
def test_the_first_preview_tells_what_is_then_made(stack: Made) -> None:
    steps = of_resources(stack.first)

    assert {step.op for step in steps} == {"create"}
    assert len(told(steps)) == len(stack.world["_things"])


@EVERY_STACK
def test_a_stack_that_was_made_is_as_declared(stack: Made) -> None:
    stack.restore()
    assert stack.stack.preview() == []
    stack.stack.refresh()

    assert stack.stack.preview() == []


@pytest.mark.parametrize(("name", "key"), [in_group(one.stack, key) for key, one in CHANGES.items()])
def test_a_documented_change_does_what_is_recorded_and_no_harm(stack: Made, key: str) -> None:
    change = CHANGES[key]
    seen = stack.see(change)
    steps, back = of_resources(seen.steps), of_resources(seen.back)

    assert harmful(steps, change.removes, change.replaces) == []
    assert result(change, seen) == recorded().get(key), f"if it is right: {RENEW}"
    assert seen.refused is None or re.search(change.refused, seen.refused)
    assert seen.again == []
    assert out_of_order(seen.calls, change.order) == []
    if change.deploys:
        happened = done(seen.calls)
        assert happened.items() <= told(steps).items()
        assert {op for key, op in told(steps).items() if key not in happened} <= {"update"}
    assert {step.op for step in back} <= {"create", "update", "delete"}
    assert names(back, {"delete"}) <= names(steps, {"create"})


def swapped(settings: dict[str, Any]) -> dict[str, Any]:
    """The same settings with the roles of the active and of the standby region exchanged."""
    found = copy.deepcopy(settings)
    other = {"active": "standby", "standby": "active"}
    for region in found["holdfast:regions"].values():
        region["role"] = other[region["role"]]
    return found


def of_stores(steps: list[Step]) -> list[Step]:
    return [step for step in steps if step.type.startswith(STORES)]


@pytest.mark.parametrize("name", [in_group("staging")])
def test_swapped_roles_after_a_failover_move_capacity_and_traffic_alone_and_so_does_the_way_back(
    stack: Made,
) -> None:
    stack.restore()
    databases = list(stack.cloud.of(aurora.GLOBAL))
    assert databases, "nothing fails over"
    for settings in (swapped(stack.settings), stack.settings):
        for database in databases:
            aurora.switch_over(stack.cloud, database.id, _other_region(stack.cloud, database.id))
        stack.stack.configure(settings)
        not_read = stack.stack.preview()
        stack.stack.refresh()
        steps = stack.stack.preview()

        assert of_stores(steps) == of_stores(not_read) == []
        assert {step.op for step in steps} == {"update"}
        assert {step.type for step in steps if not step.type.startswith("holdfast:")} == MOVES
        stack.stack.up()


def _other_region(cloud: Cloud, global_id: str) -> str:
    writer = aurora.writer(cloud, global_id)
    (found,) = (one.state["region"] for one in cloud.of(aurora.CLUSTER) if one.arn != writer)
    return str(found)


@EVERY_STACK
def test_what_is_protected_goes_once_protection_is_lifted(stack: Made) -> None:
    stack.restore()
    if stack.settings.get("holdfast:protection") != "lifted":
        with pytest.raises(EngineError, match="protect"):
            stack.stack.destroy()
        stack.stack.configure({**stack.settings, "holdfast:protection": "lifted"})
        stack.stack.up()
    stack.stack.destroy()

    assert stack.cloud.is_empty()
