"""Encryption keys: in one region, or in several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.inventory import figures
from holdfast.inventory.items import copy_of, item
from holdfast.inventory.keys import BY_AWS, PRIMARY_KEYS, REPLICA_KEYS, family
from holdfast.inventory.model import Category, Item, Role, Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.inventory.view import View

_SINGLE = Way(
    when="its region is lost",
    how="wait for it: what it encrypted there is out of reach; copies elsewhere have other keys",
)
# Nobody should move the primary by hand: the provider then refuses to read it. Source: ``resourceKeyRead`` in
# https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/kms/key.go (2026-11).
_SEVERAL = Way(
    when="the primary's region is lost",
    how="nothing to do, a replica encrypts and decrypts by itself; only new replicas wait for the region",
)


def find(view: View) -> Iterator[Item]:
    """Every key with its replicas."""
    for one in view.graph.of_type(*PRIMARY_KEYS):
        yield _item(view, one)
    for one in view.graph.of_type(*REPLICA_KEYS):
        if family(view, one)[0] is one:
            yield _item(view, one, foreign=True)


def _item(view: View, key: Resource, *, foreign: bool = False) -> Item:
    members = family(view, key)
    several = foreign or key.at("multiRegion") is True
    copies = [
        copy_of(
            view,
            one,
            Role.PRIMARY if one is key and not foreign else Role.REPLICA,
            BY_AWS,  # key material rests in AWS's hardware modules
            figures.MULTI_REGION_KEY if several else figures.IMMUTABLE,
        )
        for one in members
    ]
    ways = [_SEVERAL if several else _SINGLE]
    notes = []
    if several and len(members) == 1 and not foreign:
        notes = ["a multi-Region key without a replica"]
    return item(
        view,
        key,
        Category.KEYS,
        "KMS key, multi-Region" if several else "KMS key",
        copies,
        ways=[*ways, _deleted(view, key)],
        notes=notes,
        unknowns=["its primary is no resource of the stack"] if foreign else [],
    )


def _deleted(view: View, key: Resource) -> Way:
    place = f"--region {view.region(key) or 'REGION'} --key-id {key.id or 'KEY'}"
    return Way(
        when="somebody schedules its deletion",
        how="take that back while AWS waits, and enable it again; then all that it encrypted is lost",
        command=f"aws kms cancel-key-deletion {place}\naws kms enable-key {place}",
    )
