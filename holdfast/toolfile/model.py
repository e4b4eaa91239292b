"""All that the file says, checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.toolfile.tables import Thresholds
from holdfast.toolfile.usage import StatedUsage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from holdfast.checks.waivers import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolFile:
    """The file of one program; every field has what holds without a file."""

    waivers: tuple[Waiver, ...] = ()
    """Failures that the team accepts: ``[[waivers]]``."""
    parameters: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Code of a rule to name of a parameter to figure: ``[checks.CODE]``."""
    usage: StatedUsage = field(default_factory=StatedUsage)
    """How much every stack is used: ``[usage]``."""
    stack_usage: Mapping[str, StatedUsage] = field(default_factory=dict)
    """Name of a stack to how much it is used otherwise: ``[usage.stacks.STACK]``."""
    thresholds: Thresholds = field(default_factory=Thresholds)
    """What downtime costs, and from which cost a change warns or fails: ``[cost]``."""
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    """Key of a price to USD, before all others: ``[prices]``."""
    show_values: tuple[str, ...] = ()
    """Paths or patterns of properties whose values a review may show: ``[review] show_values``."""

    def usage_of(self, stack: str | None) -> StatedUsage:
        """How much one stack is used.

        Args:
            stack: Its name; None when it is not known.
        """
        return self.stack_usage.get(stack or "", StatedUsage()).over(self.usage)
