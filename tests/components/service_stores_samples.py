"""Stores that a service uses, and what it is told of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

import pulumi

from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.service_args import ServiceStore, StoreStatement
from holdfast.components.service_stores import (
    database_access,
    table_access,
)
from holdfast.topology.values import Architecture
from tests.components.declared import Resources, declared

if TYPE_CHECKING:
    from holdfast.components.auto_scaling_args import AutoScalingServiceArgs

REGION = "eu-west-1"
NAME = "euw1-orders"
ARN = f"arn:aws:dynamodb:{REGION}:111122223333:table/carts"
SECRET = f"arn:aws:secretsmanager:{REGION}:111122223333:secret:ledger-AbCdEf"
DATABASE_KEY = f"arn:aws:kms:{REGION}:111122223333:key/database"
TABLE_KEY = f"arn:aws:kms:{REGION}:111122223333:key/table"
TAGS = {"team": "orders"}
ALLOWED: StoreStatement = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::b/*"]}
Stores = Mapping[str, ServiceStore]


def database(**change: Any) -> ServiceStore:
    """A database whose values are outputs, as a component gives them."""
    arguments = {
        "region": REGION,
        "endpoint": pulumi.Output.from_input("ledger.cluster.test"),
        "reader_endpoint": pulumi.Output.from_input("ledger.readers.test"),
        "port": 5432.0,
        "database": "ledger",
        "secret_arn": pulumi.Output.from_input(SECRET),
        "key_arn": pulumi.Output.from_input(DATABASE_KEY),
        "security_group_id": pulumi.Output.from_input("sg-ledger"),
        **change,
    }
    return database_access("money-ledger", **arguments)


def table(**change: Any) -> ServiceStore:
    arguments = {
        "region": REGION,
        "table_name": pulumi.Output.from_input("carts"),
        "table_arn": pulumi.Output.from_input(ARN),
        "key_arn": pulumi.Output.from_input(TABLE_KEY),
        **change,
    }
    return table_access("carts", **arguments)


def both() -> Stores:
    return {"money-ledger": database(), "carts": table()}


def arguments(stores: Stores | None, change: Mapping[str, Any] | None = None) -> AutoScalingServiceArgs:
    args: dict[str, Any] = {
        "region": REGION,
        "service": "orders",
        "network": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a"], "vpc_cidr": "10.0.0.0/16"},
        "workload": {
            "port": 8080,
            "image": "public.ecr.aws/nginx/nginx:1.29",
            "environment": {"MODE": "live"},
            "secrets": {"API_KEY": f"{SECRET}2"},
        },
        "instances": {"types": ["m7g.large"], "architecture": Architecture.ARM64},
        "scaling": {"minimum": 2, "maximum": 4},
        "target_groups": {"public": {"arn": "arn:tg", "security_group_id": "sg-balancer"}},
        "key_arn": f"arn:aws:kms:{REGION}:111122223333:key/0",
        "tags": TAGS,
        **(change or {}),
    }
    return cast("AutoScalingServiceArgs", args if stores is None else {**args, "stores": stores})


def build(
    stores: Callable[[], Stores | None], change: Mapping[str, Any] | None = None, *, preview: bool = False
) -> Resources:
    return declared(lambda: AutoScalingService(NAME, arguments(stores(), change)), preview=preview)


def policy(found: Resources) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", json.loads(found(f"{NAME}-policy").inputs["policy"])["Statement"])


def user_data(found: Resources) -> str:
    return base64.b64decode(found(f"{NAME}-lt").inputs["userData"]).decode()


def variables(found: Resources) -> dict[str, str]:
    files = json.loads(user_data(found).partition("\n")[2])["write_files"]
    (text,) = (one["content"] for one in files if one["path"] == "/etc/holdfast/service.env")
    return {name: value.strip('"') for name, _, value in (line.partition("=") for line in text.splitlines())}
