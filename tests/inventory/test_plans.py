from __future__ import annotations

from typing import Any

import pytest

from tests.graph.documents import UNKNOWN, step, urn
from tests.inventory.taken import (
    DE,
    EU,
    KEY,
    PROVIDER,
    US,
    VAULT,
    copies,
    gap_ids,
    here,
    key,
    keys,
    of_role,
    only,
    plan,
    selection,
    vault,
)

TABLE, CLUSTER = "aws:dynamodb/table:Table", "aws:rds/cluster:Cluster"
AIR_GAPPED = "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault"
DAILY = {
    "schedule": "cron(30 4 * * ? *)",
    "startWindow": 120,
    "completionWindow": 720,
    "targetVaultName": UNKNOWN,
}


def copied(number: int, **rule: Any) -> dict[str, Any]:
    return {**DAILY, "copyActions": [{"destinationVaultArn": UNKNOWN}] * number, **rule}


def backed_up(*steps: dict[str, Any], token: str = TABLE, **inputs: Any) -> list[tuple[str, str | None, str]]:
    """Copies of a store that the selection of the plan ``daily`` takes."""
    item = only(
        step(token, "orders", here(US, **inputs)), *steps, selection("all", US, "daily", resources=["*"])
    )
    return [one for one in copies(item) if one[0] not in {"primary", "point in time"} or one[2] == "15 min"]


def test_a_daily_backup_and_its_copies() -> None:
    found = backed_up(
        vault("us", US),
        vault("eu", EU),
        vault("de", DE),
        plan("daily", US, copied(2), vaults=("us", "eu", "de")),
    )

    # A day, two hours until it begins and twelve until it is there; how long a copy takes AWS does not say.
    assert found == [
        ("backup", US, "38 h"),
        ("backup copy", DE, "more than 38 h"),
        ("backup copy", EU, "more than 38 h"),
    ]


@pytest.mark.parametrize(
    ("rule", "age"),
    [
        ({"schedule": "cron(0 * * * ? *)"}, "15 h"),
        ({"schedule": None}, "38 h"),
        ({"startWindow": None}, "44 h"),
        ({"completionWindow": None}, "8 d 2 h"),
        ({"schedule": UNKNOWN}, "unknown: its schedule is"),
        ({"schedule": "whenever"}, "unknown: its schedule is"),
        ({"startWindow": UNKNOWN}, "unknown: its schedule is"),
        ({"scheduleExpressionTimezone": "Europe/Berlin"}, "39 h"),
    ],
)
def test_the_age_follows_from_the_rule(rule: dict[str, Any], age: str) -> None:
    given = {name: value for name, value in {**DAILY, **rule}.items() if value is not None}

    assert backed_up(vault("us", US), plan("daily", US, given, vaults=("us",))) == [("backup", US, age)]


def test_of_several_rules_into_one_vault_the_freshest_counts() -> None:
    hourly = {**DAILY, "schedule": "cron(0 * * * ? *)"}

    assert backed_up(vault("us", US), plan("daily", US, DAILY, hourly, vaults=("us",))) == [
        ("backup", US, "15 h")
    ]


def test_the_weakest_age_is_said_where_the_rule_that_copies_to_a_vault_is_not_known() -> None:
    rules = (copied(2), copied(1, schedule="cron(0 * * * ? *)"))
    item = only(
        step(TABLE, "orders", here(US)),
        *(vault(name, region) for name, region in (("us", US), ("eu", EU), ("de", DE))),
        plan("daily", US, *rules, vaults=("us", "eu", "de")),
        selection("all", US, "daily", resources=["*"]),
    )

    assert copies(item)[1:] == [
        ("backup", US, "15 h"),
        ("backup copy", DE, "more than 38 h"),
        ("backup copy", EU, "more than 38 h"),
    ]
    assert item.unknowns == ()


def test_a_copy_to_a_vault_that_no_graph_has() -> None:
    item = only(
        step(TABLE, "orders", here(US)),
        vault("us", US),
        plan("daily", US, copied(1), vaults=("us",)),
        selection("all", US, "daily", resources=["*"]),
    )

    assert ("backup copy", None, "more than 38 h") in copies(item)
    assert "where the backup copy is" in item.unknowns


def test_a_copy_into_a_vault_beside_is_no_copy_elsewhere() -> None:
    rules = ({**DAILY}, copied(1))
    item = only(
        step(TABLE, "orders", here(US)),
        *(vault(name, US) for name in ("us", "more", "most")),
        plan("daily", US, *rules, vaults=("us", "more", "most")),
        selection("all", US, "daily", resources=["*"]),
    )

    assert {one.region for one in item.copies} == {US}
    assert {one.name for one in of_role(item, "backup")} == {""}
    assert gap_ids(item) == ["backup-not-elsewhere"]


