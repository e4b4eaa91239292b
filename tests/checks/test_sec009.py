from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step


@pytest.mark.parametrize(
    ("network", "verdict"),
    [
        ({"endpointPublicAccess": False}, PASS),
        ({"endpointPublicAccess": True}, FAIL),
        ({}, FAIL),
        ({"publicAccessCidrs": ["192.0.2.0/24"]}, PASS),
        ({"publicAccessCidrs": ["192.0.2.0/24", "0.0.0.0/0"]}, FAIL),
        ({"publicAccessCidrs": ["192.0.2.0/24", LATER]}, UNKNOWN),
        ({"publicAccessCidrs": LATER}, UNKNOWN),
        ({"endpointPublicAccess": LATER}, UNKNOWN),
        (LATER, UNKNOWN),
    ],
)
def test_a_cluster(network: Any, verdict: str) -> None:
    assert verdicts("SEC009", step("aws:eks/cluster:Cluster", "eks", {"vpcConfig": network})) == {
        "eks": verdict
    }
