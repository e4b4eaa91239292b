"""What the doctor found, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.doctor.model import Finding

VERSION = 1
"""Raised when a key goes or means something else."""


def doctor_json(stack: str, findings: Sequence[Finding]) -> dict[str, Any]:
    """The whole report.

    Args:
        stack: Name of the stack.
        findings: What was looked at.

    Returns:
        ``version``; ``stack``; ``ready`` by purpose: true, false where something is missing, null where
        something is unknown and nothing missing; and ``findings``.
    """
    purposes = dict.fromkeys(one.purpose for one in findings)
    return {
        "version": VERSION,
        "stack": stack,
        "ready": {
            str(purpose): _ready({one.state for one in findings if one.purpose == purpose})
            for purpose in purposes
        },
        "findings": [asdict(one) for one in findings],
    }


def _ready(states: set[Any]) -> bool | None:
    if "missing" in states:
        return False
    return None if "unknown" in states else True
