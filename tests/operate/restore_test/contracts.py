"""A stack with restore tests in a second region."""

from __future__ import annotations

from typing import Any, cast

from tests.operate.contracts import whole

ROLE = "arn:aws:iam::111122223333:role/euw1-restore-role"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/1"


def stack_with_tests() -> Any:
    """The contract, with what the component of restore tests exports."""
    contract = cast("Any", whole())
    contract["backups"]["restore_tests"] = {
        "euw1": {
            "region": "eu-west-1",
            "plan_arn": "arn:aws:backup:eu-west-1:111122223333:restore-testing-plan:p",
            "function": "euw1-restore-fn",
            "log_group": "euw1-restore-logs",
            "late_hours": 198,
            "role_arn": ROLE,
            "metadata": {
                "Aurora": {"DBSubnetGroupName": "closed", "VpcSecurityGroupIds": '["sg-1"]'},
                "RDS": {"DBSubnetGroupName": "closed", "VpcSecurityGroupIds": '["sg-1"]'},
                "DynamoDB": {"encryptionType": "KMS", "kmsMasterKeyArn": KEY},
                "S3": {
                    "NewBucket": "true",
                    "Encrypted": "true",
                    "EncryptionType": "SSE-KMS",
                    "KMSKey": KEY,
                },
            },
            "types": {
                "orders": "Aurora",
                "users": "RDS",
                "bills": "RDS",
                "carts": "DynamoDB",
                "files": "S3",
            },
        }
    }
    contract["objectives"] = {**contract["objectives"], "rpo_seconds": 60, "rto_seconds": 3600}
    return contract
