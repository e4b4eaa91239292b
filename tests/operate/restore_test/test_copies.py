"""What is deleted, on moto, which deletes copies of each kind as AWS does; and what never is."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.operate.aws import clients
from holdfast.operate.restore_test.copies import delete
from holdfast.operate.steps import StepError
from tests.operate.scripted import Aws

REGION = "eu-west-1"
ACCOUNT = "123456789012"
NAME = "awsbackup-restore-test-0123456789abcdef"


def until_gone(arn: str) -> None:
    for _ in range(5):
        if delete(clients(), REGION, arn):
            return
    pytest.fail(f"{arn} still stands")


def test_a_table_goes_and_the_one_beside_it_stays(aws: Any) -> None:
    dynamodb = aws.client("dynamodb", REGION)
    for name in (NAME, "production-carts"):
        dynamodb.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    until_gone(f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{NAME}")
    tables = dynamodb.list_tables()["TableNames"]
    assert NAME not in tables
    assert "production-carts" in tables
    dynamodb.delete_table(TableName="production-carts")


def test_a_bucket_is_emptied_of_versions_and_markers_first(aws: Any) -> None:
    s3 = aws.client("s3", REGION)
    s3.create_bucket(Bucket=NAME, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket=NAME, VersioningConfiguration={"Status": "Enabled"})
    for body in (b"1", b"2"):
        s3.put_object(Bucket=NAME, Key="a", Body=body)
    s3.delete_object(Bucket=NAME, Key="a")
    until_gone(f"arn:aws:s3:::{NAME}")
    assert NAME not in {one["Name"] for one in s3.list_buckets()["Buckets"]}
    assert delete(clients(), REGION, f"arn:aws:s3:::{NAME}")


def test_a_cluster_of_aurora_goes_after_its_instance_and_without_a_snapshot(aws: Any) -> None:
    rds = aws.client("rds", REGION)
    rds.create_db_cluster(
        DBClusterIdentifier=NAME,
        Engine="aurora-postgresql",
        MasterUsername="master",
        MasterUserPassword="emulated-1",  # of no database
    )
    rds.create_db_instance(
        DBInstanceIdentifier=f"{NAME[:-4]}-1",
        DBClusterIdentifier=NAME,
        DBInstanceClass="db.t4g.medium",
        Engine="aurora-postgresql",
    )
    until_gone(f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:{NAME}")
    assert NAME not in {one["DBClusterIdentifier"] for one in rds.describe_db_clusters()["DBClusters"]}
    kept = rds.describe_db_cluster_snapshots(DBClusterIdentifier=NAME, SnapshotType="manual")
    assert not kept["DBClusterSnapshots"]


def test_an_instance_goes_without_a_snapshot(aws: Any) -> None:
    rds = aws.client("rds", REGION)
    rds.create_db_instance(
        DBInstanceIdentifier=NAME,
        DBInstanceClass="db.t4g.medium",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="master",
        MasterUserPassword="emulated-1",  # of no database
    )
    until_gone(f"arn:aws:rds:{REGION}:{ACCOUNT}:db:{NAME}")
    assert NAME not in {one["DBInstanceIdentifier"] for one in rds.describe_db_instances()["DBInstances"]}


@pytest.mark.parametrize(
    "arn",
    [
        f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/carts",
        f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/x-{NAME}",
        f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:orders",
        f"arn:aws:rds:{REGION}:{ACCOUNT}:db:awsbackup-restore-testing",
        "arn:aws:s3:::files",
        f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/{NAME}",
        "",
    ],
)
def test_what_is_not_named_as_a_copy_is_never_touched(arn: str) -> None:
    script = Aws()
    with pytest.raises(StepError, match="left alone"):
        delete(script, REGION, arn)
    assert script.asked == []


def test_a_member_of_another_name_keeps_a_cluster_standing() -> None:
    """Stubber, since moto makes no cluster with such a member."""
    script = Aws()
    found = {
        "DBClusters": [
            {
                "Engine": "aurora-mysql",
                "Status": "available",
                "DBClusterMembers": [{"DBInstanceIdentifier": "orders-1"}],
            }
        ]
    }
    script.answers("rds", REGION, "describe_db_clusters", found, DBClusterIdentifier=NAME)
    with pytest.raises(StepError, match="orders-1 is not named"):
        delete(script, REGION, f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:{NAME}")
    script.done()
