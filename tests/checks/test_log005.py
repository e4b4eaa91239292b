from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step


@pytest.mark.parametrize(
    ("kinds", "verdict"),
    [
        (["api", "audit", "authenticator"], PASS),
        (["api"], FAIL),
        (["audit"], FAIL),
        (None, FAIL),
        (["audit", LATER], UNKNOWN),
        (LATER, UNKNOWN),
    ],
)
def test_a_cluster(kinds: Any, verdict: str) -> None:
    assert verdicts("LOG005", step("aws:eks/cluster:Cluster", "eks", {"enabledClusterLogTypes": kinds})) == {
        "eks": verdict
    }
