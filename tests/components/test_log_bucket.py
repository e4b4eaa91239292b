from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.log_bucket import LogBucket, LogBucketArgs
from tests.components.declared import Resources, declared

REGION = "eu-west-1"


def build(**more: Any) -> Resources:
    args: LogBucketArgs = {"region": REGION, "account_id": "111122223333", **more}  # type: ignore[typeddict-item]  # any key
    return declared(lambda: LogBucket("euw1", args))


def test_the_exact_children() -> None:
    assert build().pairs() == {
        ("holdfast:index:LogBucket", "euw1"),
        ("aws:s3/bucket:Bucket", "euw1-logs"),
        (
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "euw1-logs-encryption",
        ),
        ("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "euw1-logs-ownership"),
        ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "euw1-logs-public-access"),
        ("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "euw1-logs-lifecycle"),
        ("aws:s3/bucketPolicy:BucketPolicy", "euw1-logs-policy"),
    }


def test_every_child_is_in_the_region_and_below_the_component() -> None:
    children = [one for one in build() if one.custom]
    assert {one.region for one in children} == {REGION}
    assert {one.parent for one in children} == {"euw1"}


def test_load_balancers_are_admitted_and_plain_http_is_refused() -> None:
    policy = json.loads(build()("euw1-logs-policy").inputs["policy"])
    delivery, tls = policy["Statement"]
    assert delivery == {
        "Sid": "LoadBalancerLogDelivery",
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::euw1-logs-bucket/*/AWSLogs/111122223333/*",
    }
    assert (tls["Effect"], tls["Principal"], tls["Action"]) == ("Deny", "*", "s3:*")
    assert tls["Resource"] == ["arn:aws:s3:::euw1-logs-bucket", "arn:aws:s3:::euw1-logs-bucket/*"]
    assert tls["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_the_bucket_is_closed_before_the_policy_and_known_after_it() -> None:
    resources = build()
    assert resources("euw1-logs-policy").depends_on >= {
        "euw1-logs",
        "euw1-logs-encryption",
        "euw1-logs-ownership",
        "euw1-logs-public-access",
    }
    outputs = resources("euw1").outputs
    assert outputs == {
        "bucket": "euw1-logs-bucket",
        "bucket_arn": "arn:aws:s3:::euw1-logs-bucket",
        "origin": {},
    }


def test_encryption_is_the_kind_that_load_balancers_deliver_to() -> None:
    resources = build()
    assert resources("euw1-logs-encryption").inputs["rules"] == [
        {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}
    ]
    assert resources("euw1-logs-ownership").inputs["rule"] == {"objectOwnership": "BucketOwnerEnforced"}
    block = resources("euw1-logs-public-access").inputs
    assert all(
        block[key]
        for key in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    )


@pytest.mark.parametrize(("given", "days"), [({}, 90), ({"retention_days": 30.0}, 30)])
def test_logs_expire(given: dict[str, Any], days: int) -> None:
    (rule,) = build(**given)("euw1-logs-lifecycle").inputs["rules"]
    assert rule["expiration"] == {"days": days}
    assert rule["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}
    assert rule["status"] == "Enabled"


def test_a_retention_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match=r"log bucket 'euw1': 'retention_days' must be 1 or more, got 0"):
        build(retention_days=0)


def test_protection_keeps_the_bucket_and_its_logs() -> None:
    bucket = build()("euw1-logs")
    assert (bucket.protect, bucket.inputs["forceDestroy"]) == (True, False)


def test_protection_lifted_lets_go_of_both() -> None:
    bucket = build(protection=False)("euw1-logs")
    assert (bucket.protect, bucket.inputs["forceDestroy"]) == (False, True)


def test_tags_and_origin_are_passed_on() -> None:
    resources = build(tags={"team": "orders"}, origin={"retention_days": "holdfast:entrances"})
    assert resources("euw1-logs").inputs["tags"] == {"team": "orders", "Name": "euw1-logs"}
    assert resources("euw1").outputs["origin"] == {"retention_days": "holdfast:entrances"}
