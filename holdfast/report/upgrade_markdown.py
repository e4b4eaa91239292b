"""What an upgrade would do, in Markdown: before the review's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.markdown_text import block, code, prose
from holdfast.report.review_markdown import review_markdown
from holdfast.report.upgrade_words import changelog_title, checks_title, headline, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.review.model import Review
    from holdfast.upgrade import Upgrade


def upgrade_markdown(
    upgrade: Upgrade, review: Review | None, *, show_values: Sequence[str] = (), budget: int
) -> str:
    """The whole report.

    Args:
        upgrade: What there is to know.
        review: What changes; None where the other version refuses the settings.
        show_values: Paths of properties whose values are shown beside the harmless ones. Default: none.
        budget: Characters that the review may have.
    """
    lines = [f"## {prose(headline(upgrade, review))}", ""]
    if upgrade.refused:
        lines += [block(upgrade.refused.splitlines(), "text"), ""]
    lines += [f"- {prose(one)}" for one in upgrade.notes]
    lines += ["", f"### {prose(changelog_title(upgrade))}", "", *_changelog(upgrade)]
    if title := checks_title(upgrade):
        lines += [f"### {prose(title)}", ""]
        lines += [
            f"- {code(one.id.partition('-')[0])} {code(one.name)}: {prose(one.message)}"
            + (f"; {prose(one.fix)}" if one.fix else "")
            for one in upgrade.findings
        ]
        lines.append("")
    text = "\n".join(lines).rstrip() + "\n"
    if review is None:
        return text
    return f"{text}\n{review_markdown(review, show_values=show_values, budget=budget)}"


def _changelog(upgrade: Upgrade) -> Iterator[str]:
    for entry in upgrade.entries or ():
        for heading, items in entry.sections.items():
            yield f"**{prose(entry.version)}: {prose(heading)}**"
            yield ""
            yield from (f"- {prose(plain(item))}" for item in items)
            yield ""
