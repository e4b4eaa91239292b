"""An inventory as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.inventory import Inventory

VERSION = 1
"""Version of the shape; fields are only ever added."""


def inventory_json(inventory: Inventory) -> str:
    """The whole inventory.

    Args:
        inventory: What was found.
    """
    document = {
        "version": VERSION,
        "stack": inventory.stack,
        "project": inventory.project,
        "regions": inventory.regions,
        "partial": inventory.partial,
        "counts": {"items": len(inventory.items), "gaps": inventory.gaps, "unknown": inventory.unknowns},
        "items": [{**asdict(one), "gap": bool(one.gaps)} for one in inventory.items],
        "left_out": dict(inventory.left_out),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
