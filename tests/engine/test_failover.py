"""The real engine would change no store after a failover, and would for each change that were not ignored."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine import stores
from tests.engine.engine import Stack, Step, copy_program
from tests.engine.failover import EVENTS, happen
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.engine.standin import Cloud

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("failover"),  # a module's stack is made once, not once per worker
]

PROGRAM = Path(__file__).parent / "programs" / "stores"
NOT_READ = "the home fails over, and nothing is read"
UPGRADED = "a newer engine version is asked for"
CLUSTER, GLOBAL = "aws:rds/cluster:Cluster", "aws:rds/globalCluster:GlobalCluster"
TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
INSTANCES = ("replace", "aws:rds/clusterInstance:ClusterInstance", "clusterIdentifier")
HARM = {
    "pg-backupretentionperiod": {("update", CLUSTER, "backupRetentionPeriod")},
    "pg-databasename": {("replace", CLUSTER, "databaseName"), INSTANCES},
    "pg-engineversion": {("update", CLUSTER, "engineVersion")},
    "pg-globalclusteridentifier": {("update", CLUSTER, "globalClusterIdentifier")},
    "pg-masterusername": {("replace", CLUSTER, "masterUsername"), INSTANCES},
    "pg-replicationsourceidentifier": {("update", CLUSTER, "replicationSourceIdentifier")},
    "tab-readcapacity": {("update", TABLE, "readCapacity")},
    "tab-replicas": {("update", TABLE, "replicas")},
    "tab-tableclassoverride": {("replace", REPLICA, "tableClassOverride")},
    # A table that warmed up by itself would be made anew to cool it down, and its replicas with it.
    "tab-warmthroughput": {("replace", TABLE, "warmThroughput"), ("replace", REPLICA, "globalTableArn")},
    "tab-writecapacity": {("update", TABLE, "writeCapacity")},
}
"""What would be done to a store of which one change were not ignored."""
UPGRADE = ("update", GLOBAL, "engineVersion")

Steps = dict[str, list[Step]]


def settings(cases: Sequence[stores.Case], **newer: Any) -> dict[str, Any]:
    declared = [
        {"kind": case.kind, "without": case.without, "args": {**case.args, **_for(case, newer)}}
        for case in cases
    ]
    return {"aws:region": "us-east-1", "stores:cases": json.dumps(declared)}


def _for(case: stores.Case, newer: Mapping[str, Any]) -> Mapping[str, Any]:
    return newer if case.args.get("engine") == "aurora-postgresql" else {}


@pytest.fixture(scope="module")
def cases() -> list[stores.Case]:
    return [*stores.whole(), *stores.without_one()]


@pytest.fixture(scope="module")
def told(
    cloud: Cloud, providers: str, cases: list[stores.Case], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Steps]:
    """Event → store → what an update after it would do."""
    folder = copy_program(PROGRAM, tmp_path_factory.mktemp("stores") / "program", "__main__.py")
    stack = Stack(folder, "dev", providers)
    stack.configure(settings(cases))
    stack.up()
    found = {}
    databases = {case.args["identifier"]: case.regions for case in cases if case.kind == "aurora"}
    for event in happen(cloud, databases):
        if event == EVENTS[0]:
            found[NOT_READ] = by_store(stack.preview(), cases)
        stack.refresh()
        found[event] = by_store(stack.preview(), cases)
    stack.configure(settings(cases, engine_version="16.9"))
    found[UPGRADED] = by_store(stack.preview(), cases)
    return found


def by_store(steps: Sequence[Step], cases: Sequence[stores.Case]) -> Steps:
    found = defaultdict(list)
    for step in steps:
        (key,) = (case.key for case in cases if f"-{case.key}-" in f"-{step.name}-")
        found[key].append(step)
    return found


def briefly(steps: Sequence[Step]) -> set[tuple[str, str, str]]:
    return {(step.op, step.type, property_) for step in steps for property_ in step.properties}


@pytest.mark.parametrize("event", [NOT_READ, *EVENTS])
def test_nothing_of_a_store_changes_after(event: str, told: dict[str, Steps]) -> None:
    whole = {case.key for case in stores.whole()}

    assert {key: steps for key, steps in told[event].items() if key in whole} == {}


def test_an_upgrade_goes_through_the_global_database_alone(told: dict[str, Steps]) -> None:
    whole = {case.key for case in stores.whole() if case.args.get("engine") == "aurora-postgresql"}

    assert {key: briefly(told[UPGRADED][key]) for key in whole} == {key: {UPGRADE} for key in whole}


def test_each_change_that_were_not_ignored_would_do_harm(told: dict[str, Steps]) -> None:
    done = {
        case.key: {step for steps in told.values() for step in briefly(steps[case.key])} - {UPGRADE}
        for case in stores.without_one()
    }

    assert done == HARM
