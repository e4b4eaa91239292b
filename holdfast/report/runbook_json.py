"""A runbook as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.runbook.model import Runbook

VERSION = 1
"""Version of the shape; fields are only ever added."""


def runbook_json(runbook: Runbook) -> str:
    """The whole runbook.

    Args:
        runbook: What it says.
    """
    return json.dumps({"version": VERSION, **asdict(runbook)}, indent=2, ensure_ascii=False) + "\n"
