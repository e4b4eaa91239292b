"""What was seen of every documented change: the tests hold each run to it, the docs' table shows it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.engine.changes.steps import counted, of_resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.engine.changes.made import Seen
    from tests.engine.changes.model import Change

FILE = Path(__file__).with_name("results.json")
RENEW = "python -m tests.engine.changes.record && python -m tests.engine.changes.page"


def result(change: Change, seen: Seen) -> dict[str, Any]:
    """What is recorded of a change.

    Args:
        change: The change.
        seen: What it did.
    """
    found = {"steps": counted(of_resources(seen.steps))}
    return {**found, "back": counted(of_resources(seen.back))} if change.back else found


def recorded() -> dict[str, Any]:
    """Key of a change → what was recorded of it."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    return found


def record(found: Mapping[str, Any]) -> None:
    """Write what was seen, in place of what was recorded of the same changes."""
    text = json.dumps(found, indent=1, sort_keys=True)
    FILE.write_text(f"{text}\n", encoding="utf-8")
