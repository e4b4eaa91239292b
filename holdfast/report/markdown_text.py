"""Text of a program in Markdown that somebody else renders: GitHub and GitLab, without effect.

What a program names can hold anything. In prose it is escaped so that it makes no link, mention, reference,
heading or HTML; in code spans and blocks so that it does not end them.
"""

from __future__ import annotations

import re

from holdfast.report.review_words import flat

_SPECIAL = re.compile(r"([\\`*_\[\]|~$])")
_REFERENCE = re.compile(r"([@#!])(?=[\w\[])|(?<=:)(//)|(?i:\b(www|GH)(?=[.-]))")
_NUMBER = re.compile(r"^(\d+)([.)])")
_LEADING = re.compile(r"^([-+=>/#])")
_BREAK = "\u200b"
"""A space without width: what stands before and after it is no longer one word."""
_TICKS = re.compile(r"`+")


def prose(text: str) -> str:
    """The text as plain words in one line.

    Args:
        text: Anything.
    """
    line = flat(text).replace("&", "&amp;").replace("<", "&lt;")
    line = _NUMBER.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", line))
    line = _LEADING.sub(r"\\\1", line)
    return _REFERENCE.sub(
        lambda found: f"{found.group(1) or found.group(3) or ''}{_BREAK}{found.group(2) or ''}", line
    )


def code(text: str, *, table: bool = False) -> str:
    """The text as code in a line.

    Args:
        text: Anything.
        table: Whether it stands in a table, where a bar would end the cell. Default: no.
    """
    line = flat(text)
    if not line:
        return ""
    fence = "`" * (max(map(len, _TICKS.findall(line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    if table:
        line = line.replace("|", "\\|")
    return f"{fence}{pad}{line}{pad}{fence}"


def block(lines: list[str], language: str) -> str:
    """Lines as a block of code.

    Args:
        lines: The lines, each made flat by the caller.
        language: How it is coloured, such as ``diff``.
    """
    longest = max((len(run) for line in lines for run in _TICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}{language}", *lines, fence])


def html(text: str) -> str:
    """The text as words within an HTML element of a Markdown document.

    Args:
        text: Anything.
    """
    return prose(text).replace('"', "&quot;")


def link(words: str, address: str) -> str:
    """A link, where the address is one of the web; the words alone otherwise.

    Args:
        words: What is read.
        address: Where it leads.
    """
    safe = re.fullmatch(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/?=&%#+,:;@-]*)?", address)
    return f"[{prose(words)}]({address})" if safe else prose(words)
