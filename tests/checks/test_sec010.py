from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

REPOSITORY = "aws:ecr/repository:Repository"
SCANNING = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
KEPT = {"imageTagMutability": "IMMUTABLE"}
SCANNED = {"imageScanningConfiguration": {"scanOnPush": True}}


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({**KEPT, **SCANNED}, PASS),
        ({**SCANNED, "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION"}, PASS),
        ({**SCANNED, "imageTagMutability": "MUTABLE"}, FAIL),
        (SCANNED, FAIL),
        (KEPT, FAIL),
        ({**KEPT, "imageScanningConfiguration": LATER}, UNKNOWN),
        ({**SCANNED, "imageTagMutability": LATER}, UNKNOWN),
    ],
)
def test_a_repository(inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("SEC010", step(REPOSITORY, "orders", inputs)) == {"orders": verdict}


@pytest.mark.parametrize(
    ("region", "frequency", "verdict"),
    [
        ("us-east-1", "CONTINUOUS_SCAN", PASS),
        ("us-east-1", "SCAN_ON_PUSH", PASS),
        ("us-east-1", "MANUAL", FAIL),
        ("eu-west-1", "SCAN_ON_PUSH", FAIL),
    ],
)
def test_the_registry_may_scan_for_all_of_its_region(region: str, frequency: str, verdict: str) -> None:
    scanning = step(SCANNING, "scanning", {"region": region, "rules": [{"scanFrequency": frequency}]})

    assert verdicts("SEC010", scanning, step(REPOSITORY, "orders", KEPT)) == {"orders": verdict}
