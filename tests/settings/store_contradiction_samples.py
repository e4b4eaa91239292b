"""Stores that contradictions are made with."""

from __future__ import annotations

from tests.settings.stack_files import PAIR, orders

ARN = "arn:aws:secretsmanager:{region}:111122223333:secret:orders"
KEY = "arn:aws:kms:us-east-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef"
OTHER_KEY = KEY.replace("111122223333", "999988887777")
REPLICAS = "holdfast:regions: { use1: {}, use2: {}, euw1: (remove) }"
VPC = "vpc_id: vpc-01234567, cidr: 10.1.0.0/16, private_subnet_ids: [subnet-01234567, subnet-01234568]"
PUBLIC = "public_subnet_ids: [subnet-01234561, subnet-01234562]"
CLUSTER = "{ endpoint: db.example.com, reader_endpoint: ro.example.com, security_group_id: sg-01234567 }"


def database(aurora: str = "", beside: str = "", kind: str = "aurora-postgresql") -> str:
    store = f"kind: {kind}, home: use1, {beside} aurora: {{ {aurora} }}"
    return f"holdfast:stores: {{ orders: {{ {store} }} }}"


def table(dynamodb: str = "", beside: str = "") -> str:
    store = f"kind: dynamodb, home: use1, {beside} dynamodb: {{ {dynamodb} }}"
    return f"holdfast:stores: {{ orders: {{ {store} }} }}"


def adopted(clusters: str, beside: str = "") -> str:
    adopt = f"adopt: {{ clusters: {{ {clusters} }}, database: orders, secret_arn: '{ARN}' }}"
    return database(f"{adopt}, {beside}", "write_routing: application,")


ADOPTED_AT_HOME = (
    "kind: aurora-postgresql, aurora: { adopt: { database: orders, "
    f"secret_arn: '{ARN}', clusters: {{ euw1: {CLUSTER} }} }} }}"
)
MYSQL = "aurora-mysql"
ONE = "regions: [use1],"
FORWARDED = "write_routing: forwarded,"


def several(count: int, kind: str, used: int | None = None) -> tuple[str, ...]:
    """That many stores, and a service that uses them or the first ``used``."""
    keys = [f"store{number}" for number in range(count)]
    stores = ", ".join(f"{key}: {{ kind: {kind}, home: use1 }}" for key in keys)
    return (
        PAIR,
        f"holdfast:stores: {{ {stores} }}",
        orders(f"{{ stores: [{', '.join(keys[:used])}] }}"),
    )
