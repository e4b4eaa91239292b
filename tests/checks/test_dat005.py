from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

TABLE = "aws:dynamodb/table:Table"


def table(
    *others: Any, witness: Any = None, mode: Any = "STRONG", region: str = "eu-west-1"
) -> dict[str, Any]:
    replicas = [{"regionName": one, "consistencyMode": mode} for one in others]
    more = {"globalTableWitness": {"regionName": witness}} if witness else {}
    return step(TABLE, "t", {"region": region, "replicas": replicas, **more})


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (table("eu-west-2", "eu-central-1"), PASS),
        (table("eu-west-2", witness="eu-central-1"), PASS),
        (table("eu-west-2"), FAIL),
        (table("eu-west-2", "eu-west-3", "eu-central-1"), FAIL),
        (table("eu-west-2", "us-east-1"), FAIL),
        (table("eu-west-2", "eu-north-1"), FAIL),
        (table("us-east-2", "us-west-2", region="us-east-1"), PASS),
        (table("eu-west-2", LATER), UNKNOWN),
        (table("eu-west-2", witness=LATER), UNKNOWN),
    ],
)
def test_a_strong_table(made: dict[str, Any], verdict: str) -> None:
    assert verdicts("DAT005", made) == {"t": verdict}


@pytest.mark.parametrize("steps", [[], [step(TABLE, "t")], [table("us-east-1", mode="EVENTUAL")]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DAT005", *steps) == {"stack": NOT_APPLICABLE}
