from __future__ import annotations

import pytest

from tests.graph.documents import UNKNOWN, graph, step, urn
from tests.inventory.taken import EU, KEY, US, copies, gap_ids, here, key, keys, only, taken

CLUSTER, GLOBAL = "aws:rds/cluster:Cluster", "aws:rds/globalCluster:GlobalCluster"
INSTANCE = "aws:rds/instance:Instance"
REPLICATED = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"
DSQL, PEERING = "aws:dsql/cluster:Cluster", "aws:dsql/clusterPeering:ClusterPeering"
IN_GLOBAL = {"globalClusterIdentifier": [urn(GLOBAL, "whole")]}


def member(name: str, region: str, key_name: str, **inputs: object) -> dict[str, object]:
    links = {**IN_GLOBAL, "kmsKeyId": [urn(KEY, key_name)]}
    given = here(
        region, globalClusterIdentifier=UNKNOWN, kmsKeyId=UNKNOWN, engine="aurora-postgresql", **inputs
    )
    return step(CLUSTER, name, given, links=links)


def test_an_aurora_global_database() -> None:
    item = only(
        key("us-key", US),
        key("eu-key", EU),
        step(GLOBAL, "whole", here(US, globalClusterIdentifier="orders")),
        member("b", US, "us-key", masterUsername="admin"),
        member("a", EU, "eu-key"),
    )

    assert item.what == "Aurora global database"
    assert copies(item) == [
        ("primary", US, "0"),
        ("replica", EU, "about 1 s, not bounded"),
        ("point in time", US, "about 5 min"),
    ]
    assert keys(item) == ["us-key", "eu-key", "us-key"]
    assert gap_ids(item) == ["backup-not-elsewhere"]
    assert item.ways[0].command == (
        "aws rds failover-global-cluster --region eu-west-1 --global-cluster-identifier orders"
        " --target-db-cluster-identifier REPLICA_CLUSTER_ARN --allow-data-loss"
    )


def test_a_switchover_is_asked_of_the_primary_s_region() -> None:
    item = only(
        step(GLOBAL, "whole", here(US)),
        step(CLUSTER, "b", here(US, globalClusterIdentifier=UNKNOWN, masterUsername="a"), links=IN_GLOBAL),
        step(CLUSTER, "a", here(EU, globalClusterIdentifier=UNKNOWN), links=IN_GLOBAL),
    )

    assert item.ways[1].command.startswith("aws rds switchover-global-cluster --region us-east-1 ")


def test_a_replica_in_the_source_s_region() -> None:
    source = {"replicateSourceDb": [urn(INSTANCE, "orders")]}
    item = only(
        key("us-key", US),
        step(
            INSTANCE,
            "orders",
            here(US, storageEncrypted=True, kmsKeyId=UNKNOWN, backupRetentionPeriod=7),
            links={"kmsKeyId": [urn(KEY, "us-key")]},
        ),
        step(INSTANCE, "copy", here(US, replicateSourceDb=UNKNOWN), links=source),
    )

    assert keys(item)[:2] == ["us-key", "us-key"]
    assert gap_ids(item) == ["backup-not-elsewhere"]
    assert item.ways[0].when == "the primary is lost"


def test_a_replica_whose_source_is_no_resource_of_the_stack() -> None:
    item = only(step(INSTANCE, "copy", here(US, replicateSourceDb="arn:aws:rds:eu-west-1:1:db:orders")))

    assert keys(item) == ["unknown"]


def test_a_replica_with_the_key_of_the_primary_s_region() -> None:
    item = only(
        key("us-key", US),
        step(GLOBAL, "whole", here(US)),
        member("b", US, "us-key", masterUsername="admin"),
        member("a", EU, "us-key"),
    )

    assert gap_ids(item) == ["backup-not-elsewhere", "key-elsewhere"]
    assert "the replica in eu-west-1 is encrypted with us-key, a key of us-east-1" in item.gaps[1].reason


def test_a_global_database_made_of_a_cluster_and_one_that_names_it_by_text() -> None:
    item = only(
        step(CLUSTER, "first", here(US, storageEncrypted=True)),
        step(
            GLOBAL,
            "whole",
            here(US, globalClusterIdentifier="orders"),
            links={"sourceDbClusterIdentifier": [urn(CLUSTER, "first")]},
        ),
        step(CLUSTER, "a-second", here(EU, globalClusterIdentifier="orders", storageEncrypted=UNKNOWN)),
    )

    assert copies(item)[:2] == [("primary", US, "0"), ("replica", EU, "about 1 s, not bounded")]
    assert keys(item) == ["AWS's key", "unknown", "AWS's key"]


def test_a_global_database_whose_clusters_are_elsewhere() -> None:
    item = only(step(GLOBAL, "whole", here(US)))

    assert item.unknowns == ("which clusters belong to whole",)
    assert gap_ids(item) == []


def test_a_cluster_alone() -> None:
    item = only(step(CLUSTER, "orders", here(US, engine="aurora-mysql")))

    assert (item.what, keys(item)[0]) == ("Aurora cluster", "not encrypted")
    assert gap_ids(item) == ["backup-not-elsewhere", "not-encrypted"]


