"""Twice the resources are twice the work, not four times: counted in calls, since seconds vary."""

from __future__ import annotations

import cProfile
import json
import pstats
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.many import around, changed, copies
from holdfast.checks import RULES, run
from holdfast.cost import estimate, stated_usage
from holdfast.graph import read_preview
from holdfast.prices import shipped
from holdfast.report.review_html import review_html
from holdfast.report.review_json import review_json
from holdfast.report.review_markdown import review_markdown
from holdfast.report.review_text import review_lines
from holdfast.review.model import Review
from holdfast.review.review import Side, Terms, review_stack
from tests.checks.production import production

if TYPE_CHECKING:
    from collections.abc import Callable

FEW = 1_000
TIMES = 3
LEEWAY = 1.35
"""What grows a little more than the resources: sorting, and sections that small stacks do not have."""


def side(document: dict[str, Any]) -> Side:
    """A stack, checked and priced."""
    graph = read_preview(document)
    cost = estimate(graph, stated_usage(), shipped())
    return Side(graph=graph, findings=run(graph, RULES), cost=cost)


def review_of(document: dict[str, Any]) -> Review:
    """Check, price and review a change of a stack, and print it in every format."""
    before, after = side(document), side(changed(document))
    stack = review_stack("bench", before, after, Terms())
    review = Review(base="base", head="head", stacks=(stack,), failed={})
    for text in (review_markdown(review), review_html(review), review_json(review), review_lines(review)):
        assert text
    return review


def calls(document: dict[str, Any]) -> int:
    """How many functions are called for it."""
    profile = cProfile.Profile()
    profile.runcall(review_of, document)
    return int(vars(pstats.Stats(profile))["total_calls"])


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(around, id="around few"),
        pytest.param(lambda size: copies(json.loads(production()), size), id="copies"),
    ],
)
def test_work_grows_with_the_resources_alone(make: Callable[[int], dict[str, Any]]) -> None:
    few, many = make(FEW), make(FEW * TIMES)
    review_of(around(10))  # what is read once in a process: templates, prices
    growth = len(many["steps"]) / len(few["steps"])
    assert calls(many) < calls(few) * growth * LEEWAY
