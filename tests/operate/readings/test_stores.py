"""Who writes and how far the others are: some metrics on the emulator, roles by a script."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import ANY

from holdfast.operate.aws import clients
from holdfast.operate.read_replicas import FENCED_TAG
from holdfast.operate.readings import read_stores

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations
    from holdfast.operate.readings import StoreReading
    from tests.operate.scripted import Aws

EUW1, USE1 = "eu-west-1", "us-east-1"
EUW1_CLUSTER = "euw1-orders-db-0000"
AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def only(contract: Operations, key: str | None) -> Operations:
    """The contract with one store, or the caches alone."""
    contract["stores"] = {key: contract["stores"][key]} if key else {}
    if key:
        contract["caches"] = {}
    return contract


def read(contract: Operations, key: str | None, maker: Any, *places: str) -> StoreReading:
    (found,) = read_stores(only(contract, key), maker, set(places))
    return found


def metric(script: Aws, region: str, value: float | None, name: str, **dimensions: str) -> None:
    """The next question about a metric is this one."""
    points = [] if value is None else [{"Timestamp": AT, "Minimum": 0, "Maximum": value, "Sum": value}]
    script.answers(
        "cloudwatch",
        region,
        "get_metric_statistics",
        {"Datapoints": points},
        Namespace="AWS/ElastiCache" if "CacheClusterId" in dimensions else "AWS/RDS",
        MetricName=name,
        Dimensions=[{"Name": key, "Value": text} for key, text in sorted(dimensions.items())],
        StartTime=ANY,
        EndTime=ANY,
        Period=60,
        Statistics=["Minimum", "Maximum", "Sum"],
    )


def listed(script: Aws, name: str, *sources: str) -> None:
    """CloudWatch has these metrics of euw1's cluster: one per region that it was copied from."""
    cluster = {"Name": "DBClusterIdentifier", "Value": EUW1_CLUSTER}
    script.answers(
        "cloudwatch",
        EUW1,
        "list_metrics",
        {"Metrics": [{"Dimensions": [cluster, {"Name": "SourceRegion", "Value": one}]} for one in sources]},
        Namespace="AWS/RDS",
        MetricName=name,
        Dimensions=[cluster],
    )


def aurora(script: Aws, contract: Operations, region: str, place: str, *, status: str = "available") -> None:
    clusters = contract["stores"]["orders"]["clusters"]
    script.answers(
        "rds",
        region,
        "describe_global_clusters",
        {
            "GlobalClusters": [
                {
                    "Status": "available",
                    "GlobalClusterMembers": [
                        {
                            "DBClusterArn": clusters[one]["arn"],
                            "IsWriter": one == "use1",
                            "SynchronizationStatus": "connected",
                        }
                        for one in clusters
                    ],
                }
            ]
        },
    )
    script.answers(
        "rds",
        region,
        "describe_db_clusters",
        {"DBClusters": [{"Status": status}]},
        DBClusterIdentifier=clusters[place]["identifier"],
    )


def test_aurora_says_who_writes_and_how_far_it_is_itself(script: Aws, contract: Operations) -> None:
    aurora(script, contract, EUW1, "euw1")
    listed(script, "AuroraGlobalDBRPOLag", "ap-northeast-1", USE1)
    metric(
        script,
        EUW1,
        None,
        "AuroraGlobalDBRPOLag",
        DBClusterIdentifier=EUW1_CLUSTER,
        SourceRegion="ap-northeast-1",
    )
    metric(script, EUW1, 640, "AuroraGlobalDBRPOLag", DBClusterIdentifier=EUW1_CLUSTER, SourceRegion=USE1)
    found = read(contract, "orders", script, "euw1")
    assert (found.writer, found.writer_unknown, found.multi_writer) == ("use1", None, False)
    (copy,) = found.copies.values()
    assert (copy.role, copy.healthy) == ("reader", True)
    assert copy.lag.value == pytest.approx(0.64)
    assert copy.lag.at == AT
    assert {region for _, region in script.asked} == {EUW1}


