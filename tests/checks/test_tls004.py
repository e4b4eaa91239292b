from __future__ import annotations

import json
from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

BUCKET, POLICY = "aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"


def text(effect: str, operator: str, key: str, value: Any) -> str:
    return json.dumps(
        {
            "Statement": {
                "Effect": effect,
                "Principal": "*",
                "Action": "s3:*",
                "Condition": {operator: {key: value}},
            }
        }
    )


def policy(given: str) -> dict[str, Any]:
    return step(POLICY, "policy", {"policy": given, "bucket": LATER}, links={"bucket": [urn(BUCKET, "logs")]})


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (text("Deny", "Bool", "aws:SecureTransport", "false"), PASS),
        (text("Deny", "Bool", "aws:SecureTransport", False), PASS),
        (text("Deny", "NumericLessThan", "s3:TlsVersion", "1.2"), PASS),
        (text("Deny", "Bool", "aws:SecureTransport", "true"), FAIL),
        (text("Allow", "Bool", "aws:SecureTransport", "false"), FAIL),
        (text("Deny", "StringEquals", "aws:SourceVpc", "vpc-1"), FAIL),
    ],
)
def test_a_bucket_and_its_policy(given: str, verdict: str) -> None:
    assert verdicts("TLS004", step(BUCKET, "logs"), policy(given)) == {"logs": verdict}


def test_a_bucket_without_a_policy() -> None:
    assert verdicts("TLS004", step(BUCKET, "logs")) == {"logs": FAIL}
    assert verdicts("TLS004", step(BUCKET, "logs"), partial=True) == {"logs": UNKNOWN}


def test_buckets_whose_policies_are_not_readable_are_one_finding() -> None:
    assert verdicts("TLS004", step(BUCKET, "logs"), policy(LATER)) == {"stack": UNKNOWN}
