from __future__ import annotations

from typing import Any

import pytest

from holdfast.review.compare import compare
from holdfast.review.unseen import unseen
from tests.graph.documents import UNKNOWN, graph, step, urn

API, INNER, TEMPLATE = "orders:index:Api", "orders:index:Service", "aws:ec2/launchTemplate:LaunchTemplate"


def stack(
    release: dict[str, Any], *, script: str = UNKNOWN, size: str = "small", handed: str = ""
) -> list[dict[str, Any]]:
    template = {"userData": script, "instanceType": size}
    return [
        step(API, "api", release, component=True),
        step(INNER, "service", {"release": handed}, component=True, parent=urn(API, "api")),
        step(TEMPLATE, "template", template, parent=urn(INNER, "service")),
    ]


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
    found = graph(*stack(**after))
    notes = unseen(compare(graph(*stack(**before)), found), found)

    hidden = "image differs, but nothing in it is seen to: 1 of its resources hold what only deployment knows"
    assert notes == ((f"api: {hidden}",) if told else ())


def test_of_nested_components_the_inner_one_is_told() -> None:
    found = graph(*stack({"image": "2"}, handed="2"))
    notes = unseen(compare(graph(*stack({"image": "1"}, handed="1")), found), found)

    assert [note.split(":")[0] for note in notes] == ["service"]