def test_aurora_mysqls_older_metric_is_asked_where_the_first_is_missing(
    script: Aws, contract: Operations
) -> None:
    aurora(script, contract, EUW1, "euw1", status="maintenance")
    listed(script, "AuroraGlobalDBRPOLag")
    listed(script, "AuroraGlobalDBReplicationLag", USE1)
    metric(
        script,
        EUW1,
        2000,
        "AuroraGlobalDBReplicationLag",
        DBClusterIdentifier=EUW1_CLUSTER,
        SourceRegion=USE1,
    )
    copy = read(contract, "orders", script, "euw1").copies["euw1"]
    assert (copy.lag.value, copy.healthy, copy.detail) == (2, False, "maintenance")


def test_a_lag_without_a_value_is_unknown_and_says_why(script: Aws, contract: Operations) -> None:
    aurora(script, contract, EUW1, "euw1")
    listed(script, "AuroraGlobalDBRPOLag")
    listed(script, "AuroraGlobalDBReplicationLag")
    lag = read(contract, "orders", script, "euw1").copies["euw1"].lag
    assert lag.value is None
    assert "has no value in eu-west-1 of the last 60 minutes" in str(lag.unknown)


def test_the_writer_is_behind_by_nothing(script: Aws, contract: Operations) -> None:
    aurora(script, contract, USE1, "use1")
    copy = read(contract, "orders", script, "use1").copies["use1"]
    assert (copy.role, copy.lag.value) == ("writer", 0)


def test_a_region_that_does_not_answer_is_unknown(script: Aws, contract: Operations) -> None:
    script.refuses("rds", EUW1, "describe_global_clusters", "InternalFailure", "try later")
    found = read(contract, "orders", script, "euw1")
    assert found.writer is None
    assert "try later" in str(found.writer_unknown)
    assert (found.copies["euw1"].role, found.copies["euw1"].healthy) == ("unknown", None)


def test_a_region_that_is_left_is_not_called(script: Aws, contract: Operations) -> None:
    script.avoided = {USE1}
    copy = read(contract, "orders", script, "use1").copies["use1"]
    assert (copy.role, "is not called" in copy.detail) == ("unknown", True)


def instance(
    script: Aws, contract: Operations, place: str, *, source: str | None = None, fenced: bool = False
) -> None:
    members = contract["stores"]["users"]["rds_members"]
    one: dict[str, Any] = {
        "DBInstanceArn": members[place]["arn"],
        "Engine": "postgres",
        "DBInstanceStatus": "available",
        "TagList": [{"Key": FENCED_TAG, "Value": AT.isoformat()}] if fenced else [],
    }
    if source:
        one["ReadReplicaSourceDBInstanceIdentifier"] = members[source]["arn"]
    script.answers(
        "rds", {"euw1": EUW1, "use1": USE1}[place], "describe_db_instances", {"DBInstances": [one]}
    )


def test_a_replica_knows_its_writer_and_its_lag(script: Aws, contract: Operations) -> None:
    instance(script, contract, "euw1", source="use1")
    metric(script, EUW1, 12, "ReplicaLag", DBInstanceIdentifier="holdfast-prod-euw1-users-db-00000000")
    found = read(contract, "users", script, "euw1")
    assert (found.writer, found.copies["euw1"].role, found.copies["euw1"].lag.value) == ("use1", "reader", 12)


def test_a_promoted_one_writes_and_a_closed_one_is_no_copy(script: Aws, contract: Operations) -> None:
    instance(script, contract, "euw1")
    instance(script, contract, "use1", fenced=True)
    found = read(contract, "users", script, "euw1", "use1")
    assert found.writer == "euw1"
    assert {place: copy.role for place, copy in found.copies.items()} == {"euw1": "writer", "use1": "none"}
    assert "have it made anew as a replica" in found.copies["use1"].detail


