"""Backups as a whole stack declares them: the bunker and its provider, air-gapped vaults, what is shared."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from holdfast.components.next_steps import next_steps
from tests.components.api_sample import api, planned
from tests.components.declared import ACCOUNT_ID, Declared, Resources
from tests.topology.examples import SERVICE, changed

BUNKER_ACCOUNT = "999988887777"
ROLE = f"arn:aws:iam::{BUNKER_ACCOUNT}:role/bunker"
BUNKER: dict[str, Any] = {"account": BUNKER_ACCOUNT, "place": "eun1", "role_arn": ROLE}
DATABASE = {"kind": "aurora-postgresql", "home": "use1", "write_routing": "forwarded"}
TABLE = {"kind": "dynamodb", "home": "use1"}
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT_ID}:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def stack(backups: dict[str, Any], **more: Any) -> dict[str, Any]:
    return changed(
        **{
            "regions": {"use1": {}, "euw1": {"role": "standby"}, "euc1": {"role": "backup"}},
            "services": {"orders": {**SERVICE, "stores": ["orders"]}},
            "stores": {"orders": DATABASE, "carts": TABLE},
            "backups": {"copy_to": ["euw1", "euc1"], **backups},
            **more,
        }
    )


@cache
def with_bunker() -> Resources:
    return api(stack({"bunker": {**BUNKER, "retention_days": 90}}))


@cache
def without_bunker() -> Resources:
    return api(stack({}))


def statements(resources: Resources, key: str) -> set[str]:
    return {one["Sid"] for one in json.loads(resources(key).inputs["policy"])["Statement"]}


def in_bunker(resources: Resources) -> list[Declared]:
    return [one for one in resources if "eun1-bunker" in (one.provider or "")]


def copies(resources: Resources, plan: str = "use1-standard-daily") -> dict[str, int]:
    (rule,) = resources(plan, "Plan").inputs["rules"]
    return {one["destinationVaultArn"]: one["lifecycle"]["deleteAfter"] for one in rule["copyActions"]}


def test_the_bunker_has_the_only_explicit_provider_which_takes_on_its_role_in_its_account_alone() -> None:
    resources = with_bunker()
    (provider,) = [one for one in resources if one.type.startswith("pulumi:providers:")]
    assert provider.name == "eun1-bunker"
    assert provider.inputs["region"] == "eu-north-1"
    assert json.loads(provider.inputs["assumeRoles"]) == [{"roleArn": ROLE, "sessionName": "holdfast-prod"}]
    assert json.loads(provider.inputs["allowedAccountIds"]) == [BUNKER_ACCOUNT]
    assert [one for one in without_bunker() if one.type.startswith("pulumi:providers:")] == []


def test_an_external_id_is_given_to_the_role() -> None:
    (provider,) = api(stack({"bunker": {**BUNKER, "external_id": "orders-7"}})).of("pulumi:providers:aws")
    (role,) = json.loads(provider.inputs["assumeRoles"])
    assert role["externalId"] == "orders-7"


def test_all_of_the_bunker_and_nothing_else_is_declared_by_that_provider() -> None:
    resources = with_bunker()
    assert {one.name for one in in_bunker(resources)} == {
        f"eun1-bunker-{noun}"
        for noun in (
            *("vault", "vault-policy", "vault-lock", "key", "key-alias"),
            *("topic", "topic-policy", "notifications"),
        )
    }
    assert {one.region for one in in_bunker(resources)} == {"eu-north-1"}
    assert {one.name for one in resources if one.provider} == {one.name for one in in_bunker(resources)}


def test_its_vault_admits_this_account_and_its_key_is_of_its_own_account() -> None:
    resources = with_bunker()
    policy = json.loads(resources("eun1-bunker-vault-policy").inputs["policy"])["Statement"]
    allowed = next(one for one in policy if one["Effect"] == "Allow")
    assert allowed["Principal"] == {"AWS": [f"arn:aws:iam::{ACCOUNT_ID}:root"]}
    key = json.loads(resources("eun1-bunker-key").inputs["policy"])["Statement"]
    assert key[0]["Principal"] == {"AWS": f"arn:aws:iam::{BUNKER_ACCOUNT}:root"}
    assert resources("eun1-bunker-vault").inputs["kmsKeyArn"] == resources("eun1-bunker-key").arn


def test_the_bunkers_key_lets_those_who_restore_read_its_copies_and_nobody_administer_it() -> None:
    found = api(stack({"bunker": {**BUNKER, "restore_accounts": ["222233334444"]}}))
    key = {one["Sid"]: one for one in json.loads(found("eun1-bunker-key").inputs["policy"])["Statement"]}
    shared = [one for one in key.values() if "222233334444" in json.dumps(one["Principal"])]
    assert {one["Sid"] for one in shared} == {"OtherAccountsCopyBackups", "GrantsForOtherAccountsCopies"}
    for one in shared:
        assert one["Principal"] == {"AWS": ["arn:aws:iam::222233334444:root"]}
        assert not {action for action in one["Action"] if action.startswith(("kms:Put", "kms:Schedule"))}
        assert "kms:*" not in one["Action"]
    policy = json.dumps(found("eun1-bunker-vault-policy").inputs["policy"])
    assert "222233334444" not in policy  # who restores copies out of the vault, and never into it


def test_daily_backups_are_copied_to_regions_and_bunker_each_kept_as_it_says() -> None:
    resources = with_bunker()
    assert copies(resources) == {
        resources("euc1-backup-vault").arn: 35,
        resources("euw1-backup-vault").arn: 35,
        resources("eun1-bunker-vault").arn: 90,
    }
    for one in ("aurora", "dynamodb"):
        assert {f"use1-{one}-bunker-copy-late", f"use1-{one}-bunker-copy-failed"} <= resources.names()


def test_the_keys_that_its_copies_are_read_with_are_shared_with_it_and_no_other() -> None:
    resources, sharing = with_bunker(), "OtherAccountsCopyBackups"
    assert sharing in statements(resources, "use1-key")
    assert sharing in statements(resources, "use1-backup-key")
    for name in ("euw1-key", "euw1-backup-key", "euc1-backup-key", "eun1-bunker-key"):
        assert sharing not in statements(resources, name), name


@pytest.mark.parametrize(
    ("stores", "data", "vault"), [({"orders": DATABASE}, True, False), ({"orders": TABLE}, False, True)]
)
def test_of_what_aws_backup_manages_fully_the_vaults_key_is_shared_of_the_rest_the_datas(
    stores: dict[str, Any], data: bool, vault: bool
) -> None:
    resources = api(stack({"bunker": BUNKER}, stores=stores))
    assert ("OtherAccountsCopyBackups" in statements(resources, "use1-key")) is data
    assert ("OtherAccountsCopyBackups" in statements(resources, "use1-backup-key")) is vault


def test_a_class_that_is_not_copied_there_shares_nothing() -> None:
    classes = {"standard": {"copies": ["regions"]}, "far": {"copies": ["bunker"]}}
    stores = {"orders": DATABASE, "carts": {**TABLE, "backup_class": "far"}}
    resources = api(stack({"bunker": BUNKER, "classes": classes}, stores=stores))
    assert "OtherAccountsCopyBackups" not in statements(resources, "use1-key")
    assert list(copies(resources)) == [resources("euc1-backup-vault").arn, resources("euw1-backup-vault").arn]
    assert list(copies(resources, "use1-far-daily")) == [resources("eun1-bunker-vault").arn]
    assert "use1-aurora-bunker-copy-late" not in resources.names()


def test_a_bunker_changes_nothing_that_is_there_but_copies_and_the_policies_of_keys() -> None:
    before = {one.urn: one for one in without_bunker() if one.custom}
    after = {one.urn: one for one in with_bunker() if one.custom}
    assert before.keys() <= after.keys()
    changed_inputs = {
        (after[urn].name, key)
        for urn, one in before.items()
        for key in one.inputs.keys() | after[urn].inputs.keys()
        if one.inputs.get(key) != after[urn].inputs.get(key)
    }
    assert changed_inputs == {
        ("use1-standard-daily", "rules"),
        ("use1-key", "policy"),
        ("use1-backup-key", "policy"),
        ("use1-backup-copies-policy", "policy"),
    }


def test_an_existing_bunker_needs_no_provider() -> None:
    adopted = {"account": BUNKER_ACCOUNT, "place": "eun1", "adopt": {"name": "safe"}}
    resources = api(stack({"bunker": adopted}))
    assert [one for one in resources if one.provider or one.type.startswith("pulumi:providers:")] == []
    assert f"arn:aws:backup:eu-north-1:{BUNKER_ACCOUNT}:backup-vault:safe" in copies(resources)


def test_an_air_gapped_bunker_admits_this_account_too() -> None:
    resources = api(stack({"bunker": {**BUNKER, "air_gapped": {"max_retention_days": 365}}}))
    assert {one.name for one in in_bunker(resources)} == {"eun1-bunker-vault", "eun1-bunker-vault-policy"}
    vault = resources("eun1-bunker-vault", "LogicallyAirGappedVault")
    assert (vault.inputs["minRetentionDays"], vault.inputs["maxRetentionDays"]) == (7, 365)
    assert vault.arn in copies(resources)


def test_an_air_gapped_vault_of_this_account_is_one_more_place_of_copies() -> None:
    resources = api(stack({"air_gapped": {"place": "euc1", "max_retention_days": 365}}))
    vault = resources("euc1-air-gapped-vault")
    assert (vault.region, vault.provider) == ("eu-central-1", None)
    assert copies(resources)[vault.arn] == 35
    assert "use1-aurora-air-gapped-copy-late" in resources.names()


def test_an_existing_vault_takes_backups_and_copies_in_place_of_one_that_is_made() -> None:
    resources = api(stack({"adopt": {"use1": {"name": "ours"}, "euc1": {"name": "far"}}}))
    (rule,) = resources("use1-standard-daily", "Plan").inputs["rules"]
    assert rule["targetVaultName"] == "ours"
    assert f"arn:aws:backup:eu-central-1:{ACCOUNT_ID}:backup-vault:far" in copies(resources)
    assert resources.names("Vault") == {"euw1-backup-vault"}
    assert resources.names("VaultLockConfiguration") == {"euw1-backup-vault-lock"}
    late = resources("use1-aurora-backup-late").inputs
    assert late["dimensions"]["BackupVaultName"] == "ours"


def test_a_store_that_is_left_out_says_why_and_is_in_no_selection() -> None:
    left = {**TABLE, "not_backed_up_because": "rebuilt from events"}
    resources = api(stack({}, stores={"orders": DATABASE, "events": left}))
    tags = resources("use1-events-table").inputs["tags"]
    assert tags["NotBackedUpBecause"] == "rebuilt from events"
    assert not {"BackupClass", "BackupStack"} & tags.keys()
    assert "use1-dynamodb-backup-late" not in resources.names()


def test_operations_name_the_vaults_and_the_reason() -> None:
    left = {**TABLE, "not_backed_up_because": "rebuilt from events"}
    asked = stack(
        {"bunker": BUNKER, "air_gapped": {"place": "euc1", "max_retention_days": 365}},
        stores={"orders": DATABASE, "events": left},
    )
    resources = api(asked)
    operations = resources("api").outputs["operations"]
    assert operations["stores"]["events"]["not_backed_up_because"] == "rebuilt from events"
    assert operations["backups"]["bunker"] == {
        "account_id": BUNKER_ACCOUNT,
        "region": "eu-north-1",
        "vault": "eun1-bunker-vault-0000",
        "arn": resources("eun1-bunker-vault").arn,
        "air_gapped": False,
    }
    assert operations["backups"]["air_gapped"] == {
        "region": "eu-central-1",
        "vault": "euc1-air-gapped-vault-0000",
        "arn": resources("euc1-air-gapped-vault").arn,
    }


def test_people_are_told_what_the_stack_cannot_do_for_the_bunker() -> None:
    (step,) = next_steps(planned(stack({"bunker": BUNKER})))
    assert "the organization's management account alone switches on" in step
    regions = {"use1": {"key_arn": KEY}, "euw1": {"role": "standby"}, "euc1": {"role": "backup"}}
    steps = next_steps(planned(stack({"bunker": BUNKER, "key_arns": {"use1": KEY}}, regions=regions)))
    told = [step for step in steps if f"must let account {BUNKER_ACCOUNT} use it" in step]
    assert [
        path in step for path, step in zip(("holdfast:regions.use1", "key_arns.use1"), told, strict=True)
    ] == [
        True,
        True,
    ]
    assert next_steps(planned(stack({}))) == []


def test_people_are_told_what_existing_vaults_need_for_copies_between_accounts() -> None:
    adopted = {"account": BUNKER_ACCOUNT, "place": "eun1", "adopt": {"name": "safe"}}
    asked = stack({"bunker": adopted, "adopt": {"use1": {"name": "ours"}}})
    steps = next_steps(planned(asked))
    assert [step for step in steps if "existing vault ours (holdfast:backups.adopt.use1)" in step]
    (policy,) = [step for step in steps if f"existing vault safe in account {BUNKER_ACCOUNT}" in step]
    assert f"account {ACCOUNT_ID} backup:CopyIntoBackupVault" in policy


def test_the_key_of_a_topic_beside_an_existing_vault_is_shared_with_nobody() -> None:
    resources = api(stack({"bunker": BUNKER, "adopt": {"use1": {"name": "ours"}}}))
    assert "OtherAccountsCopyBackups" not in statements(resources, "use1-backup-key")
    assert "OtherAccountsCopyBackups" in statements(resources, "use1-key")
