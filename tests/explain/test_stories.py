"""Explanations of a stack, a setting, a component and a resource."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.checks import Verdict
from holdfast.explain import (
    ComponentStory,
    NotFoundError,
    ResourceStory,
    SettingStory,
    Several,
    StackStory,
    explain,
)
from tests.explain.samples import ALIAS, KMS, SET, TABLE, facts, finding, steps
from tests.graph.documents import graph, urn


def stack() -> StackStory:
    story = explain(facts())
    assert isinstance(story, StackStory)
    return story


def resource(name: str, *, cost: bool = True) -> ResourceStory:
    story = explain(facts(cost=cost), name)
    assert isinstance(story, ResourceStory)
    return story


def setting(path: str, *, lookup: bool = True) -> SettingStory:
    story = explain(facts(lookup=lookup), path)
    assert isinstance(story, SettingStory)
    return story


def test_a_stack_is_told_by_what_makes_what() -> None:
    rows = {row.path: (row.where, {one.name for one in row.resources}, row.places) for row in stack().rows}

    assert rows == {
        "holdfast:regions.use1": (
            SET["holdfast:regions.use1"],
            {"use1-vpc", "use1-key", "use1-key-alias"},
            ("us-east-1",),
        ),
        "holdfast:stores.orders": (
            SET["holdfast:stores.orders"],
            {"use1-orders-table", "euw1-orders-table"},
            ("eu-west-1", "us-east-1"),
        ),
        "": (None, {"outbox"}, ("us-east-1",)),
    }


def test_what_no_setting_is_known_of_comes_last() -> None:
    assert [row.path for row in stack().rows][-1] == ""


@given(st.sets(st.sampled_from([one["urn"] for one in steps()])))
@settings(deadline=None, max_examples=40)
def test_each_resource_is_made_once_and_costs_once(left_out: set[str]) -> None:
    """Of any part of a stack, whatever is missing in it."""
    found = facts(of=graph(*(one for one in steps() if one["urn"] not in left_out)))
    story = explain(found)

    assert isinstance(story, StackStory)
    made = [one.urn for row in story.rows for one in row.resources]
    assert sorted(made) == sorted(one.urn for one in found.graph if not one.component)
    assert story.cost is not None
    assert sum((row.cost.usd for row in story.rows if row.cost), Decimal()) == story.cost.usd
    for row in story.rows:
        if row.path:
            by_path = explain(found, row.path)
            assert isinstance(by_path, SettingStory)
            assert {one.urn for one in by_path.makes.resources} <= {one.urn for one in row.resources}


def test_a_setting_tells_what_it_makes_by_region_with_its_cost() -> None:
    story = setting("holdfast:stores.orders")

    assert (str(story.where), story.default) == ("Pulumi.prod.yaml:7", False)
    assert [(group.place, [one.name for one in group.resources]) for group in story.makes.groups] == [
        ("eu-west-1", ["euw1-orders-table"]),
        ("us-east-1", ["use1-orders-table"]),
    ]
    assert story.makes.cost is not None
    assert story.makes.cost.usd > 0
    assert story.makes.cost.usd == sum(group.cost.usd for group in story.makes.groups if group.cost)


def test_a_setting_tells_what_it_decides_of_what_others_make() -> None:
    story = setting("holdfast:regions.use1")

    assert [(one.name, fields) for one, fields in story.decides] == [("global-orders", ("places",))]
    assert [one.name for one in story.needed_by] == ["use1-orders-table"]


def test_a_setting_that_nobody_set_says_so() -> None:
    story = setting("holdfast:stores.orders.backup_class")

    assert (story.where, story.default, story.makes.groups) == (None, True, ())
    assert [(one.name, fields) for one, fields in story.decides] == [("global-orders", ("backup_class",))]


def test_a_setting_that_is_set_and_that_no_component_names_is_found() -> None:
    assert setting("holdfast:tags").makes.resources == ()


def test_without_a_file_what_the_components_say_counts() -> None:
    story = setting("holdfast:stores.orders.backup_class", lookup=False)

    assert (story.where, story.default) == (None, True)
    assert not setting("holdfast:stores.orders.kind", lookup=False).default


def test_a_resource_tells_its_setting_its_holders_and_its_purpose() -> None:
    story = resource("use1-orders-table")

    assert story.maker is not None
    assert (story.maker.path, str(story.maker.where)) == ("holdfast:stores.orders", "Pulumi.prod.yaml:7")
    assert [(one.path, one.default, one.decides) for one in story.maker.settings] == [
        ("holdfast:regions.use1.role", False, ("places",)),
        ("holdfast:stores.orders.kind", False, ("kind",)),
        ("holdfast:stores.orders.backup_class", True, ("backup_class",)),
        ("holdfast:stores.orders.regions", True, ("places",)),
    ]
    assert [one.name for one in story.holders] == ["global-orders", "api"]
    assert story.purpose.startswith("Keeps the data in three zones")


def test_a_resource_tells_what_it_needs_and_what_needs_it() -> None:
    story = resource("use1-orders-table")

    assert [(link.resource.name, link.by) for link in story.needs] == [
        ("use1-key", ("serverSideEncryption",))
    ]
    assert [(link.resource.name, link.by) for link in story.needed_by] == [
        ("euw1-orders-table", ("globalTableArn",))
    ]


def test_a_resource_tells_what_it_costs_unless_that_is_not_asked_for() -> None:
    story = resource("use1-orders-table")

    assert story.cost is not None
    assert story.cost.monthly > 0
    assert resource("use1-orders-table", cost=False).cost is None


def test_a_resource_tells_its_findings_failures_first() -> None:
    other = finding("use1-key", KMS, Verdict.FAIL)
    mine = [
        finding("use1-orders-table", TABLE, verdict)
        for verdict in (Verdict.PASS, Verdict.UNKNOWN, Verdict.FAIL)
    ]
    story = explain(facts(findings=(other, *mine)), "use1-orders-table")

    assert isinstance(story, ResourceStory)
    assert [one.verdict for one in story.findings] == [Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS]


def test_of_an_inferred_maker_no_values_are_told() -> None:
    story = resource("use1-key")

    assert story.maker is not None
    assert (story.maker.path, story.maker.settings) == ("holdfast:regions.use1.role", ())


def test_a_component_of_ours_tells_what_it_survives() -> None:
    story = explain(facts(), "global-orders")

    assert isinstance(story, ComponentStory)
    assert story.purpose
    assert story.survives
    assert story.does_not_survive
    assert {one.name for one in story.holds.resources} == {"use1-orders-table", "euw1-orders-table"}


@pytest.mark.parametrize(
    ("name", "what", "expected"),
    [
        ("use1", "name", {"use1-vpc", "use1-key", "use1-key-alias"}),
        ("Table*", "pattern", None),
        ("*-orders-table", "pattern", {"use1-orders-table", "euw1-orders-table"}),
        ("aws:kms/*", "pattern", {"use1-key", "use1-key-alias"}),
        ("GlobalTable", "type", {"use1-orders-table", "euw1-orders-table"}),
        ("kms.key", "type", {"use1-key"}),
    ],
)
def test_several_are_found_by_name_type_and_pattern(name: str, what: str, expected: set[str] | None) -> None:
    if expected is None:
        with pytest.raises(NotFoundError):
            explain(facts(), name)
        return
    story = explain(facts(), name)
    if isinstance(story, Several):
        assert story.what == what
        found = story.resources
    else:
        assert isinstance(story, ResourceStory | ComponentStory)
        found = (story.resource,) if isinstance(story, ResourceStory) else story.holds.resources
    assert {one.name for one in found} == expected


def test_a_resource_is_found_by_its_urn() -> None:
    story = explain(facts(), urn(ALIAS, "use1-key-alias"))

    assert isinstance(story, ResourceStory)


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("use1-order-table", "use1-orders-table"),
        ("holdfast:store.orders", "holdfast:stores.orders"),
        ("globaltabel", "GlobalTable"),
        ("OUTBOX-", "outbox"),
    ],
)
def test_of_what_is_not_there_the_nearest_is_told(wrong: str, near: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        explain(facts(), wrong)

    assert near in raised.value.near