@pytest.mark.parametrize(
    ("token", "inputs", "role"),
    [
        (TABLE, {}, "backup"),
        ("aws:efs/fileSystem:FileSystem", {"encrypted": True}, "backup"),
        (CLUSTER, {"engine": "postgres", "storageEncrypted": True}, "backup"),
        (CLUSTER, {"engine": "aurora-mysql", "storageEncrypted": True}, "continuous backup"),
        ("aws:rds/instance:Instance", {"storageEncrypted": True}, "continuous backup"),
        ("aws:s3/bucket:Bucket", {}, "continuous backup"),
    ],
)
def test_a_continuous_rule_makes_plain_backups_of_what_has_no_continuous_ones(
    token: str, inputs: dict[str, Any], role: str
) -> None:
    item = only(
        step(token, "orders", here(US, **inputs)),
        vault("us", US),
        plan("daily", US, {**DAILY, "enableContinuousBackup": True}, vaults=("us",)),
        selection("all", US, "daily", resources=["*"]),
    )

    assert [one.role for one in item.copies if one.name == "us"] == [role]
    assert (item.copies[-1].age.text == "38 h") is (role == "backup")


def test_a_backup_is_restored_where_it_lies() -> None:
    provider = urn(PROVIDER, "bunker")
    role = '[{"roleArn":"arn:aws:iam::222233334444:role/deploy"}]'
    item = only(
        step(PROVIDER, "bunker", {"region": DE, "assumeRoles": role}),
        step(TABLE, "orders", here(US)),
        step(VAULT, "us", here(US, name="mine")),
        vault("eu", EU),
        vault("bunker", DE, provider=provider),
        plan("daily", US, copied(2), vaults=("us", "eu", "bunker")),
        selection("all", US, "daily", resources=["*"]),
    )
    told = [(one.when, one.command.splitlines()) for one in item.ways]

    assert [when for when, _ in told] == [
        "the data is wrong",
        "the region of the backups is lost",
        "the account is lost",
    ]
    assert [commands[0].partition("vault ")[2] for _, commands in told] == [
        "--region us-east-1 --backup-vault-name mine",
        "--region eu-west-1 --backup-vault-name VAULT",
        "--region eu-central-1 --backup-vault-name VAULT",
    ]
    assert all(
        f"--region {region} " in commands[2] for (_, commands), region in zip(told, (US, EU, DE), strict=True)
    )
    assert "in the account 222233334444" in item.ways[2].how


def test_names_and_arns_that_are_known_as_in_a_state() -> None:
    arn = "arn:aws:backup:eu-west-1:222233334444:backup-vault:bunker"
    rule = {**DAILY, "targetVaultName": "mine", "copyActions": [{"destinationVaultArn": arn}]}
    key_of = {"kmsKeyArn": "arn:aws:kms:us-east-1:111122223333:key/1"}
    item = only(
        step(TABLE, "orders", here(US)),
        step(VAULT, "us", here(US, name="mine", **key_of)),
        plan("daily", US, rule),
        selection("all", US, "daily", resources=["*"]),
    )
    (copy,) = of_role(item, "backup copy")

    assert (copy.region, copy.account, copy.name) == (EU, "222233334444", "backup-vault:bunker")
    assert [one.name for one in of_role(item, "backup")] == ["us"]


def test_a_bunker_is_told_by_its_provider() -> None:
    provider = urn(PROVIDER, "bunker")
    role = '[{"roleArn":"arn:aws:iam::222233334444:role/deploy"}]'
    item = only(
        step(TABLE, "orders", here(US)),
        step(PROVIDER, "bunker", {"region": US, "assumeRoles": role}),
        vault("us", US),
        vault("far", US, provider=provider),
        plan("daily", US, copied(1), vaults=("us", "far")),
        selection("all", US, "daily", resources=["*"]),
    )

    assert [(one.name, one.account) for one in of_role(item, "backup")] == [("us", None)]
    assert [(one.name, one.account) for one in of_role(item, "backup copy")] == [("far", "222233334444")]


def test_an_air_gapped_vault() -> None:
    steps = [step(AIR_GAPPED, "gap", here(US, minRetentionDays=7, maxRetentionDays=35)), vault("us", US)]
    links = {"rules": [urn(VAULT, "us"), urn(AIR_GAPPED, "gap")]}
    through_copy = step("aws:backup/plan:Plan", "daily", here(US, rules=[copied(1)]), links=links)
    direct = {**DAILY, "targetLogicallyAirGappedBackupVaultArn": UNKNOWN}
    by_target = step("aws:backup/plan:Plan", "daily", here(US, rules=[direct]), links=links)
    expected = [("backup", US, "38 h"), ("air-gapped copy", US, "more than 38 h")]

    assert backed_up(*steps, through_copy) == expected
    assert backed_up(*steps, by_target) == expected


