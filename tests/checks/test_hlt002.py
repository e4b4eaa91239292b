from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import BALANCERS, LB, calculated, endpoint, routed
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

BUCKET = "aws:s3/bucket:Bucket"
BUCKETS = [
    step(BUCKET, f"{place}-bucket", {"region": region})
    for place, region in {"us": "us-east-1", "eu": "eu-west-1"}.items()
]
SOMEWHERE = step(LB, "somewhere", {"region": LATER})


def switch(**given: Any) -> dict[str, Any]:
    return endpoint("switch", **given, invertHealthcheck=True)


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([switch(at=urn(BUCKET, "eu-bucket")), routed("us", check="switch")], PASS),
        ([switch(at=urn(BUCKET, "us-bucket")), routed("us", check="switch")], FAIL),
        (
            [
                switch(at=urn(BUCKET, "us-bucket")),
                calculated("health", "switch"),
                routed("us", check="health"),
            ],
            FAIL,
        ),
        ([switch(fqdn="b.s3.us-east-1.amazonaws.com"), routed("us", check="switch")], FAIL),
        ([switch(fqdn="switch.example.net"), routed("us", check="switch")], UNKNOWN),
        ([switch(at=urn(LB, "somewhere")), routed("us", check="switch")], UNKNOWN),
    ],
)
def test_a_switch(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("HLT002", *BALANCERS, *BUCKETS, SOMEWHERE, *steps) == {"switch": verdict}


@pytest.mark.parametrize(
    "steps", [[], [switch(at=urn(BUCKET, "us-bucket"))], [endpoint("a", "a"), routed("us", check="a")]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("HLT002", *BALANCERS, *BUCKETS, *steps) == {"stack": NOT_APPLICABLE}
