from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

TABLE, INSTANCE = "aws:dynamodb/table:Table", "aws:rds/instance:Instance"
FILES, PLAN = "aws:efs/fileSystem:FileSystem", "aws:backup/plan:Plan"
DAILY = [
    step(PLAN, "plan", {"region": "us-east-1", "rules": [{"targetVaultName": "v"}]}),
    step(
        "aws:backup/selection:Selection",
        "all",
        {"region": "us-east-1", "planId": LATER, "resources": ["*"]},
        links={"planId": [urn(PLAN, "plan")]},
    ),
]


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (step(TABLE, "x", {"pointInTimeRecovery": {"enabled": True}}), PASS),
        (step(TABLE, "x", {"pointInTimeRecovery": {"enabled": LATER}}), UNKNOWN),
        (step(INSTANCE, "x", {"backupRetentionPeriod": 7}), PASS),
        (step("aws:rds/cluster:Cluster", "x", {"engine": "aurora-mysql"}), PASS),
    ],
)
def test_a_store(made: dict[str, Any], verdict: str) -> None:
    assert verdicts("BKP006", made) == {"x": verdict}


def test_a_plan_may_be_among_what_does_not_change() -> None:
    assert verdicts("BKP006", step(TABLE, "x"), partial=True) == {"x": UNKNOWN}


@pytest.mark.parametrize(("token", "verdict"), [(TABLE, FAIL), (INSTANCE, FAIL), (FILES, NOT_APPLICABLE)])
def test_a_store_with_backups_of_a_day(token: str, verdict: str) -> None:
    assert verdicts("BKP006", *DAILY, step(token, "x", {"region": "us-east-1"})) == {"x": verdict}


@pytest.mark.parametrize(
    "steps", [[], [step(TABLE, "x")], [step(INSTANCE, "x", {"backupRetentionPeriod": 0})]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("BKP006", *steps) == {"stack": NOT_APPLICABLE}
