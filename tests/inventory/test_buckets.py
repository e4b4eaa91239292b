from __future__ import annotations

from typing import Any

import pytest

from holdfast.inventory import take_inventory
from tests.graph.documents import UNKNOWN, graph, step, urn
from tests.inventory.taken import EU, KEY, US, copies, gap_ids, here, key, keys, only

BUCKET, POLICY = "aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
ACCESS_POINT = "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"


def bucket(name: str, region: str, **inputs: Any) -> dict[str, Any]:
    return step(BUCKET, name, here(region, **inputs))


def of(token: str, name: str, region: str, bucket: str, **inputs: Any) -> dict[str, Any]:
    return step(token, name, here(region, bucket=UNKNOWN, **inputs), links={"bucket": [urn(BUCKET, bucket)]})


def versioned(name: str, region: str) -> dict[str, Any]:
    return of(VERSIONING, f"{name}-versions", region, name, versioningConfiguration={"status": "Enabled"})


def replicated(
    source: str, region: str, *targets: str, timed: bool = True, arn: str = UNKNOWN
) -> dict[str, Any]:
    destination: dict[str, Any] = {"bucket": arn}
    if timed:
        destination["replicationTime"] = {"status": "Enabled", "time": {"minutes": 15}}
    rules = [{"destination": destination, "status": "Enabled"} for _ in targets or ("",)]
    links = {"bucket": [urn(BUCKET, source)], "rules": [urn(BUCKET, one) for one in targets]}
    return step(REPLICATION, f"{source}-replication", here(region, bucket=UNKNOWN, rules=rules), links=links)


def test_a_bucket_alone() -> None:
    item = only(bucket("orders", US))

    assert (copies(item), keys(item)) == ([("primary", US, "0")], ["AWS's key"])
    assert gap_ids(item) == ["no-backup"]
    assert gap_ids(only(bucket("orders", US), bucket("x", EU, forceDestroy=True), *_log_of("x"))) == [
        "no-copy-elsewhere",
        "no-backup",
    ]


def _log_of(name: str) -> list[dict[str, Any]]:
    links = {"accessLogs": [urn(BUCKET, name)]}
    return [
        step("aws:lb/loadBalancer:LoadBalancer", "lb", here(EU, accessLogs={"bucket": UNKNOWN}), links=links)
    ]


def test_buckets_that_replicate_to_each_other() -> None:
    item = only(
        *(bucket(name, region) for name, region in (("us", US), ("eu", EU))),
        *(versioned(name, region) for name, region in (("us", US), ("eu", EU))),
        replicated("us", US, "eu"),
        replicated("eu", EU, "us"),
        step(
            ACCESS_POINT, "door", {"details": {}}, links={"details": [urn(BUCKET, "us"), urn(BUCKET, "eu")]}
        ),
    )

    assert item.what == "S3 buckets that replicate to each other"
    assert copies(item) == [
        ("peer", EU, "15 min for 99.9 %"),
        ("peer", US, "15 min for 99.9 %"),
        ("old versions", EU, "15 min for 99.9 %"),
        ("old versions", US, "15 min for 99.9 %"),
    ]
    assert item.notes == ("reached through the Multi-Region Access Point door",)
    assert gap_ids(item) == []


def test_a_bucket_with_a_replica() -> None:
    item = only(
        bucket("us", US), bucket("eu", EU), versioned("us", US), replicated("us", US, "eu", timed=False)
    )

    assert copies(item)[:2] == [("primary", US, "0"), ("replica", EU, "most within 15 min, not bounded")]
    assert gap_ids(item) == ["backup-not-elsewhere"]


def test_names_that_are_known_as_in_a_state() -> None:
    item = only(
        bucket("us", US, bucket="orders-us"),
        bucket("eu", EU, bucket="orders-eu"),
        step(VERSIONING, "v", here(US, bucket="orders-us", versioningConfiguration={"status": "Enabled"})),
        step(
            REPLICATION,
            "r",
            here(US, bucket="orders-us", rules=[{"destination": {"bucket": "arn:aws:s3:::orders-eu"}}]),
        ),
    )

    assert [one[:2] for one in copies(item)] == [("primary", US), ("replica", EU), ("old versions", US)]


def test_a_replica_outside_the_stack() -> None:
    item = only(bucket("us", US), replicated("us", US, arn="arn:aws:s3:::elsewhere"))

    assert [(one.role.value, one.region, one.name) for one in item.copies] == [
        ("primary", US, "us"),
        ("replica", None, "elsewhere"),
    ]
    assert item.unknowns == ("where the replica elsewhere is",)


def test_versions_that_are_not_known_yet() -> None:
    item = only(bucket("us", US), of(VERSIONING, "v", US, "us", versioningConfiguration={"status": UNKNOWN}))

    assert item.unknowns == ("whether us keeps versions",)
    assert gap_ids(item) == []


def test_keys_of_buckets() -> None:
    rules = [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": UNKNOWN}}]
    links = {"bucket": [urn(BUCKET, "us")], "rules": [urn(KEY, "us-key")]}
    item = only(
        key("us-key", US),
        bucket("us", US),
        step(ENCRYPTION, "e", here(US, bucket=UNKNOWN, rules=rules), links=links),
    )

    assert keys(item) == ["us-key"]


@pytest.mark.parametrize(
    ("writer", "to"),
    [
        ("aws:lb/loadBalancer:LoadBalancer", "accessLogs"),
        ("aws:synthetics/canary:Canary", "artifactS3Location"),
        ("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "httpEndpointConfiguration"),
    ],
)
def test_buckets_of_logs_are_counted_and_not_listed(writer: str, to: str) -> None:
    by_policy = step(writer, "w", here(US, **{to: UNKNOWN}), links={to: [urn(POLICY, "logs-policy")]})
    found = take_inventory(
        graph(
            bucket("logs", US),
            of(POLICY, "logs-policy", US, "logs"),
            by_policy,
            step("aws:cloudwatch/logGroup:LogGroup", "g", here(US)),
        )
    )

    assert found.left_out == (("log bucket", 1), ("log group", 1))
    assert [one.category for one in found.items] == ["state of the stack"]


def test_a_bucket_that_health_checks_read_needs_no_copy() -> None:
    check = step(
        "aws:route53/healthCheck:HealthCheck",
        "check",
        {"fqdn": UNKNOWN},
        links={"fqdn": [urn(BUCKET, "switch")]},
    )
    item = only(bucket("switch", US), check)

    assert (item.what, gap_ids(item), item.backed_up) == ("S3 bucket that health checks read", [], None)


def test_object_lock_turns_versions_on() -> None:
    item = only(step("aws:s3/bucket:Bucket", "kept", here(US, objectLockEnabled=True)))

    assert [one.role for one in item.copies] == ["primary", "old versions"]
