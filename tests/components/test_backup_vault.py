from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from holdfast.components.backup_vault import BackupVault
from holdfast.topology.values import VaultLockMode
from tests.components.declared import ACCOUNT_ID, Resources, declared

if TYPE_CHECKING:
    from holdfast.components.backup_vault_args import BackupVaultArgs

REGION = "us-east-1"
GOVERNANCE = {"mode": VaultLockMode.GOVERNANCE, "min_retention_days": 7}
COMPLIANCE = {
    "mode": "compliance",
    "min_retention_days": 7.0,
    "max_retention_days": 400.0,
    "cooling_off_days": 5.0,
}
VAULT = {
    ("holdfast:index:BackupVault", "use1-backup"),
    ("aws:backup/vault:Vault", "use1-backup-vault"),
    ("aws:backup/vaultPolicy:VaultPolicy", "use1-backup-vault-policy"),
    ("aws:backup/vaultNotifications:VaultNotifications", "use1-backup-notifications"),
    ("aws:sns/topic:Topic", "use1-backup-topic"),
    ("aws:sns/topicPolicy:TopicPolicy", "use1-backup-topic-policy"),
}
KEY = {
    ("holdfast:index:EncryptionKey", "use1-backup"),
    ("aws:kms/key:Key", "use1-backup-key"),
    ("aws:kms/alias:Alias", "use1-backup-key-alias"),
}
BUNKER = "999988887777"
GIVEN_KEY = f"arn:aws:kms:{REGION}:{ACCOUNT_ID}:key/1"


def build(**more: Any) -> Resources:
    args: BackupVaultArgs = {"region": REGION, "account_id": ACCOUNT_ID, **more}  # type: ignore[typeddict-item]  # any key
    return declared(lambda: BackupVault("use1-backup", args))


@pytest.fixture
def warnings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", lambda message, *_, **__: found.append(message))
    return found


def test_the_exact_children() -> None:
    assert build().pairs() == VAULT | KEY
    assert build(key_arn=GIVEN_KEY).pairs() == VAULT
    assert build(key_arn=None).pairs() == VAULT | KEY


def test_every_child_is_in_the_region_and_below_the_component() -> None:
    resources = build(lock=GOVERNANCE, emails=["ops@example.com"])
    assert {one.region for one in resources if one.custom} == {REGION}
    assert {one.parent for one in resources if one.custom} == {"use1-backup"}
    assert resources("use1-backup", "EncryptionKey").parent == "use1-backup"


def test_vault_and_topic_are_encrypted_with_a_key_of_their_own() -> None:
    resources = build()
    key = resources("use1-backup-key")
    assert resources("use1-backup-vault").inputs["kmsKeyArn"] == key.arn
    assert resources("use1-backup-topic").inputs["kmsMasterKeyId"] == key.arn
    assert key.inputs["description"] == "Encrypts the backups of use1-backup (us-east-1)."
    (admitted,) = [
        one
        for one in json.loads(key.inputs["policy"])["Statement"]
        if one["Sid"] == "ServicesPublishToEncryptedTopics"
    ]
    assert admitted["Principal"] == {"Service": ["backup.amazonaws.com"]}


def test_a_given_key_encrypts_both() -> None:
    resources = build(key_arn=GIVEN_KEY)
    assert resources("use1-backup-vault").inputs["kmsKeyArn"] == GIVEN_KEY
    assert resources("use1-backup-topic").inputs["kmsMasterKeyId"] == GIVEN_KEY
    assert resources("use1-backup", "BackupVault").outputs["key_arn"] == GIVEN_KEY


def test_outputs() -> None:
    resources = build(origin={"region": "holdfast:regions.use1"})
    assert resources("use1-backup", "BackupVault").outputs == {
        "vault_name": "use1-backup-vault-0000",
        "vault_arn": resources("use1-backup-vault").arn,
        "topic_arn": resources("use1-backup-topic").arn,
        "key_arn": resources("use1-backup-key").arn,
        "origin": {"region": "holdfast:regions.use1"},
    }


def test_nobody_deletes_a_backup_or_shortens_its_life() -> None:
    policy = build()("use1-backup-vault-policy").inputs
    assert policy["backupVaultName"] == "use1-backup-vault-0000"
    assert json.loads(policy["policy"])["Statement"] == [
        {
            "Sid": "NobodyDeletesOrShortens",
            "Effect": "Deny",
            "Principal": "*",
            "Action": [
                "backup:DeleteRecoveryPoint",
                "backup:UpdateRecoveryPointLifecycle",
            ],
            "Resource": "*",
        }
    ]


