"""What becomes of a mixture: refused with reasons, or a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import Settings, SettingsError
from holdfast.topology.plan import plan
from tests.components.declared import PROJECT, STACK
from tests.topology.examples import settings

if TYPE_CHECKING:
    from holdfast.settings import Mistake
    from holdfast.topology.values import Topology
    from tests.matrix.choices import Raw


def outcome(raw: Raw) -> Topology | tuple[Mistake, ...]:
    """Give the plan of a stack, or why it is refused; anything else is a fault and passes through."""
    try:
        found: Settings = settings(raw)
        return plan(found, project=PROJECT, stack=STACK)
    except SettingsError as error:
        return error.mistakes
