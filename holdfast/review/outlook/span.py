"""A time as it is reckoned with, before it is told."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from holdfast.inventory.figures import in_words
from holdfast.review.model import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

_IN_SECONDS_BELOW = 600
_MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of time."""

    seconds: float | None
    """``inf`` for never by itself, or for all; None for what is not known."""
    text: str
    """What it is made of, in words."""
    bounded: bool = False
    """Whether it is never more than that. Default: it is typical, or the least."""
    source: str = ""
    """Address of the page, or the settings path, that it rests on. Default: the graph alone gives it."""

    def figure(self) -> Figure:
        """The time as it is told."""
        known = self.seconds is not None and self.seconds < inf
        return Figure(
            seconds=self.seconds if known else None,
            text=f"{told(self.seconds)}: {self.text}"
            if known and self.text
            else self.text or told(self.seconds),
            bounded=self.bounded and known,
            source=self.source,
        )


NONE = Span(seconds=0, text="", bounded=True)
"""No time at all."""


def longest(spans: Sequence[Span], otherwise: Span = NONE) -> Span:
    """The one that counts of several that pass side by side: never, then what is not known, then the longest.

    Args:
        spans: Times.
        otherwise: What holds where there are none. Default: no time.
    """
    return max(spans, key=_weight, default=otherwise)


def _weight(span: Span) -> tuple[int, float, str]:
    if span.seconds is None:
        return (1, 0, span.text)
    return (2, 0, span.text) if span.seconds == inf else (0, span.seconds, span.text)


def told(seconds: float | None) -> str:
    """A length of time in words.

    Args:
        seconds: Its length; None for what is not known.
    """
    if seconds is None:
        return "unknown"
    if seconds == inf:
        return "never by itself"
    if seconds < _IN_SECONDS_BELOW or seconds % _MINUTE:
        return f"{seconds:g} s"
    return in_words(int(seconds))
