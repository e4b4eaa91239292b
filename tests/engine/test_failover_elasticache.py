"""The real engine would change no Global Datastore after a failover, and would for each change not ignored.

One that counts as a store is declared as every other is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.components.cache_sample import REDIS, SOFTWARE, build_global, over
from tests.engine.engine import Stack, Step, copy_program
from tests.engine.standin import elasticache
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.engine.standin import Cloud

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("failover-elasticache"),  # a module's stack is made once, not once per worker
]

PROGRAM = Path(__file__).parent / "programs" / "stores"
GLOBAL = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup"
GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup"
MADE, OVER, BACK, RETURNED, ALONE, GROWN, MOVED = (
    "both members are there",
    "the home fails over",
    "the home comes back as a secondary",
    "the home is promoted again",
    "a person takes the secondaries out",
    "a newer version and larger nodes are asked for",
    "another engine is asked for",
)
WHOLE = {
    "two": ("use1", "euw1"),
    "turned": ("euw1", "use1"),
    "three": ("use1", "euw1", "apne1"),
    "shards": ("use1", "euw1"),
}
NEWER = {"engineVersion", "cacheNodeType", "numNodeGroups"}
NOW: Any = {"software": {**REDIS, "version": "7.0"}, "type": "cache.r7g.large", "shards": 2}
LATER: Any = {"software": {**REDIS, "version": "7.1"}, "type": "cache.r7g.xlarge", "shards": 3}
ELSE: Any = {**NOW, "software": SOFTWARE}
HARM = {
    "automaticFailoverEnabled": {("update", GROUP, "automaticFailoverEnabled")},
    "engine": {("update", GROUP, "engine")},
    "engineVersion": {("update", GROUP, "engineVersion")},
    # A member that a person took out would be made anew, without its data.
    "globalReplicationGroupId": {("replace", GROUP, "globalReplicationGroupId")},
    "multiAzEnabled": {("update", GROUP, "multiAzEnabled")},
    "nodeType": {("update", GROUP, "nodeType")},
    "numNodeGroups": {("update", GROUP, "numNodeGroups")},
    "parameterGroupName": {("update", GROUP, "parameterGroupName")},
    "primaryReplicationGroupId": {("replace", GLOBAL, "primaryReplicationGroupId")},
}
"""What would be done to a cache of which one change were not ignored: AWS refuses each update of a member."""


def args(key: str, *places: str, asked: Any, shards: bool = False) -> Any:
    nodes = {"type": asked["type"], "replicas": 1, **({"shards": asked["shards"]} if shards else {})}
    own = {"cache": key, "identifier": f"x-{key}", "protection": False}
    return over(*places, **own, software=asked["software"], nodes=nodes)


def ignored() -> set[str]:
    return {property_ for one in build_global() for property_ in one.ignore_changes}


def config(asked: Any) -> dict[str, Any]:
    whole = {key: args(key, *places, asked=asked, shards=key == "shards") for key, places in WHOLE.items()}
    without = {
        property_: args(property_.lower(), "use1", "euw1", asked=asked, shards=True)
        for property_ in sorted(HARM)
    }
    cases = [
        *({"kind": "elasticache", "without": None, "args": one} for one in whole.values()),
        *({"kind": "elasticache", "without": key, "args": one} for key, one in without.items()),
    ]
    return {"aws:region": "us-east-1", "stores:cases": json.dumps(cases)}


@pytest.fixture(scope="module")
def told(cloud: Cloud, providers: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sequence[Step]]:
    """Event → what an update after it would do."""
    folder = copy_program(PROGRAM, tmp_path_factory.mktemp("caches") / "program", "__main__.py")
    stack = Stack(folder, "dev", providers)
    stack.configure(config(NOW))
    stack.up()
    found: dict[str, Sequence[Step]] = {}

    def look(event: str) -> None:
        stack.refresh()
        found[event] = stack.preview()

    look(MADE)
    elasticache.fail_over(cloud)
    look(OVER)
    elasticache.come_back(cloud)
    look(BACK)
    elasticache.catch_up(cloud)
    elasticache.fail_over(cloud)
    look(RETURNED)
    for event, asked in ((GROWN, LATER), (MOVED, ELSE)):
        stack.configure(config(asked))
        found[event] = stack.preview()
    stack.configure(config(NOW))
    elasticache.take_out(cloud)
    look(ALONE)
    return found


def of(steps: Sequence[Step], key: str) -> list[Step]:
    return [step for step in steps if f"-{key}-" in f"-{step.name}-"]


def briefly(steps: Sequence[Step]) -> set[tuple[str, str, str]]:
    return {(step.op, step.type, property_) for step in steps for property_ in step.properties}


@pytest.mark.parametrize("event", [MADE, OVER, BACK, RETURNED, ALONE])
@pytest.mark.parametrize("key", WHOLE)
def test_nothing_of_a_cache_changes_after(event: str, key: str, told: dict[str, Sequence[Step]]) -> None:
    assert of(told[event], key) == []


@pytest.mark.parametrize("key", WHOLE)
def test_shape_and_version_go_through_the_datastore_alone(key: str, told: dict[str, Sequence[Step]]) -> None:
    newer = NEWER if key == "shards" else NEWER - {"numNodeGroups"}

    assert briefly(of(told[GROWN], key)) == {("update", GLOBAL, property_) for property_ in newer}


@pytest.mark.parametrize("key", WHOLE)
def test_another_engine_goes_through_the_datastore_and_touches_no_member(
    key: str, told: dict[str, Sequence[Step]]
) -> None:
    steps = briefly(of(told[MOVED], key))

    assert steps > {("update", GLOBAL, "engine"), ("update", GLOBAL, "engineVersion")}
    assert {type_ for _, type_, _ in steps} == {GLOBAL, PARAMETERS}


@pytest.mark.parametrize("property_", sorted(HARM))
def test_each_change_that_were_not_ignored_would_do_harm(
    property_: str, told: dict[str, Sequence[Step]]
) -> None:
    done = {step for steps in told.values() for step in briefly(of(steps, property_.lower()))}

    assert {step for step in done if step[1] == GROUP or step[:2] == ("replace", GLOBAL)} == HARM[property_]


def test_each_change_that_is_ignored_is_proved_here() -> None:
    assert ignored() == HARM.keys()
