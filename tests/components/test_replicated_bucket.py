from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.replicated_bucket import ReplicatedBucket
from tests.components.bucket_sample import REGIONS, bucket, bucket_arguments, buckets, key_arn, topics
from tests.components.declared import ACCOUNT_ID, Declared, declared

OWN = [
    ("aws:s3/bucket:Bucket", "bucket"),
    (
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "bucket-encryption",
    ),
    ("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "bucket-ownership"),
    ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "bucket-public-access"),
    ("aws:s3/bucketPolicy:BucketPolicy", "bucket-policy"),
    ("aws:s3/bucketVersioning:BucketVersioning", "bucket-versioning"),
    ("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "bucket-lifecycle"),
]
REPLICATION = [
    ("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "bucket-replication"),
    ("aws:iam/role:Role", "replication-role"),
    ("aws:iam/rolePolicy:RolePolicy", "replication-policy"),
]
COMPONENT = ("holdfast:index:ReplicatedBucket", "global-documents")
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
EVENTS = "aws:s3/bucketNotification:BucketNotification"
BUCKET = "aws:s3/bucket:Bucket"
GOVERNANCE = {"mode": "governance", "days": 30.0}


def of_places(kinds: list[tuple[str, str]], *places: str) -> set[tuple[str, str]]:
    return {(type_, f"{place}-documents-{noun}") for type_, noun in kinds for place in places}


def test_one_region_has_a_closed_bucket_and_copies_nothing() -> None:
    assert buckets("use1").pairs() == {COMPONENT, *of_places(OWN, "use1")}


def test_two_regions_copy_both_ways() -> None:
    resources = buckets("use1", "euw1")
    assert resources.pairs() == {COMPONENT, *of_places([*OWN, *REPLICATION], "use1", "euw1")}


def test_every_child_is_in_its_region_and_below_the_component() -> None:
    children = [one for one in buckets(*REGIONS, topic_arns=topics(*REGIONS)) if one.custom]
    assert {one.parent for one in children} == {"global-documents"}
    for one in children:
        assert one.region == (
            None if one.type.startswith("aws:iam") else REGIONS[one.name.partition("-")[0]]
        ), one.name


def test_versions_are_kept_everywhere() -> None:
    versioning = buckets("use1")("use1-documents-bucket-versioning").inputs
    assert versioning["versioningConfiguration"] == {"status": "Enabled"}


def test_what_rests_is_encrypted_with_the_key_of_its_region_by_a_bucket_key() -> None:
    resources = buckets("use1", "euw1")
    for place in ("use1", "euw1"):
        (rule,) = resources(f"{place}-documents-bucket-encryption").inputs["rules"]
        assert rule == {
            "applyServerSideEncryptionByDefault": {
                "sseAlgorithm": "aws:kms",
                "kmsMasterKeyId": key_arn(place),
            },
            "bucketKeyEnabled": True,
        }


def test_nobody_is_let_in_by_default_and_nothing_without_tls() -> None:
    policy = json.loads(buckets("use1")("use1-documents-bucket-policy").inputs["policy"])
    (tls,) = policy["Statement"]
    assert (tls["Effect"], tls["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_those_who_are_admitted_are_in_their_place_alone() -> None:
    reader: dict[str, Any] = {
        "principals": {"Service": ["reader.amazonaws.com"]},
        "actions": ["s3:GetObject"],
        "paths": ["", "/public/*"],
    }
    source = {"StringEquals": {"aws:SourceAccount": ACCOUNT_ID}}
    resources = buckets("use1", "euw1", admit={"euw1": [reader, {**reader, "conditions": source}]})
    here = json.loads(resources("euw1-documents-bucket-policy").inputs["policy"])["Statement"]
    there = json.loads(resources("use1-documents-bucket-policy").inputs["policy"])["Statement"]
    arn = f"arn:aws:s3:::{bucket('euw1')}"
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": ["reader.amazonaws.com"]},
        "Action": ["s3:GetObject"],
        "Resource": [arn, f"{arn}/public/*"],
    }
    assert here[:-1] == [allowed, {**allowed, "Condition": source}]
    assert [one["Sid"] for one in there] == ["TlsOnly"]


def test_a_lock_that_is_given_later_replaces_no_bucket() -> None:
    for given in ({}, {"object_lock": GOVERNANCE}):
        found = buckets("use1", "euw1", **given)("euw1-documents-bucket", BUCKET)
        assert found.ignore_changes == ("objectLockEnabled",)


def test_locks_are_made_with_the_buckets_and_copied() -> None:
    resources = buckets("use1", "euw1", object_lock=GOVERNANCE)
    for place in ("use1", "euw1"):
        assert resources(f"{place}-documents-bucket").inputs["objectLockEnabled"] is True
        lock = resources(f"{place}-documents-bucket-lock", LOCK)
        assert lock.inputs["rule"] == {"defaultRetention": {"mode": "GOVERNANCE", "days": 30}}
        assert lock.depends_on >= {f"{place}-documents-bucket-versioning"}


def test_without_a_lock_the_bucket_says_nothing_of_it() -> None:
    assert "objectLockEnabled" not in buckets("use1")("use1-documents-bucket").inputs


def lifecycle(**more: Any) -> Declared:
    return buckets("use1", **more)("use1-documents-bucket-lifecycle")


def test_old_versions_and_unfinished_uploads_go_and_objects_stay() -> None:
    found = lifecycle()
    assert found.inputs["rules"] == [
        {
            "id": "versions",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "expiration": {"expiredObjectDeleteMarker": True},
            "noncurrentVersionExpiration": {"noncurrentDays": 90},
            "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
        }
    ]
    assert found.depends_on >= {"use1-documents-bucket-versioning"}


def test_objects_expire_when_asked() -> None:
    (rule,) = lifecycle(noncurrent_days=7.0, expire_days=365.0).inputs["rules"]
    assert rule["expiration"] == {"days": 365}
    assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 7}


def test_backed_up_buckets_carry_the_tags_and_tell_of_changes() -> None:
    resources = buckets("use1", "euw1", backup_tags={"BackupClass": "standard"}, tags={"team": "docs"})
    for place in ("use1", "euw1"):
        events = resources(f"{place}-documents-bucket-events", EVENTS)
        assert (events.inputs["eventbridge"], events.inputs["bucket"]) == (True, bucket(place))
        assert resources(f"{place}-documents-bucket").inputs["tags"] == {
            "team": "docs",
            "BackupClass": "standard",
            "Name": f"{place}-documents-bucket",
        }
    assert resources("use1-documents-replication-role").inputs["tags"] == {
        "team": "docs",
        "Name": "use1-documents-replication-role",
    }


@pytest.mark.parametrize(("given", "protected"), [({}, True), ({"protection": False}, False)])
def test_protection_keeps_buckets_and_what_is_in_them(given: dict[str, Any], protected: bool) -> None:
    resources = buckets("use1", "euw1", **given)
    for place in ("use1", "euw1"):
        found = resources(f"{place}-documents-bucket")
        assert (found.protect, found.inputs["forceDestroy"]) == (protected, not protected)
    others = [one for one in resources if one.custom and one.type != "aws:s3/bucket:Bucket"]
    assert {one.protect for one in others} == {None}


def test_a_bucket_that_is_left_out_of_backups_tells_nobody_of_changes() -> None:
    assert buckets("use1", backup_tags={"NotBackedUpBecause": "a cache"}).names(EVENTS) == set()


def test_members_tell_name_arn_and_domain() -> None:
    found: list[Any] = []

    def program() -> None:
        component = ReplicatedBucket("global-documents", bucket_arguments("use1", "euw1"))
        member = component.member("euw1")
        for output in (member.bucket, member.arn, member.region_domain):
            output.apply(found.append)
        with pytest.raises(KeyError):
            component.member("apse2")

    resources = declared(program)
    assert set(found) == {
        bucket("euw1"),
        f"arn:aws:s3:::{bucket('euw1')}",
        f"{bucket('euw1')}.s3.eu-west-1.amazonaws.com",
    }
    assert resources("global-documents").outputs["buckets"] == {
        "use1": bucket("use1"),
        "euw1": bucket("euw1"),
    }


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"members": {}}, "'members' must hold at least one place"),
        (
            {
                "members": {
                    "use1": {"region": "us-east-1", "key_arn": "k"},
                    "use1b": {"region": "us-east-1", "key_arn": "k"},
                }
            },
            "a region holds one bucket, but use1, use1b are all in us-east-1",
        ),
        ({"topic_arns": {"apse2": "t"}}, r"'topic_arns' names 'apse2', which is no member \(use1\)"),
        ({"admit": {"apse2": []}}, r"'admit' names 'apse2', which is no member \(use1\)"),
        ({"noncurrent_days": 0}, "'noncurrent_days' must be 1 or more, got 0"),
        ({"expire_days": 0}, "'expire_days' must be 1 or more, got 0"),
        (
            {"access_logs": {"account_id": ACCOUNT_ID, "retention_days": 0}},
            "'access_logs.retention_days' must be 1 or more, got 0",
        ),
        (
            {"object_lock": {"mode": "strict", "days": 1}},
            "'object_lock.mode' must be one of governance, compliance, got 'strict'",
        ),
        (
            {"object_lock": {"mode": "governance", "days": 36_501}},
            "'object_lock.days' must be 1 to 36500, got 36501",
        ),
    ],
)
def test_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        buckets("use1", **given)


def test_all_problems_are_told_at_once_and_nothing_is_declared() -> None:
    with pytest.raises(ValueError, match="global-documents") as refused:
        buckets("use1", noncurrent_days=0, expire_days=0)
    assert str(refused.value).count("\n- ") == 2
