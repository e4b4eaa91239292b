"""Mistakes in a stack file as values, and the one error that carries all of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SettingPath: TypeAlias = "tuple[str | int, ...]"
"""Where a setting stands, from the top-level noun on: ``("services", "orders", "paths", 0)``."""

_LONGEST_VALUE = 60
_LONGEST_LIST = 16
_CREDENTIAL_WORDS = (
    *("password", "passwd", "pwd", "passphrase", "secret", "secrets", "token", "credential", "credentials"),
    *("apikey", "privatekey", "accesskey"),
)
_HARMLESS_KEYS = frozenset(
    ("cache", "hash", "header", "idempotency", "object", "partition", "primary", "public", "routing", "sort")
)


class _Nothing:
    """The type of NO_VALUE, which is none of the values that a setting can have."""


NO_VALUE = _Nothing()
"""Says that a problem has no value to show."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What is wrong at a path; ``value`` is as given, ``allowed`` what may stand there instead."""

    path: SettingPath
    message: str
    value: object = NO_VALUE
    allowed: tuple[str, ...] = ()
    suggestion: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """A problem as a person sees it: in which file, at which line if known, under which key.

    ``value`` is text to show, shortened, and None where there is none or where it could be a secret.
    """

    file: str
    line: int | None = None
    key: str
    value: str | None = None
    message: str
    allowed: tuple[str, ...] = field(default=())
    suggestion: str | None = None

    def __str__(self) -> str:
        """Say it in one line."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        text = f"{where}: {self.key}: {self.message}"
        if self.value is not None:
            text += f", got {self.value}"
        if self.suggestion is not None:
            text += f"; did you mean '{self.suggestion}'?"
        if self.allowed:
            shown = self.allowed[:_LONGEST_LIST]
            more = len(self.allowed) - len(shown)
            text += f" (allowed: {', '.join(shown)}{f' and {more} more' if more else ''})"
        return text


class SettingsError(ValueError):
    """A stack file that cannot be used, with every mistake in it."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        """Keep the mistakes; the text of the error has a line for each."""
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def key_text(path: SettingPath) -> str:
    """Write a path as stack files know it: ``holdfast:services.orders.paths[0]``."""
    text = ""
    for item in path:
        if isinstance(item, int):
            text += f"[{item}]"
        else:
            text += f".{item}" if text else str(item)
    return f"holdfast:{text}"


def is_credential_name(name: str) -> bool:
    """Whether the name of an environment variable says that its value is a credential: by its last words."""
    words = name.lower().replace("-", "_").split("_")
    if words[-1] in ("key", "apikey"):
        return not _HARMLESS_KEYS & set(words[:-1])
    return words[-1] in _CREDENTIAL_WORDS


def might_be_secret(name: str) -> bool:
    """Whether a value under this name is better not shown: a credential, or named like one."""
    plain = name.lower().replace("_", "").replace("-", "")
    return is_credential_name(name) or any(word in plain for word in _CREDENTIAL_WORDS)


def shown(path: SettingPath, value: object) -> str | None:
    """Write a value for a person: shortened, no mapping's content, nothing that could be a secret."""
    if value is NO_VALUE or "secrets" in path or any(might_be_secret(str(item)) for item in path[2:]):
        return None
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple) and any(isinstance(item, dict | list) for item in value):
        return "a list"
    text = f"'{value}'" if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def nearest(given: object, known: Iterable[str | int]) -> str | None:
    """Find the known name that a misspelt one most likely means."""
    names = list(known)
    if isinstance(given, int) and not isinstance(given, bool):
        numbers = [name for name in names if isinstance(name, int)]
        return str(min(numbers, key=lambda number: abs(number - given))) if numbers else None
    import difflib  # noqa: PLC0415  # wanted only when there are mistakes

    plain = {_plain(str(name)): str(name) for name in names}
    found = difflib.get_close_matches(_plain(str(given)), plain, n=1, cutoff=0.6)
    if found:
        return plain[found[0]]
    same_start = [
        name for name in map(str, names) if name.split("_")[0] == str(given).split("_", maxsplit=1)[0]
    ]
    return same_start[0] if len(same_start) == 1 else None


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
