from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdfast.components.encryption_key import EncryptionKey, EncryptionKeyArgs
from tests.components.declared import ACCOUNT_ID, declared

if TYPE_CHECKING:
    from collections.abc import Mapping

ARGS: EncryptionKeyArgs = {
    "region": "us-east-1",
    "account_id": ACCOUNT_ID,
    "tags": {"stack": "prod"},
    "origin": {"region": "regions.use1"},
}


def _statements(args: EncryptionKeyArgs = ARGS) -> Mapping[str, Any]:
    policy = declared(lambda: EncryptionKey("use1", args))("use1-key").inputs["policy"]
    return {one["Sid"]: one for one in json.loads(policy)["Statement"]}


def test_declares_a_key_and_its_alias() -> None:
    found = declared(lambda: EncryptionKey("use1", ARGS))
    assert found.pairs() == {
        ("holdfast:index:EncryptionKey", "use1"),
        ("aws:kms/key:Key", "use1-key"),
        ("aws:kms/alias:Alias", "use1-key-alias"),
    }
    key, alias = found("use1-key"), found("use1-key-alias")
    assert (key.region, alias.region) == ("us-east-1", "us-east-1")
    assert (key.parent, alias.parent) == ("use1", "use1")
    assert key.inputs["enableKeyRotation"] is True
    assert key.inputs["deletionWindowInDays"] == 30
    assert key.inputs["tags"] == {"stack": "prod"}
    assert key.inputs["description"] == "Encrypts what rests in use1 (us-east-1)."
    assert alias.inputs["name"] == "alias/holdfast-prod-use1"
    assert alias.property_depends_on["targetKeyId"] == {"use1-key"}
    assert found("use1", "EncryptionKey").outputs == {
        "key_arn": key.arn,
        "key_id": key.id,
        "origin": {"region": "regions.use1"},
    }


def test_protection_is_on_unless_lifted() -> None:
    lifted = declared(lambda: EncryptionKey("use1", {**ARGS, "protection": False}))("use1-key")
    assert declared(lambda: EncryptionKey("use1", ARGS))("use1-key").protect is True
    assert lifted.protect in (None, False)
    assert lifted.inputs["deletionWindowInDays"] == 7


def test_account_keeps_control_of_the_key() -> None:
    statement = _statements()["AccountAdministersByIam"]
    assert statement["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT_ID}:root"}
    assert statement["Action"] == "kms:*"


def test_logs_are_admitted_for_this_region_and_account_alone() -> None:
    statement = _statements()["CloudWatchLogsOfThisRegion"]
    assert statement["Principal"] == {"Service": "logs.us-east-1.amazonaws.com"}
    assert statement["Condition"] == {
        "ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:us-east-1:{ACCOUNT_ID}:*"}
    }


def test_auto_scaling_launches_without_being_named() -> None:
    statements = _statements()
    through_ec2 = {"kms:ViaService": "ec2.us-east-1.amazonaws.com", "kms:CallerAccount": ACCOUNT_ID}
    assert statements["VolumesThroughEc2"]["Condition"] == {"StringEquals": through_ec2}
    grants = statements["GrantsForVolumesThroughEc2"]
    assert grants["Action"] == "kms:CreateGrant"
    assert grants["Condition"] == {
        "StringEquals": through_ec2,
        "Bool": {"kms:GrantIsForAWSResource": "true"},
    }
    assert "role/" not in json.dumps(statements)


def test_anybody_is_only_ever_admitted_under_a_condition() -> None:
    for statement in _statements().values():
        if statement["Principal"] == {"AWS": "*"}:
            assert statement["Condition"]["StringEquals"]["kms:CallerAccount"] == ACCOUNT_ID


def test_alarms_of_this_region_may_publish() -> None:
    statement = _statements()["AlarmsPublishToEncryptedTopics"]
    assert statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert statement["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": ACCOUNT_ID},
        "ArnLike": {"aws:SourceArn": f"arn:aws:cloudwatch:us-east-1:{ACCOUNT_ID}:alarm:*"},
    }


def test_nothing_of_a_region_names_another() -> None:
    assert "us-east-1" not in json.dumps(_statements({**ARGS, "region": "eu-west-1"}))


def test_further_services_publish_to_this_regions_topics_when_admitted() -> None:
    statement = _statements({**ARGS, "admitted": ["events.amazonaws.com", "backup.amazonaws.com"]})[
        "ServicesPublishToEncryptedTopics"
    ]
    assert statement["Principal"] == {"Service": ["backup.amazonaws.com", "events.amazonaws.com"]}
    assert statement["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    assert statement["Condition"] == {
        "ArnLike": {"kms:EncryptionContext:aws:sns:topicArn": f"arn:aws:sns:us-east-1:{ACCOUNT_ID}:*"}
    }


def test_nobody_else_is_admitted_unless_asked_for() -> None:
    assert set(_statements()) == set(_statements({**ARGS, "admitted": []}))
    assert "ServicesPublishToEncryptedTopics" not in _statements()


def test_other_accounts_may_use_it_and_not_administer_it() -> None:
    others = {"AWS": ["arn:aws:iam::222233334444:root", "arn:aws:iam::999988887777:root"]}
    shared: EncryptionKeyArgs = {**ARGS, "shared_with": ["999988887777", "222233334444", "999988887777"]}
    found = _statements(shared)

    assert found.keys() - _statements().keys() == {"OtherAccountsCopyBackups", "GrantsForOtherAccountsCopies"}
    use, grants = found["OtherAccountsCopyBackups"], found["GrantsForOtherAccountsCopies"]
    assert use["Principal"] == grants["Principal"] == others
    assert set(use["Action"]) == {
        *("kms:DescribeKey", "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"),
    }
    assert grants["Action"] == ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]
    assert grants["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "true"}}


def test_shared_with_nobody_it_is_as_before() -> None:
    assert _statements({**ARGS, "shared_with": []}) == _statements()
