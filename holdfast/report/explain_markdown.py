"""An explanation in Markdown: sections with tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.markdown_text import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.report.explain_words import Page, Section


def explain_markdown(page: Page) -> str:
    """The whole page.

    Args:
        page: What is said.
    """
    lines = [f"## {prose(page.title)}", ""]
    for one in page.lead:
        lines += [prose(one), ""]
    for section in page.sections:
        lines += [f"### {prose(section.title)}", "", *_rows(section)]
        for note in section.notes:
            lines += [prose(note), ""]
    return "\n".join(lines).rstrip() + "\n"


def _rows(section: Section) -> Iterator[str]:
    if not section.rows:
        return
    count = max(map(len, section.rows))
    head = section.head or ("",) * count
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('---:' if at in section.right else '---' for at in range(count))}|"
    for row in section.rows:
        cells = (*map(prose, row), *("",) * (count - len(row)))
        yield f"| {' | '.join(cells)} |"
    yield ""
