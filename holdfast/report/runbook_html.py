"""A runbook as a page: one file, nothing from elsewhere, for screens in light and dark and for paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from holdfast.report.page import page
from holdfast.report.runbook_words import duration, nobody, notes, title

if TYPE_CHECKING:
    from holdfast.runbook.model import Runbook

_CODE = re.compile(r"`([^`]+)`")
_OPTION = re.compile(r"(?<= )--[\w-]+")
_WORD = re.compile(r"\b(?:(?:ARN|ID|NAME|URL)_OF_[\w.-]+|[A-Z]{2,}(?:_[A-Z]+)+)")


def runbook_html(runbook: Runbook) -> str:
    """The page.

    Args:
        runbook: What it says.
    """
    anchors = {one.anchor for one in runbook.sections}
    return page(
        "runbook.html.j2",
        runbook=runbook,
        title=title(runbook),
        notes=notes(runbook),
        nobody=nobody(runbook),
        words=lambda text: _words(text, anchors),
        marked=_marked,
        duration=duration,
    )


def _words(text: str, anchors: set[str]) -> Markup:
    """The text with what stands between backticks as code, and names of sections as links."""

    def shown(match: re.Match[str]) -> str:
        if match[1] in anchors:
            return f'<a href="#{match[1]}">{match[1]}</a>'
        return f"<code>{match[1]}</code>"

    return Markup(_CODE.sub(shown, str(escape(text))))  # noqa: S704  # escaped before the marks are put in


def _marked(command: str) -> Markup:
    """A command whose placeholders are seen at once."""
    marked = _WORD.sub(r"<mark>\g<0></mark>", str(escape(command)))
    return Markup(_OPTION.sub(r"<span>\g<0></span>", marked))  # noqa: S704  # as above
