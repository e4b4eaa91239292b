from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

STACK_SET = "aws:cloudformation/stackSet:StackSet"


def deploy(region: str | None = None, order: int | None = None, category: str = "Deploy") -> dict[str, Any]:
    return {"name": f"to-{region}", "category": category, "region": region, "runOrder": order}


def stages(*actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"name": f"stage-{number}", "actions": one} for number, one in enumerate(actions)]


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (stages([deploy("us-east-1")], [deploy("eu-west-1")]), PASS),
        (stages([deploy("us-east-1", 1), deploy("eu-west-1", 2)]), PASS),
        (stages([deploy("us-east-1"), deploy("eu-west-1")]), FAIL),
        (stages([deploy(), deploy("eu-west-1")]), FAIL),
        (stages([deploy(), deploy("us-east-1")]), PASS),
        (stages([deploy(category="Build"), deploy("eu-west-1", category="Build")]), PASS),
        (stages([deploy(LATER), deploy("eu-west-1")]), UNKNOWN),
        (LATER, UNKNOWN),
    ],
)
def test_a_pipeline(given: Any, verdict: str) -> None:
    pipeline = step("aws:codepipeline/pipeline:Pipeline", "release", {"region": "us-east-1", "stages": given})

    assert verdicts("OPS007", pipeline) == {"release": verdict}


@pytest.mark.parametrize(
    ("preferences", "verdict"),
    [
        (None, PASS),
        ({"regionConcurrencyType": "SEQUENTIAL"}, PASS),
        ({"regionConcurrencyType": "PARALLEL"}, FAIL),
        ({"regionConcurrencyType": LATER}, UNKNOWN),
        (LATER, UNKNOWN),
    ],
)
def test_a_stack_set(preferences: Any, verdict: str) -> None:
    assert verdicts("OPS007", step(STACK_SET, "set", {"operationPreferences": preferences})) == {
        "set": verdict
    }
