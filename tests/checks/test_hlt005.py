from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import CHECK, endpoint
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step


@pytest.mark.parametrize(
    ("regions", "verdict"),
    [
        (None, PASS),
        ([], PASS),
        (["us-east-1", "eu-west-1", "us-west-2"], PASS),
        (["us-east-1", "eu-west-1"], FAIL),
        (["us-east-1", "us-west-1", "us-west-2"], FAIL),
        (LATER, UNKNOWN),
        (["us-east-1", "eu-west-1", LATER], UNKNOWN),
    ],
)
def test_a_check_of_an_endpoint(regions: Any, verdict: str) -> None:
    assert verdicts("HLT005", endpoint("check", "a", regions=regions)) == {"check": verdict}


@pytest.mark.parametrize("steps", [[], [step(CHECK, "whole", {"type": "CALCULATED"})]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("HLT005", *steps) == {"stack": NOT_APPLICABLE}
