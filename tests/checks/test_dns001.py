from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

RECORD = "aws:route53/record:Record"
FAILOVER = {"failoverRoutingPolicies": [{"type": "PRIMARY"}]}
LATENCY = {"latencyRoutingPolicies": [{"region": "eu-west-1"}]}
CHECK = {"healthCheckId": [urn("aws:route53/healthCheck:HealthCheck", "check")]}


def alias(evaluates: Any) -> dict[str, Any]:
    return {"aliases": [{"name": LATER, "zoneId": "Z1", "evaluateTargetHealth": evaluates}]}


@pytest.mark.parametrize(
    ("inputs", "links", "verdict"),
    [
        ({**FAILOVER, **alias(True)}, {}, PASS),
        ({**LATENCY, **alias(True)}, {}, PASS),
        ({**FAILOVER, **alias(False)}, {}, FAIL),
        ({**FAILOVER, **alias(None)}, {}, FAIL),
        ({**FAILOVER, **alias(False), "healthCheckId": "abc"}, {}, PASS),
        ({**FAILOVER, **alias(False), "healthCheckId": LATER}, CHECK, PASS),
        ({**FAILOVER, **alias(LATER)}, {}, UNKNOWN),
        ({"failoverRoutingPolicies": [{"type": "SECONDARY"}], **alias(False)}, {}, PASS),
        ({"failoverRoutingPolicies": [{"type": "SECONDARY"}], "records": ["192.0.2.1"]}, {}, PASS),
        ({**LATENCY, "aliases": [{"name": LATER, "zoneId": "Z2FDTNDATAQYW2"}]}, {}, PASS),
        ({**FAILOVER, **alias(LATER), "healthCheckId": "abc"}, {}, PASS),
        ({**FAILOVER, "aliases": LATER}, {}, UNKNOWN),
        ({**LATENCY, "records": ["192.0.2.1"]}, {}, FAIL),
        ({**LATENCY, "records": ["192.0.2.1"], "healthCheckId": ""}, {}, FAIL),
        ({**LATENCY, "records": ["192.0.2.1"], "healthCheckId": LATER}, {}, PASS),
        ({"weightedRoutingPolicies": [{"weight": 0}], "records": ["192.0.2.1"]}, {}, FAIL),
        ({"multivalueAnswerRoutingPolicy": True, "records": ["192.0.2.1"]}, {}, FAIL),
        ({"latencyRoutingPolicies": LATER, "records": ["192.0.2.1"]}, {}, UNKNOWN),
    ],
)
def test_a_routed_record(inputs: dict[str, Any], links: dict[str, Any], verdict: str) -> None:
    assert verdicts("DNS001", step(RECORD, "api", inputs, links=links)) == {"api": verdict}


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [step(RECORD, "api", {"records": ["192.0.2.1"]})],
        [step(RECORD, "api", {**alias(False), "failoverRoutingPolicies": []})],
        [step(RECORD, "api", {**FAILOVER, **alias(False)}, op="read", external=True)],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DNS001", *steps) == {"stack": NOT_APPLICABLE}
