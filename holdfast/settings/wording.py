"""Puts pydantic's errors into a person's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.settings import shape
from holdfast.settings.aws_regions import PLACE_OF_REGION, PLACES
from holdfast.settings.mistakes import NO_VALUE, Problem, key_text, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic_core import ErrorDetails

    from holdfast.settings.mistakes import SettingPath

_EXPECTED = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
}
_OUT_OF_RANGE = {"greater_than", "greater_than_equal", "less_than", "less_than_equal", "finite_number"}
_UNKNOWN_VALUE = {"enum", "literal_error", "not_one_of"}
_LENGTHS = {
    "string_too_short": ("character", "characters", "min_length"),
    "string_too_long": ("character", "characters", "max_length"),
    "too_short": ("entry", "entries", "min_length"),
    "too_long": ("entry", "entries", "max_length"),
}
_WRONG_TYPE = re.compile(r"_type$|_from_float$|_parsing$|_parsing_size$")
_OTHER_WORDS = {"GB": "UK", "EEA": "EU", "USA": "US"}


def problems_of(errors: list[ErrorDetails]) -> list[Problem]:
    """Word pydantic's errors."""
    return [_problem(error) for error in errors if not _is_echo(error)]


def _is_echo(error: ErrorDetails) -> bool:
    """Whether an error only follows from wrong items, which pydantic does not count in a list's length."""
    given = error["input"]
    return (
        error["type"] == "too_short"
        and isinstance(given, list | dict)
        and len(given) >= error.get("ctx", {}).get("min_length", 0)
    )


def _problem(error: ErrorDetails) -> Problem:
    place = error["loc"]
    path = tuple(item for item in place if item != shape.KEY and not shape.is_branch(item))
    node, value = shape.at(place), error["input"]
    kind = error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(path, place)
    if kind == "missing":
        return Problem(path=path, message=f"required and missing: {_first_sentence(node)}")
    if place[-1:] == (shape.KEY,):
        return _wrong_key(path, place, error)
    if kind in _UNKNOWN_VALUE and _has_type_of(value, node):
        return _unknown_value(path, node, value, error)
    if kind in _UNKNOWN_VALUE or _WRONG_TYPE.search(kind):
        return Problem(path=path, message=_wrong_type(node, value), value=value)
    # A list's or a mapping's content says nothing of its length.
    shown = NO_VALUE if kind in _LENGTHS and not isinstance(value, str) else value
    return Problem(path=path, message=_message(error, node), value=shown)


def _message(error: ErrorDetails, node: shape.Node) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in _OUT_OF_RANGE:
        return _range(node)
    if kind == "string_pattern_mismatch":
        return str(node.get("patternErrorMessage", error["msg"]))
    if kind in _LENGTHS:
        one, many, bound = _LENGTHS[kind]
        length = context[bound]
        noun = one if length == 1 else many
        more = f", has {_length(error)}" if "actual_length" in context else ""
        return f"{'needs at least' if bound == 'min_length' else 'can have at most'} {length} {noun}{more}"
    return error["msg"]


def _length(error: ErrorDetails) -> int:
    """How many were given: of a mapping that is too large pydantic stops counting, and says None."""
    counted = error["ctx"]["actual_length"]
    return len(error["input"]) if counted is None else int(counted)


def _unknown_key(path: SettingPath, place: tuple[str | int, ...]) -> Problem:
    owner = shape.at(place[:-1])
    key, known = str(path[-1]), shape.property_names(owner)
    return Problem(
        path=path,
        message="unknown key",
        allowed=known,
        suggestion=nearest(key, known) or _elsewhere(key, owner, path),
    )


def _elsewhere(key: str, owner: shape.Node, path: SettingPath) -> str | None:
    for name in shape.property_names(owner):
        if key in shape.property_names(shape.child(owner, name)):
            return f"{name}.{key}"
    for depth in range(len(path) - 2, 0, -1):
        if key in shape.property_names(shape.at(path[:depth])):
            return f"{key_text(path[:depth])}.{key}"
    return None


def _wrong_key(path: SettingPath, place: tuple[str | int, ...], error: ErrorDetails) -> Problem:
    node = shape.at(place[:-2]).get("propertyNames", {})
    if error["type"] == "not_one_of":
        return _unknown_value(path, node, path[-1], error)
    return Problem(path=path, message=str(node.get("patternErrorMessage", error["msg"])))


def _unknown_value(path: SettingPath, node: shape.Node, value: object, error: ErrorDetails) -> Problem:
    known: Iterable[str | int] = node.get("enum", ())
    noun = error.get("ctx", {}).get("noun")
    return Problem(
        path=path,
        message=f"not a {noun}" if noun else "not one of the allowed values",
        value=value,
        allowed=tuple(str(name) for name in known),
        suggestion=_other_word(value, tuple(known)) or nearest(value, known),
    )


def _other_word(value: object, known: tuple[str | int, ...]) -> str | None:
    text = str(value)
    words: Mapping[str, str] = {
        **_OTHER_WORDS,
        **PLACE_OF_REGION,
        **{code: row.name for code, row in PLACES.items()},
    }
    for candidate in (text, text[:-1]):
        word = words.get(candidate)
        if word is not None and word in known:
            return word
    return None


def _wrong_type(node: shape.Node, value: object) -> str:
    expected = str(node.get("type", ""))
    return f"expected {_EXPECTED.get(expected, 'another kind of value')}{_hint(expected, value)}"


def _hint(expected: str, value: object) -> str:
    match expected, value:
        case _, None:
            hint = ": give it a value or leave the key out"
        case "string", bool():
            hint = ": write it in quotes: YAML turns NO, off, yes and the like into true or false"
        case "string", int() | float():
            hint = ": write it in quotes: YAML turns 16.10 into a number"
        case (("integer" | "number"), str()) if re.fullmatch(r"-?\d+(\.\d+)?", value):
            hint = f": write {value} without quotes"
        case "boolean", str():
            hint = ": write true or false, without quotes"
        case "array", (str() | int() | float()):
            hint = f": write [{value}]"
        case _:
            hint = ""
    return hint


def _has_type_of(value: object, node: shape.Node) -> bool:
    if node.get("type") == "string":
        return isinstance(value, str)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _range(node: shape.Node) -> str:
    low, high = node.get("minimum"), node.get("maximum")
    above, below = node.get("exclusiveMinimum"), node.get("exclusiveMaximum")
    if low is not None and high is not None:
        return f"must be from {low:g} to {high:g}"
    words = [
        word.format(bound)
        for word, bound in (
            ("at least {:g}", low),
            ("more than {:g}", above),
            ("at most {:g}", high),
            ("less than {:g}", below),
        )
        if bound is not None
        for word in [word.format(bound)]
    ]
    return f"must be {' and '.join(words)}" if words else "must be a finite number"


def _first_sentence(node: shape.Node) -> str:
    text = " ".join(str(node.get("description", "")).split())
    return text.split(". ")[0].rstrip(".") or "give it a value"
