"""A drill's report, and the list of drills, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.operate.drill.model import DrillReport, ListedDrill

LIST_VERSION = 1
"""Version of the list's shape; fields are only ever added."""


def drill_json(report: DrillReport) -> str:
    """The whole report, as its record has it.

    Args:
        report: What was found.
    """
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def list_json(drills: Sequence[ListedDrill]) -> str:
    """The list.

    Args:
        drills: The drills.
    """
    document = {
        "version": LIST_VERSION,
        "counts": {"drills": len(drills), "overdue": sum(one["overdue"] for one in drills)},
        "drills": list(drills),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
