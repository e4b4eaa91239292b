"""Reads ``[[waivers]]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.waivers import Waiver
from holdfast.toolfile.tables import WaiverTable

if TYPE_CHECKING:
    from holdfast.toolfile.lines import Path
    from holdfast.toolfile.reading import Reading


def read_waivers(reading: Reading, given: object) -> tuple[Waiver, ...]:
    """The waivers.

    Args:
        reading: The reading of the file.
        given: What stands under ``waivers``.
    """
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        reading.wrong(("waivers",), "should be tables, each under a line [[waivers]]")
        return ()
    made = (_waiver(reading, ("waivers", position), one) for position, one in enumerate(given))
    return tuple(one for one in made if one is not None)


def _waiver(reading: Reading, path: Path, given: dict[str, object]) -> Waiver | None:
    table = reading.model(path, given, WaiverTable)
    check, stack = given.get("check"), given.get("stack")
    filled = isinstance(check, str) and check.strip()
    rule = reading.rule((*path, "check"), str(check)) if filled else None
    if isinstance(stack, str) and stack.strip():
        reading.stack((*path, "stack"), stack)
    if table is None or rule is None:
        return None
    return Waiver(
        check=rule.id,
        reason=" ".join(table.reason.split()),
        stack=table.stack,
        resource=table.resource,
        until=table.until,
        line=reading.lines.get(path),
    )
