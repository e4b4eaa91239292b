"""The logs of who asked what of a bucket."""

from __future__ import annotations

import json
from typing import Any

from tests.components.bucket_sample import REGIONS, bucket, buckets
from tests.components.declared import ACCOUNT_ID

BUCKET = "aws:s3/bucket:Bucket"
BACKED_UP = {"BackupClass": "standard"}
ADDED = {
    "bucket-logging",
    "bucket-logs",
    "bucket-logs-encryption",
    "bucket-logs-lifecycle",
    "bucket-logs-ownership",
    "bucket-logs-policy",
    "bucket-logs-public-access",
}


def test_requests_are_logged_when_asked_in_a_closed_bucket_of_the_same_region() -> None:
    logged: dict[str, Any] = {"access_logs": {"account_id": ACCOUNT_ID, "retention_days": 30.0}}
    resources = buckets("use1", "euw1", backup_tags=BACKED_UP, **logged)
    names = {one.name for one in resources}
    assert names - {one.name for one in buckets("use1", "euw1", backup_tags=BACKED_UP)} == {
        f"{place}-documents-{noun}" for place in ("use1", "euw1") for noun in ADDED
    }
    for place, region in list(REGIONS.items())[:2]:
        delivery = resources(f"{place}-documents-bucket-logging")
        assert delivery.region == region
        assert delivery.inputs["bucket"] == bucket(place)
        assert delivery.inputs["targetBucket"] == f"{bucket(place)[:-7]}-logs-bucket"
        kept = resources(f"{place}-documents-bucket-logs", BUCKET)
        assert kept.region == region
        assert "BackupClass" not in kept.inputs["tags"]
        assert "objectLockEnabled" not in kept.inputs
        (rule,) = resources(f"{place}-documents-bucket-logs-encryption").inputs["rules"]
        assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}
        (expiry,) = resources(f"{place}-documents-bucket-logs-lifecycle").inputs["rules"]
        assert expiry["expiration"] == {"days": 30}


def test_only_deliveries_of_the_logged_bucket_are_let_in() -> None:
    resources = buckets("use1", access_logs={"account_id": ACCOUNT_ID})
    policy = json.loads(resources("use1-documents-bucket-logs-policy").inputs["policy"])
    delivery, tls = policy["Statement"]
    assert delivery["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert delivery["Action"] == "s3:PutObject"
    assert delivery["Condition"] == {
        "ArnLike": {"aws:SourceArn": f"arn:aws:s3:::{bucket('use1')}"},
        "StringEquals": {"aws:SourceAccount": ACCOUNT_ID},
    }
    assert tls["Effect"] == "Deny"
    (expiry,) = resources("use1-documents-bucket-logs-lifecycle").inputs["rules"]
    assert expiry["expiration"] == {"days": 90}
