from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

BUCKET, CONFIG = "aws:s3/bucket:Bucket", "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
TAKES = {"sseKmsEncryptedObjects": {"status": "Enabled"}}
KEY = {"encryptionConfiguration": {"replicaKmsKeyId": LATER}}


def steps(rules: Any, key: Any = LATER) -> list[dict[str, Any]]:
    default = {"applyServerSideEncryptionByDefault": {"kmsMasterKeyId": key} if key else {}}
    return [
        step(BUCKET, "b"),
        step(ENCRYPTION, "e", {"bucket": LATER, "rules": [default]}, links={"bucket": [urn(BUCKET, "b")]}),
        step(CONFIG, "copy", {"bucket": LATER, "rules": rules}, links={"bucket": [urn(BUCKET, "b")]}),
    ]


@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        ([{"status": "Enabled", "sourceSelectionCriteria": TAKES, "destination": KEY}], PASS),
        ([{"status": "Enabled", "destination": KEY}], FAIL),
        ([{"status": "Enabled", "sourceSelectionCriteria": TAKES, "destination": {}}], FAIL),
        (
            [
                {
                    "status": "Enabled",
                    "sourceSelectionCriteria": {"sseKmsEncryptedObjects": {"status": LATER}},
                    "destination": KEY,
                }
            ],
            UNKNOWN,
        ),
        ([{"status": "Disabled"}], PASS),
        (LATER, UNKNOWN),
    ],
)
def test_a_bucket_with_a_key(rules: Any, verdict: str) -> None:
    assert verdicts("KMS003", *steps(rules)) == {"copy": verdict}


@pytest.mark.parametrize("made", [[], steps([{"status": "Enabled"}], key=None)])
def test_does_not_concern(made: list[dict[str, Any]]) -> None:
    assert verdicts("KMS003", *made) == {"stack": NOT_APPLICABLE}