def datastore(script: Aws, role: str) -> None:
    script.answers(
        "elasticache",
        EUW1,
        "describe_global_replication_groups",
        {
            "GlobalReplicationGroups": [
                {
                    "Status": "available",
                    "Members": [
                        {
                            "ReplicationGroupId": "euw1-pages-cache-0000",
                            "ReplicationGroupRegion": EUW1,
                            "Role": role,
                            "Status": "associated",
                        },
                        {
                            "ReplicationGroupId": "use1-pages-cache-0000",
                            "ReplicationGroupRegion": USE1,
                            "Role": "SECONDARY" if role == "PRIMARY" else "PRIMARY",
                            "Status": "associated",
                        },
                    ],
                }
            ]
        },
    )


def test_a_cache_over_regions_is_read_by_the_nodes_of_its_own_member(
    script: Aws, contract: Operations
) -> None:
    datastore(script, "SECONDARY")
    nodes = ["euw1-pages-cache-0000-001", "euw1-pages-cache-0000-002", "another-001"]
    script.answers(
        "cloudwatch",
        EUW1,
        "list_metrics",
        {"Metrics": [{"Dimensions": [{"Name": "CacheClusterId", "Value": node}]} for node in nodes]},
    )
    metric(script, EUW1, None, "GlobalDatastoreReplicationLag", CacheClusterId=nodes[0])
    metric(script, EUW1, 0.4, "GlobalDatastoreReplicationLag", CacheClusterId=nodes[1])
    found = read(contract, None, script, "euw1")
    assert (found.key, found.kind, found.writer) == ("pages", "cache", "use1")
    assert (found.copies["euw1"].role, found.copies["euw1"].lag.value) == ("reader", 0.4)


def test_the_primary_of_a_cache_is_its_writer(script: Aws, contract: Operations) -> None:
    datastore(script, "PRIMARY")
    found = read(contract, None, script, "euw1")
    assert (found.writer, found.copies["euw1"].role, found.copies["euw1"].lag.value) == ("euw1", "writer", 0)


