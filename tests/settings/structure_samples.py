"""Stores in which one setting is wrong."""

from __future__ import annotations

AURORA = "stores.orders.aurora"


def aurora(settings: str) -> str:
    return f"holdfast:stores: {{ orders: {{ kind: aurora-postgresql, aurora: {{ {settings} }} }} }}"


def table(settings: str) -> str:
    return f"holdfast:stores: {{ orders: {{ kind: dynamodb, dynamodb: {{ {settings} }} }} }}"
