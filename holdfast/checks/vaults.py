"""Backup vaults and their locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.inventory.families.vaults import LOCK

if TYPE_CHECKING:
    from holdfast.graph import Resource, ResourceGraph


def lock_of(graph: ResourceGraph, vault: Resource) -> Resource | None:
    """The lock of a vault, by reference or by name; None where the graph holds none.

    Args:
        graph: The stack.
        vault: A vault.
    """
    return next(iter(view_of(graph).of(vault, "backupVaultName", LOCK)), None)
