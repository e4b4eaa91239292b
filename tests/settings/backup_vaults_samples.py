"""Stores and vaults as settings say them."""

from __future__ import annotations

ROLE = "arn:aws:iam::999988887777:role/bunker"
DATABASE = "holdfast:stores: { orders: { kind: aurora-postgresql, home: use1, write_routing: forwarded } }"
TABLE = "holdfast:stores: { orders: { kind: dynamodb, home: use1, write_routing: any-region } }"
RDS = "holdfast:stores: { orders: { kind: rds-postgresql, home: use1, regions: [use1] } }"
RDS_CLUSTER = (
    "holdfast:stores: { orders: { kind: rds-postgresql, home: use1, regions: [use1], rds: { shape: cluster, "
    "instance_class: db.m6gd.large } } }"
)
BUCKETS = "holdfast:stores: { orders: { kind: s3, home: use1, write_routing: any-region } }"
CACHE = "holdfast:stores: { orders: { kind: elasticache, home: use1, write_routing: application } }"


def backups(settings: str = "") -> str:
    return f"holdfast:backups: {{ copy_to: [euw1], {settings} }}"


def standard(settings: str, more: str = "") -> str:
    return backups(f"classes: {{ standard: {{ {settings} }} }}, {more}")


def bunker(settings: str = "", more: str = "", role: str = ROLE) -> str:
    arn = f"role_arn: '{role}'," if role else ""
    return backups(f"bunker: {{ account: '999988887777', place: eun1, {arn} {settings} }}, {more}")


def air_gapped(settings: str = "max_retention_days: 365", more: str = "") -> str:
    return backups(f"air_gapped: {{ place: euw1, {settings} }}, {more}")


LOCKED = "lock: { min_retention_days: 10, max_retention_days: 40 }"
