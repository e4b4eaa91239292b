"""Mistakes in the file: where each stands, and the words for it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

FILE = "holdfast.toml"
"""The file's name."""

_WORDS = {
    "string_type": "should be text in quotes",
    "list_type": "should be a list",
    "model_type": "should be a table",
    "amount": "should be a number",
    "date_type": "should be a date without quotes and time, such as 2027-06-30",
    "greater_than_equal": "should be 0 or more",
}


class ToolFileError(ValueError):
    """A file that cannot be used; its text has a line for each mistake."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong."""

    path: tuple[str | int, ...]
    """Keys and positions of where it stands."""
    words: str
    """What is wrong."""


def from_pydantic(error: Mapping[str, Any], path: tuple[str | int, ...], keys: Collection[str]) -> Mistake:
    """A mistake that a table's model found.

    Args:
        error: One of ``ValidationError.errors()``.
        path: Where the table stands.
        keys: What the table can hold.
    """
    where, kind = (*path, *error["loc"]), error["type"]
    if kind == "extra_forbidden":
        return Mistake(where, unknown_key(str(where[-1]), keys))
    if kind == "missing":
        return Mistake(where[:-1], f"'{where[-1]}' is required and missing")
    if kind == "empty":
        why = ": say why the failure is accepted" if where[-1] == "reason" else ""
        return Mistake(where, f"is empty{why}")
    return Mistake(where, f"{_WORDS.get(kind, error['msg'])}, got {shown(error['input'])}")


def unknown_key(given: str, known: Collection[str]) -> str:
    """The words for a key that there is not."""
    return f"unknown key{hint(given, known)} (allowed: {', '.join(known)})"


def hint(given: str, known: Iterable[str]) -> str:
    """The words for what was probably meant; none where nothing is near."""
    plain = {name.lower(): name for name in known}
    found = difflib.get_close_matches(given.lower(), plain, n=1)
    return f"; did you mean '{plain[found[0]]}'?" if found else ""


def shown(value: object) -> str:
    """A value as a message shows it."""
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}'" if isinstance(value, str) else str(value)


def told(mistakes: Iterable[Mistake], lines: Mapping[tuple[str | int, ...], int]) -> str:
    """A line for each mistake, in the order of the file.

    Args:
        mistakes: What is wrong.
        lines: Path of each key and table to the line at which it stands.
    """
    placed = sorted(((_line(one.path, lines), one) for one in mistakes), key=lambda each: each[0] or 0)
    return "\n".join(
        f"{FILE}{f':{line}' if line else ''}: {_key(one.path)}: {one.words}" for line, one in placed
    )


def _line(path: tuple[str | int, ...], lines: Mapping[tuple[str | int, ...], int]) -> int | None:
    """The line of a key, or of the nearest table around it."""
    depths = range(len(path), 0, -1)
    return next((lines[path[:depth]] for depth in depths if path[:depth] in lines), None)


def _key(path: tuple[str | int, ...]) -> str:
    text = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path)
    return text.removeprefix(".")
