from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

TABLE, INSTANCE = "aws:dynamodb/table:Table", "aws:rds/instance:Instance"


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (step(TABLE, "x", {"pointInTimeRecovery": {"enabled": True}}), PASS),
        (step(TABLE, "x", {"pointInTimeRecovery": {"enabled": False}}), FAIL),
        (step(TABLE, "x"), FAIL),
        (step(TABLE, "x", {"pointInTimeRecovery": {"enabled": LATER}}), UNKNOWN),
        (step(INSTANCE, "x", {"backupRetentionPeriod": 7}), PASS),
        (step(INSTANCE, "x", {"backupRetentionPeriod": 0}), FAIL),
        (step("aws:rds/cluster:Cluster", "x", {"engine": "aurora-mysql"}), PASS),
        (step("aws:efs/fileSystem:FileSystem", "x"), NOT_APPLICABLE),
    ],
)
def test_a_store(made: dict[str, Any], verdict: str) -> None:
    assert verdicts("BKP006", made) == {"x": verdict}


def test_a_plan_may_be_among_what_does_not_change() -> None:
    assert verdicts("BKP006", step(TABLE, "x"), partial=True) == {"x": UNKNOWN}


def test_does_not_concern() -> None:
    assert verdicts("BKP006") == {"stack": NOT_APPLICABLE}
