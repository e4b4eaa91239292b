"""What the steps of a recovery do to AWS: each reads how far it is, and begins what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.actions.capacity import raised, settled
from holdfast.operate.actions.planned import Planned
from holdfast.operate.actions.stores import fenced, promoted
from holdfast.operate.actions.traffic import drained, left, returned
from holdfast.operate.steps import StepError
from holdfast.operate.waiting import verify_step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.contracts.operations import Operations, RecoveryStep
    from holdfast.operate.aws import Clients
    from holdfast.operate.steps import Step

_MAKERS: Mapping[str, Callable[[Planned], Step]] = {
    "capacity": raised,
    "settle": settled,
    "fence": fenced,
    "promote": promoted,
    "route": left,
    "return": returned,
    "drain": drained,
    "verify": lambda planned: verify_step(planned.step, planned.operations),
}


def step_for(
    step: RecoveryStep, operations: Operations, clients: Clients, *, graceful: bool, away_from: str
) -> Step:
    """Make what carries out a planned step.

    Args:
        step: The planned step.
        operations: The stack's contract.
        clients: Makes clients; those of a region that is left raise ``AvoidedRegionError``.
        graceful: Whether the place that is left answers and must lose no write.
        away_from: The place that is left, or from which a failback takes over.

    Returns:
        The step.

    Raises:
        StepError: The contract does not name what the step is about.
    """
    make = _MAKERS.get(step["action"])
    if make is None:
        raise StepError(
            f"{step['key']}: nobody knows the action {step['action']!r}: this Holdfast is older than the file"
        )
    planned = Planned(
        step=step, operations=operations, clients=clients, graceful=graceful, away_from=away_from
    )
    try:
        return make(planned)
    except KeyError as error:
        raise StepError(
            f"{step['key']}: the file names no {error}: write it anew with holdfast operations"
        ) from error
