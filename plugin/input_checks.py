"""What is wrong with the inputs of a component, by what its schema says; every problem at once."""  # noqa: INP001  # a plugin's folder is no package

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
from pulumi.output import Unknown
from pulumi.provider.experimental.analyzer import PropertyDefinition, PropertyType

from holdfast.settings.mistakes import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pulumi.provider.experimental.analyzer import TypeDefinition

_LATE = (
    "is a secret or only known once something is deployed, and shapes what is declared: give a plain value "
    "that is known before"
)
_ANY = "pulumi.json#/Any"
_KINDS: Mapping[PropertyType, tuple[tuple[type, ...], str]] = {
    PropertyType.STRING: ((str,), "text"),
    PropertyType.INTEGER: ((int, float), "a whole number"),
    PropertyType.NUMBER: ((int, float), "a number"),
    PropertyType.BOOLEAN: ((bool,), "true or false"),
    PropertyType.ARRAY: ((list,), "a list"),
    PropertyType.OBJECT: ((dict,), "a mapping"),
}
_PLAIN = (str, int, float, bool)


class InputChecks:
    """Checks of inputs against the definitions that the schema is made from."""

    def __init__(self, types: Mapping[str, TypeDefinition]) -> None:
        """Keep the package's types, by their names."""
        self._types = types

    def problems(
        self, inputs: Mapping[str, Any], properties: Mapping[str, PropertyDefinition], path: str = ""
    ) -> Iterator[str]:
        """Yield a line for each problem.

        Args:
            inputs: The values by their names in the schema.
            properties: What the schema says of them.
            path: Where they stand. Default: at the top.
        """
        yield from self._object(path, properties, inputs, late=False)

    def _object(
        self, path: str, properties: Mapping[str, PropertyDefinition], value: Mapping[str, Any], *, late: bool
    ) -> Iterator[str]:
        for name, given in value.items():
            if name not in properties:
                meant = nearest(name, properties)
                yield f"{_join(path, name)}: unknown input" + (f"; did you mean '{meant}'?" if meant else "")
            elif given is not None:
                yield from self._value(_join(path, name), properties[name], given, late=late)
        for name, definition in properties.items():
            if not definition.optional and value.get(name) is None:
                yield f"{_join(path, name)}: required and missing"

    def _value(
        self, path: str, definition: PropertyDefinition, value: object, *, late: bool
    ) -> Iterator[str]:
        """Yield the problems of one value; ``late`` says that it may be known only once deployed."""
        late = late or not definition.plain
        if isinstance(value, pulumi.Output | Unknown):
            if not late:
                yield f"{path}: {_LATE}"
        elif definition.ref == _ANY:
            yield from _plain(path, value)
        elif definition.ref:
            yield from self._named(path, self._types[definition.ref.rsplit(":", 1)[-1]], value, late=late)
        elif definition.type is not None:
            yield from _kind(path, definition.type, value)
            yield from self._entries(path, definition, value, late=late)

    def _named(self, path: str, type_: TypeDefinition, value: object, *, late: bool) -> Iterator[str]:
        if type_.enum:
            allowed = [str(member.value) for member in type_.enum]
            if value not in allowed:
                yield f"{path}: not one of the allowed values (allowed: {', '.join(allowed)})"
        elif isinstance(value, dict):
            yield from self._object(path, type_.properties, value, late=late)
        else:
            yield from _kind(path, type_.type, value)

    def _entries(
        self, path: str, definition: PropertyDefinition, value: object, *, late: bool
    ) -> Iterator[str]:
        if isinstance(value, list) and definition.items:
            for index, item in enumerate(value):
                yield from self._value(f"{path}[{index}]", definition.items, item, late=late)
        elif isinstance(value, dict) and definition.additional_properties:
            for key, item in value.items():
                yield from self._value(f"{path}.{key}", definition.additional_properties, item, late=late)


def whole_numbers(value: Any) -> Any:  # noqa: ANN401  # what is on the wire has any shape
    """Turn the floats that mean whole numbers into integers: on the wire every number is a float."""
    if isinstance(value, pulumi.Output):
        return value.apply(whole_numbers)
    if isinstance(value, dict):
        return {key: whole_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [whole_numbers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _kind(path: str, type_: PropertyType, value: object) -> Iterator[str]:
    kinds, words = _KINDS[type_]
    fits = isinstance(value, kinds) and (type_ is PropertyType.BOOLEAN or not isinstance(value, bool))
    if not fits or (type_ is PropertyType.INTEGER and isinstance(value, float) and not value.is_integer()):
        yield f"{path}: needs {words}"


def _plain(path: str, value: object) -> Iterator[str]:
    """Yield the problems of a value that may have any shape, and must be plain to the last part."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _plain(f"{path}.{key}", item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _plain(f"{path}[{index}]", item)
    elif isinstance(value, pulumi.Output | Unknown):
        yield f"{path}: {_LATE}"
    elif value is not None and not isinstance(value, _PLAIN):
        yield f"{path}: needs text, a number, true or false, a list or a mapping"
