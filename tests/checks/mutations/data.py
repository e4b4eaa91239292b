"""Mutations of the rules of data, backups and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.checks.mutations.model import REGIONS, Mutation, change
from tests.graph.documents import UNKNOWN

if TYPE_CHECKING:
    from tests.checks.mutations.model import Document, State

API = "holdfast:index:MultiRegionApi"
TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
CLUSTER, MEMBER = "aws:rds/cluster:Cluster", "aws:rds/clusterInstance:ClusterInstance"
OF_A_NEW_DATABASE = frozenset({"BKP001", "BKP002", "BKP007"})
"""What says of a database that no plan takes it, and that its backups stay in its region and account."""


def _promise_no_loss(prod: Document) -> None:
    prod.change(API, "api", "objectives.rpo_seconds", 0)


def _aurora(prod: Document) -> dict[str, State]:
    """A global database over both regions, as it should be."""
    whole = prod.add(
        "aws:rds/globalCluster:GlobalCluster",
        "ledger",
        {
            "region": "us-east-1",
            "deletionProtection": True,
            "storageEncrypted": True,
            "engine": "aurora-postgresql",
        },
        protect=True,
    )
    found = {}
    for place, region in REGIONS.items():
        cluster = prod.add(
            CLUSTER,
            f"{place}-ledger-db",
            {
                "region": region,
                "engine": "aurora-postgresql",
                "engineVersion": "17.7",
                "backupRetentionPeriod": 7,
                "copyTagsToSnapshot": True,
                "deletionProtection": True,
                "enabledCloudwatchLogsExports": ["postgresql"],
                "enableGlobalWriteForwarding": True,
                "globalClusterIdentifier": UNKNOWN,
                "iamDatabaseAuthenticationEnabled": True,
                "kmsKeyId": UNKNOWN,
                "storageEncrypted": True,
                **({"masterUsername": "ledger", "manageMasterUserPassword": True} if place == "use1" else {}),
            },
            links={
                "globalClusterIdentifier": [whole],
                "kmsKeyId": [prod.one("aws:kms/key:Key", f"{place}-key")],
            },
            protect=True,
        )
        cluster["ignoreChanges"] = ["globalClusterIdentifier", "replicationSourceIdentifier"]
        for zone in "ab":
            prod.add(
                MEMBER,
                f"{place}-ledger-db-{zone}",
                {
                    "region": region,
                    "availabilityZone": f"{region}{zone}",
                    "clusterIdentifier": UNKNOWN,
                    "engine": "aurora-postgresql",
                    "instanceClass": "db.r8g.large",
                    "publiclyAccessible": False,
                },
                links={"clusterIdentifier": [cluster]},
            )
        found[place] = cluster
    return found


def _read_only_there(prod: Document) -> None:
    change(_aurora(prod)["euw1"], "enableGlobalWriteForwarding", False)


def _switch_over_only(prod: Document) -> None:
    prod.add(
        "aws:arcregionswitch/plan:Plan",
        "plan",
        {
            "workflows": [
                {"steps": [{"name": "promote", "globalAuroraConfigs": [{"behavior": "switchoverOnly"}]}]}
            ]
        },
    )


def _strong_in_two_sets(prod: Document) -> None:
    replica = {"regionName": "us-east-2", "consistencyMode": "STRONG", "kmsKeyArn": UNKNOWN}
    prod.change(TABLE, "use1-orders-table", "replicas", [replica])


def _guard_with_one_follower(prod: Document) -> None:
    clusters = _aurora(prod)
    for place, cluster in clusters.items():
        group = prod.add(
            "aws:rds/clusterParameterGroup:ClusterParameterGroup",
            f"{place}-ledger-params",
            {
                "region": REGIONS[place],
                "family": "aurora-postgresql17",
                "parameters": [
                    {"name": "rds.global_db_rpo", "value": "20"},
                    {"name": "rds.force_ssl", "value": "1"},
                ],
            },
        )
        cluster["inputs"]["dbClusterParameterGroupName"] = UNKNOWN
        cluster["propertyDependencies"]["dbClusterParameterGroupName"] = [group["urn"]]


def _older_follower(prod: Document) -> None:
    change(_aurora(prod)["euw1"], "engineVersion", "17.5")


def _headless(prod: Document) -> None:
    _aurora(prod)
    prod.remove(MEMBER, "euw1-ledger-db-?")


def _cold_cache(prod: Document) -> None:
    prod.change("holdfast:index:RegionalApi", "euw1", "role", "standby")
    prod.add(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "euw1-quotes",
        {
            "region": "eu-west-1",
            "atRestEncryptionEnabled": True,
            "automaticFailoverEnabled": True,
            "multiAzEnabled": True,
            "kmsKeyId": UNKNOWN,
            "transitEncryptionEnabled": True,
            "transitEncryptionMode": "required",
        },
        links={"kmsKeyId": [prod.one("aws:kms/key:Key", "euw1-key")]},
        protect=True,
    )


def _follow_changes(prod: Document) -> None:
    del _aurora(prod)["euw1"]["ignoreChanges"]


def _one_zone(prod: Document) -> None:
    _aurora(prod)
    prod.change(MEMBER, "euw1-ledger-db-b", "availabilityZone", "eu-west-1a")


def _another_table(prod: Document) -> None:
    table = prod.one(TABLE)
    prod.add(
        TABLE,
        "use1-notes-table",
        table["inputs"],
        links={"serverSideEncryption": [prod.one("aws:kms/key:Key", "use1-key")]},
        protect=True,
    )


def _unlock(prod: Document) -> None:
    prod.remove("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "euc1-*")


def _lock_for_long(prod: Document) -> None:
    prod.change("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "euc1-*", "minRetentionDays", 365)


def _test_no_restore(prod: Document) -> None:
    prod.remove("aws:backup/restoreTestingSelection:RestoreTestingSelection")


def _no_point_in_time(prod: Document) -> None:
    prod.change(TABLE, "*", "pointInTimeRecovery", {"enabled": False})
    prod.change(REPLICA, "*", "pointInTimeRecovery", False)


def _replica_without_key(prod: Document) -> None:
    prod.change(REPLICA, "*", "kmsKeyArn", None)


def _leave_out_what_is_encrypted(prod: Document) -> None:
    config = prod.first("aws:s3/bucketReplicationConfig:BucketReplicationConfig")
    rules = config["inputs"]["rules"]
    rules[0]["sourceSelectionCriteria"]["sseKmsEncryptedObjects"]["status"] = "Disabled"


MUTATIONS = {
    "BKP003": Mutation(_unlock),
    "BKP004": Mutation(_lock_for_long),
    "BKP005": Mutation(_test_no_restore),
    "BKP006": Mutation(_no_point_in_time),
    "BKP007": Mutation(_another_table, companions=frozenset({"DAT002", "DAT010"})),
    "DAT002": Mutation(_promise_no_loss),
    "DAT003": Mutation(_read_only_there, companions=OF_A_NEW_DATABASE),
    "DAT004": Mutation(_switch_over_only),
    "DAT005": Mutation(_strong_in_two_sets),
    "DAT006": Mutation(_guard_with_one_follower, companions=OF_A_NEW_DATABASE),
    "DAT007": Mutation(_older_follower, companions=OF_A_NEW_DATABASE),
    "DAT008": Mutation(_headless, companions=OF_A_NEW_DATABASE),
    "DAT009": Mutation(_cold_cache),
    "DAT010": Mutation(_another_table, companions=frozenset({"BKP007", "DAT002"})),
    "DAT011": Mutation(_follow_changes, companions=OF_A_NEW_DATABASE),
    "DAT012": Mutation(_one_zone, companions=OF_A_NEW_DATABASE),
    "KMS002": Mutation(_replica_without_key),
    "KMS003": Mutation(_leave_out_what_is_encrypted),
}
