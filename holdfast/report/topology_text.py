"""How wide words are in a drawing, as the widest of the usual typefaces sets them."""

from __future__ import annotations

from holdfast.report.review_words import flat

_NARROW, _SLIM, _BROAD = frozenset("ijlI|'!"), frozenset("ft-.,:()[]/r1 "), frozenset("mwMW@%…")
_WIDTHS = ((_NARROW, 0.36), (_SLIM, 0.5), (_BROAD, 1.05))
_USUAL, _CAPITAL = 0.71, 0.79
"""Parts of the size of the letters: DejaVu Sans Bold, which is the widest in use."""
_LEAST = 4


def wide(text: str, size: float) -> float:
    """How many pixels a bold text takes.

    Args:
        text: One line.
        size: Of its letters, in pixels.
    """
    return size * sum(map(_of, text))


def fit(text: str, room: float, size: float) -> str:
    """As much of a bold text as there is room for, with an ellipsis where it is cut.

    Args:
        text: Anything; it becomes one line.
        room: Pixels.
        size: Of its letters, in pixels.
    """
    line = flat(text)
    if wide(line, size) <= room:
        return line
    while len(line) > _LEAST and wide(f"{line}…", size) > room:
        line = line[:-1]
    return f"{line}…"


def _of(character: str) -> float:
    found = next((width for characters, width in _WIDTHS if character in characters), None)
    return found if found is not None else _CAPITAL if character.isupper() else _USUAL
