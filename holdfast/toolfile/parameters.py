"""Reads ``[checks.CODE]``: figures of rules that the team changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.toolfile.mistakes import shown

if TYPE_CHECKING:
    from holdfast.checks.model import Parameter
    from holdfast.toolfile.lines import Path
    from holdfast.toolfile.reading import Reading


def read_parameters(reading: Reading, given: object) -> dict[str, dict[str, int]]:
    """Code of a rule to name of a parameter to figure.

    Args:
        reading: The reading of the file.
        given: What stands under ``checks``.
    """
    found: dict[str, dict[str, int]] = {}
    for name, table in reading.tables(("checks",), given, "[checks.CODE]").items():
        rule = reading.rule(("checks", name), name)
        if rule is None:
            continue
        if not rule.parameters:
            reading.wrong(("checks", name), "this check has no figure that can be changed")
            continue
        known = {one.name: one for one in rule.parameters}
        reading.unknown(("checks", name), table, tuple(known))
        figures = found.setdefault(rule.code, {})
        for key, parameter in known.items():
            if key in table:
                figures[key] = _figure(reading, ("checks", name, key), parameter, table[key])
    return found


def _figure(reading: Reading, path: Path, parameter: Parameter, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        reading.wrong(path, f"should be a whole number, got {shown(value)}")
        return parameter.default
    if value < parameter.minimum:
        reading.wrong(path, f"should be {parameter.minimum} or more, got {value}")
    if parameter.maximum is not None and value > parameter.maximum:
        reading.wrong(path, f"should be {parameter.maximum} or less, got {value}")
    return value
