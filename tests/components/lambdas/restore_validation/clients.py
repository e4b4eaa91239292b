"""Clients whose answers a test writes down, in the shapes of AWS's own service models."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import boto3
from botocore.stub import Stubber

from holdfast.components.lambdas.restore_validation.setup import Clients, Setup, mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REGION: Final = "eu-west-1"
ACCOUNT = "111122223333"
PLAN = f"arn:aws:backup:{REGION}:{ACCOUNT}:restore-testing-plan:orders_prod_euw1"
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
CLUSTER = "awsbackup-restore-test-0a1b"
CLUSTER_ARN = f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:{CLUSTER}"
SOURCE = f"arn:aws:rds:us-east-1:{ACCOUNT}:cluster:orders-prod-use1"


def job(**more: Any) -> dict[str, Any]:
    """A finished restore of an Aurora cluster, as ``DescribeRestoreJob`` tells it."""
    return {
        "RestoreJobId": "job-1",
        "Status": "COMPLETED",
        "ResourceType": "Aurora",
        "CreatedResourceArn": CLUSTER_ARN,
        "SourceResourceArn": SOURCE,
        "CreationDate": NOW - timedelta(minutes=40),
        "CompletionDate": NOW - timedelta(minutes=10),
        "CreatedBy": {"RestoreTestingPlanArn": PLAN},
        **more,
    }


def setup(package: Path, **stores: Mapping[str, Any]) -> Setup:
    """What the function was declared with."""
    return Setup(
        plan="orders_prod_euw1",
        plan_arn=PLAN,
        window=timedelta(hours=4),
        query_seconds=20,
        instance_class="db.t4g.medium",
        stores=stores or {"orders": {"type": "Aurora", "queries": {}}},
        sources={"orders": [mark(SOURCE)]},
        verify=True,
        package=package,
    )


class Stubs:
    """Clients that answer what they were told to, once each and in that order."""

    def __init__(self) -> None:
        session = boto3.Session(
            aws_access_key_id="testing",
            aws_secret_access_key="testing",  # noqa: S106  # of no account
            region_name=REGION,
        )
        self.clients = Clients(
            backup=session.client("backup"),
            rds=session.client("rds"),
            dynamodb=session.client("dynamodb"),
            s3=session.client("s3"),
        )
        self.backup, self.rds = Stubber(self.clients.backup), Stubber(self.clients.rds)
        self.dynamodb, self.s3 = Stubber(self.clients.dynamodb), Stubber(self.clients.s3)
        for one in (self.backup, self.rds, self.dynamodb, self.s3):
            one.activate()

    def verdict(self, status: str, message: str, job_id: str = "job-1") -> None:
        """AWS Backup is told this."""
        self.backup.add_response(
            "put_restore_validation_result",
            {},
            {
                "RestoreJobId": job_id,
                "ValidationStatus": status,
                "ValidationStatusMessage": message,
            },
        )

    def done(self) -> None:
        """Everything that was expected was asked for."""
        for one in (self.backup, self.rds, self.dynamodb, self.s3):
            one.assert_no_pending_responses()


def no_account() -> dict[str, str]:
    """An environment in which nothing can reach a real account."""
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("AWS_")},
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
