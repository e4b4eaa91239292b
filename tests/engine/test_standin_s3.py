"""Buckets in the stand-in cloud: replication needs versions, and a lost bucket takes its parts along."""

from __future__ import annotations

import pytest

from tests.components.bucket_sample import buckets
from tests.engine.standin import Cloud, CloudError, s3

REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
LOCKS = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"


def cloud_without(*places: str) -> Cloud:
    """Two regions' buckets, as declared, but for replication and the versioning of some places."""
    cloud = Cloud(whole=False)
    for one in buckets("use1", "euw1"):
        left_out = one.type == VERSIONING and one.name.partition("-")[0] in places
        if one.type.startswith("aws:s3/") and one.type != REPLICATION and not left_out:
            cloud.create(one.type, one.inputs, str(one.outputs.get("bucket") or one.inputs.get("bucket")))
    return cloud


@pytest.mark.parametrize(
    ("places", "said"),
    [(("use1",), "Versioning must be 'Enabled'"), (("euw1",), "Destination bucket must have versioning")],
)
def test_replication_is_refused_where_a_side_is_not_versioned(places: tuple[str, ...], said: str) -> None:
    wanted = buckets("use1", "euw1")("use1-documents-bucket-replication", REPLICATION).inputs
    with pytest.raises(CloudError, match=said):
        cloud_without(*places).create(REPLICATION, wanted)
    assert cloud_without().create(REPLICATION, wanted).id == wanted["bucket"]


def test_versions_stay_on_as_long_as_they_are_copied() -> None:
    cloud = cloud_without()
    cloud.create(
        REPLICATION, buckets("use1", "euw1")("use1-documents-bucket-replication", REPLICATION).inputs
    )
    (versioning,) = (thing for thing in cloud.of(VERSIONING) if thing.region == "us-east-1")
    with pytest.raises(CloudError, match="A replication configuration is present"):
        cloud.delete(VERSIONING, versioning.state, versioning.id)


def test_what_locks_is_versioned_and_copies_to_what_locks() -> None:
    locked = buckets("use1", "euw1", object_lock={"mode": "governance", "days": 1})
    lock = locked("use1-documents-bucket-lock", LOCKS).inputs
    with pytest.raises(CloudError, match="Versioning must be 'Enabled'"):
        cloud_without("use1").create(LOCKS, lock)
    cloud = cloud_without()
    cloud.create(LOCKS, lock)
    there, back = (
        locked(f"{place}-documents-bucket-replication", REPLICATION).inputs for place in ("use1", "euw1")
    )
    with pytest.raises(CloudError, match="must have object lock enabled"):
        cloud.create(REPLICATION, there)
    assert cloud.create(REPLICATION, back).id == back["bucket"]


def test_a_bucket_that_is_made_anew_lacks_all_that_was_around_it() -> None:
    cloud = cloud_without()
    there = {thing.type for thing in cloud.of(*s3.OF_A_BUCKET) if thing.region == "us-east-1"}
    lacking = s3.make_anew(cloud, "us-east-1")
    assert {thing.type for thing in lacking} == there
    assert len(there) == len(
        ("encryption", "ownership", "public access", "policy", "versioning", "lifecycle")
    )
    assert [thing for thing in cloud.of(*s3.OF_A_BUCKET) if thing.region == "us-east-1"] == []
    assert len(list(cloud.of(s3.BUCKET))) == len(("use1", "euw1"))
