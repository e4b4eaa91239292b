from __future__ import annotations

from typing import Any

import pytest

from tests.graph.documents import UNKNOWN, graph, step, urn
from tests.inventory.family_samples import EFS, EFS_REPLICATION, ELSEWHERE, PARAMETER, SECRET, one
from tests.inventory.taken import (
    EU,
    KEY,
    REPLICA_KEY,
    US,
    VAULT,
    copies,
    gap_ids,
    here,
    key,
    keys,
    only,
    taken,
)

GROUP, GLOBAL_GROUP = (
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
)


def test_a_cache_keeps_nothing() -> None:
    item = only(step(GROUP, "cache", here(US, atRestEncryptionEnabled=True)), ELSEWHERE)

    assert (copies(item), keys(item), gap_ids(item)) == ([("primary", US, "0")], ["AWS's key"], [])
    assert "fills again" in item.notes[0]
    assert gap_ids(only(step(GROUP, "cache", here(US)))) == ["not-encrypted"]


def test_a_cache_with_snapshots_is_data() -> None:
    item = only(
        step(GROUP, "cache", here(US, atRestEncryptionEnabled=True, snapshotRetentionLimit=7)), ELSEWHERE
    )

    assert copies(item) == [("primary", US, "0"), ("snapshot", US, "more than 24 h")]
    assert gap_ids(item) == ["no-copy-elsewhere"]


def test_a_cache_whose_snapshots_are_not_known_yet() -> None:
    item = only(step(GROUP, "cache", here(US, atRestEncryptionEnabled=True, snapshotRetentionLimit=UNKNOWN)))

    assert item.unknowns == ("whether cache keeps snapshots",)
    assert (gap_ids(item), item.notes) == ([], ())


def test_a_global_datastore() -> None:
    item = only(
        step(GROUP, "us", here(US, atRestEncryptionEnabled=True, snapshotRetentionLimit=1)),
        step(GLOBAL_GROUP, "whole", here(US), links={"primaryReplicationGroupId": [urn(GROUP, "us")]}),
        step(
            GROUP,
            "eu",
            here(EU, globalReplicationGroupId=UNKNOWN),
            links={"globalReplicationGroupId": [urn(GLOBAL_GROUP, "whole")]},
        ),
    )

    assert copies(item) == [
        ("primary", US, "0"),
        ("replica", EU, "under 1 s, not bounded"),
        ("snapshot", US, "more than 24 h"),
    ]
    assert keys(item) == ["AWS's key"] * 3
    assert gap_ids(item) == ["backup-not-elsewhere"]
    assert item.ways[0].command.startswith(
        "aws elasticache failover-global-replication-group --region eu-west-1"
    )


@pytest.mark.parametrize(
    ("token", "what"),
    [
        ("aws:elasticache/serverlessCache:ServerlessCache", "ElastiCache serverless cache"),
        ("aws:memorydb/cluster:Cluster", "MemoryDB cluster"),
    ],
)
def test_other_caches(token: str, what: str) -> None:
    item = only(step(token, "cache", here(US)))

    assert (item.what, keys(item)[0]) == (what, "AWS's key")


def test_a_file_system_and_its_replica() -> None:
    made = step(
        EFS_REPLICATION,
        "r",
        here(US, destination={"region": EU}),
        links={"sourceFileSystemId": [urn(EFS, "files")]},
    )
    own = step(
        EFS_REPLICATION,
        "r",
        here(US, destination={}),
        links={"sourceFileSystemId": [urn(EFS, "files")], "destination": [urn(EFS, "copy")]},
    )
    source = step(EFS, "files", here(US, encrypted=True))
    expected = [("primary", US, "0"), ("replica", EU, "15 min for most")]

    assert copies(only(source, made)) == expected
    assert copies(only(source, step(EFS, "copy", here(EU, encrypted=True)), own)) == expected
    assert gap_ids(only(source, made)) == ["no-backup"]
    assert (
        only(source, made)
        .ways[0]
        .command.startswith("aws efs delete-replication-configuration --region eu-west-1")
    )


@pytest.mark.parametrize(
    ("token", "inputs", "found"),
    [
        ("aws:ebs/volume:Volume", {}, ["no-backup", "not-encrypted"]),
        ("aws:ebs/volume:Volume", {"encrypted": True}, ["no-backup"]),
        (
            "aws:fsx/windowsFileSystem:WindowsFileSystem",
            {"automaticBackupRetentionDays": 7},
            ["backup-not-elsewhere"],
        ),
        ("aws:fsx/openZfsFileSystem:OpenZfsFileSystem", {"automaticBackupRetentionDays": UNKNOWN}, []),
        ("aws:redshift/cluster:Cluster", {"encrypted": "true"}, ["backup-not-elsewhere"]),
        ("aws:redshift/cluster:Cluster", {"automatedSnapshotRetentionPeriod": 0}, ["no-backup"]),
        ("aws:redshift/cluster:Cluster", {"encrypted": "false"}, ["backup-not-elsewhere", "not-encrypted"]),
        ("aws:fsx/windowsFileSystem:WindowsFileSystem", {}, ["backup-not-elsewhere"]),
        ("aws:fsx/lustreFileSystem:LustreFileSystem", {}, ["no-backup"]),
        (EFS, {"encrypted": True}, ["no-backup"]),
        (EFS, {"encrypted": True, "availabilityZoneName": "us-east-1a"}, ["backup-not-elsewhere"]),
        ("aws:opensearch/domain:Domain", {"encryptAtRest": {"enabled": True}}, ["backup-not-elsewhere"]),
        ("aws:opensearch/domain:Domain", {}, ["backup-not-elsewhere", "not-encrypted"]),
        ("aws:sqs/queue:Queue", {}, []),
        ("aws:sqs/queue:Queue", {"sqsManagedSseEnabled": False}, ["not-encrypted"]),
        ("aws:kinesis/stream:Stream", {}, ["not-encrypted"]),
        ("aws:kinesis/stream:Stream", {"encryptionType": "KMS", "kmsKeyId": "alias/aws/kinesis"}, []),
        ("aws:kinesis/stream:Stream", {"encryptionType": UNKNOWN}, []),
        ("aws:msk/cluster:Cluster", {}, []),
    ],
)
def test_what_else_keeps_data_or_messages(token: str, inputs: dict[str, Any], found: list[str]) -> None:
    assert gap_ids(only(step(token, "x", here(US, **inputs)))) == found


