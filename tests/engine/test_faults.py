"""A call that fails half-way through an update or a destruction: the same command again converges."""

from __future__ import annotations

import copy
import os
import random
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.faulty import Faulty, faulty, with_store
from tests.engine.faulty_state import in_cloud, in_stack, nothing_lost_nothing_doubled
from tests.engine.standin.faults import Call, Fault
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EVERY = os.environ.get("FAULTS") == "every"
"""Whether every call fails once, as ``make faults`` asks; otherwise a sample, the same each time."""
GROUPS = 8 if EVERY else 1
SAMPLE = 4
KINDS = {
    "stateful": "euw1-orders-db",
    "traffic": "global-public",
    "permission": "euw1-orders-role",
}
"""One of each kind is in every sample, where it is called for."""

pytestmark = needs_engine


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What an update without faults leads to, and the calls of its way there."""

    settings: dict[str, Any]
    content: dict[str, Any]
    calls: list[Call]


@dataclass(frozen=True, kw_only=True)
class Made:
    """A stack that stands as ``plain`` says, and may be changed as ``changed`` says."""

    one: Faulty
    group: int
    made: Goal
    changed: Goal
    plain: Goal


@pytest.fixture(
    scope="module",
    params=[pytest.param(group, marks=pytest.mark.xdist_group(f"faults-{group}")) for group in range(GROUPS)],
)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    settings = with_store()
    with faulty(tmp_path_factory.mktemp("faults"), "dev", settings) as one:
        yield Made(
            one=one,
            group=request.param,
            made=reached(one, settings),
            changed=reached(one, change(settings)),
            plain=reached(one, settings),
        )


def change(settings: dict[str, Any]) -> dict[str, Any]:
    """Another port, one more NAT gateway, longer backups: updates, a replacement, creations, deletions."""
    found = copy.deepcopy(settings)
    found["holdfast:network"]["nat"] = "per-zone"
    found["holdfast:services"]["orders"].update(port=9090, log_retention_days=60)
    found["holdfast:stores"]["orders"]["aurora"] = {"backup_retention_days": 14, "log_retention_days": 30}
    return found


def reached(one: Faulty, settings: dict[str, Any]) -> Goal:
    before = len(one.faults.calls)
    one.stack.configure(settings)
    one.again("up")
    nothing_lost_nothing_doubled(one)
    return Goal(settings=settings, content=in_stack(one), calls=one.faults.calls[before:])


def points(calls: Sequence[Call], group: int) -> list[Call]:
    """Calls that fail, in this group of tests."""
    found = sorted(calls, key=lambda call: (call.operation, call.type, call.name))
    if EVERY:
        return found[group::GROUPS]
    always = [call for call in found if call.name in KINDS.values()]
    others = [call for call in found if call not in always]
    return always + random.Random(len(found)).sample(others, SAMPLE)  # noqa: S311  # the same each time


def once(call: Call) -> Fault:
    return Fault(operation=call.operation, type=call.type, name=call.name, nth=1)


def test_what_is_destroyed_and_made_anew_converges_wherever_a_call_fails(
    made: Made, subtests: pytest.Subtests
) -> None:
    one = made.one
    for call in points(made.made.calls, made.group):
        with subtests.test(call.name):
            with one.failing(Fault(operation="delete", type=call.type, name=call.name)):
                told = one.fails("destroy")
            assert call.name in told
            nothing_lost_nothing_doubled(one)
            one.again("destroy")
            assert not in_cloud(one)

            with one.failing(once(call)):
                told = one.fails("up")
            assert call.name in told
            nothing_lost_nothing_doubled(one)
            one.again("up")

            nothing_lost_nothing_doubled(one)
            assert in_stack(one) == made.plain.content
            assert one.stack.preview() == []


def test_a_change_converges_wherever_a_call_fails(made: Made, subtests: pytest.Subtests) -> None:
    one = made.one
    there, back = (points(goal.calls, made.group) for goal in (made.changed, made.plain))
    for pair in zip_longest(there, back):
        for call, goal in zip(pair, (made.changed, made.plain), strict=True):
            with subtests.test(f"{call and call.operation} {call and call.name}"):
                one.stack.configure(goal.settings)
                if call is not None:
                    with one.failing(once(call)):
                        told = one.fails("up")
                    assert call.name in told
                one.again("up")

                nothing_lost_nothing_doubled(one)
                assert in_stack(one) == goal.content
                assert one.stack.preview() == []
