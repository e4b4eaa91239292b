from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

VPC = "aws:ec2/vpc:Vpc"
US = step(VPC, "us", {"region": "us-east-1"})
EU = step(VPC, "eu", {"region": "eu-west-1"})
STRAY = step(VPC, "stray")
IRELAND = step("pulumi:providers:aws", "ireland", {"region": "eu-west-1"})
BY_PROVIDER = step(VPC, "eu", provider=urn("pulumi:providers:aws", "ireland"))
BARE = step("pulumi:providers:aws", "bare")
BY_BARE = step(VPC, "bare-vpc", provider=urn("pulumi:providers:aws", "bare"))


@pytest.mark.parametrize(
    ("steps", "region", "expected"),
    [
        ([US, EU], "us-east-1", {"us": PASS, "eu": PASS}),
        ([US, IRELAND, BY_PROVIDER], "us-east-1", {"us": PASS, "eu": PASS}),
        ([US, EU, STRAY], "us-east-1", {"us": PASS, "eu": PASS, "stray": FAIL}),
        ([EU, STRAY], "us-east-1", {"eu": PASS, "stray": FAIL}),
        ([US, EU, STRAY], None, {"us": PASS, "eu": PASS, "stray": FAIL}),
        ([EU, STRAY], None, {"stray": UNKNOWN}),
        ([US, EU, step(VPC, "x", {"region": LATER})], "us-east-1", {"us": PASS, "eu": PASS, "x": UNKNOWN}),
        ([US, EU, BARE, BY_BARE], "us-east-1", {"us": PASS, "eu": PASS, "bare-vpc": UNKNOWN}),
        ([US, EU, step("aws:iam/role:Role", "role")], "us-east-1", {"us": PASS, "eu": PASS}),
        ([US, EU, step(VPC, "read", op="read", external=True)], "us-east-1", {"us": PASS, "eu": PASS}),
        ([STRAY], "us-east-1", {"stack": NOT_APPLICABLE}),
        ([EU, STRAY], "eu-west-1", {"stack": NOT_APPLICABLE}),
        ([STRAY], None, {"stack": NOT_APPLICABLE}),
        ([], "us-east-1", {"stack": NOT_APPLICABLE}),
    ],
)
def test_regions(steps: list[dict[str, Any]], region: str | None, expected: dict[str, str]) -> None:
    assert verdicts("REG001", *steps, region=region) == expected
