"""Docstrings and types as the Markdown of a page."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from docs.hooks.reference.described import Member

_LITERAL = re.compile(r"``(.+?)``", re.DOTALL)
_CODE = re.compile(r"(`[^`]+`)")
_NAME = re.compile(r"\w+")


def text(docstring: str) -> str:
    """Give a docstring's words as Markdown.

    Args:
        docstring: Text with literals in double backticks.
    """
    parts = _CODE.split(_LITERAL.sub(r"`\1`", docstring))
    return "".join(part if part.startswith("`") else part.replace("<", "&lt;") for part in parts)


def line(docstring: str) -> str:
    """Give a docstring's words as one line, which can stand in a table."""
    return " ".join(text(docstring).split()).replace("|", "&#124;")


def sentence(docstring: str) -> str:
    """Give a docstring's words with a large letter at the beginning."""
    return text(docstring[:1].upper() + docstring[1:])


def anchor(name: str) -> str:
    """Give the anchor of a heading that is one name."""
    return name.lower()


def member(one: Member, own: Collection[str], *, told: bool) -> str:
    """Give an argument or an output as an item of a list of definitions.

    Args:
        one: What is told of.
        own: Types that have a heading on the same page.
        told: Whether to say that it is required or not.
    """
    shown = escape(one.type)
    for name in set(_NAME.findall(one.type)) & set(own):
        shown = re.sub(rf"\b{name}\b", f'<a href="#{anchor(name)}">{name}</a>', shown)
    kind = "" if not told else ' <span class="hf-must">required</span>' if one.required else ""
    words = f" One of {', '.join(f'`{word}`' for word in one.words)}." if one.words else ""
    return f'`{one.name}` <code class="hf-type">{shown}</code>{kind}\n:   {line(one.text)}{words}'
