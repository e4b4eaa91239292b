"""Resources that name each other by literal ids, names and ARNs, as imported ones do."""

from __future__ import annotations

import pytest

from tests.graph.documents import graph, step
from tests.inventory.taken import (
    EU,
    KEY,
    PLAN,
    SELECTION,
    US,
    VAULT,
    copies,
    gap_ids,
    here,
    keys,
    only,
    taken,
)

INSTANCE, BUCKET = "aws:rds/instance:Instance", "aws:s3/bucket:Bucket"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
ACCOUNT = "111122223333"
RULE = {
    "schedule": "cron(0 5 * * ? *)",
    "startWindow": 60,
    "completionWindow": 180,
    "targetVaultName": "vault-1",
    "copyActions": [{"destinationVaultArn": f"arn:aws:backup:eu-west-1:{ACCOUNT}:backup-vault:vault-2"}],
}


def test_a_database_with_a_replica_a_key_and_a_plan() -> None:
    key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1234"
    source = f"arn:aws:rds:us-east-1:{ACCOUNT}:db:orders-1"
    item = only(
        step(KEY, "us-key", here(US), id="1234"),
        step(
            INSTANCE,
            "orders",
            here(US, identifier="orders-1", storageEncrypted=True, kmsKeyId=key),
            id="db-A",
        ),
        step(
            INSTANCE,
            "copy",
            here(EU, identifier="orders-2", replicateSourceDb=source, kmsKeyId="5"),
            id="db-B",
        ),
        step(VAULT, "us", here(US, name="vault-1"), id="vault-1"),
        step(VAULT, "eu", here(EU, name="vault-2"), id="vault-2"),
        step(PLAN, "daily", here(US, rules=[RULE]), id="plan-1"),
        step(SELECTION, "all", here(US, planId="plan-1", resources=["*"]), id="selection-1"),
    )

    assert copies(item) == [
        ("primary", US, "0"),
        ("replica", EU, "asynchronous, not bounded"),
        ("backup", US, "28 h"),
        ("backup copy", EU, "more than 28 h"),
    ]
    assert keys(item)[0] == "us-key"
    assert gap_ids(item) == []
    assert "--backup-vault-name vault-1 " in item.ways[1].command


@pytest.mark.parametrize(("region", "expected"), [(US, []), (EU, ["no-backup"])])
def test_a_name_counts_in_its_own_region(region: str, expected: list[str]) -> None:
    versions = here(region, bucket="orders-1", versioningConfiguration={"status": "Enabled"})
    items = taken(
        graph(step(BUCKET, "orders", here(US), id="orders-1"), step(VERSIONING, "versions", versions))
    )

    assert [one for one in gap_ids(items["orders"]) if one == "no-backup"] == expected


def test_nothing_is_said_to_be_missing_elsewhere_while_a_plan_is_not_known() -> None:
    item = only(
        step(INSTANCE, "orders", here(US, storageEncrypted=True, backupRetentionPeriod=7)),
        step(SELECTION, "all", here(US, planId="of-another-stack", resources=["*"])),
    )

    assert gap_ids(item) == []
    assert item.unknowns == ("the rules of the plan of the backup selection all",)
