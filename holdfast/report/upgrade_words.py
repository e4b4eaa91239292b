"""What every report of an upgrade says in the same words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.report.lines import plural
from holdfast.report.review_words import headline as review_headline

if TYPE_CHECKING:
    from holdfast.review.model import Review
    from holdfast.upgrade import Upgrade

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|`")


def headline(upgrade: Upgrade, review: Review | None) -> str:
    """What an upgrade does, in one line."""
    way = f"holdfast {upgrade.was} → {upgrade.to}, stack {upgrade.stack}"
    if review is None:
        return f"{way}: refused"
    return f"{way}: {review_headline(review)}"


def changelog_title(upgrade: Upgrade) -> str:
    """What is said before the change log's entries."""
    if upgrade.entries is None:
        return "The other version brings no change log: read its CHANGELOG.md where it is kept"
    if upgrade.goes_back:
        return f"What the change log says of what is undone ({plural(len(upgrade.entries), 'version')})"
    if not upgrade.entries:
        return f"The change log has no entry between {upgrade.was} and {upgrade.to}"
    return f"What the change log says ({plural(len(upgrade.entries), 'version')})"


def checks_title(upgrade: Upgrade) -> str:
    """What is said before the new findings; empty where there is nothing to say."""
    if upgrade.unchecked:
        return f"Its checks could not be asked: {upgrade.unchecked}"
    if upgrade.findings:
        return f"Its checks would say, and none says it today ({len(upgrade.findings)})"
    return ""


def plain(markdown: str) -> str:
    """An item of the change log without its marks and addresses."""
    return _MARKS.sub("", _LINK.sub(r"\1", markdown))
