"""What a graph declares that keeps data or is needed to run: where its copies are and how they come back."""

from __future__ import annotations

from holdfast.inventory.model import (
    BACKUP_ROLES,
    Age,
    BackedUp,
    Category,
    Copy,
    EncryptedBy,
    Encryption,
    Gap,
    Inventory,
    Item,
    Role,
    Way,
)
from holdfast.inventory.take import take_inventory

__all__ = [
    "BACKUP_ROLES",
    "Age",
    "BackedUp",
    "Category",
    "Copy",
    "EncryptedBy",
    "Encryption",
    "Gap",
    "Inventory",
    "Item",
    "Role",
    "Way",
    "take_inventory",
]
