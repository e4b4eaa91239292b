"""Patterns with ``*`` against text with parts that are not known; None means that it cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HOLE = "\0"
"""Stands in a text for a part that is not known, and has no colon."""


def matches(pattern: str, text: str) -> bool | None:
    """Whether a pattern matches a text whatever its unknown parts are; None where that depends on them.

    Args:
        pattern: Text in which ``*`` stands for any characters.
        text: What it is held against; ``HOLE`` stands for what is not known, which may be
            any characters but a colon, so that the parts of an ARN stay apart.
    """
    if _overlap(pattern, text, either=False):
        return True
    return None if HOLE in text and _overlap(pattern, text, either=True) else False


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Whether all hold: no if one does not, else unknown if one is unknown; yes where there is none."""
    found = set(answers)
    return False if False in found else None if None in found else True


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Whether one holds: yes if one does, else unknown if one is unknown; no where there is none."""
    found = set(answers)
    return True if True in found else None if None in found else False


def opposite(answer: bool | None) -> bool | None:
    """The other answer; unknown stays unknown."""
    return None if answer is None else not answer


def _overlap(pattern: str, text: str, *, either: bool) -> bool:
    """Whether both can be the same text; ``either`` lets the unknown parts of the text be anything."""
    places = _past_stars(pattern, {0})
    for character in text:
        if either and character == HOLE:
            places = _past_any(pattern, places)
            continue
        left = {place for place in places if place < len(pattern)}
        stay = {place for place in left if pattern[place] == "*"}
        move = {place + 1 for place in left if pattern[place] == character}
        places = _past_stars(pattern, stay | move)
    return len(pattern) in places


def _past_stars(pattern: str, places: set[int]) -> set[int]:
    """The places in a pattern, and those after the stars that stand there, which may be nothing."""
    found = set(places)
    for place in places:
        after = place
        while after < len(pattern) and pattern[after] == "*":
            after += 1
            found.add(after)
    return found


def _past_any(pattern: str, places: set[int]) -> set[int]:
    """The places in a pattern, and those that any text without a colon leads to."""
    found = set(places)
    for place in places:
        after = place
        while after < len(pattern) and pattern[after] != ":":
            after += 1
            found.add(after)
    return _past_stars(pattern, found)
