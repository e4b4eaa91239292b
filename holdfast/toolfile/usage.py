"""Reads ``[usage]`` and ``[usage.stacks.STACK]``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast.toolfile.mistakes import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from decimal import Decimal

    from holdfast.toolfile.lines import Path
    from holdfast.toolfile.reading import Reading

SIZE, STACKS, TRAFFIC = "size", "stacks", "traffic_percent"
SIZES = ("small", "medium", "large")
"""Words of ``size``: usage for all that is not stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedUsage:
    """What a team says of the use of its stacks."""

    size: str | None = None
    """One of ``SIZES``; None where it is not said."""
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    """Amounts by key."""
    traffic_percent: Mapping[str, Decimal] = field(default_factory=dict)
    """Region to its percent of the requests; empty where it is not said."""

    def over(self, below: StatedUsage) -> StatedUsage:
        """This usage, and the other where this says nothing.

        Args:
            below: The other.
        """
        return StatedUsage(
            size=self.size or below.size,
            figures={**below.figures, **self.figures},
            traffic_percent=self.traffic_percent or below.traffic_percent,
        )


def read_usage(
    reading: Reading, given: object, keys: Collection[str] | None
) -> tuple[StatedUsage, dict[str, StatedUsage]]:
    """Usage of every stack, and that of single stacks.

    Args:
        reading: The reading of the file.
        given: What stands under ``usage``.
        keys: Amounts that can be stated; None when they are not known, and then any key is taken.
    """
    table = reading.mapping(("usage",), given)
    every = {key: value for key, value in table.items() if key != STACKS}
    path = ("usage", STACKS)
    single = reading.tables(path, table.get(STACKS, {}), "[usage.stacks.STACK]")
    for stack in single:
        reading.stack((*path, stack), stack)
    known = None if keys is None else (SIZE, TRAFFIC, *sorted(keys))
    return (
        _usage(reading, ("usage",), every, known and (*known, STACKS)),
        {stack: _usage(reading, (*path, stack), one, known) for stack, one in single.items()},
    )


def _usage(
    reading: Reading, path: Path, given: Mapping[str, Any], known: Collection[str] | None
) -> StatedUsage:
    if known is not None:
        reading.unknown(path, given, known)
    size = given.get(SIZE)
    if size is not None and size not in SIZES:
        reading.wrong((*path, SIZE), f"should be one of {', '.join(SIZES)}, got {shown(size)}")
    traffic = reading.mapping((*path, TRAFFIC), given.get(TRAFFIC, {}))
    figures = {key: value for key, value in given.items() if key not in (SIZE, TRAFFIC)}
    return StatedUsage(
        size=size,
        figures=_amounts(reading, path, figures, known),
        traffic_percent=_amounts(reading, (*path, TRAFFIC), traffic, None),
    )


def _amounts(
    reading: Reading, path: Path, given: Mapping[str, Any], known: Collection[str] | None
) -> dict[str, Decimal]:
    return {
        key: reading.amount((*path, key), value)
        for key, value in given.items()
        if known is None or key in known
    }
