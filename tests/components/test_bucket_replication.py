"""How the buckets of a set copy to each other: rules, roles and alarms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.components.bucket_sample import REGIONS, bucket, buckets, key_arn, topics

if TYPE_CHECKING:
    from tests.components.declared import Resources

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
GOVERNANCE = {"mode": "governance", "days": 30.0}


def rules(resources: Resources, place: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = resources(f"{place}-documents-bucket-replication").inputs["rules"]
    return found


def test_each_bucket_copies_to_every_other_in_its_key() -> None:
    resources = buckets(*REGIONS)
    for place in REGIONS:
        found = [
            (
                rule["id"],
                rule["priority"],
                rule["destination"]["bucket"],
                rule["destination"]["encryptionConfiguration"]["replicaKmsKeyId"],
            )
            for rule in rules(resources, place)
        ]
        others = sorted(REGIONS.keys() - {place})
        assert found == [
            (f"to-{other}", number, f"arn:aws:s3:::{bucket(other)}", key_arn(other))
            for number, other in enumerate(others, 1)
        ]
        config = resources(f"{place}-documents-bucket-replication")
        assert config.inputs["bucket"] == bucket(place)
        assert config.inputs["role"] == resources(f"{place}-documents-replication-role").arn


def test_a_rule_copies_everything_and_is_measured() -> None:
    (rule,) = rules(buckets("use1", "euw1"), "use1")
    assert rule == {
        "id": "to-euw1",
        "priority": 1,
        "status": "Enabled",
        "filter": {"prefix": ""},
        "deleteMarkerReplication": {"status": "Enabled"},
        "sourceSelectionCriteria": {
            "sseKmsEncryptedObjects": {"status": "Enabled"},
            "replicaModifications": {"status": "Enabled"},
        },
        "destination": {
            "bucket": f"arn:aws:s3:::{bucket('euw1')}",
            "encryptionConfiguration": {"replicaKmsKeyId": key_arn("euw1")},
            "replicationTime": {"status": "Enabled", "time": {"minutes": 15}},
            "metrics": {"status": "Enabled", "eventThreshold": {"minutes": 15}},
        },
    }


def test_without_time_control_it_is_still_measured() -> None:
    (rule,) = rules(buckets("use1", "euw1", replication_time_control=False), "use1")
    assert rule["destination"]["metrics"] == {"status": "Enabled"}
    assert "replicationTime" not in rule["destination"]


def test_delete_markers_stay_where_they_are_when_asked() -> None:
    (rule,) = rules(buckets("use1", "euw1", delete_markers=False), "use1")
    assert rule["deleteMarkerReplication"] == {"status": "Disabled"}


@pytest.mark.parametrize("place", ["use1", "euw1"])
def test_both_sides_are_versioned_and_closed_before_anything_is_copied(place: str) -> None:
    config = buckets("use1", "euw1", object_lock=GOVERNANCE)(f"{place}-documents-bucket-replication")
    assert config.depends_on >= {
        *(f"{one}-documents-bucket-{noun}" for one in ("use1", "euw1") for noun in ("versioning", "policy")),
        *(f"{one}-documents-bucket-lock" for one in ("use1", "euw1")),
        f"{place}-documents-replication-policy",
    }


def permissions(**more: Any) -> list[dict[str, Any]]:
    policy = buckets("use1", "euw1", **more)("use1-documents-replication-policy").inputs["policy"]
    found: list[dict[str, Any]] = json.loads(policy)["Statement"]
    return found


def test_the_role_reads_one_bucket_writes_the_other_and_uses_their_keys_through_s3() -> None:
    own, other = f"arn:aws:s3:::{bucket('use1')}", f"arn:aws:s3:::{bucket('euw1')}"
    listed, read, write, decrypt, encrypt = permissions()
    assert listed == {
        "Effect": "Allow",
        "Action": ["s3:GetReplicationConfiguration", "s3:ListBucket"],
        "Resource": own,
    }
    assert read == {
        "Effect": "Allow",
        "Action": [
            "s3:GetObjectVersionForReplication",
            "s3:GetObjectVersionAcl",
            "s3:GetObjectVersionTagging",
        ],
        "Resource": f"{own}/*",
    }
    assert write == {
        "Effect": "Allow",
        "Action": ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
        "Resource": [f"{other}/*"],
    }
    assert decrypt == {
        "Effect": "Allow",
        "Action": ["kms:Decrypt"],
        "Resource": key_arn("use1"),
        "Condition": {
            "StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"},
            "StringLike": {"kms:EncryptionContext:aws:s3:arn": [own, f"{own}/*"]},
        },
    }
    assert encrypt == {
        "Effect": "Allow",
        "Action": ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"],
        "Resource": key_arn("euw1"),
        "Condition": {
            "StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"},
            "StringLike": {"kms:EncryptionContext:aws:s3:arn": [other, f"{other}/*"]},
        },
    }


def test_only_s3_takes_the_role_on() -> None:
    role = buckets("use1", "euw1")("use1-documents-replication-role").inputs
    (trust,) = json.loads(role["assumeRolePolicy"])["Statement"]
    assert trust == {
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }


def test_the_role_reads_the_locks_that_it_copies() -> None:
    actions = permissions(object_lock=GOVERNANCE)[1]["Action"]
    assert actions[-2:] == ["s3:GetObjectRetention", "s3:GetObjectLegalHold"]


def test_late_copies_ring_where_they_should_be_and_failed_ones_where_they_come_from() -> None:
    resources = buckets("use1", "euw1", topic_arns=topics("use1", "euw1"))
    dimensions = {
        "SourceBucket": bucket("use1"),
        "DestinationBucket": bucket("euw1"),
        "RuleId": "to-euw1",
    }
    late = resources("euw1-documents-replication-late-from-use1", ALARM)
    assert late.region == "eu-west-1"
    assert late.inputs["metricName"] == "ReplicationLatency"
    assert (late.inputs["statistic"], late.inputs["threshold"]) == ("Maximum", 900)
    failed = resources("use1-documents-replication-failed-to-euw1", ALARM)
    assert failed.region == "us-east-1"
    assert failed.inputs["metricName"] == "OperationsFailedReplication"
    assert (failed.inputs["statistic"], failed.inputs["threshold"]) == ("Sum", 0)
    for alarm, place in ((late, "euw1"), (failed, "use1")):
        assert alarm.inputs["dimensions"] == dimensions
        assert alarm.inputs["namespace"] == "AWS/S3"
        assert alarm.inputs["comparisonOperator"] == "GreaterThanThreshold"
        assert alarm.inputs["alarmActions"] == [topics(place)[place]]
    assert late.inputs["okActions"] == [topics("euw1")["euw1"]]
    assert late.inputs["treatMissingData"] == "ignore"


def test_what_failed_to_be_copied_is_never_said_to_be_over() -> None:
    failed = buckets("use1", "euw1", topic_arns=topics("use1"))(
        "use1-documents-replication-failed-to-euw1", ALARM
    )
    assert "okActions" not in failed.inputs
    assert failed.inputs["treatMissingData"] == "notBreaching"


def test_a_region_without_a_topic_has_no_alarm() -> None:
    assert buckets("use1", "euw1", topic_arns=topics("use1")).names("MetricAlarm") == {
        "use1-documents-replication-failed-to-euw1",
        "use1-documents-replication-late-from-euw1",
    }
