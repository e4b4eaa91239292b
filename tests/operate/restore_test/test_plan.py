"""Which backup is taken, where it goes, what is refused. AWS Backup by Stubber: moto has no such calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from holdfast.operate.restore_test.model import RestoreTestError
from holdfast.operate.restore_test.plan import chosen_places, left_place, planned
from tests.operate.restore_test.contracts import KEY, stack_with_tests
from tests.operate.scripted import Aws

REGION = "eu-west-1"
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def point(name: str, of: str, hours: float, **more: Any) -> dict[str, Any]:
    created = NOW - timedelta(hours=hours)
    return {
        "RecoveryPointArn": f"arn:aws:backup:{REGION}:111122223333:recovery-point:{name}",
        "ResourceArn": of,
        "Status": "COMPLETED",
        "CreationDate": created,
        **more,
    }


def test_the_newest_whole_backup_of_this_store_is_taken_from_all_pages() -> None:
    contract = stack_with_tests()
    table = contract["stores"]["carts"]["tables"]["use1"]
    vault = contract["backups"]["vaults"]["euw1"]["vault"]
    script, more = Aws(), {"BackupVaultName": vault, "ByResourceType": "DynamoDB"}
    pages = [
        {
            "RecoveryPoints": [
                point("old", table, 30),
                # Its data is from when the backup began, whatever the copy's creation says.
                point("copied", table, 3, InitiationDate=NOW - timedelta(hours=5), BackupSizeInBytes=7),
            ],
            "NextToken": "2",
        },
        {
            "RecoveryPoints": [
                point("partial", table, 1, Status="PARTIAL"),
                point("other", f"{table}-of-others", 1),
                point("continuous:x", table, 1),
            ]
        },
    ]
    script.answers("backup", REGION, "list_recovery_points_by_backup_vault", pages[0], **more)
    script.answers("backup", REGION, "list_recovery_points_by_backup_vault", pages[1], **more, NextToken="2")
    (found,) = planned(contract, script, {"carts": "euw1"}, "run")
    script.done()
    assert found["recovery_point"].endswith(":copied")
    assert found["backed_up"] == (NOW - timedelta(hours=5)).isoformat()
    assert found["metadata"] == {
        "encryptionType": "KMS",
        "kmsMasterKeyArn": KEY,
        "targetTableName": found["name"],
    }
    assert found["name"].startswith("awsbackup-restore-test-")
    assert len(found["name"]) == 39


def test_a_database_keeps_its_own_metadata_but_its_network_and_its_name() -> None:
    contract = stack_with_tests()
    cluster = contract["stores"]["orders"]["clusters"]["use1"]["arn"]
    script = Aws()
    script.answers(
        "backup",
        REGION,
        "list_recovery_points_by_backup_vault",
        {"RecoveryPoints": [point("a", cluster, 2)]},
    )
    script.answers(
        "backup",
        REGION,
        "get_recovery_point_restore_metadata",
        {
            "RestoreMetadata": {
                "Engine": "aurora-postgresql",
                "EngineVersion": "16.6",
                "DBClusterIdentifier": "orders-production",
                "DBSubnetGroupName": "production",
                "vpcSecurityGroupIds": '["sg-production"]',
                "AvailabilityZones": '["us-east-1a"]',
                "DBClusterParameterGroupName": "production",
                "KmsKeyId": "arn:aws:kms:us-east-1:1:key/2",
                "EnableCloudwatchLogsExports": "[]",
                "InformationalOnly:MultiAZ": "true",
                "aws:backup:request-id": "1",
            }
        },
    )
    (found,) = planned(contract, script, {"orders": "euw1"}, "run")
    assert found["metadata"] == {
        "Engine": "aurora-postgresql",
        "EngineVersion": "16.6",
        "DBSubnetGroupName": "closed",
        "VpcSecurityGroupIds": '["sg-1"]',
        "DBClusterIdentifier": found["name"],
    }


@pytest.mark.parametrize("case", [("files", "DestinationBucketName"), ("users", "DBInstanceIdentifier")])
def test_the_copy_has_the_name_of_a_test_whatever_the_kind(case: tuple[str, str]) -> None:
    store, key = case
    contract = stack_with_tests()
    one = contract["stores"][store]
    arn = f"arn:aws:s3:::{one['buckets']['use1']}" if store == "files" else one["rds_members"]["use1"]["arn"]
    script = Aws()
    script.answers(
        "backup", REGION, "list_recovery_points_by_backup_vault", {"RecoveryPoints": [point("a", arn, 2)]}
    )
    if store == "users":
        own = {"RestoreMetadata": {"DBInstanceIdentifier": "production", "Engine": "postgres"}}
        script.answers("backup", REGION, "get_recovery_point_restore_metadata", own)
    (found,) = planned(contract, script, {store: "euw1"}, "run")
    assert found["metadata"][key] == found["name"]
    assert "production" not in found["metadata"].values()


def test_a_store_without_a_backup_has_failed_and_is_over() -> None:
    contract, script = stack_with_tests(), Aws()
    script.answers("backup", REGION, "list_recovery_points_by_backup_vault", {"RecoveryPoints": []})
    (found,) = planned(contract, script, {"carts": "euw1"}, "run")
    assert (found["stage"], found["passed"]) == ("done", False)
    assert "there is no backup of it in" in found["message"]


def test_all_that_aws_backup_restores_is_tested_and_the_rest_is_said() -> None:
    places, reasons = chosen_places(stack_with_tests(), [], None, left=None)
    assert places == dict.fromkeys(("bills", "carts", "files", "orders", "users"), "euw1")
    assert reasons == {"sessions": "AWS Backup does not know ElastiCache"}


@pytest.mark.parametrize(
    "case",
    [
        (["nothing"], None, None, "no store is called nothing; there are: bills"),
        (["sessions"], None, None, "sessions: AWS Backup does not know ElastiCache"),
        ([], "use1", None, "use1 has no restore tests; there are in: euw1"),
        ([], "euw1", "euw1", "euw1 is being left"),
        (["carts"], None, "euw1", "nothing can be tested: carts: euw1 tests it, but"),
    ],
)
def test_what_cannot_be_is_refused(case: tuple[list[str], str | None, str | None, str]) -> None:
    stores, place, left, part = case
    with pytest.raises(RestoreTestError, match=part):
        chosen_places(stack_with_tests(), stores, place, left=left)


def test_nothing_is_restored_where_it_is_written() -> None:
    contract = stack_with_tests()
    contract["stores"]["carts"]["home"] = "euw1"
    with pytest.raises(RestoreTestError, match="is where it is written"):
        chosen_places(contract, ["carts"], None, left=None)


def test_a_stack_without_restore_tests_hears_what_to_set() -> None:
    contract = stack_with_tests()
    contract["backups"]["restore_tests"] = {}
    with pytest.raises(RestoreTestError, match=r"set holdfast:backups\.copy_to and restore_testing"):
        chosen_places(contract, [], None, left=None)
    old = stack_with_tests()
    del old["backups"]["restore_tests"]["euw1"]["role_arn"]
    with pytest.raises(RestoreTestError, match="write it again with holdfast operations"):
        chosen_places(old, [], None, left=None)


def test_the_place_that_was_left_is_that_of_the_newest_failover() -> None:
    failover: Any = {"operation": "failover", "away_from": "use1"}
    failback: Any = {"operation": "failback", "away_from": "euw1"}
    assert left_place([failover, failback]) == "use1"
    assert left_place([failback, failover]) is None
    assert left_place([]) is None
