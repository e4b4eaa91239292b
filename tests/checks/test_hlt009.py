from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import CHECK, MONITOR
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step


@pytest.mark.parametrize(
    ("token", "inputs", "verdict"),
    [
        (CHECK, {"type": "HTTPS", "port": 443, "resourcePath": "/healthz"}, PASS),
        (CHECK, {"type": "TCP", "port": 443}, FAIL),
        (CHECK, {"type": "TCP", "port": 5432}, PASS),
        (CHECK, {"type": LATER, "port": 443}, UNKNOWN),
        (MONITOR, {"type": "https", "path": "/healthz"}, PASS),
        (MONITOR, {"type": "tcp", "port": 443}, FAIL),
        (MONITOR, {"type": "icmp_ping"}, FAIL),
        (MONITOR, {"type": "tcp", "port": 25}, PASS),
    ],
)
def test_a_check(token: str, inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("HLT009", step(token, "check", inputs)) == {"check": verdict}


@pytest.mark.parametrize("steps", [[], [step(CHECK, "whole", {"type": "CALCULATED"})]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("HLT009", *steps) == {"stack": NOT_APPLICABLE}
