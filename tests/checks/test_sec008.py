from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

KEY = "aws:kms/key:Key"


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({"enableKeyRotation": True}, {"key": PASS}),
        ({"enableKeyRotation": False}, {"key": FAIL}),
        ({}, {"key": FAIL}),
        ({"enableKeyRotation": LATER}, {"key": UNKNOWN}),
        ({"customerMasterKeySpec": LATER}, {"key": UNKNOWN}),
        ({"customerMasterKeySpec": "RSA_2048"}, {"stack": NOT_APPLICABLE}),
        ({"customKeyStoreId": "cks-1"}, {"stack": NOT_APPLICABLE}),
    ],
)
def test_a_key(inputs: dict[str, Any], verdict: dict[str, str]) -> None:
    assert verdicts("SEC008", step(KEY, "key", inputs)) == verdict
