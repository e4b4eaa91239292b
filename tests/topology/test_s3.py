"""Buckets as planned: the same whatever the roles are, and names that AWS takes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from holdfast.topology.values import ObjectLockMode
from tests.topology.examples import changed, settings

if TYPE_CHECKING:
    from holdfast.topology.values import S3Plan, StorePlan, Topology

REGIONS: dict[str, Any] = {"use1": {}, "euw1": {"role": "standby"}}
SWAPPED: dict[str, Any] = {"use1": {"role": "standby"}, "euw1": {}}
STORE: dict[str, Any] = {"kind": "s3", "home": "use1", "not_backed_up_because": "a test"}


def planned(project: str = "holdfast", stack: str = "test", **keys: Any) -> Topology:
    return plan(settings(changed(**{"regions": REGIONS, **keys})), project=project, stack=stack)


def store(regions: dict[str, Any] = REGIONS, *, key: str = "documents", **s3: Any) -> StorePlan:
    (found,) = planned(regions=regions, stores={key: {**STORE, "s3": s3}}).stores
    return found


def buckets(**s3: Any) -> S3Plan:
    found = store(**s3).s3
    assert found is not None
    return found


@pytest.mark.parametrize("routes", ["nearest", "home"])
def test_roles_decide_nothing_of_what_is_declared(routes: str) -> None:
    s3: dict[str, Any] = {"access_point": "multi-region", "access_point_routes": routes}
    before, after = store(**s3), store(SWAPPED, **s3)
    assert before == after
    assert before.writer is None


def test_a_bucket_in_each_place() -> None:
    assert [(one.place, one.region) for one in buckets().members] == [
        ("euw1", "eu-west-1"),
        ("use1", "us-east-1"),
    ]


def test_the_access_point_is_named_after_project_stack_and_store() -> None:
    spanned = buckets(access_point="multi-region")
    assert spanned.access_point == "holdfast-test-documents"
    assert spanned.active == ("euw1", "use1")
    assert (buckets().access_point, buckets().active) == (None, ())


def test_at_first_it_leads_to_the_home_when_asked() -> None:
    assert buckets(access_point="multi-region", access_point_routes="home").active == ("use1",)


def test_what_the_settings_say_is_planned_and_where_it_came_from() -> None:
    found = buckets(object_lock={"mode": "compliance", "days": 9}, expire_days=3, noncurrent_days=4)
    assert found.object_lock is not None
    assert (found.object_lock.mode, found.object_lock.days) == (ObjectLockMode.COMPLIANCE, 9)
    assert (found.expire_days, found.noncurrent_days) == (3, 4)
    path = "holdfast:stores.documents.s3"
    assert found.origin["object_lock"] == f"{path}.object_lock"
    assert found.origin["delete_markers"] == f"{path}.delete_markers (default)"
    assert found.origin["active"] == f"{path}.access_point_routes (default)"


def refusals(project: str, key: str, **s3: Any) -> list[tuple[str, str]]:
    with pytest.raises(SettingsError) as refused:
        planned(project, stores={key: {**STORE, "s3": s3}})
    return [(one.key, one.message) for one in refused.value.mistakes]


def test_names_of_buckets_and_roles_that_are_too_long_are_refused() -> None:
    told = refusals("a-project-of-a-very-long-name-x", "documents")
    assert {key for key, _ in told} == {"holdfast:stores.documents"}
    nouns = {text.partition("'")[0] for _, text in told}
    assert nouns == {"the name of the bucket ", "the name of the IAM role "}


@pytest.mark.parametrize("project", ["Holdfast", "hold.fast", "holdfast-of-a-name-that-is-much-too-long"])
def test_names_that_no_access_point_can_have_are_refused(project: str) -> None:
    told = dict(refusals(project, "documents", access_point="multi-region"))
    assert "is the name of the Multi-Region Access Point" in told["holdfast:stores.documents.s3.access_point"]


def test_data_goes_both_ways() -> None:
    topology = planned(stores={"documents": STORE})
    assert {(edge.source, edge.target, edge.synchronous) for edge in topology.edges} == {
        ("use1", "euw1", False),
        ("euw1", "use1", False),
    }


def test_existing_buckets_are_planned_with_their_regions() -> None:
    adopt = {"buckets": {"use1": "documents-use1", "euw1": "documents-euw1"}}
    (found,) = planned(stores={"documents": {"kind": "s3", "home": "use1", "s3": {"adopt": adopt}}}).stores
    assert found.s3 is None
    assert found.adopted is not None
    assert [(one.place, one.region, one.bucket) for one in found.adopted.buckets] == [
        ("euw1", "eu-west-1", "documents-euw1"),
        ("use1", "us-east-1", "documents-use1"),
    ]
    assert replace(found.adopted, buckets=()).access_point_arn is None
