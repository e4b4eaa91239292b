from __future__ import annotations

from typing import Any

import pytest

from holdfast.review.attention import Context, attention
from holdfast.review.compare import compare
from holdfast.review.groups import group
from holdfast.review.model import Kind
from holdfast.review.picture import picture
from holdfast.review.unseen import notes, unseen
from tests.graph.documents import UNKNOWN, graph, step, urn

API, INNER, TEMPLATE = "orders:index:Api", "orders:index:Service", "aws:ec2/launchTemplate:LaunchTemplate"
REGISTRY = "111122223333.dkr.ecr.us-east-1.amazonaws.com"


def stack(
    release: dict[str, Any], *, script: str = UNKNOWN, size: str = "small", handed: str = ""
) -> list[dict[str, Any]]:
    template = {"userData": script, "instanceType": size}
    return [
        step(API, "api", release, component=True),
        step(INNER, "service", {"release": handed}, component=True, parent=urn(API, "api")),
        step(TEMPLATE, "template", template, parent=urn(INNER, "service")),
    ]


def regional(version: str, *regions: str, everywhere: tuple[str, ...] = ("us-east-1", "eu-west-1")) -> Any:
    """A service in each of two regions; the version runs in those named, 1.0.0 in the rest."""
    steps = []
    for region in everywhere:
        image = f"{REGISTRY}/orders:{version if region in regions else '1.0.0'}"
        steps += [
            step(API, f"{region}-orders", {"workload": {"image": image}}, component=True),
            step(
                TEMPLATE,
                f"{region}-lt",
                {"userData": UNKNOWN, "region": region},
                parent=urn(API, f"{region}-orders"),
            ),
        ]
    return graph(*steps)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"release": {"image": "1"}}, {"release": {"image": "2"}}, True),
        ({"release": {"image": "1"}, "script": "a"}, {"release": {"image": "2"}, "script": "a"}, False),
        ({"release": {"image": "1"}}, {"release": {"image": "2"}, "size": "large"}, False),
        ({"release": {"tags": {"a": "1"}}}, {"release": {"tags": {"a": "2"}}}, False),
        ({"release": {"arn": "1"}}, {"release": {"arn": UNKNOWN}}, False),
    ],
)
def test_what_a_component_was_given_and_nothing_shows(
    before: dict[str, Any], after: dict[str, Any], told: bool
) -> None:
    old, new = graph(*stack(**before)), graph(*stack(**after))
    found = unseen(compare(old, new), old, new)

    assert [(one.component, one.paths, one.holders, one.documents) for one in found] == (
        [("api", ("image",), ("template",), ("userData",))] if told else []
    )


def test_of_nested_components_the_inner_one_is_told() -> None:
    old, new = graph(*stack({"image": "1"}, handed="1")), graph(*stack({"image": "2"}, handed="2"))

    assert [one.component for one in unseen(compare(old, new), old, new)] == ["service"]


@pytest.mark.parametrize(
    ("before", "after", "version"),
    [
        (f"{REGISTRY}/orders:1.4.0", f"{REGISTRY}/orders:1.5.0", "1.4.0 -> 1.5.0"),
        ("a.example/orders:1", "b.example/orders:1", "orders:1 -> the same from elsewhere"),
        (f"{REGISTRY}/orders:1", f"{REGISTRY}/orders-next:1", "orders:1 -> orders-next:1"),
        (
            f"x/orders@sha256:{'a' * 64}",
            f"x/orders@sha256:{'b' * 64}",
            f"sha256:{'a' * 12} -> sha256:{'b' * 12}",
        ),
        ("s3://bucket/orders.tar.gz", "https://me:pa ss@host/?token=1", "orders.tar.gz -> another"),
    ],
)
def test_a_release_is_told_without_its_registry(before: str, after: str, version: str) -> None:
    old, new = graph(*stack({"image": before})), graph(*stack({"image": after}))
    (one,) = unseen(compare(old, new), old, new)

    assert one.version == version


def test_what_is_no_release_keeps_its_value() -> None:
    old = graph(*stack({"environment": {"PASSWORD": "hunter2"}}))
    new = graph(*stack({"environment": {"PASSWORD": "hunter3"}}))
    told = notes(unseen(compare(old, new), old, new), alone=True)

    why = "no resource shows it, since userData of template is known after deployment alone"
    assert told == (f"api: environment.PASSWORD differs; {why}",)


def test_a_release_in_all_regions_at_once_needs_attention_and_in_one_does_not() -> None:
    old = regional("1.0.0")
    for regions, told in (
        (("us-east-1", "eu-west-1"), ["Releases to eu-west-1 and us-east-1 in one update"]),
        (("eu-west-1",), []),
    ):
        new = regional("1.1.0", *regions)
        changes = compare(old, new)
        hidden = unseen(changes, old, new)
        found = attention(
            Context(changes=changes, groups=group(changes, old, new), before=old, after=new, unseen=hidden)
        )

        assert [one.title for one in found] == told
        assert [detail for one in found for detail in one.details] == (
            ["eu-west-1-orders and us-east-1-orders: 1.0.0 -> 1.1.0"] if told else []
        )
        assert len(notes(hidden, alone=True)) == 1, "alike ones are one note"


def test_the_picture_shows_a_release_as_a_change() -> None:
    def service(image: str) -> Any:
        scaled = "aws:autoscaling/group:Group"
        return graph(
            step(API, "orders", {"image": image}, component=True),
            step(scaled, "orders-asg", {"minSize": 2, "maxSize": 4}, parent=urn(API, "orders")),
            step(TEMPLATE, "orders-lt", {"userData": UNKNOWN}, parent=urn(API, "orders")),
        )

    old, new = service("1"), service("2")
    changes = compare(old, new)
    hidden = unseen(changes, old, new)

    assert [(one.label, one.change) for one in picture(old, new, changes, hidden).nodes] == [
        ("orders", Kind.UPDATE)
    ]
    assert [one.change for one in picture(old, new, changes).nodes] == [None]


def test_what_the_program_ignores_changes_nothing_and_is_said() -> None:
    def database(days: int) -> Any:
        return graph(
            step(API, "orders", {"retention_days": days}, component=True),
            step(
                "aws:rds/instance:Instance",
                "orders-db",
                {"backupRetentionPeriod": days, "address": UNKNOWN},
                parent=urn(API, "orders"),
                ignoreChanges=["backupRetentionPeriod"],
            ),
        )

    old, new = database(14), database(3)
    changes = compare(old, new)
    hidden = unseen(changes, old, new)
    (found,) = attention(
        Context(changes=changes, groups=group(changes, old, new), before=old, after=new, unseen=hidden)
    )

    assert (found.id, found.severity) == ("change-ignored", "low")
    assert found.details == ("the program ignores changes of backupRetentionPeriod of orders-db",)
    assert notes(hidden, alone=True) == ()
