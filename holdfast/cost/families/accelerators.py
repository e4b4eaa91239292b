"""Global Accelerator by the hour; its premium on transfer is counted with transfer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.graph.summary import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource

ACCELERATOR = "aws:globalaccelerator/accelerator:Accelerator"


def accelerator(_: Resource, scope: Scope) -> Iterator[CostItem]:
    """An accelerator."""
    yield scope.hourly("accelerator", "global-accelerator/hour", GLOBAL)


CALCULATORS: Mapping[str, Calculator] = {ACCELERATOR: accelerator}
