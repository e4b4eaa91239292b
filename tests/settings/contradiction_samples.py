"""Parts of stacks that contradictions are made with."""

from __future__ import annotations

from tests.settings.stack_files import region

STORE = "holdfast:stores: { orders: { kind: aurora-postgresql, home: use1 } }"
TABLE = "holdfast:stores: { orders: { kind: dynamodb, home: use1 } }"
CARTS = """
holdfast:services:
  orders: { priority: 10, paths: [/orders/*] }
  carts: { port: 80, image: "carts:1", peak_rps: 1, instance: { rps: 1 }, priority: 20, paths: [/carts/*] }
"""


def partners(domain: str, zone_id: str) -> str:
    zone = f"{{ name: example.com, id: {zone_id} }}"
    return f"holdfast:entrances: {{ partners: {{ domain: {domain}, zone: {zone} }} }}"


def adopted(ids: str, beside: str = "") -> str:
    return region(f"{{ {beside} adopt: {{ vpc_id: vpc-01234567, cidr: 10.1.0.0/16, {ids} }} }}")
