"""Arguments of services on Lambda, for tests."""

from __future__ import annotations

from typing import Any

from tests.components.declared import ACCOUNT_ID

US = "us-east-1"
KEY = f"arn:aws:kms:{US}:{ACCOUNT_ID}:key/1"
TABLE = f"arn:aws:dynamodb:{US}:{ACCOUNT_ID}:table/orders"
SECRET = f"arn:aws:secretsmanager:{US}:{ACCOUNT_ID}:secret:partner-AbCdEf"
NETWORK = {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a", "subnet-b"], "vpc_cidr": "10.0.0.0/16"}
WORKLOAD: dict[str, Any] = {
    "architecture": "arm64",
    "artefact": "s3://artefacts-use1/orders/1.zip",
    "handler": "app.handler",
    "runtime": "python3.13",
}
IN_VPC = {
    "environment": {"STORE_DB_ENDPOINT": "db.internal"},
    "statements": [],
    "security_group_id": "sg-db",
    "port": 5432,
}


def arguments(**changes: Any) -> dict[str, Any]:
    """A function from an artefact."""
    return {
        "region": US,
        "service": "orders",
        "workload": WORKLOAD,
        "key_arn": KEY,
        "tags": {"Team": "shop"},
        **changes,
    }