def test_protection_keeps_vault_and_key() -> None:
    resources = build(lock=GOVERNANCE)
    vault = resources("use1-backup-vault")
    assert (vault.protect, vault.inputs["forceDestroy"]) == (True, False)
    assert resources("use1-backup-key").protect is True
    # Its days may change, the old lock first: a vault has one.
    lock = resources("use1-backup-vault-lock")
    assert (lock.protect, lock.delete_before_replace) == (False, True)


def test_a_compliance_lock_is_protected_too() -> None:
    assert build(lock=COMPLIANCE)("use1-backup-vault-lock").protect is True


def test_protection_lifted_lets_everything_go() -> None:
    resources = build(protection=False, lock=GOVERNANCE)
    assert "use1-backup-vault-policy" not in resources.names()
    assert not [one.name for one in resources if one.protect]
    assert resources("use1-backup-vault").inputs["forceDestroy"] is True
    assert resources("use1-backup-key").inputs["deletionWindowInDays"] == 7
    assert resources("use1-backup-vault-lock").depends_on >= {"use1-backup-vault"}


def test_no_lock_unless_asked_for() -> None:
    assert not build(lock=None).of("VaultLockConfiguration")


def test_a_governance_lock_says_nothing_of_days_to_change_it(warnings: list[str]) -> None:
    lock = build(lock=GOVERNANCE)("use1-backup-vault-lock")
    assert lock.inputs == {
        "region": REGION,
        "backupVaultName": "use1-backup-vault-0000",
        "minRetentionDays": 7,
    }
    assert warnings == []


def test_a_compliance_lock_is_said_loudly(warnings: list[str]) -> None:
    lock = build(lock=COMPLIANCE)("use1-backup-vault-lock")
    assert lock.inputs == {
        "region": REGION,
        "backupVaultName": "use1-backup-vault-0000",
        "minRetentionDays": 7,
        "maxRetentionDays": 400,
        "changeableForDays": 5,
    }
    assert lock.protect is True
    (warning,) = warnings
    for part in ("use1-backup-vault", "5 days", "nobody can undo it, AWS included", "cannot be destroyed"):
        assert part in warning


def test_the_vault_tells_of_what_went_wrong_under_names_that_aws_still_sends() -> None:
    resources = build()
    told = resources("use1-backup-notifications")
    assert told.inputs == {
        "region": REGION,
        "backupVaultName": "use1-backup-vault-0000",
        "snsTopicArn": resources("use1-backup-topic").arn,
        "backupVaultEvents": ["BACKUP_JOB_COMPLETED", "CONTINUOUS_BACKUP_INTERRUPTED", "COPY_JOB_FAILED"],
    }
    assert "use1-backup-topic-policy" in told.depends_on


def test_backup_and_this_accounts_alarms_may_publish_by_tls_alone() -> None:
    resources = build()
    topic = resources("use1-backup-topic").arn
    backup, alarms, tls = json.loads(resources("use1-backup-topic-policy").inputs["policy"])["Statement"]
    assert backup == {
        "Sid": "BackupPublishes",
        "Effect": "Allow",
        "Principal": {"Service": "backup.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": topic,
    }
    assert (alarms["Principal"], alarms["Action"], alarms["Resource"]) == (
        {"Service": "cloudwatch.amazonaws.com"},
        "sns:Publish",
        topic,
    )
    assert alarms["Condition"] == {
        "StringEquals": {"aws:SourceAccount": ACCOUNT_ID},
        "ArnLike": {"aws:SourceArn": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT_ID}:alarm:*"},
    }
    assert (tls["Effect"], tls["Principal"], tls["Action"]) == ("Deny", "*", "sns:Publish")
    assert tls["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_addresses_hear_of_all_but_completed_jobs() -> None:
    resources = build(emails=["ops@example.com"])
    (subscription,) = resources.of("TopicSubscription")
    assert subscription.inputs["topic"] == resources("use1-backup-topic").arn
    assert (subscription.inputs["protocol"], subscription.inputs["endpoint"]) == ("email", "ops@example.com")
    assert subscription.inputs["filterPolicyScope"] == "MessageAttributes"
    assert json.loads(subscription.inputs["filterPolicy"]) == {
        "State": [{"anything-but": ["COMPLETED"]}, {"exists": False}]
    }


def test_one_more_address_asks_nobody_else_to_confirm_again() -> None:
    one = build(emails=["ops@example.com"]).names("TopicSubscription")
    two = build(emails=["audit@example.com", "ops@example.com", "ops@example.com"])
    assert len(one) == 1
    assert one < two.names("TopicSubscription")
    assert len(two.of("TopicSubscription")) == 2


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"emails": ["ops"]}, "'emails' takes e-mail addresses"),
        ({"lock": {**GOVERNANCE, "mode": "strict"}}, "'lock.mode' must be one of governance, compliance"),
        ({"lock": {**GOVERNANCE, "min_retention_days": 0}}, "'lock.min_retention_days' must be 1 to 36500"),
        ({"lock": {**GOVERNANCE, "max_retention_days": 6}}, "'lock.max_retention_days' must be 7"),
        ({"lock": {**GOVERNANCE, "max_retention_days": 36501}}, "to 36500, got 36501"),
        ({"lock": {**GOVERNANCE, "cooling_off_days": 3}}, "'lock.cooling_off_days' is for a compliance lock"),
        ({"lock": {**COMPLIANCE, "cooling_off_days": 2}}, "compliance lock must be 3 to 36500, got 2"),
        ({"lock": {**COMPLIANCE, "cooling_off_days": None}}, "must be 3 to 36500, got None"),
        ({"lock": COMPLIANCE, "protection": False}, "cannot go with 'protection' False"),
    ],
)
def test_what_cannot_be_is_refused(more: dict[str, Any], message: str, warnings: list[str]) -> None:
    with pytest.raises(ValueError, match=f"backup vault 'use1-backup': .*{message}"):
        build(**more)
    assert warnings == []


