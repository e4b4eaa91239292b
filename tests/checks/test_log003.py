from __future__ import annotations

from typing import Any

import pytest

from holdfast.checks.rules.log003 import RULE
from holdfast.graph import Resource
from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

WHOLE = {"isMultiRegionTrail": True, "enableLogFileValidation": True}


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        (WHOLE, PASS),
        ({**WHOLE, "enableLogging": False}, FAIL),
        ({**WHOLE, "includeGlobalServiceEvents": False}, FAIL),
        ({"isMultiRegionTrail": True}, FAIL),
        ({"enableLogFileValidation": True}, FAIL),
        ({**WHOLE, "isMultiRegionTrail": LATER}, UNKNOWN),
    ],
)
def test_a_trail(inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("LOG003", step("aws:cloudtrail/trail:Trail", "trail", inputs)) == {"trail": verdict}


@pytest.mark.parametrize(
    ("inputs", "changes"),
    [
        ({}, {"isMultiRegionTrail": True, "enableLogFileValidation": True}),
        ({**WHOLE, "includeGlobalServiceEvents": False}, {"includeGlobalServiceEvents": True}),
        ({"enableLogging": False}, {}),
        (WHOLE, {}),
    ],
)
def test_what_the_remedy_switches_on(inputs: dict[str, Any], changes: dict[str, bool]) -> None:
    assert RULE.remedy is not None
    assert (
        RULE.remedy(Resource(urn="u", type="aws:cloudtrail/trail:Trail", name="t", inputs=inputs)) == changes
    )