def test_a_multi_az_cluster_with_a_replica_elsewhere() -> None:
    item = only(
        step(CLUSTER, "orders", here(US, engine="postgres", storageEncrypted=True)),
        step(
            CLUSTER,
            "copy",
            here(EU, engine="postgres", storageEncrypted=True, replicationSourceIdentifier=UNKNOWN),
            links={"replicationSourceIdentifier": [urn(CLUSTER, "orders")]},
        ),
    )

    assert item.what == "RDS Multi-AZ cluster"
    assert copies(item)[1] == ("replica", EU, "asynchronous, not bounded")
    assert item.ways[0].command.startswith("aws rds promote-read-replica-db-cluster --region eu-west-1")


def test_an_instance_with_replicas_and_replicated_backups() -> None:
    source = {"replicateSourceDb": [urn(INSTANCE, "orders")]}
    item = only(
        step(INSTANCE, "orders", here(US, engine="postgres", storageEncrypted=True, backupRetentionPeriod=7)),
        step(INSTANCE, "copy", here(EU, replicateSourceDb=UNKNOWN, storageEncrypted=True), links=source),
        step(
            INSTANCE,
            "more",
            here(EU, replicateSourceDb=UNKNOWN, storageEncrypted=True),
            links={"replicateSourceDb": [urn(INSTANCE, "copy")]},
        ),
        step(REPLICATED, "backups", here(EU), links={"sourceDbInstanceArn": [urn(INSTANCE, "orders")]}),
    )

    assert item.name == "orders"
    assert copies(item) == [
        ("primary", US, "0"),
        ("replica", EU, "asynchronous, not bounded"),
        ("replica", EU, "asynchronous, not bounded"),
        ("point in time", US, "about 5 min"),
        ("backup copy", EU, "5 to 30 min, not bounded"),
    ]
    assert gap_ids(item) == []
    assert "aws rds promote-read-replica --region eu-west-1" in item.ways[0].command


def test_an_instance_without_backups() -> None:
    item = only(
        step(INSTANCE, "orders", here(US)),
        step(
            INSTANCE,
            "copy",
            here(EU, replicateSourceDb=UNKNOWN),
            links={"replicateSourceDb": [urn(INSTANCE, "orders")]},
        ),
    )

    assert gap_ids(item) == ["no-backup", "not-encrypted"]


def test_an_instance_whose_retention_is_not_known_yet() -> None:
    item = only(step(INSTANCE, "orders", here(US, backupRetentionPeriod=UNKNOWN, storageEncrypted=True)))

    assert item.unknowns == ("whether orders keeps automated backups",)
    assert gap_ids(item) == []


def test_a_replica_of_something_outside_the_stack() -> None:
    item = only(
        step(
            INSTANCE,
            "copy",
            here(US, replicateSourceDb="arn:aws:rds:eu-west-1:1:db:x", storageEncrypted=True),
        )
    )

    assert copies(item)[0][0] == "replica"
    assert item.unknowns == ("the source of the replica copy",)


def test_instances_that_name_each_other_in_a_circle_end() -> None:
    steps = [
        step(
            INSTANCE,
            one,
            here(US, replicateSourceDb=UNKNOWN),
            links={"replicateSourceDb": [urn(INSTANCE, other)]},
        )
        for one, other in (("a", "b"), ("b", "a"))
    ]

    assert taken(graph(*steps), "data") == {}


def test_peered_dsql_clusters() -> None:
    item = only(
        step(DSQL, "us", here(US, multiRegionProperties={"witnessRegion": "us-west-2"})),
        step(DSQL, "eu", here(EU, multiRegionProperties={"witnessRegion": "us-west-2"})),
        step(
            PEERING,
            "peering",
            here(US),
            links={"identifier": [urn(DSQL, "us")], "clusters": [urn(DSQL, "eu")]},
        ),
    )

    assert copies(item) == [("peer", EU, "0"), ("peer", US, "0")]
    assert item.notes == ("the witness is in us-west-2: it keeps the log, and serves nobody",)
    assert gap_ids(item) == ["no-backup"]
    assert copies(only(step(DSQL, "us", here(US)))) == [("primary", US, "0")]


@pytest.mark.parametrize(("given", "told"), [({}, "day"), ({"backupRetentionPeriod": 7}, "7 days")])
def test_how_far_back_a_cluster_can_be_restored(given: dict[str, int], told: str) -> None:
    item = only(step(CLUSTER, "orders", here(US, storageEncrypted=True, **given)))

    assert item.notes == (f"restored to any second of the last {told}",)


@pytest.mark.parametrize(
    ("token", "given", "end"),
    [
        (CLUSTER, {"engine": "aurora-mysql"}, "--db-instance-class CLASS --engine aurora-mysql"),
        ("aws:docdb/cluster:Cluster", {}, "--db-instance-class CLASS --engine docdb"),
        ("aws:neptune/cluster:Cluster", {}, "--db-instance-class CLASS --engine neptune"),
        (CLUSTER, {"engine": "postgres"}, "--db-cluster-instance-class CLASS"),
    ],
)
def test_a_restored_cluster_gets_instances_where_it_has_none(
    token: str, given: dict[str, str], end: str
) -> None:
    (way,) = only(step(token, "orders", here(US, **given))).ways

    assert way.command.endswith(end)
    assert ("\n" in way.command) is (given != {"engine": "postgres"})
