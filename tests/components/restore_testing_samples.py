"""Restore tests as their own tests declare them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from holdfast.components.restore_testing import RestoreTesting
from holdfast.topology.values import RestoreFrequency
from tests.components.declared import ACCOUNT_ID, Resources, declared

if TYPE_CHECKING:
    from holdfast.components.restore_testing_args import RestoreTestingArgs

REGION = "eu-west-1"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT_ID}:key/1"
VAULT = f"arn:aws:backup:{REGION}:{ACCOUNT_ID}:backup-vault:v"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT_ID}:backup"
CLUSTER = f"arn:aws:rds:us-east-1:{ACCOUNT_ID}:cluster:orders"
STORES: dict[str, Any] = {
    "orders": {
        "type": "Aurora",
        "port": 5432.0,
        "sources": [CLUSTER],
        "queries": {"rows": {"sql": "SELECT count(*) FROM orders", "at_least": 1}},
    },
    "carts": {"type": "DynamoDB", "at_least_items": 5},
    "files": {"type": "S3", "objects": ["index.json"]},
}


def build(**more: Any) -> Resources:
    args: dict[str, Any] = {
        "region": REGION,
        "account_id": ACCOUNT_ID,
        "zones": ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
        "vault_arn": VAULT,
        "key_arn": KEY,
        "topic_arn": TOPIC,
        "stores": STORES,
        "frequency": RestoreFrequency.WEEKLY,
        "at": "05:00",
        "verify_server": False,
        **more,
    }
    return declared(lambda: RestoreTesting("euw1", cast("RestoreTestingArgs", args)))


def statements(resources: Resources, name: str) -> dict[str, dict[str, Any]]:
    found = json.loads(resources(name, "RolePolicy").inputs["policy"])["Statement"]
    return {one["Sid"]: one for one in found}
