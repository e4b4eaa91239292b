"""The project's own stacks on the real engine: made, failed over with their roles swapped, let go."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.engine.engine import MISSING, EngineError, Stack, Step, copy_program
from tests.engine.standin import Cloud, aurora, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"not on PATH: {', '.join(MISSING)}"),
    pytest.mark.xdist_group("stacks"),  # a module's stack is made once, not once per worker
]

ROOT = Path(__file__).parents[2]
STORES = ("aws:rds/", "aws:dynamodb/", "aws:secretsmanager/", "random:")
MOVES = {"aws:autoscaling/group:Group", "aws:route53/record:Record"}
"""What a change of roles is made of: capacity and traffic."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """A stack that was made."""

    name: str
    stack: Stack
    cloud: Cloud
    settings: dict[str, Any]


@pytest.fixture(scope="module", params=["staging", "prod"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    name, cloud = str(request.param), Cloud()
    file = f"Pulumi.{name}.yaml"
    folder = copy_program(ROOT, tmp_path_factory.mktemp(name) / "program", "__main__.py", file)
    settings = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))["config"]
    with serve(cloud) as providers:
        stack = Stack(folder, name, providers)
        stack.up()
        yield Made(name=name, stack=stack, cloud=cloud, settings=settings)


def swapped(settings: dict[str, Any]) -> dict[str, Any]:
    """The same settings with the roles of the active and of the standby region exchanged."""
    found = copy.deepcopy(settings)
    other = {"active": "standby", "standby": "active"}
    for region in found["holdfast:regions"].values():
        region["role"] = other.get(region["role"], region["role"])
    return found


def roles(settings: dict[str, Any]) -> set[str]:
    return {region.get("role") for region in settings["holdfast:regions"].values()}


def of_stores(steps: list[Step]) -> list[Step]:
    return [step for step in steps if step.type.startswith(STORES)]


def test_a_stack_that_was_made_is_as_declared(made: Made) -> None:
    made.stack.refresh()

    assert made.stack.preview() == []


def test_swapped_roles_after_a_failover_move_capacity_and_traffic_alone_and_so_does_the_way_back(
    made: Made,
) -> None:
    if not {"active", "standby"} <= roles(made.settings):
        pytest.skip("all of its regions serve")
    databases = list(made.cloud.of(aurora.GLOBAL))
    assert databases, "nothing fails over"
    for settings in (swapped(made.settings), made.settings):
        for database in databases:
            aurora.switch_over(made.cloud, database.id, _other_region(made.cloud, database.id))
        made.stack.configure(settings)
        not_read = made.stack.preview()
        made.stack.refresh()
        steps = made.stack.preview()

        assert of_stores(steps) == of_stores(not_read) == []
        assert {step.op for step in steps} == {"update"}
        assert {step.type for step in steps if not step.type.startswith("holdfast:")} == MOVES
        made.stack.up()


def _other_region(cloud: Cloud, global_id: str) -> str:
    writer = aurora.writer(cloud, global_id)
    (found,) = (one.state["region"] for one in cloud.of(aurora.CLUSTER) if one.arn != writer)
    return str(found)


def test_what_is_protected_goes_once_protection_is_lifted(made: Made) -> None:
    if made.settings.get("holdfast:protection") == "enforced":
        with pytest.raises(EngineError, match="protect"):
            made.stack.destroy()
    made.stack.configure({**made.settings, "holdfast:protection": "lifted"})
    made.stack.up()
    made.stack.destroy()

    assert made.cloud.is_empty()
