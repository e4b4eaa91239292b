"""Inputs judged as a provider's ``Check`` would, by the SDK's types: names at any depth, kinds of values.

What a provider converts by itself (``"8080"`` for a number, ``true`` for text) is no mistake here.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from .wire import SIGNATURE, UNKNOWN, PropertyValue, is_secret, unwrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .shapes import Shape

_TEXT_OF_OUTPUT = "Calling __str__ on an Output[T] is not supported"
_BOOLEANS = ("true", "false", "1", "0", "")
_CONTAINERS = ("object", "list", "map")


def mistakes(inputs: Mapping[str, Any], fields: Mapping[str, Shape] | None) -> Iterator[str]:
    """Tell every mistake in a resource's inputs.

    Args:
        inputs: plain inputs, by wire name.
        fields: types of the arguments by wire name; None if the SDK says nothing.
    """
    for key, value in inputs.items():
        yield from _texts_of_outputs(key, value)
    if fields is not None:
        yield from _object_mistakes("", inputs, fields)


def _texts_of_outputs(path: str, value: PropertyValue) -> Iterator[str]:
    if isinstance(value, str):
        if _TEXT_OF_OUTPUT in value:
            yield (
                f"{path}: an output was put into text (f-string, str(), +); "
                "use pulumi.Output.format, pulumi.Output.concat or .apply"
            )
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts_of_outputs(f"{path}.{key}", item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts_of_outputs(f"{path}[{index}]", item)


def _object_mistakes(path: str, value: Mapping[str, Any], fields: Mapping[str, Shape]) -> Iterator[str]:
    for key, item in value.items():
        where = f"{path}.{key}" if path else key
        if key in fields:
            yield from _value_mistakes(where, item, fields[key])
        elif not key.startswith("__"):
            yield f"{where} is no property{_nearest(key, fields)}"


def _nearest(key: str, fields: Mapping[str, Shape]) -> str:
    camel = key.split("_", maxsplit=1)[0] + "".join(part.capitalize() for part in key.split("_")[1:])
    if camel in fields:
        return f"; did you mean {camel}?"
    lowered = {name.lower(): name for name in fields}
    close = difflib.get_close_matches(key.lower().replace("_", ""), lowered, n=1, cutoff=0.6)
    return f"; did you mean {lowered[close[0]]}?" if close else f"; known: {', '.join(sorted(fields)[:12])}"


def _value_mistakes(path: str, value: PropertyValue, shape: Shape) -> Iterator[str]:
    if value is None or value == UNKNOWN or shape.kind == "any":
        return
    if is_secret(value):
        for text in _value_mistakes(path, unwrap(value), shape):
            yield text.split(", got ")[0] + ", got a secret of another kind"
    elif shape.kind == "union":
        told = [list(_value_mistakes(path, value, member)) for member in shape.members]
        if told and all(told):
            yield from min(told, key=len)
    elif isinstance(value, dict) and SIGNATURE in value:
        return
    elif shape.kind in _CONTAINERS:
        yield from _container_mistakes(path, value, shape)
    elif isinstance(value, (dict, list)) or not _SCALARS[shape.kind](value):
        yield _wrong(path, shape, value)


def _container_mistakes(path: str, value: PropertyValue, shape: Shape) -> Iterator[str]:
    if shape.kind == "list" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _value_mistakes(f"{path}[{index}]", item, shape.element)
    elif shape.kind == "map" and isinstance(value, dict):
        for key, item in value.items():
            yield from _value_mistakes(f"{path}.{key}", item, shape.element)
    elif shape.kind == "object" and isinstance(value, dict):
        yield from _object_mistakes(path, value, shape.fields)
    else:
        yield _wrong(path, shape, value)


def _is_boolean(value: PropertyValue) -> bool:
    return isinstance(value, bool) or str(value).lower() in _BOOLEANS


def _is_number(value: PropertyValue) -> bool:
    if isinstance(value, bool):
        return False
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _is_whole(value: PropertyValue) -> bool:
    return _is_number(value) and float(value).is_integer()


def _always(_value: PropertyValue) -> bool:
    return True


_SCALARS = {
    "text": _always,
    "enum": _always,
    "boolean": _is_boolean,
    "number": _is_number,
    "whole": _is_whole,
}
_NAMES = {
    "object": "an object",
    "list": "a list",
    "map": "a map",
    "text": "text",
    "boolean": "a boolean",
    "number": "a number",
    "whole": "a whole number",
}


def _wrong(path: str, shape: Shape, value: PropertyValue) -> str:
    expected = _NAMES.get(shape.kind) or "one of " + ", ".join(str(item) for item in shape.values)
    if isinstance(value, dict):
        got = "an object"
    elif isinstance(value, list):
        got = "a list"
    else:
        got = repr(value)
    return f"{path}: expected {expected}, got {got}"
