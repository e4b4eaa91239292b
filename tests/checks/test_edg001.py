from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

READS, WRITES = ["GET", "HEAD", "OPTIONS"], ["GET", "HEAD", "POST"]


def cdn(methods: Any, target: str = "both", **inputs: Any) -> dict[str, Any]:
    given = {
        "originGroups": [{"originId": "both"}],
        "defaultCacheBehavior": {"targetOriginId": target, "allowedMethods": methods},
        **inputs,
    }
    return step("aws:cloudfront/distribution:Distribution", "cdn", given)


def path(methods: Any, target: str = "both") -> dict[str, Any]:
    return {
        "orderedCacheBehaviors": [
            {"pathPattern": "/v1/*", "targetOriginId": target, "allowedMethods": methods}
        ]
    }


@pytest.mark.parametrize(
    ("distribution", "verdict"),
    [
        (cdn(READS), PASS),
        (cdn(WRITES), FAIL),
        (cdn(WRITES, "one"), PASS),
        (cdn(LATER), UNKNOWN),
        (cdn(["GET", LATER]), UNKNOWN),
        (cdn(READS, **path(WRITES)), FAIL),
        (cdn(READS, **path(WRITES, "one")), PASS),
        (cdn(READS, orderedCacheBehaviors=LATER), UNKNOWN),
        (cdn(READS, originGroups=LATER), UNKNOWN),
    ],
)
def test_a_distribution(distribution: dict[str, Any], verdict: str) -> None:
    assert verdicts("EDG001", distribution) == {"cdn": verdict}


@pytest.mark.parametrize("steps", [[], [cdn(WRITES, originGroups=[])]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("EDG001", *steps) == {"stack": NOT_APPLICABLE}
