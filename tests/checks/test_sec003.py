from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

BUCKET, ACL = "aws:s3/bucket:Bucket", "aws:s3/bucketAcl:BucketAcl"
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
LINKS = {"bucket": [urn(BUCKET, "logs")]}
ALL = dict.fromkeys(
    ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True
)
EVERYBODY = {"type": "Group", "uri": "http://acs.amazonaws.com/groups/global/AllUsers"}


@pytest.mark.parametrize(
    ("switches", "verdict"),
    [
        (ALL, PASS),
        ({**ALL, "blockPublicPolicy": False}, FAIL),
        ({key: value for key, value in ALL.items() if key != "restrictPublicBuckets"}, FAIL),
        ({**ALL, "ignorePublicAcls": LATER}, UNKNOWN),
    ],
)
def test_a_bucket_and_its_block(switches: dict[str, Any], verdict: str) -> None:
    block = step(BLOCK, "block", {**switches, "bucket": LATER}, links=LINKS)

    assert verdicts("SEC003", step(BUCKET, "logs"), block) == {"logs": verdict}


def test_a_block_that_names_its_bucket_by_text() -> None:
    bucket = step(BUCKET, "logs", {"bucket": "orders-logs"})

    assert verdicts("SEC003", bucket, step(BLOCK, "block", {"bucket": "orders-logs"})) == {"logs": FAIL}
    assert verdicts("SEC003", bucket, step(BLOCK, "block", {"bucket": "another"})) == {"logs": PASS}


def test_a_new_bucket_of_which_nothing_is_said_is_blocked_by_aws() -> None:
    assert verdicts("SEC003", step(BUCKET, "logs")) == {"logs": PASS}


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({"acl": "private"}, PASS),
        ({"acl": "public-read"}, FAIL),
        ({"acl": LATER}, UNKNOWN),
        ({"accessControlPolicy": {"grants": [{"grantee": EVERYBODY, "permission": "READ"}]}}, FAIL),
    ],
)
def test_a_bucket_and_its_acl(inputs: dict[str, Any], verdict: str) -> None:
    acl = step(ACL, "acl", {**inputs, "bucket": LATER}, links=LINKS)

    assert verdicts("SEC003", step(BUCKET, "logs"), acl) == {"logs": verdict}


def test_a_bucket_that_grants_to_everybody_itself() -> None:
    assert verdicts("SEC003", step(BUCKET, "logs", {"grants": [EVERYBODY]})) == {"logs": FAIL}
