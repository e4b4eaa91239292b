"""Reads the file, strictly, with every mistake at once."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.toolfile.lines import lines_of
from holdfast.toolfile.mistakes import FILE, ToolFileError, told
from holdfast.toolfile.model import ToolFile
from holdfast.toolfile.parameters import read_parameters
from holdfast.toolfile.reading import Reading
from holdfast.toolfile.tables import ReviewTable, Thresholds
from holdfast.toolfile.usage import read_usage
from holdfast.toolfile.waivers import read_waivers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from holdfast.checks.model import Rule

TABLES = ("waivers", "checks", "usage", "cost", "prices", "review", "drills")
"""What the file can hold at the top; drills are read by ``holdfast.operate.drill``."""


def read_toolfile(
    text: str,
    *,
    rules: Iterable[Rule],
    stacks: Collection[str] = (),
    usage_keys: Collection[str] | None = None,
) -> ToolFile:
    """All that a file says.

    Args:
        text: What it holds.
        rules: The rules that there are.
        stacks: The program's stacks. Default: not known, so that any name is taken.
        usage_keys: Amounts that ``[usage]`` can state. Default: not known, so that any key is taken.

    Raises:
        ToolFileError: With every mistake.
    """
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ToolFileError(f"{FILE}: this is no TOML: {error}") from None
    reading = Reading(rules, stacks, lines_of(text))
    reading.unknown((), content, TABLES)
    usage, stack_usage = read_usage(reading, content.get("usage", {}), usage_keys)
    prices = reading.mapping(("prices",), content.get("prices", {}))
    file = ToolFile(
        waivers=read_waivers(reading, content.get("waivers", [])),
        parameters=read_parameters(reading, content.get("checks", {})),
        usage=usage,
        stack_usage=stack_usage,
        thresholds=reading.model(("cost",), content.get("cost", {}), Thresholds) or Thresholds(),
        prices={key: reading.amount(("prices", key), value) for key, value in prices.items()},
        show_values=tuple(
            (reading.model(("review",), content.get("review", {}), ReviewTable) or ReviewTable()).show_values
        ),
    )
    if reading.mistakes:
        raise ToolFileError(told(reading.mistakes, reading.lines))
    return file
