"""What stands behind each part of a picture, and what the rest of a stack is."""

from __future__ import annotations

from dataclasses import replace

from holdfast.review.atlas import Setting, make_atlas
from tests.browser.stacks import spread
from tests.graph.documents import graph, step
from tests.review.test_picture import GROUP, TABLE, TARGETS, TEMPLATE, link, service

SERVICE = "us_east_1_compute_use1_orders"


def test_every_resource_is_behind_one_part_or_beside_all() -> None:
    stack = spread(3)
    atlas = make_atlas(stack)
    behind = [one.urn for members in atlas.resources.values() for one in members]
    beside = [one.urn for members in atlas.beside.values() for one in members]

    assert sorted(behind + beside) == sorted(one.urn for one in stack if not one.component)
    assert set(atlas.resources) <= {one.id for one in atlas.picture.nodes}
    assert (atlas.project, atlas.stack, atlas.partial) == ("orders", "prod", False)


def test_parts_come_first() -> None:
    names = [one.name for one in make_atlas(spread(1)).resources["us_east_1_entrance_use1_lb"]]
    assert names[0] == "use1-lb"
    assert set(names) == {"use1-lb", "use1-https", "use1-tg"}


def test_nothing_is_new_or_changed_in_it() -> None:
    picture = make_atlas(spread(2)).picture
    assert {one.change for one in picture.nodes} | {one.change for one in picture.edges} == {None}


def test_settings_that_were_said_come_before_defaults() -> None:
    assert make_atlas(spread(2)).settings[SERVICE] == (
        Setting(path="shop:services.orders.size", decides=("orders",), default=False),
        Setting(path="shop:regions", decides=("orders",), default=True),
    )


def test_a_program_that_tells_no_origin_has_no_settings() -> None:
    atlas = make_atlas(graph(*service("us-east-1", "use1")))
    assert set(atlas.settings.values()) == {()}


def test_what_is_only_read_is_left_out() -> None:
    stack = spread(1)
    urn = next(one.urn for one in stack if one.type == TARGETS)
    read = {**stack.resources, urn: replace(stack.resources[urn], external=True)}
    atlas = make_atlas(replace(stack, resources=read))
    found = [*atlas.resources.values(), *atlas.beside.values()]
    assert urn not in {one.urn for members in found for one in members}


def test_many_of_one_kind_are_all_drawn_up_to_a_limit() -> None:
    tables = [step(TABLE, f"t{number:02}", {"region": "us-east-1"}) for number in range(24)]
    assert len(make_atlas(graph(*tables)).picture.nodes) == 24
    more = make_atlas(graph(*tables, step(TABLE, "t24", {"region": "us-east-1"})))
    assert len(more.picture.nodes) == 24
    folded = next(one for one in more.picture.nodes if one.label == "2 more")
    assert len(more.resources[folded.id]) == 2


def test_places_are_those_that_hold_anything() -> None:
    lonely = step("aws:sqs/queue:Queue", "jobs", {"region": "eu-central-1"})
    assert make_atlas(graph(*service("us-east-1", "use1"), lonely)).places == (
        "eu-central-1",
        "us-east-1",
        "global",
    )


def test_proxies_send_to_what_lets_their_security_group_in() -> None:
    sg, rule = (
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    )
    steps = service("us-east-1", "use1")
    template = next(one for one in steps if one["newState"]["type"] == TEMPLATE)
    template["newState"]["propertyDependencies"] |= link(vpcSecurityGroupIds=(sg, "proxies"))
    steps += [
        step(sg, "proxies", {"region": "us-east-1"}),
        step(sg, "app", {"region": "us-east-1"}),
        step(TEMPLATE, "app-lt", {"region": "us-east-1"}, links=link(vpcSecurityGroupIds=(sg, "app"))),
        step(
            GROUP,
            "app-asg",
            {"region": "us-east-1", "minSize": 1, "maxSize": 2},
            links=link(launchTemplate=(TEMPLATE, "app-lt")),
        ),
        step(
            rule,
            "app-from-proxies",
            {"region": "us-east-1"},
            links=link(securityGroupId=(sg, "app"), referencedSecurityGroupId=(sg, "proxies")),
        ),
    ]
    picture = make_atlas(graph(*steps)).picture
    names = {one.id: one.label for one in picture.nodes}
    ways = {(names[one.start], names[one.end]) for one in picture.edges}
    assert {("use1-lb", "use1-asg"), ("use1-asg", "app-asg")} <= ways
    assert ("app-asg", "use1-asg") not in ways