@pytest.fixture
def tables(aws: Any) -> Any:
    """A table of the contract's name in both regions of the emulator."""
    made = {}
    for region in (EUW1, USE1):
        made[region] = aws.client("dynamodb", region_name=region)
        made[region].create_table(
            TableName="use1-carts-table-0000",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    return made


def latency(aws: Any, milliseconds: float, at: datetime) -> None:
    """What use1 measures towards euw1."""
    aws.client("cloudwatch", region_name=USE1).put_metric_data(
        Namespace="AWS/DynamoDB",
        MetricData=[
            {
                "MetricName": "ReplicationLatency",
                "Dimensions": [
                    {"Name": "TableName", "Value": "use1-carts-table-0000"},
                    {"Name": "ReceivingRegion", "Value": EUW1},
                ],
                "Timestamp": at,
                "Value": milliseconds,
            }
        ],
    )


def test_a_tables_lag_is_told_by_the_region_that_sends(aws: Any, tables: Any, contract: Operations) -> None:
    del tables
    at = (datetime.now(UTC) - timedelta(minutes=7)).replace(second=0, microsecond=0)
    latency(aws, 900, at)
    found = read(contract, "carts", clients(), "use1")
    assert (found.multi_writer, found.writer) == (True, None)
    assert (found.copies["use1"].role, found.copies["use1"].healthy) == ("both", True)
    assert found.copies["euw1"].lag.value == pytest.approx(0.9)
    assert found.copies["euw1"].lag.at == at, "the metric's own time, not that of the question"


def test_the_region_that_is_left_over_does_not_know_what_was_not_sent(
    tables: Any, contract: Operations
) -> None:
    del tables
    copy = read(contract, "carts", clients(), "euw1").copies["euw1"]
    assert copy.healthy is True
    assert copy.lag.value is None
    assert "kept by the region that sends" in str(copy.lag.unknown)


def test_both_together_give_a_whole_copy(aws: Any, tables: Any, contract: Operations) -> None:
    del tables
    latency(aws, 500, datetime.now(UTC) - timedelta(minutes=2))
    copy = read(contract, "carts", clients(), "euw1", "use1").copies["euw1"]
    assert (copy.role, copy.healthy) == ("both", True)
    assert copy.lag.value == pytest.approx(0.5)


def test_a_strong_table_has_no_lag(tables: Any, contract: Operations) -> None:
    del tables
    contract["stores"]["carts"]["consistency"] = "strong"
    found = read(contract, "carts", clients(), "euw1")
    assert found.copies["euw1"].lag.value == 0
    assert set(found.copies) == {"euw1"}


def test_a_table_that_is_gone_is_unknown(aws: Any, contract: Operations) -> None:
    del aws
    contract["stores"]["carts"]["table"] = "nowhere"
    copy = read(contract, "carts", clients(), "euw1").copies["euw1"]
    assert (copy.healthy, "Requested resource not found" in copy.detail) == (None, True)


def test_buckets_tell_how_late_copies_come(aws: Any, contract: Operations) -> None:
    buckets = contract["stores"]["files"]["buckets"]
    s3 = aws.client("s3", region_name=EUW1)
    s3.create_bucket(Bucket=buckets["euw1"], CreateBucketConfiguration={"LocationConstraint": EUW1})
    before = read(contract, "files", clients(), "euw1").copies["euw1"]
    assert before.lag.value is None
    assert "S3 publishes no ReplicationLatency" in str(before.lag.unknown)
    aws.client("cloudwatch", region_name=EUW1).put_metric_data(
        Namespace="AWS/S3",
        MetricData=[
            {
                "MetricName": "ReplicationLatency",
                "Dimensions": [
                    {"Name": "SourceBucket", "Value": buckets["use1"]},
                    {"Name": "DestinationBucket", "Value": buckets["euw1"]},
                    {"Name": "RuleId", "Value": "to-euw1"},
                ],
                "Timestamp": datetime.now(UTC) - timedelta(minutes=3),
                "Value": 42,
            }
        ],
    )
    found = read(contract, "files", clients(), "euw1")
    assert (found.multi_writer, found.copies["euw1"].role) == (True, "both")
    assert (found.copies["euw1"].healthy, found.copies["euw1"].lag.value) == (True, 42)


def test_dsql_has_no_lag(script: Aws, contract: Operations) -> None:
    store = contract["stores"]["carts"]
    store["kind"] = "dsql"
    identifier = "abcdefghijklmnopqrstuvwxyz"
    store["dsql_clusters"] = {
        "euw1": {"identifier": identifier, "arn": "arn", "endpoint": "e", "vpc_endpoint_service": None}
    }
    script.answers(
        "dsql",
        EUW1,
        "get_cluster",
        {
            "identifier": identifier,
            "arn": f"arn:aws:dsql:eu-west-1:111122223333:cluster/{identifier}",
            "status": "ACTIVE",
            "creationTime": 0,
            "deletionProtectionEnabled": True,
        },
    )
    copy = read(contract, "carts", script, "euw1").copies["euw1"]
    assert (copy.role, copy.healthy, copy.lag.value) == ("both", True, 0)


def test_what_is_adopted_and_not_named_is_unknown(script: Aws, contract: Operations) -> None:
    contract["stores"]["orders"]["clusters"] = {}
    found = read(contract, "orders", script, "euw1")
    assert (found.writer, found.copies["euw1"].healthy) == (None, None)
    assert "adopted" in str(found.writer_unknown)
    assert not script.asked


def test_every_store_and_cache_is_there_when_nobody_answers(script: Aws, contract: Operations) -> None:
    script.avoided = {EUW1, USE1}
    found = read_stores(contract, script, {"euw1", "use1"})
    assert [one.key for one in found] == [*sorted(contract["stores"]), "pages"]
    assert all(copy.healthy is None for one in found for copy in one.copies.values())
