"""What ``holdfast init`` decided and wrote, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.report.init_text import Decided, Written
    from holdfast.review.model import Figure, Outlook

VERSION = 1
"""Raised when a key goes or means something else."""


def decision_json(decision: Decided) -> dict[str, Any]:
    """Say what was decided.

    Args:
        decision: What answers come to.

    Returns:
        ``version``, ``design`` and ``store`` (null where nothing does, or nothing is kept), ``refused`` and
        ``instead``.
    """
    return {
        "version": VERSION,
        "design": decision.design,
        "store": decision.store,
        "refused": [{"design": what, "reasons": list(reasons)} for what, reasons in decision.refused],
        "instead": list(decision.instead),
    }


def written_json(found: Written) -> dict[str, Any]:
    """The whole report.

    Args:
        found: What was written.
    """
    return {
        **decision_json(found.decision),
        "files": list(found.files),
        "resources": found.resources,
        "monthly_usd": float(round(found.cost.monthly, 2)),
        "cost_complete": found.cost.complete,
        "failures": [
            {"id": one.id, "severity": one.severity.name.lower(), "name": one.name, "fix": one.fix}
            for one in found.failures
        ],
        "losses": [_loss(one) for one in found.losses],
        "next_steps": list(found.next_steps),
    }


def _loss(one: Outlook) -> dict[str, Any]:
    after = one.after
    assert after is not None  # noqa: S101  # there is a stack after it was written
    return {
        "scope": one.scope.value,
        "what": one.what,
        "capacity_left": after.capacity,
        "recovery": _figure(after.recovery),
        "data_loss": _figure(after.data_loss),
        "breaks": list(after.breaks),
    }


def _figure(one: Figure) -> dict[str, Any]:
    return {"seconds": _finite(one.seconds), "text": one.text, "source": one.source}


def _finite(seconds: float | None) -> float | None:
    """A number that JSON has; what never ends has its words alone."""
    return None if seconds is None or seconds == float("inf") else seconds