def test_a_secret_with_a_replica() -> None:
    replicas = [{"region": EU, "kmsKeyId": UNKNOWN}]
    item = one(
        key("us-key", US),
        key("eu-key", EU),
        step(
            SECRET,
            "password",
            here(US, replicas=replicas, kmsKeyId=UNKNOWN),
            links={"kmsKeyId": [urn(KEY, "us-key")], "replicas": [urn(KEY, "eu-key")]},
        ),
        name="password",
    )

    assert [(copy.region, copy.encryption.key) for copy in item.copies] == [(US, "us-key"), (EU, "eu-key")]
    assert gap_ids(item) == []
    assert "stop-replication-to-replica --region eu-west-1" in item.ways[0].command


def test_a_secret_without_one() -> None:
    assert gap_ids(one(step(SECRET, "password", here(US)), ELSEWHERE, name="password")) == [
        "no-copy-elsewhere"
    ]
    assert gap_ids(one(step(SECRET, "password", here(US)), name="password")) == []
    hidden = one(step(SECRET, "password", here(US, replicas=UNKNOWN)), ELSEWHERE, name="password")
    assert (gap_ids(hidden), hidden.unknowns) == ([], ("its replicas",))


def test_parameters_of_one_name_are_one_thing() -> None:
    item = one(
        step(PARAMETER, "us", here(US, name="/orders/ami", type="String")),
        step(PARAMETER, "eu", here(EU, name="/orders/ami", type="String")),
        name="eu",
    )

    assert (copies(item), gap_ids(item)) == (
        [("primary", EU, "as declared"), ("peer", US, "as declared")],
        [],
    )
    assert one(step(PARAMETER, "p", here(US, type="SecureString")), name="p").what == "SecureString parameter"


def test_keys_in_one_region_and_in_several() -> None:
    steps = [key("single", US), key("wide", US, multiRegion=True), key("alone", US, multiRegion=True)]
    links = {"primaryKeyArn": [urn(KEY, "wide")]}
    found = taken(graph(*steps, step(REPLICA_KEY, "wide-eu", here(EU), links=links)), "keys")

    assert set(found) == {"single", "wide", "alone"}
    assert [copy[:2] for copy in copies(found["wide"])] == [("primary", US), ("replica", EU)]
    assert "update-primary-region" not in "".join(way.command or "" for way in found["wide"].ways)
    assert found["alone"].notes == ("a multi-Region key without a replica",)
    assert found["single"].what == "KMS key"


def test_a_multi_region_key_can_be_used_where_its_replica_is() -> None:
    links = {"primaryKeyArn": [urn(KEY, "wide")]}
    steps = [key("wide", US, multiRegion=True), step(REPLICA_KEY, "wide-eu", here(EU), links=links)]
    stored = step(VAULT, "eu", here(EU, kmsKeyArn=UNKNOWN), links={"kmsKeyArn": [urn(KEY, "wide")]})

    assert gap_ids(one(*steps, stored, name="eu")) == []
    assert gap_ids(one(key("wide", US), stored, name="eu")) == ["key-elsewhere"]


@pytest.mark.parametrize(
    ("given", "regions"),
    [
        ("arn:aws:kms:us-east-1:111122223333:key/1234", (US,)),
        ("arn:aws:kms:us-east-1:111122223333:key/mrk-1234", ()),
        ("alias/orders", ()),
    ],
)
def test_a_key_that_is_named_by_text(given: str, regions: tuple[str, ...]) -> None:
    item = one(step(VAULT, "eu", here(EU, kmsKeyArn=given)), name="eu")

    assert (item.copies[0].encryption.key, item.copies[0].encryption.regions) == (given, regions)
    assert gap_ids(item) == (["key-elsewhere"] if regions else [])


def test_a_key_behind_an_alias() -> None:
    alias = step("aws:kms/alias:Alias", "alias", here(US), links={"targetKeyId": [urn(KEY, "k")]})
    stored = step(
        VAULT, "v", here(US, kmsKeyArn=UNKNOWN), links={"kmsKeyArn": [urn("aws:kms/alias:Alias", "alias")]}
    )

    assert keys(one(key("k", US), alias, stored, name="v")) == ["k"]


def test_a_user_pool_has_no_copy_and_no_backup() -> None:
    item = one(step("aws:cognito/userPool:UserPool", "users", here(US)), ELSEWHERE, name="users")

    assert gap_ids(item) == ["no-copy-elsewhere", "no-backup"]


def test_certificates_of_one_name_are_one_thing() -> None:
    kind = "aws:acm/certificate:Certificate"
    front = step(
        "aws:cloudfront/distribution:Distribution", "cdn", {}, links={"viewerCertificate": [urn(kind, "eu")]}
    )
    item = one(
        *(
            step(kind, name, here(region, domainName="api.example.com"))
            for name, region in (("us", US), ("eu", EU))
        ),
        front,
        name="eu",
    )

    assert [copy.region for copy in item.copies] == [EU, US]
    assert gap_ids(item) == ["certificate-region"]
