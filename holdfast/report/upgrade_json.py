"""What an upgrade would do, as JSON.

Version 1. Fields are only ever added. Top level: ``version``, ``stack``, ``from``, ``to``, ``goes_back``,
``headline``, ``notes``, ``changelog`` (null, or ``version`` and ``sections``: heading to items),
``new_findings`` (``id``, ``severity``, ``name``, ``message``, ``fix``), ``unchecked`` (null, or why no check
could be asked), ``refused`` (null, or ``message`` and ``settings``) and ``review``: null, or as
``holdfast review`` has it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from holdfast.report.review_json import review_json
from holdfast.report.upgrade_words import headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.model import Review
    from holdfast.upgrade import Upgrade

VERSION = 1
"""Version of the shape; fields are only ever added."""


def upgrade_json(upgrade: Upgrade, review: Review | None, *, show_values: Sequence[str] = ()) -> str:
    """The whole report.

    Args:
        upgrade: What there is to know.
        review: What changes; None where the other version refuses the settings.
        show_values: Paths of properties whose values are shown beside the harmless ones. Default: none.
    """
    refused = {"message": upgrade.refused, "settings": upgrade.refused_settings}
    document = {
        "version": VERSION,
        "stack": upgrade.stack,
        "from": upgrade.was,
        "to": upgrade.to,
        "goes_back": upgrade.goes_back,
        "headline": headline(upgrade, review),
        "notes": upgrade.notes,
        "changelog": None
        if upgrade.entries is None
        else [{"version": one.version, "sections": dict(one.sections)} for one in upgrade.entries],
        "new_findings": [asdict(one) for one in upgrade.findings],
        "unchecked": upgrade.unchecked or None,
        "refused": refused if upgrade.refused else None,
        "review": None if review is None else json.loads(review_json(review, show_values=show_values)),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