def test_keys_of_backups() -> None:
    steps = [
        key("data", US),
        key("us-key", US),
        key("eu-key", EU),
        step(VAULT, "us", here(US, kmsKeyArn=UNKNOWN), links={"kmsKeyArn": [urn(KEY, "us-key")]}),
        step(VAULT, "eu", here(EU, kmsKeyArn=UNKNOWN), links={"kmsKeyArn": [urn(KEY, "eu-key")]}),
        plan("daily", US, copied(1), vaults=("us", "eu")),
        selection("all", US, "daily", resources=["*"]),
    ]
    links = {"serverSideEncryption": [urn(KEY, "data")]}
    table = step(
        TABLE, "orders", here(US, serverSideEncryption={"enabled": True, "kmsKeyArn": UNKNOWN}), links=links
    )
    cluster = step(CLUSTER, "orders", here(US, kmsKeyId=UNKNOWN), links={"kmsKeyId": [urn(KEY, "data")]})

    # A table's backups have the vault's key, a cluster's the cluster's; copies have the key of their vault.
    assert keys(only(table, *steps)) == ["data", "us-key", "eu-key"]
    assert keys(only(cluster, *steps)) == ["data", "data", "data", "eu-key"]


def test_continuous_backups_are_told_beside_daily_ones() -> None:
    continuous = {**DAILY, "enableContinuousBackup": True}
    item = only(
        step(CLUSTER, "orders", here(US)),
        vault("us", US),
        plan("daily", US, DAILY, continuous, vaults=("us",)),
        selection("all", US, "daily", resources=["*"]),
    )

    assert ("backup", US, "38 h") in copies(item)
    assert [(one.name, one.age.text) for one in of_role(item, "continuous backup")] == [("us", "about 5 min")]


def test_what_cannot_be_told_is_no_gap() -> None:
    table = step(TABLE, "orders", here(US, tags=UNKNOWN))
    tags = [{"type": "STRINGEQUALS", "key": "backup", "value": "daily"}]
    item = only(
        table,
        vault("us", US),
        plan("daily", US, DAILY, vaults=("us",)),
        selection("all", US, "daily", selectionTags=tags),
    )

    assert item.unknowns == ("whether the backup selection all takes it",)
    assert gap_ids(item) == []


def test_a_plan_of_another_stack_has_unknown_rules() -> None:
    item = only(
        step(TABLE, "orders", here(US)),
        step("aws:backup/selection:Selection", "all", here(US, resources=["*"], planId="12345")),
    )

    assert item.unknowns == ("the rules of the plan of the backup selection all",)
    assert gap_ids(item) == []


def test_a_partial_preview_leaves_it_open() -> None:
    item = only(step(TABLE, "orders", here(US)), partial=True)

    assert item.unknowns == ("whether a backup plan takes it: the preview is not whole",)
    assert gap_ids(item) == []


def test_restore_tests_are_told() -> None:
    tested = "aws:backup/restoreTestingSelection:RestoreTestingSelection"
    testing = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
    steps = [
        step(TABLE, "orders", here(US)),
        vault("us", US),
        plan("daily", US, DAILY, vaults=("us",)),
        selection("all", US, "daily", resources=["*"]),
        step(testing, "weekly", here(US)),
    ]
    links = {"restoreTestingPlanName": [urn(testing, "weekly")]}

    assert only(*steps).notes == ("no restore test of the stack is of it",)
    of_tables = step(tested, "t", here(US, protectedResourceType="DynamoDB"), links=links)
    of_clusters = step(tested, "t", here(US, protectedResourceType="Aurora"), links=links)
    assert only(*steps, of_tables).notes == ("restores are tested by weekly",)
    assert only(*steps, of_clusters).notes == ("no restore test of the stack is of it",)


def test_what_no_plan_takes_is_told_where_there_are_plans() -> None:
    tagged = [{"type": "STRINGEQUALS", "key": "backup", "value": "yes"}]
    chosen = [plan("daily", US, DAILY), selection("some", US, "daily", selectionTags=tagged)]

    assert only(step(TABLE, "orders", here(US)), *chosen).notes == (
        "the stack has backup plans, and none takes it",
    )
    assert only(step(TABLE, "orders", here(US))).notes == ()
