"""What an upgrade would do, as text: what it says itself, what its checks say, then the review."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.report.lines import WIDTH, Line
from holdfast.report.review_text import review_lines
from holdfast.report.upgrade_words import changelog_title, checks_title, headline, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.review.model import Review
    from holdfast.upgrade import Upgrade

_TITLE, _BAD, _NOTE = "bold cyan", "bold red", "dim"


def upgrade_lines(
    upgrade: Upgrade, review: Review | None, *, show_values: Sequence[str] = (), width: int = WIDTH
) -> list[Line]:
    """The whole report.

    Args:
        upgrade: What there is to know.
        review: What changes; None where the other version refuses the settings.
        show_values: Paths of properties whose values are shown beside the harmless ones. Default: none.
        width: Columns. Default: 110.
    """
    lines = [Line(text, "bold") for text in wrap(headline(upgrade, review), width)]
    if upgrade.refused:
        lines += [Line(), Line(f"holdfast {upgrade.to} refuses today's settings", _BAD)]
        for said in upgrade.refused.splitlines():
            lines += [Line(f"  {text}") for text in wrap(said, width - 2) or [""]]
    lines += [Line(f"  {text}", _NOTE) for note in upgrade.notes for text in wrap(note, width - 2)]
    lines += _changelog(upgrade, width)
    lines += _checks(upgrade, width)
    if review is not None:
        lines += [Line(), *review_lines(review, show_values=show_values, width=width)]
    return lines


def _changelog(upgrade: Upgrade, width: int) -> Iterator[Line]:
    yield Line()
    yield Line(changelog_title(upgrade), _TITLE)
    for entry in upgrade.entries or ():
        yield Line(f"  {entry.version}", "bold")
        for heading, items in entry.sections.items():
            yield Line(f"    {heading}", "red" if heading == "Will replace" else "")
            for item in items:
                for text in wrap(plain(item), width, initial_indent="    - ", subsequent_indent="      "):
                    yield Line(text)


def _checks(upgrade: Upgrade, width: int) -> Iterator[Line]:
    title = checks_title(upgrade)
    if not title:
        return
    yield Line()
    yield from (Line(text, _TITLE) for text in wrap(title, width))
    for one in upgrade.findings:
        told = f"{one.severity} {one.id.partition('-')[0]} {one.name}: {one.message}"
        if one.fix:
            told += f"; {one.fix}"
        yield from (Line(text) for text in wrap(told, width, initial_indent="  ", subsequent_indent="    "))
