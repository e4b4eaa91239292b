"""What is said in the first lines of a review, and of changes that are many and little."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.report.lines import plain
from holdfast.report.review_html import review_html
from holdfast.report.review_markdown import review_markdown
from holdfast.report.review_text import review_lines
from holdfast.review.model import Group, Kind, Unseen
from tests.report.reviews import change, differing, estimate, review, stack

if TYPE_CHECKING:
    from holdfast.review.model import StackReview

TOPIC = "aws:sns/topic:Topic"


def released(*components: str, **more: Any) -> StackReview:
    """A stack in which nothing is seen but another release of components."""
    moved = [
        change(Kind.UPDATE, "orders:index:Api", name, differing("image", "1", "2")) for name in components
    ]
    moved = [replace(one, resource=replace(one.resource, component=True)) for one in moved]
    return stack(
        groups=(),
        changes=tuple(moved),
        unseen=tuple(
            Unseen(
                component=name,
                place="us-east-1",
                paths=("image",),
                version="1.4.0 -> 1.5.0",
                holders=(f"{name}-lt",),
                documents=("userData",),
                ignoring=(),
                ignored=(),
            )
            for name in components
        ),
        **more,
    )


def labelled(number: int, *rest: Group) -> StackReview:
    tag = differing("tags.Team", "a", "b")
    groups = (
        Group(changes=(change(Kind.UPDATE, TOPIC, f"topic-{one}", tag),), missing=()) for one in range(number)
    )
    return stack(groups=(*groups, *rest))


def test_a_release_that_no_resource_shows_is_the_first_thing_said() -> None:
    told = review_markdown(review(released("use1-orders", "euw1-orders"))).splitlines()[0]

    assert "prod: another release of use1-orders and euw1-orders (1.4.0 -> 1.5.0)." in told
    assert "No resource changes" not in told


def test_what_may_change_unseen_is_not_said_to_stay() -> None:
    hidden = Unseen(
        component="orders",
        place="us-east-1",
        paths=("environment.LEVEL",),
        version="",
        holders=(),
        documents=(),
        ignoring=(),
        ignored=(),
    )
    first = review_markdown(review(stack(changes=released("orders").changes, unseen=(hidden,)))).splitlines()[
        0
    ]

    assert "prod: no resource is seen to change, but some may." in first


def test_many_changes_of_tags_are_one_line_in_every_report() -> None:
    size = Group(changes=(change(Kind.UPDATE, TOPIC, "other", differing("minSize", 1, 2)),), missing=())
    told = review(labelled(40, size))

    for text in (review_markdown(told), plain(review_lines(told)), review_html(told)):
        assert "41 changed (40 of them in tags alone)" in text
        assert text.count("tags.Team changed") == 1
        assert "40 resources, such as topic-0 and topic-39" in text
        assert "minSize: 1 → 2" in text
    assert "3 changed in tags alone" in review_markdown(review(labelled(3)))
    assert review_markdown(review(labelled(3))).count("tags.Team changed") == 3  # few are told


@pytest.mark.parametrize(
    ("before", "after", "in_head", "told"),
    [
        ("1000", "1500", True, "+50 %"),
        ("1000", "999", False, "less than 1 %"),
        ("1000", "1000", False, "as before"),
    ],
)
def test_a_cost_that_moves_stands_in_the_head(before: str, after: str, in_head: bool, told: str) -> None:
    text = review_markdown(
        review(released("orders", cost_before=estimate(before), cost_after=estimate(after)))
    )
    head, _, rest = text.partition("### Cost")

    assert ("Cost: " in head) is in_head
    assert told in rest
    assert "−0 %" not in text  # noqa: RUF001  # a minus
