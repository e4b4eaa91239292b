"""Findings as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from holdfast.report.findings_text import counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.checks import Finding

VERSION = 1
"""Version of the shape; fields are only ever added."""


def findings_json(findings: Sequence[Finding], *, partial: bool) -> str:
    """The findings with their counts.

    Args:
        findings: What the checks said.
        partial: Whether unchanged resources were missing from what was judged.
    """
    document = {
        "version": VERSION,
        "partial": partial,
        "counts": counts(findings),
        "findings": [asdict(one) for one in findings],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
