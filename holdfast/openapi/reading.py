"""From the text of an OpenAPI file, YAML or JSON, to plain values.

OpenAPI's YAML is YAML 1.2 with JSON's types alone and text as keys
(https://spec.openapis.org/oas/v3.1.1.html#format, 2026-11): ``no`` and ``2026-11-01`` are text, and the code
``200`` is a key like any other.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

LARGEST_FILE_BYTES = 1_048_576
"""Largest file that is read: what is served has to fit into a load balancer's answer, which is less."""
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class UnreadableError(ValueError):
    """A file that is none, or that is neither YAML nor JSON; the text says why."""


def read(file: str) -> Any:  # noqa: ANN401  # judged by whoever asked for it
    """Read a description.

    Args:
        file: The file, YAML or by the end of its name JSON; relative to the current folder.

    Returns:
        What it holds, shared by all who read the same text: never to be changed.

    Raises:
        UnreadableError: There is no such file, it is too large, or its text is not what its name says.
    """
    path = Path(file)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}") from error
    if len(raw) > LARGEST_FILE_BYTES:
        raise UnreadableError(f"has {len(raw):,} bytes, and {LARGEST_FILE_BYTES:,} are the most")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"is no UTF-8 text: {error}") from error
    return _parsed(text, is_json=path.suffix.lower() == ".json")


@lru_cache(maxsize=16)
def _parsed(text: str, *, is_json: bool) -> Any:  # noqa: ANN401
    if is_json:
        try:
            return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
        except ValueError as error:
            raise UnreadableError(f"is no JSON: {error}") from error
    import yaml  # noqa: PLC0415  # wanted only by stacks with a description

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise UnreadableError(f"is no YAML: {' '.join(str(error).split())}") from error
    return None if node is None else _value(node, set())


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key '{key}' is there twice")
        found[key] = value
    return found


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON value")


def _value(node: Any, seen: set[int]) -> Any:  # noqa: ANN401  # a node of PyYAML, which is loaded late
    """Give what a node of YAML stands for, by YAML 1.2's rules for JSON.

    A node that is met twice is an alias, by which a small text becomes endless: JSON Schema has ``$ref``.
    """
    if node.id == "scalar":
        return _scalar(node.value) if node.style is None and not node.tag.startswith("!") else node.value
    if id(node) in seen:
        line = node.start_mark.line + 1
        raise UnreadableError(f"uses the anchor of line {line} again: name the part by '$ref' instead")
    seen.add(id(node))
    if node.id == "sequence":
        return [_value(one, seen) for one in node.value]
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.id != "scalar":
            raise UnreadableError(f"has a key at line {line} that is no text")
        if key.value in found:
            raise UnreadableError(f"has the key '{key.value}' twice, again at line {line}")
        found[key.value] = _value(value, seen)
    return found


def _scalar(text: str) -> Any:  # noqa: ANN401
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
