"""The proofs of ``test_failover`` without the engine: the same diffs of what the components declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.components.aurora_database import AuroraDatabase
from holdfast.components.global_table import GlobalTable
from holdfast.preview.child.provider.facts import facts
from tests.components.declared import declared
from tests.engine import stores
from tests.engine.failover import happen
from tests.engine.standin import Cloud, changes

if TYPE_CHECKING:
    from tests.components.declared import Resources
    from tests.engine.standin import Thing

COMPONENTS = {"aurora": AuroraDatabase, "dynamodb": GlobalTable}
BY_KEY = {case.key: case for case in stores.whole()}


def declare(case: stores.Case) -> Resources:
    component = COMPONENTS[case.kind]
    return declared(lambda: component(case.key, case.args))


def differing(case: stores.Case) -> set[tuple[str, bool | None]]:
    """Properties that would change after any event, were nothing or all but one of them ignored."""
    cloud, found = Cloud(whole=False), set()
    made: dict[str, Thing] = {}
    resources = [one for one in declare(case) if one.custom]
    for one in resources:
        told = {key: value for key, value in one.outputs.items() if key in facts(one.type).computed}
        made[one.urn] = cloud.create(one.type, {**told, **one.inputs}, f"{one.name}-id")
    databases = {thing.id: case.regions for thing in cloud.of("aws:rds/globalCluster:GlobalCluster")}
    for _ in happen(cloud, databases):
        for one in resources:
            ignored = [path for path in one.ignore_changes if path != case.without]
            differs = changes(facts(one.type), made[one.urn].state, one.inputs, ignored)
            found |= {(change.property, change.replaces) for change in differs}
    return found


@pytest.mark.parametrize("key", BY_KEY)
def test_nothing_of_a_store_changes_after_a_failover(key: str) -> None:
    assert differing(BY_KEY[key]) == set()


def test_each_change_that_were_not_ignored_would_do_harm() -> None:
    # An engine's version differs only when another is asked for.
    cases = [case for case in stores.without_one() if case.without != "engineVersion"]
    found = {case.without: differing(case) for case in cases}
    replacing = {"databaseName", "masterUsername", "tableClassOverride", "warmThroughput"}

    assert found == {property_: {(property_, property_ in replacing)} for property_ in found}
    assert len(found) == len(cases)
