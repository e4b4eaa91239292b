from __future__ import annotations

from typing import Any

from holdfast.components.package_bucket import PackageBucket
from tests.components.declared import Resources, declared

MEMBERS = {
    "use1": {"region": "us-east-1", "key_arn": "arn:use1", "bucket": "shop-prod-use1-releases-111122223333"},
    "euw1": {"region": "eu-west-1", "key_arn": "arn:euw1", "bucket": "shop-prod-euw1-releases-111122223333"},
}


def packages(**changed: Any) -> Resources:
    args: Any = {"key": "releases", "members": MEMBERS, **changed}
    return declared(lambda: PackageBucket("global-releases", args))


def test_each_regions_bucket_has_the_name_that_builds_know() -> None:
    found = packages()
    named = {one.region: one.inputs["bucket"] for one in found.of("aws:s3/bucket:Bucket")}
    assert named == {member["region"]: member["bucket"] for member in MEMBERS.values()}
    assert len(found.of("ReplicatedBucket")) == 1


def test_every_bucket_is_versioned_and_copies_to_the_other() -> None:
    found = packages()
    assert all(
        one.inputs["versioningConfiguration"] == {"status": "Enabled"} for one in found.of("BucketVersioning")
    )
    copies = {
        one.region: [rule["destination"]["bucket"] for rule in one.inputs["rules"]]
        for one in found.of("BucketReplicationConfig")
    }
    assert set(copies) == {"us-east-1", "eu-west-1"}
    assert all(len(to) == 1 for to in copies.values())


def test_old_versions_stay_for_as_long_as_asked() -> None:
    for one in packages(noncurrent_days=30.0).of("BucketLifecycleConfiguration"):
        (rule,) = one.inputs["rules"]
        assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 30}


def test_protection_and_tags_reach_the_buckets() -> None:
    for protected in (True, False):
        for one in packages(protection=protected, tags={"Team": "shop"}).of("aws:s3/bucket:Bucket"):
            assert one.protect is protected
            assert one.inputs["tags"]["Team"] == "shop"