def test_all_mistakes_are_told_at_once() -> None:
    lock = {**COMPLIANCE, "cooling_off_days": 1, "min_retention_days": 0}
    with pytest.raises(ValueError, match=r"emails.*min_retention_days.*cooling_off_days.*protection"):
        build(emails=["ops"], lock=lock, protection=False)


def test_tags_reach_all_that_takes_them() -> None:
    resources = build(tags={"Team": "orders"}, emails=["ops@example.com"])
    for name in ("use1-backup-vault", "use1-backup-topic"):
        assert resources(name).inputs["tags"] == {"Team": "orders", "Name": name}
    assert resources("use1-backup-key").inputs["tags"] == {"Team": "orders"}


def statements(resources: Resources, name: str = "use1-backup-vault-policy") -> dict[str, Any]:
    return {one["Sid"]: one for one in json.loads(resources(name).inputs["policy"])["Statement"]}


def test_other_accounts_copy_into_it_and_do_nothing_else() -> None:
    found = statements(build(access={"account_ids": [BUNKER, BUNKER]}))
    assert found["OtherAccountsCopyInto"] == {
        "Sid": "OtherAccountsCopyInto",
        "Effect": "Allow",
        "Principal": {"AWS": [f"arn:aws:iam::{BUNKER}:root"]},
        "Action": "backup:CopyIntoBackupVault",
        "Resource": "*",
    }
    assert set(found) == {"NobodyDeletesOrShortens", "OtherAccountsCopyInto"}


def test_they_may_be_asked_to_be_of_an_organization() -> None:
    found = statements(build(access={"account_ids": [BUNKER], "organization_id": "o-a1b2c3d4e5"}))
    assert found["OtherAccountsCopyInto"]["Condition"] == {
        "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}
    }


def test_lifted_protection_still_lets_them_copy() -> None:
    assert set(statements(build(access={"account_ids": [BUNKER]}, protection=False))) == {
        "OtherAccountsCopyInto"
    }


def test_the_vaults_own_key_is_shared_with_those_who_copy_out_of_it() -> None:
    key = statements(build(key_shared_with=[BUNKER]), "use1-backup-key")
    assert key["OtherAccountsCopyBackups"]["Principal"] == {"AWS": [f"arn:aws:iam::{BUNKER}:root"]}
    assert "OtherAccountsCopyBackups" not in statements(build(), "use1-backup-key")


def test_an_existing_vault_is_named_and_nothing_of_it_is_declared() -> None:
    resources = build(vault_name="made-by-others", emails=["ops@example.com"])
    assert {one.type.rsplit(":", 1)[-1] for one in resources if one.custom} == {
        *("Key", "Alias", "Topic", "TopicPolicy", "TopicSubscription"),
    }
    outputs = resources("use1-backup", "BackupVault").outputs
    assert outputs["vault_name"] == "made-by-others"
    assert outputs["vault_arn"] == f"arn:aws:backup:{REGION}:{ACCOUNT_ID}:backup-vault:made-by-others"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"access": {"account_ids": []}}, "'access.account_ids' takes accounts of twelve digits, got none"),
        ({"access": {"account_ids": ["12"]}}, "takes accounts of twelve digits, got 12"),
        ({"vault_name": "x", "lock": GOVERNANCE}, "are of a vault that is made here, not of an existing one"),
        ({"vault_name": "x", "access": {"account_ids": [BUNKER]}}, "are of a vault that is made here"),
    ],
)
def test_access_that_cannot_be_is_refused(more: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"backup vault 'use1-backup': .*{message}"):
        build(**more)
