"""The inventory of a few resources, in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.inventory import Copy, Item, take_inventory
from tests.graph.documents import graph, step, urn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.graph import ResourceGraph

US, EU, DE = "us-east-1", "eu-west-1", "eu-central-1"
KEY, REPLICA_KEY = "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"
VAULT, PLAN, SELECTION = "aws:backup/vault:Vault", "aws:backup/plan:Plan", "aws:backup/selection:Selection"
PROVIDER = "pulumi:providers:aws"


def here(region: str, **inputs: Any) -> dict[str, Any]:
    """Inputs of a resource in a region."""
    return {"region": region, **inputs}


def taken(over: ResourceGraph, category: str | None = None) -> dict[str, Item]:
    """Name of each item of a category with the item; the state of the stack is left out."""
    items = take_inventory(over).items
    chosen = [one for one in items if one.category == category or (category is None and one.resource)]
    return {one.name: one for one in chosen}


def only(*steps: dict[str, Any], **more: Any) -> Item:
    """The one item of some resources beside keys, vaults and the like."""
    found = [
        one for one in take_inventory(graph(*steps, **more)).items if one.category in {"data", "messages"}
    ]
    assert len(found) == 1, [one.name for one in found]
    return found[0]


def copies(item: Item) -> list[tuple[str, str | None, str]]:
    """Role, region and age of each copy."""
    return [(one.role.value, one.region, one.age.text) for one in item.copies]


def keys(item: Item) -> list[str]:
    """Key, or whose it is, of each copy."""
    return [one.encryption.key or one.encryption.by.value for one in item.copies]


def gap_ids(item: Item) -> list[str]:
    """Ids of the gaps."""
    return [one.id for one in item.gaps]


def key(name: str, region: str, **inputs: Any) -> dict[str, Any]:
    """A key."""
    return step(KEY, name, here(region, **inputs))


def vault(name: str, region: str, **more: Any) -> dict[str, Any]:
    """A vault without a key of its own."""
    return step(VAULT, name, here(region), **more)


def plan(
    name: str, region: str, *rules: Mapping[str, Any], vaults: tuple[str, ...] = (), **more: Any
) -> dict[str, Any]:
    """A plan; ``vaults`` are those that its rules name."""
    links = {"rules": [urn(VAULT, one) for one in vaults]}
    return step(PLAN, name, here(region, rules=list(rules)), links=links, **more)


def selection(name: str, region: str, of: str, **inputs: Any) -> dict[str, Any]:
    """A selection of a plan."""
    return step(SELECTION, name, here(region, **inputs), links={"planId": [urn(PLAN, of)]})


def of_role(item: Item, role: str) -> list[Copy]:
    """The copies of one role."""
    return [one for one in item.copies if one.role == role]
