from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import record, routed
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER

GEO, CIDR = "geolocationRoutingPolicies", "cidrRoutingPolicy"


def set_of(policy: str, *values: Any) -> list[dict[str, Any]]:
    return [
        record(f"r{place}", name="api.example.com", setIdentifier=str(place), **{policy: value})
        for place, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("steps", "partial", "verdict"),
    [
        (set_of(GEO, [{"country": "US"}], [{"country": "*"}]), False, PASS),
        (set_of(GEO, [{"continent": "EU"}], [{"country": "US"}]), False, FAIL),
        (set_of(GEO, [{"continent": "EU"}], [{"country": LATER}]), False, UNKNOWN),
        (set_of(GEO, [{"continent": "EU"}]), True, UNKNOWN),
        (set_of(CIDR, {"collectionId": "c", "locationName": "*"}), False, PASS),
        (set_of(CIDR, {"collectionId": "c", "locationName": "office"}), False, FAIL),
    ],
)
def test_a_set(steps: list[dict[str, Any]], partial: bool, verdict: str) -> None:
    assert verdicts("DNS005", *steps, partial=partial) == {"r0": verdict}


@pytest.mark.parametrize("steps", [[], [routed("us"), routed("eu")]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DNS005", *steps) == {"stack": NOT_APPLICABLE}
