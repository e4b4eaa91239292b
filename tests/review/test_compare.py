"""Two previews without a state."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.graph import Marker, read_preview
from holdfast.review.compare import compare
from holdfast.review.model import Edit, Kind
from tests.graph.documents import UNKNOWN, digest, graph, step, urn
from tests.review.stacks import change_of, changed, paths, unchanged, values

VPC, SUBNET, GROUP = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:autoscaling/group:Group"
TEMPLATE, TARGETS = "aws:ec2/launchTemplate:LaunchTemplate", "aws:lb/targetGroup:TargetGroup"
POLICY, BUCKET = "aws:iam/policy:Policy", "aws:s3/bucket:Bucket"
API = "orders:index:Api"
PASSWORD = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "hush"}


def test_nothing_differs_from_itself() -> None:
    same = graph(step(VPC, "x", {"cidrBlock": "10.0.0.0/16"}), step(SUBNET, "s", {"vpcId": UNKNOWN}))

    assert compare(same, same) == ()
    assert compare(None, None) == ()


def test_what_comes_and_goes() -> None:
    before, after = graph(step(VPC, "old")), graph(step(VPC, "new"))

    assert [(one.kind, one.resource.name) for one in compare(before, after)] == [
        (Kind.CREATE, "new"),
        (Kind.DELETE, "old"),
    ]
    assert [one.kind for one in compare(None, after)] == [Kind.CREATE]
    (gone,) = compare(before, None)
    assert (gone.kind, gone.resource, gone.before, gone.properties) == (
        Kind.DELETE,
        gone.before,
        before.of_type(VPC)[0],
        (),
    )


def test_the_stack_and_what_is_only_read_are_left_out() -> None:
    assert compare(None, graph(step(VPC, "found", op="read", external=True))) == ()


def test_an_input_that_differs_is_told_with_its_values() -> None:
    change = changed(GROUP, {"minSize": 2, "maxSize": 4.0}, {"minSize": 3, "maxSize": 4})

    assert (change.kind, change.forced_by, change.may_replace) == (Kind.UPDATE, (), False)
    assert values(change.properties) == [("minSize", 2, 3)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": {"b": {"c": 1, "d": 1}}}, {"a": {"b": {"c": 2, "d": 1}}}, [("a.b.c", "change")]),
        ({}, {"a": {"b": 1}}, [("a", "add")]),
        ({"a": {"b": 1}}, {}, [("a", "remove")]),
        ({"a": {"b": 1}}, {"a": {"c": 1}}, [("a.b", "remove"), ("a.c", "add")]),
        ({"a": {"x.y": 1}}, {"a": {"x.y": 2}}, [('a["x.y"]', "change")]),
        ({"a": True}, {"a": 1}, [("a", "change")]),
        ({"a": ["p", "q"]}, {"a": ["p", "q", "r"]}, [("a[2]", "add")]),
        ({"a": ["p", "q", "r"]}, {"a": ["q", "r"]}, [("a[0]", "remove")]),
        ({"a": ["p", "q"]}, {"a": ["p", "z"]}, [("a[1]", "change")]),
        ({"a": ["p", "q"]}, {"a": ["q", "p"]}, [("a", "change")]),
        ({"a": ["p"]}, {"a": []}, [("a", "remove")]),
        (
            {"a": [{"name": "x", "v": 1}, {"name": "y", "v": 1}]},
            {"a": [{"name": "y", "v": 2}]},
            [("a[0]", "remove"), ("a[0].v", "change")],
        ),
        ({"a": [{"port": 80}]}, {"a": [{"port": 81}]}, [("a[0].port", "change")]),
        # An empty block says something: AWS WAF's actions, for one, are written so.
        ({"a": {"block": {}}}, {"a": {"count": {}}}, [("a.block", "remove"), ("a.count", "add")]),
        ({"a": [{"name": "x", "b": {}}]}, {"a": [{"name": "x"}]}, [("a[0].b", "remove")]),
        ({"a": [[1, 2], [3]]}, {"a": [[1, 2], [4]]}, [("a[1][0]", "change")]),
    ],
)
def test_paths(before: dict[str, Any], after: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert paths(changed(BUCKET, before, after)) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": 1.0}, {"a": 1}),
        ({"a": {}}, {}),
        ({"a": []}, {"a": None}),
        ({"a": {"b": []}}, {"a": {}}),
        ({"__defaults": ["x"]}, {"__defaults": []}),
        ({"a": {"__defaults": [], "b": 1}}, {"a": {"b": 1}}),
        ({"a": UNKNOWN}, {"a": UNKNOWN}),
        ({"a": [UNKNOWN, "x"]}, {"a": [UNKNOWN, "x"]}),
        ({"a": PASSWORD}, {"a": {**PASSWORD, "value": "other"}}),
    ],
)
def test_written_differently_and_the_same(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert unchanged(BUCKET, before, after)


def test_secrets_are_never_in_a_change() -> None:
    change = changed(BUCKET, {"a": PASSWORD}, {"a": {"b": PASSWORD}})

    assert values(change.properties) == [("a", Marker.SECRET, {"b": Marker.SECRET})]
    assert "hush" not in repr(change)


def test_what_only_deployment_knows_differs_when_it_is_made_of_something_else() -> None:
    def with_group(name: str) -> list[dict[str, Any]]:
        arns = {"targetGroupArns": [UNKNOWN]}
        groups = [step(TARGETS, "a", {"port": 80}), step(TARGETS, "b", {"port": 80})]
        return [*groups, step(GROUP, "x", arns, links={"targetGroupArns": [urn(TARGETS, name)]})]

    change = change_of(with_group("a"), with_group("b"))

    assert paths(change) == [("targetGroupArns", "change")]
    assert change.properties[0].after == (Marker.UNKNOWN,)


def test_a_value_that_becomes_unknown_is_a_change() -> None:
    assert paths(changed(GROUP, {"minSize": 2}, {"minSize": UNKNOWN})) == [("minSize", "change")]


def test_a_replacement_goes_on_to_what_is_made_of_it() -> None:
    def with_block(block: str) -> list[dict[str, Any]]:
        of_vpc, of_subnet = [urn(VPC, "vpc")], [urn(SUBNET, "subnet")]
        zones = {"vpcZoneIdentifiers": [UNKNOWN]}
        return [
            step(VPC, "vpc", {"cidrBlock": block}),
            step(SUBNET, "subnet", {"vpcId": UNKNOWN}, links={"vpcId": of_vpc}),
            step(SUBNET, "kept", {"vpcId": UNKNOWN}, links={"vpcId": of_vpc}, ignoreChanges=["vpcId"]),
            step(GROUP, "group", zones, links={"vpcZoneIdentifiers": of_subnet}),
            step(API, "api", {"vpc": UNKNOWN}, links={"vpc": of_vpc}, component=True),
            step(POLICY, "waits", {"policy": "{}"}, dependencies=of_vpc),
        ]

    changes = compare(graph(*with_block("10.0.0.0/16")), graph(*with_block("10.1.0.0/16")))

    assert {one.resource.name: one.kind for one in changes} == {
        "vpc": Kind.REPLACE,
        "subnet": Kind.REPLACE,
        "group": Kind.UPDATE,
    }
    subnet = next(one for one in changes if one.resource.name == "subnet")
    assert values(subnet.properties) == [("vpcId", Marker.UNKNOWN, Marker.UNKNOWN)]
    assert subnet.forced_by[0].reason == "a change of vpcId replaces; it is made of vpc, which is replaced"


def test_a_new_version_of_a_launch_template_reaches_its_group() -> None:
    def with_image(image: str) -> list[dict[str, Any]]:
        asked = {"launchTemplate": {"id": UNKNOWN, "version": UNKNOWN}}
        links = {"launchTemplate": [urn(TEMPLATE, "t")]}
        return [step(TEMPLATE, "t", {"imageId": image}), step(GROUP, "g", asked, links=links)]

    changes = compare(graph(*with_image("ami-1")), graph(*with_image("ami-2")))

    assert {one.resource.name: (one.kind, paths(one)) for one in changes} == {
        "t": (Kind.UPDATE, [("imageId", "change")]),
        "g": (Kind.UPDATE, [("launchTemplate.version", "change")]),
    }


def test_names_of_components_and_place() -> None:
    api, inner = urn(API, "api"), urn("orders:index:Region", "euw1")
    change, *_ = (
        one
        for one in compare(
            None,
            graph(
                step(API, "api", component=True),
                step("orders:index:Region", "euw1", component=True, parent=api),
                step(VPC, "vpc", {"region": "eu-west-1"}, parent=inner),
            ),
        )
        if not one.resource.component
    )

    assert (change.components, change.place) == (("api", "euw1"), "eu-west-1")


def test_changes_are_sorted_by_place_component_and_name() -> None:
    steps = [
        step("aws:iam/role:Role", "role"),
        step(VPC, "b", {"region": "eu-west-1"}),
        step(VPC, "z", {"region": UNKNOWN}),
        step(VPC, "a", {"region": "us-east-1"}),
        step(VPC, "a", {"region": "eu-west-1"}, urn=urn("orders:index:Api$" + VPC, "a")),
    ]
    steps[-1]["urn"] = steps[-1]["newState"]["urn"]

    assert [(one.place, one.resource.name) for one in compare(None, graph(*steps))] == [
        ("eu-west-1", "a"),
        ("eu-west-1", "b"),
        ("us-east-1", "a"),
        ("global", "role"),
        ("region not known yet", "z"),
    ]


def test_an_alias_keeps_what_is_renamed() -> None:
    before, after = digest(step(VPC, "old", {"a": 1})), digest(step(VPC, "new", {"a": 1}))
    after["holdfast"] = {"aliases": {urn(VPC, "new"): [urn(VPC, "other"), urn(VPC, "old")]}}

    assert compare(read_preview(before), read_preview(after)) == ()


def test_what_is_renamed_and_differs_says_its_old_name() -> None:
    subnets = [
        step(SUBNET, "s", {"vpcId": UNKNOWN}, links={"vpcId": [urn(VPC, name)]}) for name in ("old", "new")
    ]
    before = graph(step(VPC, "old", {"a": 1}), subnets[0])
    after = graph(step(VPC, "new", {"a": 2}, aliases=[urn(VPC, "old")]), subnets[1])
    (change,) = compare(before, after)

    assert (change.renamed_from, change.resource.name, paths(change)) == (
        urn(VPC, "old"),
        "new",
        [("a", "change")],
    )


def nested(component: str, name: str, *aliases: str, child: str) -> list[dict[str, Any]]:
    """A component with a component in it, which holds a VPC."""
    top, inner = urn(component, name), urn(f"{component}$orders:index:Network", f"{name}-net")
    steps = [
        step(component, name, component=True, aliases=list(aliases)),
        step("orders:index:Network", f"{name}-net", component=True, parent=top, urn=inner),
        step(VPC, child, parent=inner, urn=urn(f"{component}$orders:index:Network${VPC}", child)),
    ]
    for one in steps:
        one["urn"] = one["newState"]["urn"]
    return steps


def test_children_follow_the_alias_of_their_component() -> None:
    before = nested("orders:index:Old", "api", child="api-net-vpc")
    alias = urn("orders:index:Old", "api")

    assert (
        compare(graph(*before), graph(*nested("orders:index:New", "front", alias, child="front-net-vpc")))
        == ()
    )
    assert (
        compare(graph(*before), graph(*nested("orders:index:New", "front", alias, child="api-net-vpc"))) == ()
    )
    changes = compare(graph(*before), graph(*nested("orders:index:New", "front", child="front-net-vpc")))
    assert sorted(one.kind for one in changes) == [Kind.CREATE] * 3 + [Kind.DELETE] * 3


def test_a_child_follows_both_aliases() -> None:
    before = nested("orders:index:Old", "api", child="first")
    after = nested("orders:index:New", "api", urn("orders:index:Old", "api"), child="second")
    after[2]["newState"]["aliases"] = [urn(f"orders:index:New$orders:index:Network${VPC}", "first")]

    assert compare(graph(*before), graph(*after)) == ()


def test_an_alias_takes_nothing_that_still_has_its_name() -> None:
    before = graph(step(VPC, "old"))
    after = graph(step(VPC, "old"), step(VPC, "new", aliases=[urn(VPC, "old")]))

    assert [(one.kind, one.resource.name) for one in compare(before, after)] == [(Kind.CREATE, "new")]


@pytest.mark.parametrize(
    ("ignored", "expected"),
    [
        ([], ["a.b", "a.c", "d[0]"]),
        (["a"], ["d[0]"]),
        (["a.b"], ["a.c", "d[0]"]),
        (["a.*", "d[*]"], []),
        (['a["c"]', "d[0]"], ["a.b"]),
        (["*"], []),
    ],
)
def test_ignored_changes_are_no_changes(ignored: list[str], expected: list[str]) -> None:
    states = [{"a": {"b": one, "c": one}, "d": [one]} for one in (1, 2)]
    before, after = (graph(step(BUCKET, "x", one, ignoreChanges=ignored)) for one in states)

    assert [one.path for change in compare(before, after) for one in change.properties] == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"protect": True}, {}, [("options.protect", True, False)]),
        ({}, {"retainOnDelete": True}, [("options.retainOnDelete", False, True)]),
    ],
)
def test_options_that_differ(before: dict[str, Any], after: dict[str, Any], expected: list[Any]) -> None:
    change = change_of([step(VPC, "x", **before)], [step(VPC, "x", **after)])

    assert (change.kind, values(change.properties), change.forced_by) == (Kind.UPDATE, expected, ())


def provided(name: str) -> dict[str, Any]:
    return step(VPC, "x", {"region": "eu-west-1"}, provider=urn("pulumi:providers:aws", name))


def test_another_provider_could_replace() -> None:
    change = change_of([provided("one")], [provided("two")])

    assert [one.path for one in change.properties] == ["options.provider"]
    assert (change.kind, change.may_replace, change.forced_by[0].certain) == (Kind.UPDATE, True, False)
    assert compare(graph(provided("default_7_51_0")), graph(provided("default_7_51_1"))) == ()


def test_a_provider_that_moves_replaces_what_follows_it() -> None:
    def stack(region: str) -> list[dict[str, Any]]:
        own = urn("pulumi:providers:aws", "own")
        return [step("pulumi:providers:aws", "own", {"region": region}), step(VPC, "x", provider=own)]

    changes = {
        one.resource.name: one for one in compare(graph(*stack("eu-west-1")), graph(*stack("us-west-2")))
    }

    assert changes["x"].kind is Kind.REPLACE
    assert values(changes["x"].properties) == [("region", "eu-west-1", "us-west-2")]
    assert (changes["own"].kind, changes["own"].may_replace) == (Kind.UPDATE, True)


def test_a_region_that_is_now_named_is_no_change() -> None:
    assert unchanged(VPC, {}, {"region": "us-east-1"})
    assert changed(VPC, {}, {"region": "eu-west-1"}).kind is Kind.REPLACE
    assert unchanged(VPC, {}, {"region": "eu-west-1"}, ignoreChanges=["region"])


def test_tags_replace_nothing() -> None:
    change = changed("aws:brandnew/thing:Thing", {"tags": {"a": "1"}}, {"tags": {"a": "2"}})

    assert (change.kind, change.forced_by, paths(change)) == (Kind.UPDATE, (), [("tags.a", "change")])


def test_delete_before_replace_is_kept() -> None:
    documents = [digest(step(VPC, "x", {"cidrBlock": block})) for block in ("10.0.0.0/16", "10.1.0.0/16")]
    documents[1]["holdfast"] = {"deleteBeforeReplace": {urn(VPC, "x"): True}}
    (change,) = compare(*map(read_preview, documents))

    assert (change.kind, change.resource.delete_before_replace) == (Kind.REPLACE, True)


def test_components_change_too() -> None:
    change = change_of([step(API, "x", {"a": 1}, component=True)], [step(API, "x", {"a": 2}, component=True)])

    assert (change.kind, change.resource.component, change.forced_by) == (Kind.UPDATE, True, ())


def test_what_was_written_differently_is_an_edit_of_its_kind() -> None:
    change = changed(BUCKET, {"a": 1, "b": 1}, {"b": 2, "c": 1})

    assert [one.edit for one in change.properties] == [Edit.REMOVE, Edit.CHANGE, Edit.ADD]


def test_a_change_runs_through_ten_thousand_resources() -> None:
    def stack(block: str) -> list[dict[str, Any]]:
        made = [step(VPC, "vpc", {"cidrBlock": block})]
        for number in range(5000):
            vpc = {"vpcId": [urn(VPC, "vpc")]}
            made.append(step(SUBNET, f"s{number}", {"vpcId": UNKNOWN, "tags": {"n": f"{number}"}}, links=vpc))
            subnet = {"vpcZoneIdentifiers": [urn(SUBNET, f"s{number}")]}
            made.append(
                step(GROUP, f"g{number}", {"vpcZoneIdentifiers": [UNKNOWN], "minSize": 1}, links=subnet)
            )
        return made

    before, after = graph(*stack("10.0.0.0/16")), graph(*stack("10.1.0.0/16"))
    changes = compare(before, after)

    assert len(changes) == 10_001
