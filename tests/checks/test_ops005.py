from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

AUTOSHIFT = "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration"
BALANCER, CLUSTER = "aws:lb/loadBalancer:LoadBalancer", "aws:eks/cluster:Cluster"
ON = {"zonalAutoshiftStatus": "ENABLED", "outcomeAlarms": [{"type": "CLOUDWATCH", "alarmIdentifier": LATER}]}


@pytest.mark.parametrize(
    ("inputs", "balancer", "verdict"),
    [
        (ON, {"enableZonalShift": True}, PASS),
        (ON, {"enableZonalShift": False}, FAIL),
        (ON, {}, FAIL),
        (ON, {"enableZonalShift": LATER}, UNKNOWN),
        ({**ON, "zonalAutoshiftStatus": "DISABLED"}, {"enableZonalShift": True}, FAIL),
        ({**ON, "zonalAutoshiftStatus": LATER}, {"enableZonalShift": True}, UNKNOWN),
        ({**ON, "outcomeAlarms": []}, {"enableZonalShift": True}, FAIL),
    ],
)
def test_a_load_balancer_that_shifts(inputs: dict[str, Any], balancer: dict[str, Any], verdict: str) -> None:
    links = {"resourceArn": [urn(BALANCER, "lb")]}
    shift = step(AUTOSHIFT, "shift", {**inputs, "resourceArn": LATER}, links=links)

    assert verdicts("OPS005", step(BALANCER, "lb", balancer), shift) == {"shift": verdict}


@pytest.mark.parametrize(("enabled", "verdict"), [(True, PASS), (False, FAIL)])
def test_a_cluster_that_shifts(enabled: bool, verdict: str) -> None:
    links = {"resourceArn": [urn(CLUSTER, "eks")]}
    shift = step(AUTOSHIFT, "shift", {**ON, "resourceArn": LATER}, links=links)
    cluster = step(CLUSTER, "eks", {"zonalShiftConfig": {"enabled": enabled}})

    assert verdicts("OPS005", cluster, shift) == {"shift": verdict}
