"""A text of sections within a number of characters: the least important goes first, by whole lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a text that can be told at several lengths."""

    rank: int
    """How much it matters: the lowest is shortened last."""
    forms: Sequence[Callable[[], str]]
    """Makes the section, the whole first and then ever shorter; the last says what is left out."""


def fit(sections: Sequence[Section], budget: int) -> str:
    """The sections in their order, each in the longest form for which the more important ones leave room.

    The last forms are short; where even these are too long together, the least important are left out.

    Args:
        sections: What there is to tell.
        budget: Characters that the text must not pass.
    """
    texts = [one.forms[-1]() for one in sections]
    length = sum(map(len, texts))
    order = sorted(range(len(sections)), key=lambda at: sections[at].rank)
    for number in reversed(order):
        if length > budget and sections[number].rank:
            length -= len(texts[number])
            texts[number] = ""
    for number in order:
        room = budget - length + len(texts[number])
        told = (form() for form in sections[number].forms[:-1])
        fitting = next((text for text in told if len(text) <= room), None)
        if fitting is not None:
            length += len(fitting) - len(texts[number])
            texts[number] = fitting
    return "".join(texts)
