from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.review.compare import compare
from holdfast.review.groups import group
from tests.graph.documents import UNKNOWN, graph, step, urn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.model import Group

VPC, GROUP, ROLE = "aws:ec2/vpc:Vpc", "aws:autoscaling/group:Group", "aws:iam/role:Role"
REGION = "orders:index:Region"
PLACES = {"use1": "us-east-1", "euw1": "eu-west-1", "apse2": "ap-southeast-2"}


def groups(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> tuple[Group, ...]:
    graphs = graph(*before), graph(*after)
    return group(compare(*graphs), *graphs)


def told(found: Sequence[Group]) -> list[tuple[str, list[str], tuple[str, ...]]]:
    """Kind, names and places that are left out."""
    return [
        (one.changes[0].kind.value, [change.resource.name for change in one.changes], one.missing)
        for one in found
    ]


def everywhere(inputs: dict[str, Any], **of_place: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        step(GROUP, f"{place}-asg", {"region": region, **of_place.get(place, inputs)})
        for place, region in PLACES.items()
    ]


def test_the_same_change_in_several_regions_is_one() -> None:
    found = groups(everywhere({"minSize": 1}), everywhere({"minSize": 2}))

    assert told(found) == [("update", ["apse2-asg", "euw1-asg", "use1-asg"], ())]
    assert found[0].places == ("ap-southeast-2", "eu-west-1", "us-east-1")


def test_the_region_that_does_not_change_is_named() -> None:
    found = groups(everywhere({"minSize": 1}), everywhere({"minSize": 2}, euw1={"minSize": 1}))

    assert told(found) == [("update", ["apse2-asg", "use1-asg"], ("eu-west-1",))]


def test_what_changes_otherwise_is_a_group_of_its_own_and_left_out_of_none() -> None:
    found = groups(everywhere({"minSize": 1}), everywhere({"minSize": 2}, euw1={"minSize": 3}))

    assert told(found) == [("update", ["apse2-asg", "use1-asg"], ()), ("update", ["euw1-asg"], ())]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("{place}-thing", ["ami-0d4f5c1e2b3a69788", "ami-00000000000000001"]),
        ("{region}-thing", ["arn:aws:x:us-east-1:1:y", "arn:aws:x:eu-west-1:1:y"]),
        ("thing_{region}", ["us-east-1a", "eu-west-1a"]),
        ("thing-{place}", ["10.16.0.0/16", "10.32.0.0/16"]),
        ("thing", [{"zone": ["use1-az1"]}, {"zone": ["euw1-az1"]}]),
    ],
)
def test_names_and_values_are_alike_without_their_places(name: str, values: list[Any]) -> None:
    def stack(of_place: Sequence[Any]) -> list[dict[str, Any]]:
        made = []
        for place, value in zip(("use1", "euw1"), of_place, strict=True):
            called = name.format(place=place, region=PLACES[place])
            holder = urn(f"orders:index:{place}${GROUP}", called)
            made.append(step(GROUP, called, {"region": PLACES[place], "value": value}, urn=holder))
        return made

    steps = [stack(["old", "old"]), stack(values)]
    for one in (*steps[0], *steps[1]):
        one["urn"] = one["newState"]["urn"]

    assert [len(one.changes) for one in groups(*steps)] == [2]


def test_other_words_are_other_changes() -> None:
    after = everywhere({"type": "m7g.large"}, euw1={"type": "m6g.large"})

    assert [len(one.changes) for one in groups(everywhere({"type": "t4g.small"}), after)] == [2, 1]


def test_zones_and_numbers_are_alike_too() -> None:
    def zones(size: int) -> list[dict[str, Any]]:
        return [step(GROUP, f"use1-{zone}-{n}", {"minSize": size}) for zone, n in (("a", 1), ("b", 2))]

    assert told(groups(zones(1), zones(2))) == [("update", ["use1-a-1", "use1-b-2"], ())]


def test_global_resources_are_for_the_region_in_their_name() -> None:
    def roles(**texts: str) -> list[dict[str, Any]]:
        named = [step(VPC, "v-use1", {"region": "us-east-1"}), step(VPC, "v-euw1", {"region": "eu-west-1"})]
        return [
            *named,
            *(step(ROLE, f"{place}-role", {"description": text}) for place, text in texts.items()),
        ]

    assert told(groups(roles(use1="a", euw1="a"), roles(use1="b", euw1="a"))) == [
        ("update", ["use1-role"], ("eu-west-1",))
    ]
    assert told(groups(roles(use1="a", euw1="a"), roles(use1="b", euw1="b"))) == [
        ("update", ["euw1-role", "use1-role"], ())
    ]


def test_something_new_is_missing_where_the_like_component_gets_none() -> None:
    def stack(*places: str) -> list[dict[str, Any]]:
        holders = [
            step(REGION, place, {"region": region}, component=True) for place, region in PLACES.items()
        ]
        made = [
            step(
                ROLE, f"{place}-role", parent=urn(REGION, place), urn=urn(f"{REGION}${ROLE}", f"{place}-role")
            )
            for place in places
        ]
        for one in made:
            one["urn"] = one["newState"]["urn"]
        return [*holders, *made]

    assert told(groups(stack(), stack("use1", "euw1"))) == [
        ("create", ["euw1-role", "use1-role"], ("ap-southeast-2",))
    ]
    assert told(groups(stack("apse2"), stack(*PLACES))) == [("create", ["euw1-role", "use1-role"], ())]
    assert told(groups(stack(*PLACES), stack("use1"))) == [
        ("delete", ["apse2-role", "euw1-role"], ("us-east-1",))
    ]


def test_the_worst_comes_first() -> None:
    before = [step(VPC, "replaced", {"cidrBlock": "a"}), step(VPC, "gone"), step(GROUP, "x", {"minSize": 1})]
    after = [step(VPC, "replaced", {"cidrBlock": "b"}), step(VPC, "new"), step(GROUP, "x", {"minSize": 2})]

    assert [one.changes[0].kind.value for one in groups(before, after)] == [
        "delete",
        "replace",
        "update",
        "create",
    ]


def test_a_replacement_is_not_like_an_update() -> None:
    before = [
        step(VPC, f"{place}-vpc", {"region": region, "cidrBlock": "a"}) for place, region in PLACES.items()
    ]
    after = [
        step(VPC, f"{place}-vpc", {"region": region, "cidrBlock": "b"}) for place, region in PLACES.items()
    ]
    after[0]["newState"]["inputs"] = {"region": "us-east-1", "cidrBlock": "a", "tags": {"a": UNKNOWN}}

    assert told(groups(before, after)) == [
        ("replace", ["apse2-vpc", "euw1-vpc"], ()),
        ("update", ["use1-vpc"], ()),
    ]


def test_nothing_has_no_groups() -> None:
    assert group((), None, None) == ()


def test_ten_thousand_changes_become_five_thousand_groups() -> None:
    def stack(size: int) -> list[dict[str, Any]]:
        return [
            step(GROUP, f"{place}-service{number}-asg", {"region": region, "minSize": size})
            for number in range(5000)
            for place, region in (("use1", "us-east-1"), ("euw1", "eu-west-1"))
        ]

    before, after = graph(*stack(1)), graph(*stack(2))
    changes = compare(before, after)
    found = group(changes, before, after)

    assert len(found) == 5000
