"""Types of the SDK's classes as shapes: what kind of value fits, worked out once per type when used."""

from __future__ import annotations

import collections.abc
import types
import typing
from enum import Enum
from typing import Any, Literal

import pulumi
from pulumi import _types

if typing.TYPE_CHECKING:
    from collections.abc import Mapping

    from .wire import PropertyValue

Kind = Literal["any", "object", "list", "map", "enum", "union", "text", "boolean", "whole", "number"]

_MAPPINGS = (dict, collections.abc.Mapping)
_SEQUENCES = (list, collections.abc.Sequence)
_SCALARS: dict[Any, Kind] = {str: "text", bool: "boolean", int: "whole", float: "number"}


class Shape:
    """One type. Its parts (fields, elements, members) are shapes too, made on first use: types may recur."""

    __slots__ = ("_element", "_fields", "_hint", "_members", "kind")

    def __init__(self, hint: PropertyValue) -> None:
        """Read the kind off a type, with ``Input``, ``Output`` and ``Optional`` taken away."""
        self._hint = _bare(hint)
        self.kind: Kind = _kind(self._hint)
        self._fields: Mapping[str, Shape] | None = None
        self._element: Shape | None = None
        self._members: tuple[Shape, ...] | None = None

    @property
    def fields(self) -> Mapping[str, Shape]:
        """Fields of an object by their wire names."""
        if self._fields is None:
            hint = self._hint
            is_input = _types.is_input_type(hint)
            self._fields = fields_of(
                _types.input_type_types(hint) if is_input else _types.output_type_types(hint)
            )
        return self._fields

    @property
    def element(self) -> Shape:
        """What a list or a map holds."""
        if self._element is None:
            args = typing.get_args(self._hint) or (Any,)
            self._element = Shape(args[-1])
        return self._element

    @property
    def members(self) -> tuple[Shape, ...]:
        """Members of a union."""
        if self._members is None:
            self._members = tuple(Shape(member) for member in _union_members(self._hint))
        return self._members

    @property
    def values(self) -> tuple[Any, ...]:
        """Values of an enumeration."""
        return tuple(member.value for member in self._hint)


def fields_of(hints: Mapping[str, Any]) -> Mapping[str, Shape]:
    """Shapes of named types."""
    return {name: Shape(hint) for name, hint in hints.items()}


def _bare(hint: PropertyValue) -> PropertyValue:
    previous = None
    while hint is not previous:
        previous = hint
        hint = _types.unwrap_type(hint)
    return hint


def is_optional(hint: PropertyValue) -> bool:
    """Whether a type admits None."""
    return _is_union(hint) and type(None) in typing.get_args(hint)


def _union_members(hint: PropertyValue) -> list[Any]:
    """Members of a union without the plumbing of ``Input``."""
    plumbing = (collections.abc.Awaitable, pulumi.Output)
    return [
        member
        for member in typing.get_args(hint)
        if member is not type(None) and typing.get_origin(member) not in plumbing
    ]


def _is_union(hint: PropertyValue) -> bool:
    return typing.get_origin(hint) in (typing.Union, getattr(types, "UnionType", typing.Union))


def _kind(hint: PropertyValue) -> Kind:
    origin: Any = typing.get_origin(hint)
    if hint in (list, tuple) or origin in _SEQUENCES:
        return "list"
    if hint is dict or origin in _MAPPINGS:
        return "map"
    if _is_union(hint):
        return "union"
    if not isinstance(hint, type):
        return "any"
    if _types.is_input_type(hint) or _types.is_output_type(hint):
        return "object"
    return "enum" if issubclass(hint, Enum) else _SCALARS.get(hint, "any")


ANY = Shape(Any)
