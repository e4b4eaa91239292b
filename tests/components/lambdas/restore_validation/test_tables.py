"""Restored tables and buckets: moto keeps real items and objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from holdfast.components.lambdas.restore_validation.tables import check_bucket, check_table
from holdfast.components.lambdas.restore_validation.verdicts import FailedError
from tests.components.lambdas.restore_validation.clients import REGION, no_account

if TYPE_CHECKING:
    from collections.abc import Iterator

    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client

TABLE = "awsbackup-restore-test-t"
BUCKET = "awsbackup-restore-test-b"


@pytest.fixture(autouse=True)
def _aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in no_account().items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield


@pytest.fixture
def dynamodb() -> DynamoDBClient:
    client = boto3.client("dynamodb", region_name=REGION)
    client.create_table(
        TableName=TABLE,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    for number in range(40):
        item: dict[str, Any] = {"id": {"S": str(number)}, "customer": {"S": "Ada Lovelace"}}
        client.put_item(TableName=TABLE, Item=item)
    return client


@pytest.fixture
def s3() -> S3Client:
    client = boto3.client("s3", region_name=REGION)
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    client.put_object(Bucket=BUCKET, Key="index.json", Body=b"{}")
    client.put_object(Bucket=BUCKET, Key="empty", Body=b"")
    return client


@pytest.mark.parametrize(
    ("check", "held"),
    [({}, 1), ({"at_least_items": 40}, 1), ({"at_least_items": 1, "attributes": ["id", "customer"]}, 2)],
)
def test_a_table_that_holds_what_it_should(
    dynamodb: DynamoDBClient, check: dict[str, Any], held: int
) -> None:
    assert check_table(dynamodb, TABLE, check) == held


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ({"at_least_items": 41}, "items: 40, and 41 at least were expected"),
        ({"attributes": ["id", "address"]}, "attributes: 25 of 25 sampled items lack one"),
    ],
)
def test_a_table_that_does_not(dynamodb: DynamoDBClient, check: dict[str, Any], said: str) -> None:
    with pytest.raises(FailedError) as failure:
        check_table(dynamodb, TABLE, check)
    assert str(failure.value) == said


def test_attributes_of_an_empty_table_are_missing(dynamodb: DynamoDBClient) -> None:
    for number in range(40):
        dynamodb.delete_item(TableName=TABLE, Key={"id": {"S": str(number)}})
    assert check_table(dynamodb, TABLE, {}) == 1
    with pytest.raises(FailedError, match="0 of 0 sampled items"):
        check_table(dynamodb, TABLE, {"attributes": ["id"]})


@pytest.mark.parametrize(
    ("check", "held"),
    [({}, 1), ({"at_least_objects": 2}, 1), ({"objects": ["index.json", "empty"]}, 3)],
)
def test_a_bucket_that_holds_what_it_should(s3: S3Client, check: dict[str, Any], held: int) -> None:
    assert check_bucket(s3, BUCKET, check) == held


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ({"at_least_objects": 3}, "objects: 2, and 3 at least were expected"),
        ({"objects": ["index.json", "customers/lovelace"]}, "objects: 1 of 2 named ones cannot be read"),
    ],
)
def test_a_bucket_that_does_not(s3: S3Client, check: dict[str, Any], said: str) -> None:
    with pytest.raises(FailedError) as failure:
        check_bucket(s3, BUCKET, check)
    assert str(failure.value) == said
