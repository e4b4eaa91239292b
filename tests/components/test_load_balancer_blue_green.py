"""Load balancers between whose groups ECS shifts requests."""

from __future__ import annotations

import pulumi
import pytest

from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.target_group import TargetGroupArgs, TargetType
from tests.components.declared import Resources, declared
from tests.components.load_balancer_samples import ORDERS, arguments, build, undelegated

SHIFTED: TargetGroupArgs = {**ORDERS, "target_type": TargetType.IP, "blue_green": True}


def shifted() -> Resources:
    return build(targets={"orders": SHIFTED})


def test_a_second_group_is_all_that_it_declares_more() -> None:
    plain = build(targets={"orders": {**ORDERS, "target_type": TargetType.IP}})
    assert shifted().pairs() - plain.pairs() == {("aws:lb/targetGroup:TargetGroup", "use1-public-orders-tg2")}
    assert plain.pairs() < shifted().pairs()


def test_the_second_group_is_as_the_first() -> None:
    one, two = (shifted()(f"use1-public-orders-{noun}") for noun in ("tg", "tg2"))
    assert {**one.inputs, "tags": None} == {**two.inputs, "tags": None}
    assert (one.inputs["tags"]["Name"], two.inputs["tags"]["Name"]) == (one.name, two.name)


def test_where_the_rule_forwards_to_is_left_to_ecs() -> None:
    rule = shifted()("use1-public-orders-rule")
    assert rule.ignore_changes == ("actions",)
    assert [action["type"] for action in rule.inputs["actions"]] == ["forward"]
    assert build()("use1-public-orders-rule").ignore_changes == ()


def test_says_between_what_requests_shift() -> None:
    found: dict[str, str] = {}

    def program() -> None:
        balancer = LoadBalancer("use1-public", arguments(targets={"orders": SHIFTED}))
        shift = balancer.request_shift("orders")
        assert shift is not None
        assert balancer.has_empty_groups
        pulumi.Output.all(arn=shift.arn, label=shift.label, rule=shift.rule_arn).apply(found.update)

    resources = declared(program)
    assert found == {
        "arn": resources("use1-public-orders-tg2").arn,
        "label": "app/use1-public-lb/0/targetgroup/use1-public-orders-tg2/0",
        "rule": resources("use1-public-orders-rule").arn,
    }


def test_nothing_shifts_without_it_or_without_a_listener() -> None:
    def program() -> None:
        plain = LoadBalancer("use1-plain", arguments())
        assert plain.request_shift("orders") is None
        assert not plain.has_empty_groups
        args = arguments(targets={"orders": SHIFTED})
        del args["certificate_arn"]
        assert LoadBalancer("use1-public", args).request_shift("orders") is None

    declared(program)
    names = undelegated(targets={"orders": SHIFTED}).names()
    assert {"use1-public-orders-tg", "use1-public-orders-tg2"} <= names


def test_tasks_are_registered_by_address() -> None:
    with pytest.raises(ValueError, match="'blue_green' needs the target type 'ip', got 'instance'"):
        build(targets={"orders": {**ORDERS, "blue_green": True}})
