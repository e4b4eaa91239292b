"""Reads waivers from the text of ``holdfast.toml``, strictly, with every mistake at once."""

from __future__ import annotations

import difflib
import re
import tomllib
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from holdfast.checks.waivers import EVERYTHING, Waiver

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from holdfast.checks.model import Rule

FILE = "holdfast.toml"
"""The file's name; it stands beside ``Pulumi.yaml``."""
TABLES = ("waivers", "drills")
"""What the file can hold at the top; drills are read by ``holdfast.operate.drill``."""
KEYS = ("check", "reason", "resource", "stack", "until")
"""What a waiver can hold."""

Told: TypeAlias = "Iterator[tuple[str, str]]"
"""Mistakes: the key at which each stands, and what is wrong."""

_HEADER = re.compile(r"\s*\[\[\s*waivers\s*\]\]")


class WaiverError(ValueError):
    """A file that cannot be used; its text has a line for each mistake."""


def read_waivers(text: str, *, rules: Iterable[Rule], stacks: Collection[str] = ()) -> tuple[Waiver, ...]:
    """The waivers in a file.

    Args:
        text: What the file holds.
        rules: The rules that there are.
        stacks: The program's stacks; none when they are not known, and then any name is taken.

    Raises:
        WaiverError: With every mistake.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WaiverError(f"{FILE}: this is no TOML: {error}") from None
    ids = {name: rule.id for rule in rules for name in (rule.code, rule.id)}
    mistakes = [f"{FILE}: {key}: {words}" for key, words in _unknown_keys(content, TABLES)]
    given = content.get("waivers", [])
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        mistakes.append(f"{FILE}: waivers: should be tables, each under a line [[waivers]]")
        given = []
    lines = _lines(text, len(given))
    for position, one in enumerate(given):
        where = f"{FILE}:{lines[position]}" if lines else FILE
        mistakes += [
            f"{where}: waivers[{position}]{key}: {words}" for key, words in _mistakes(one, ids, stacks)
        ]
    if mistakes:
        raise WaiverError("\n".join(mistakes))
    return tuple(
        Waiver(
            check=ids[one["check"]],
            reason=" ".join(one["reason"].split()),
            stack=one.get("stack"),
            resource=one.get("resource", EVERYTHING),
            until=one.get("until"),
        )
        for one in given
    )


def _mistakes(given: Mapping[str, object], ids: Mapping[str, str], stacks: Collection[str]) -> Told:
    for key, words in _unknown_keys(given, KEYS):
        yield f".{key}", words
    for key in ("check", "reason"):
        if key not in given:
            yield "", f"'{key}' is required and missing"
    for key in ("check", "reason", "resource", "stack"):
        value = given.get(key, "-")
        if not isinstance(value, str):
            yield f".{key}", f"should be text in quotes, got {_shown(value)}"
        elif not value.strip():
            yield f".{key}", "is empty" + (": say why the failure is accepted" if key == "reason" else "")
        elif key == "check" and key in given and value not in ids:
            codes = [name for name in ids if "-" not in name]
            yield f".{key}", f"there is no check '{value}'{_hint(value, ids)} (checks: {', '.join(codes)})"
        elif key == "stack" and key in given and stacks and value not in stacks:
            names = ", ".join(sorted(stacks))
            yield f".{key}", f"there is no stack '{value}'{_hint(value, stacks)} (stacks: {names})"
    until = given.get("until", date.min)
    if not isinstance(until, date) or isinstance(until, datetime):
        yield ".until", f"should be a date without quotes and time, such as 2027-06-30, got {_shown(until)}"


def _unknown_keys(given: Iterable[str], known: Collection[str]) -> Told:
    for key in given:
        if key not in known:
            yield key, f"unknown key{_hint(key, known)} (allowed: {', '.join(known)})"


def _hint(given: str, known: Iterable[str]) -> str:
    plain = {name.lower(): name for name in known}
    found = difflib.get_close_matches(given.lower(), plain, n=1)
    return f"; did you mean '{plain[found[0]]}'?" if found else ""


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}'" if isinstance(value, str) else str(value)


def _lines(text: str, number: int) -> list[int]:
    """The lines at which the waivers begin; none where they are written otherwise than in tables."""
    found = [line for line, words in enumerate(text.splitlines(), 1) if _HEADER.match(words)]
    return found if len(found) == number else []
