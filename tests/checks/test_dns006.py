from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import record, routed
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER


def weighted(name: str, weight: Any, **inputs: Any) -> dict[str, Any]:
    return record(name, name="api.example.com", weightedRoutingPolicies=[{"weight": weight}], **inputs)


ALL = weighted("all", 100, records=["192.0.2.1"])


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([ALL, weighted("none", 0, records=["192.0.2.2"])], {"none": FAIL}),
        ([ALL, weighted("none", 0, records=["192.0.2.2"], healthCheckId="abc")], {"none": PASS}),
        ([ALL, weighted("none", 0, aliases=[{"evaluateTargetHealth": True}])], {"none": PASS}),
        ([ALL, weighted("none", 0, aliases=[{"evaluateTargetHealth": LATER}])], {"none": UNKNOWN}),
        ([ALL, weighted("none", 0, aliases=[{"evaluateTargetHealth": False}])], {"none": FAIL}),
        ([weighted("a", 0, healthCheckId="a"), weighted("b", 0, healthCheckId="b")], {"a": FAIL}),
        ([ALL, weighted("some", 1)], {"stack": NOT_APPLICABLE}),
        ([routed("us")], {"stack": NOT_APPLICABLE}),
        ([], {"stack": NOT_APPLICABLE}),
    ],
)
def test_a_weight_of_zero(steps: list[dict[str, Any]], expected: dict[str, str]) -> None:
    assert verdicts("DNS006", *steps) == expected


def test_of_a_partial_preview_the_other_weights_may_be_left_out() -> None:
    assert verdicts("DNS006", weighted("a", 0, healthCheckId="a"), partial=True) == {"a": PASS}
