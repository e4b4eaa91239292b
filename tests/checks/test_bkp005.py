from __future__ import annotations

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

TABLE, SELECTION = "aws:dynamodb/table:Table", "aws:backup/selection:Selection"
PLAN, TESTS = "aws:backup/plan:Plan", "aws:backup/restoreTestingSelection:RestoreTestingSelection"
TAKEN = [
    step(TABLE, "t", {"region": "us-east-1"}),
    step(PLAN, "plan", {"region": "us-east-1", "rules": [{"targetVaultName": "v"}]}),
    step(
        SELECTION,
        "all",
        {"region": "us-east-1", "planId": LATER, "resources": ["arn:aws:dynamodb:*:*:table/*"]},
        links={"planId": [urn(PLAN, "plan")]},
    ),
]


@pytest.mark.parametrize(("kind", "verdict"), [("DynamoDB", PASS), ("Aurora", FAIL), (None, FAIL)])
def test_a_table_that_a_plan_takes(kind: str | None, verdict: str) -> None:
    tests = [step(TESTS, "tests", {"protectedResourceType": kind})] if kind else []

    assert verdicts("BKP005", *TAKEN, *tests) == {"t": verdict}


def test_the_tests_may_be_among_what_does_not_change() -> None:
    assert verdicts("BKP005", *TAKEN, partial=True) == {"t": UNKNOWN}


@pytest.mark.parametrize("steps", [[], TAKEN[:1], TAKEN[:2]])
def test_does_not_concern(steps: list[dict[str, object]]) -> None:
    assert verdicts("BKP005", *steps) == {"stack": NOT_APPLICABLE}
