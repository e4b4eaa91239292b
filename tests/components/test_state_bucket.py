from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.state_bucket import StateBucket, StateBucketArgs
from holdfast.components.state_key import StateKey
from tests.components.declared import Resources, declared

REGIONS = {"eun1": "eu-north-1", "euw3": "eu-west-3"}
ACCOUNT = "111122223333"


def build(**more: Any) -> Resources:
    args: StateBucketArgs = {"account_id": ACCOUNT, "home": "eun1", "regions": REGIONS, **more}  # type: ignore[typeddict-item]  # any key
    return declared(lambda: StateBucket("global-state", args))


def test_one_key_in_every_region_under_one_alias() -> None:
    resources = build()
    primary, replica = resources("eun1-state-key"), resources("euw3-state-key")
    assert (primary.type, primary.region) == ("aws:kms/key:Key", "eu-north-1")
    assert primary.inputs["multiRegion"] is True
    assert primary.inputs["enableKeyRotation"] is True
    assert (replica.type, replica.region) == ("aws:kms/replicaKey:ReplicaKey", "eu-west-3")
    assert replica.inputs["primaryKeyArn"] == primary.outputs["arn"]
    aliases = [resources(f"{place}-state-key-alias").inputs for place in REGIONS]
    assert {one["name"] for one in aliases} == {"alias/holdfast-prod-state"}
    assert [one["region"] for one in aliases] == [*REGIONS.values()]


def test_each_copy_of_the_key_is_administered_by_the_account() -> None:
    resources = build()
    for place in REGIONS:
        (statement,) = json.loads(resources(f"{place}-state-key").inputs["policy"])["Statement"]
        assert statement["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}


@pytest.mark.parametrize("place", REGIONS)
def test_each_bucket_is_closed_versioned_and_encrypted_with_the_key_of_its_region(place: str) -> None:
    resources, bucket = build(), f"{place}-state-bucket"
    assert resources(bucket).region == REGIONS[place]
    assert resources(f"{bucket}-versioning").inputs["versioningConfiguration"] == {"status": "Enabled"}
    (encryption,) = resources(f"{bucket}-encryption").inputs["rules"]
    assert encryption["applyServerSideEncryptionByDefault"] == {
        "sseAlgorithm": "aws:kms",
        "kmsMasterKeyId": resources(f"{place}-state-key").outputs["arn"],
    }
    assert resources(f"{bucket}-public-access").inputs["restrictPublicBuckets"] is True
    statements = json.loads(resources(f"{bucket}-policy").inputs["policy"])["Statement"]
    assert [one["Effect"] for one in statements] == ["Deny"]  # TLS alone, and nobody by the bucket's own word
    assert statements[0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    (rule,) = resources(f"{bucket}-lifecycle").inputs["rules"]
    assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 365}


def test_the_home_is_copied_in_time_with_deletions_such_as_those_of_locks() -> None:
    (rule,) = build()("eun1-state-bucket-replication").inputs["rules"]
    assert rule["destination"]["bucket"] == "arn:aws:s3:::euw3-state-bucket-bucket"
    assert rule["destination"]["replicationTime"] == {"status": "Enabled", "time": {"minutes": 15}}
    assert rule["deleteMarkerReplication"] == {"status": "Enabled"}


def test_somebody_is_told_of_a_copy_that_is_late_or_failed() -> None:
    resources = build(emails=["platform@example.com"])
    for place, other in (("eun1", "euw3"), ("euw3", "eun1")):
        late = resources(f"{other}-state-replication-late-from-{place}")
        failed = resources(f"{place}-state-replication-failed-to-{other}")
        assert (late.region, failed.region) == (REGIONS[other], REGIONS[place])
        for alarm, at in ((late, other), (failed, place)):
            (topic,) = alarm.inputs["alarmActions"]
            assert topic.endswith(f"{at}-state-alarms-topic")
        key = resources(f"{place}-state-key")
        assert resources(f"{place}-state-alarms-topic").inputs["kmsMasterKeyId"] == key.outputs["arn"]
        admitted = json.loads(key.inputs["policy"])["Statement"][1]
        assert admitted["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
        source = admitted["Condition"]["ArnLike"]["aws:SourceArn"]
        assert source == f"arn:aws:cloudwatch:{REGIONS[place]}:{ACCOUNT}:alarm:*"
    told = {one.inputs["endpoint"] for one in resources if one.type.endswith(":TopicSubscription")}
    assert told == {"platform@example.com"}


def test_nobody_is_told_unasked() -> None:
    assert not any("sns" in one.type or "cloudwatch" in one.type for one in build())


def test_the_commands_are_said() -> None:
    outputs = build()("global-state", "StateBucket").outputs
    assert outputs["login"] == "pulumi login 's3://eun1-state-bucket-bucket?region=eu-north-1&awssdk=v2'"
    assert outputs["login_to_copy"] == {
        "euw3": "pulumi login 's3://euw3-state-bucket-bucket?region=eu-west-3&awssdk=v2'"
    }
    assert outputs["login_when_lost"] == {
        "euw3": "pulumi login 's3://euw3-state-bucket-bucket/taken-over?region=eu-west-3&awssdk=v2'"
    }
    assert outputs["secrets_providers"] == {
        place: f"awskms://alias/holdfast-prod-state?region={region}&awssdk=v2"
        for place, region in REGIONS.items()
    }


def test_a_lock_is_there_when_asked_for() -> None:
    resources = build(object_lock={"mode": "governance", "days": 30})
    for place in REGIONS:
        rule = resources(f"{place}-state-bucket-lock").inputs["rule"]
        assert rule == {"defaultRetention": {"mode": "GOVERNANCE", "days": 30}}
    assert not any("lock" in one.name for one in build())


@pytest.mark.parametrize(
    "wrong", [{"home": "use1"}, {"regions": {"eun1": "eu-north-1"}}, {"regions": {"eun1": "x", "euw3": "x"}}]
)
def test_a_state_without_a_copy_elsewhere_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must hold the home .* and at least one other region"):
        build(**wrong)


def test_a_key_without_its_home_is_refused() -> None:
    with pytest.raises(ValueError, match="'regions' must hold the home 'use1'"):
        declared(
            lambda: StateKey("global-state", {"account_id": ACCOUNT, "home": "use1", "regions": REGIONS})
        )


def test_protection_and_its_lifting() -> None:
    for protection, days in ((True, 30), (False, 7)):
        resources = build(protection=protection)
        for place in REGIONS:
            key, bucket = resources(f"{place}-state-key"), resources(f"{place}-state-bucket")
            assert (key.protect, key.inputs["deletionWindowInDays"]) == (protection, days)
            assert (bucket.protect, bucket.inputs["forceDestroy"]) == (protection, not protection)


def test_tags_and_origin_are_passed_on() -> None:
    resources = build(tags={"Team": "platform"}, origin={"home": "bootstrap:home"}, noncurrent_days=90.0)
    for place in REGIONS:
        for noun in ("state-key", "state-bucket"):
            assert resources(f"{place}-{noun}").inputs["tags"]["Team"] == "platform"
    assert resources("global-state", "StateBucket").outputs["origin"] == {"home": "bootstrap:home"}
    (rule,) = resources("euw3-state-bucket-lifecycle").inputs["rules"]
    assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 90}
