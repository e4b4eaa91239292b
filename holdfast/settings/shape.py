"""What the settings' JSON Schema says of a path: used to word mistakes, so made only when there are some."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeAlias

from holdfast.settings.documented import schema
from holdfast.settings.stack import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.base import SettingsModel

Node: TypeAlias = "dict[str, Any]"

KEY = "[key]"
"""The last part of a place in pydantic's errors that concerns a mapping's key itself."""
_MODEL: ContextVar[type[SettingsModel]] = ContextVar("model", default=Settings)
_BRANCHES = {
    "<count>": "integer",
    "<number>": "number",
    "<letters>": "array",
    "<text>": "string",
    "<places>": "object",
}


@contextmanager
def of(model: type[SettingsModel]) -> Iterator[None]:
    """Speak of another model than ``Settings`` for a while.

    Args:
        model: What another program's stack files are read into.
    """
    token = _MODEL.set(model)
    try:
        yield
    finally:
        _MODEL.reset(token)


def is_branch(item: str | int) -> bool:
    """Whether a part of a place names a branch of a union and no setting."""
    return item in _BRANCHES


def at(place: tuple[str | int, ...]) -> Node:
    """Give the schema of what stands at a place of pydantic's errors; empty where it knows nothing."""
    node = resolved(schema(_MODEL.get()))
    for item in place:
        node = resolved(_step(node, item))
    return node


def property_names(node: Node) -> tuple[str, ...]:
    """Give the names of an object's properties."""
    return tuple(node.get("properties", {}))


def child(node: Node, name: str) -> Node:
    """Give the schema of an object's property."""
    return resolved(_step(node, name))


def values(node: Node) -> Node:
    """Give the schema of a mapping's values, whatever their keys; empty for one with named keys alone."""
    patterns: Node = node.get("patternProperties", {})
    found: object = node.get("additionalProperties") or next(iter(patterns.values()), {})
    return resolved(found) if isinstance(found, dict) else {}


def _step(node: Node, item: str | int) -> Node:
    if item in _BRANCHES:
        branches = [resolved(branch) for branch in node.get("oneOf", [])]
        return next((branch for branch in branches if branch.get("type") == _BRANCHES[str(item)]), {})
    if isinstance(item, int):
        return dict(node.get("items", {}))
    if item in node.get("properties", {}):
        return dict(node["properties"][item])
    return values(node)


def resolved(node: Node) -> Node:
    """Follow references, and leave the possibility of null aside."""
    if "$ref" in node:
        target = schema(_MODEL.get())["$defs"][node["$ref"].rsplit("/", 1)[1]]
        return {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    for word in ("anyOf", "allOf"):
        kept = [part for part in node.get(word, []) if part.get("type") != "null"]
        if len(kept) == 1:
            return {**resolved(kept[0]), **{key: value for key, value in node.items() if key != word}}
    return node
