"""The real engine would change no survivor of a DSQL database, and would for each change not ignored.

Nothing is promoted: when a region is lost, what changes is what AWS tells of peers.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.dsql_database import DsqlDatabase
from tests.components.declared import ACCOUNT_ID, declared
from tests.engine.engine import EngineError, Stack, Step, copy_program
from tests.engine.standin import dsql
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.engine.standin import Cloud

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("failover-dsql"),  # a module's stack is made once, not once per worker
]

PROGRAM = Path(__file__).parent / "programs" / "stores"
REGIONS = {"use1": "us-east-1", "use2": "us-east-2"}
SURVIVOR, LOST = "use1", "use2"
CLUSTER, PEERING = "aws:dsql/cluster:Cluster", "aws:dsql/clusterPeering:ClusterPeering"
MADE, AWAY, ANEW, TAKEN, PEERED, SINGLE, SAID = (
    "both clusters are peers",
    "a region is lost with its cluster",
    "the stack makes the cluster anew",
    "a person takes the lost peer out of the survivor",
    "a person peers the survivor with the new one",
    "a person makes the survivor a single cluster",
    "the settings say that it has one region",
)
HARM = {
    "clusters": {("update", PEERING, "clusters")},
    "multiRegionProperties": {("replace", CLUSTER, "multiRegionProperties")},
}
"""What would be done to the survivor of which one change were not ignored."""


def args(key: str, *places: str) -> Any:
    found = {
        "store": key,
        "members": {
            place: {
                "region": REGIONS[place],
                "key_arn": f"arn:aws:kms:{REGIONS[place]}:{ACCOUNT_ID}:key/{place}",
            }
            for place in places or REGIONS
        },
        "protection": False,
    }
    return found if len(places) == 1 else {**found, "witness_region": "us-west-2"}


def key_of(property_: str | None) -> str:
    return "whole" if property_ is None else property_.lower()


@pytest.fixture(scope="module")
def told(cloud: Cloud, providers: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sequence[Step]]:
    """Event → what an update after it would do."""
    cases = [{"kind": "dsql", "without": without, "args": args(key_of(without))} for without in (None, *HARM)]
    folder = copy_program(PROGRAM, tmp_path_factory.mktemp("dsql") / "program", "__main__.py")
    stack = Stack(folder, "dev", providers)
    stack.configure({"aws:region": "us-east-1", "stores:cases": json.dumps(cases)})
    stack.up()
    found: dict[str, Sequence[Step]] = {}

    def look(event: str) -> None:
        stack.refresh()
        found[event] = stack.preview()

    look(MADE)
    dsql.lose(cloud, {REGIONS[SURVIVOR]})
    look(AWAY)
    # A store that ignores less cannot be updated: that is the harm. The others are.
    whole = [case for case in cases if case["without"] != "clusters"]
    stack.configure({"aws:region": "us-east-1", "stores:cases": json.dumps(whole)})
    stack.up()
    stack.refresh()
    found[ANEW] = stack.preview()
    dsql.take_peers_away(cloud, {REGIONS[SURVIVOR]})
    found[TAKEN] = stack.preview()
    before = folder.parent / "before.json"
    before.write_text(json.dumps(stack.export()), encoding="utf-8")
    stack.refresh()
    with pytest.raises(EngineError, match="must contain at least 1 elements"):
        stack.preview()  # no peering is without a peer: the docs say when not to refresh
    stack.import_state(before)
    dsql.peer_anew(cloud, REGIONS[SURVIVOR], found=REGIONS[LOST])
    look(PEERED)
    dsql.make_single(cloud, {REGIONS[SURVIVOR]})
    look(SINGLE)
    alone = {"kind": "dsql", "without": None, "args": args("whole", SURVIVOR)}
    stack.configure({"aws:region": "us-east-1", "stores:cases": json.dumps([alone])})
    found[SAID] = stack.preview()
    return found


def of(steps: Sequence[Step], key: str) -> list[Step]:
    return [step for step in steps if f"-{key}-" in f"-{step.name}-"]


def briefly(steps: Sequence[Step]) -> set[tuple[str, str, str]]:
    return {(step.op, step.type, property_) for step in steps for property_ in step.properties}


@pytest.mark.parametrize("event", [MADE, ANEW, TAKEN, PEERED])
def test_nothing_of_a_database_changes_after(event: str, told: dict[str, Sequence[Step]]) -> None:
    assert of(told[event], "whole") == []


def test_what_is_lost_is_made_anew_and_the_survivor_is_left_alone(told: dict[str, Sequence[Step]]) -> None:
    steps = of(told[AWAY], "whole")

    assert {(step.op, step.type, step.name) for step in steps} == {
        ("create", CLUSTER, f"{LOST}-whole-dsql"),
        ("create", PEERING, f"{LOST}-whole-dsql-peering"),
    }


def test_a_survivor_that_is_single_is_left_alone_and_only_its_peering_is_missed(
    told: dict[str, Sequence[Step]],
) -> None:
    steps = of(told[SINGLE], "whole")

    assert {(step.op, step.name) for step in steps} == {("create", f"{SURVIVOR}-whole-dsql-peering")}


def test_settings_with_one_region_let_the_lost_one_go_and_leave_the_survivor_alone(
    told: dict[str, Sequence[Step]],
) -> None:
    steps = [step for step in of(told[SAID], "whole") if step.type in (CLUSTER, PEERING)]

    assert {(step.op, step.name) for step in steps} == {
        ("delete", f"{LOST}-whole-dsql"),
        ("delete", f"{LOST}-whole-dsql-peering"),
    }


@pytest.mark.parametrize("property_", HARM)
def test_each_change_that_were_not_ignored_would_do_harm(
    property_: str, told: dict[str, Sequence[Step]]
) -> None:
    key = key_of(property_)
    survivor = [
        step for steps in told.values() for step in of(steps, key) if step.name.startswith(f"{SURVIVOR}-")
    ]

    assert briefly(survivor) == HARM[property_]


def test_each_change_that_is_ignored_is_proved_here() -> None:
    resources = declared(lambda: DsqlDatabase("whole", args("whole")))

    assert {property_ for one in resources for property_ in one.ignore_changes} == HARM.keys()
