from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

POLICY = "aws:resiliencehub/resiliencyPolicy:ResiliencyPolicy"
TWO, ONE = {"use1": "active", "euw1": "standby"}, {"use1": "active", "euw1": "backup"}


@pytest.mark.parametrize(
    ("objectives", "regions", "verdict"),
    [
        ({"survives": "region", "availability_percent": 99.99}, TWO, PASS),
        ({"survives": "region"}, ONE, FAIL),
        ({"survives": "zone", "availability_percent": 99.99}, ONE, FAIL),
        ({"survives": "zone", "availability_percent": 99.95}, ONE, PASS),
        ({"survives": "zone", "availability_percent": None}, ONE, PASS),
    ],
)
def test_what_a_component_promises(objectives: dict[str, Any], regions: dict[str, str], verdict: str) -> None:
    inputs = {"objectives": objectives, "regions": regions}
    api = step("holdfast:index:MultiRegionApi", "api", inputs, component=True)

    assert verdicts("OPS002", api) == {"api": verdict}


@pytest.mark.parametrize(
    ("scopes", "verdict"),
    [
        ({"az": {"rto": "1h", "rpo": "1h"}, "region": {"rto": "24h", "rpo": "1h"}}, PASS),
        ({"az": {"rto": "1h30m", "rpo": "1h"}, "region": {"rto": "1h", "rpo": "1h"}}, FAIL),
        ({"az": {"rto": "1h", "rpo": "1h"}, "region": {"rto": "1h", "rpo": "59m"}}, FAIL),
        ({"software": {"rto": "2h", "rpo": "1h"}, "az": {"rto": "1h", "rpo": "1h"}}, FAIL),
        ({"software": {"rto": "2h", "rpo": "1h"}, "region": {"rto": "1h", "rpo": "1h"}}, FAIL),
        ({"az": {"rto": LATER, "rpo": "1h"}}, UNKNOWN),
        ({"az": {"rto": "soon", "rpo": "1h"}}, UNKNOWN),
    ],
)
def test_a_policy_of_resilience_hub(scopes: dict[str, Any], verdict: str) -> None:
    assert verdicts("OPS002", step(POLICY, "policy", {"policy": scopes})) == {"policy": verdict}
