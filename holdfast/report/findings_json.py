"""Findings as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from holdfast.report.findings_text import counts

if TYPE_CHECKING:
    from holdfast.checks.waivers import Waived, Waiver

VERSION = 1
"""Version of the shape; fields are only ever added."""


def findings_json(judged: Waived, *, partial: bool) -> str:
    """The findings with their counts, and the waivers that say nothing any more.

    Args:
        judged: What the checks said, after the waivers.
        partial: Whether unchanged resources were missing from what was judged.
    """
    document = {
        "version": VERSION,
        "sound": judged.sound,
        "partial": partial,
        "counts": counts(judged.findings),
        "expired_waivers": [_waiver(one) for one in judged.expired],
        "unused_waivers": [_waiver(one) for one in judged.unused],
        "findings": [asdict(one) for one in judged.findings],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _waiver(waiver: Waiver) -> dict[str, object]:
    return {**asdict(waiver), "until": waiver.until and waiver.until.isoformat()}
