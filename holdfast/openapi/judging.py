"""What is wrong with an API's description: every mistake, with where it is and what stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from holdfast.openapi.references import reference_mistakes, referred
from holdfast.openapi.shapes import METHODS, PARAMETER_PLACES, SCHEMA_TYPES, SECURITY_NEEDS, SHAPES, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

Where: TypeAlias = "tuple[str, ...]"
_VERSION = re.compile(r"3\.[01]\.\d+")
_STATUS = re.compile(r"[1-5](\d\d|XX)|default")
_COMPONENT_NAME = re.compile(r"[A-Za-z0-9._-]+")
_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_PLAIN: dict[str, Any] = {"text": str, "bool": bool}
_WORDS = {str: "text", bool: "true or false", list: "a list", Mapping: "a mapping"}


@dataclass(frozen=True, kw_only=True, slots=True)
class DescriptionMistake:
    """A mistake: where, such as ``paths./orders.get``, what is wrong, what stands there (None: nothing)."""

    where: str
    message: str
    value: object = None


def judge(document: object) -> list[DescriptionMistake]:
    """Find every mistake in a description.

    Args:
        document: What its file holds.

    Returns:
        The mistakes, in the order of the file; none for OpenAPI 3.0 or 3.1 that can be served.
    """
    if not isinstance(document, Mapping):
        return [_mistake((), "holds no mapping, which an OpenAPI document is", document)]
    version = document.get("openapi")
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        said = (
            "is needed: 3.0 and 3.1 are known" if version is None else "must be quoted text, 3.0.x or 3.1.x"
        )
        return [_mistake(("openapi",), said, version)]
    line = version[:3]
    found = list(_object((), "OpenAPI", document, line))
    if not found:
        found = [_mistake(where, text, value) for where, text, value in reference_mistakes(document)]
    if not found:
        found = [*_paths(document), *_operations(document), *_security(document)]
    return found


def _mistake(where: Where, message: str, value: object = None) -> DescriptionMistake:
    return DescriptionMistake(where=".".join(where), message=message, value=value)


def _kind(where: Where, kind: str, value: object, version: str) -> Iterator[DescriptionMistake]:
    """Judge a value by what its field holds."""
    if kind in _PLAIN:
        yield from _plain(where, _PLAIN[kind], value)
    elif kind[0] in "[{":
        yield from _several(where, kind, value, version)
    elif kind == "Schema" and isinstance(value, bool):
        # Anything or nothing; in 3.0 among additionalProperties alone.
        if version == "3.0" and where[-1] != "additionalProperties":
            yield _mistake(where, "must be a mapping: true and false are schemas since 3.1", value)
    elif kind != "any":
        yield from _object(where, kind, value, version)


def _several(where: Where, kind: str, value: object, version: str) -> Iterator[DescriptionMistake]:
    """Judge a list or a map."""
    if kind[0] == "[":
        yield from _plain(where, list, value)
        for number, one in enumerate(value if isinstance(value, list) else ()):
            yield from _kind((*where, str(number)), kind[1:-1], one, version)
        return
    yield from _plain(where, Mapping, value)
    for key, one in (value if isinstance(value, Mapping) else {}).items():
        if not _is_extension(where, key):
            yield from _key(where, kind, key)
            yield from _kind((*where, key), kind[1:-1], one, version)


def _is_extension(where: Where, key: str) -> bool:
    """Whether a key of a map is an extension: of paths and responses, whose other keys are known."""
    return key.startswith("x-") and where[-1] in ("paths", "responses")


def _plain(where: Where, wanted: Any, value: object) -> Iterator[DescriptionMistake]:  # noqa: ANN401  # a type
    if not isinstance(value, wanted):
        hint = ": put it in quotes" if wanted is str and isinstance(value, int | float) else ""
        yield _mistake(where, f"must be {_WORDS[wanted]}{hint}", value)


def _key(where: Where, kind: str, key: str) -> Iterator[DescriptionMistake]:
    """Judge the key of a map, where its form is prescribed."""
    path = (*where, key)
    if where == ("paths",) and not key.startswith("/"):
        yield _mistake(path, "is no path: it must start with '/'")
    elif kind == "{Response}" and where[0] == "paths" and not _STATUS.fullmatch(key):
        yield _mistake(path, "is no status: such as '200', '4XX' or 'default'")
    elif len(where) == 2 and where[0] == "components" and not _COMPONENT_NAME.fullmatch(key):  # noqa: PLR2004
        yield _mistake(path, "is no name of a component: letters, digits, '.', '-' and '_'")


def _object(where: Where, kind: str, value: object, version: str) -> Iterator[DescriptionMistake]:
    shape = SHAPES[kind]
    if not isinstance(value, Mapping):
        yield _mistake(where, "must be a mapping", value)
        return
    if shape.referable and isinstance(value.get("$ref"), str):
        return
    fields = shape.fields_of(version)
    for name in _required(shape, kind, version):
        if name not in value:
            yield _mistake((*where, name), "is needed and missing")
    for name, one in value.items():
        path = (*where, str(name))
        if name in fields:
            yield from _kind(path, fields[name], one, version)
        elif not shape.is_open and not str(name).startswith("x-"):
            since = f" before 3.1 ({version} is said)" if name in shape.since_3_1 else ""
            yield _mistake(path, f"is no field of this object{since}")
    yield from _particulars(where, kind, value, version)


def _required(shape: Shape, kind: str, version: str) -> tuple[str, ...]:
    # Since 3.1 an operation may say nothing of its answers.
    return () if kind == "Operation" and version != "3.0" else shape.required


def _particulars(
    where: Where, kind: str, value: Mapping[str, Any], version: str
) -> Iterator[DescriptionMistake]:
    """What a table of fields cannot say."""
    if kind == "Callback":
        for key, one in value.items():
            if not str(key).startswith("x-"):
                yield from _object((*where, str(key)), "PathItem", one, version)
    elif kind == "SecurityRequirement":
        for key, scopes in value.items():
            yield from _kind((*where, str(key)), "[text]", scopes, version)
    elif kind == "Schema":
        yield from _schema_type(where, value, version)
    elif kind == "Parameter":
        yield from _parameter(where, value)
    elif kind == "SecurityScheme" and isinstance(value.get("type"), str):
        yield from _scheme(where, value, version)
    elif kind == "OpenAPI" and isinstance(value.get("paths"), Mapping) and not value["paths"]:
        yield _mistake(("paths",), "is empty: there is nothing to describe")


def _schema_type(where: Where, value: Mapping[str, Any], version: str) -> Iterator[DescriptionMistake]:
    known = [one for one in SCHEMA_TYPES if version != "3.0" or one != "null"]
    said = value.get("type")
    listed = said if isinstance(said, list) and version != "3.0" else [] if said is None else [said]
    for one in listed:
        if one not in known:
            yield _mistake((*where, "type"), f"is none of {', '.join(known)}", one)


def _parameter(where: Where, value: Mapping[str, Any]) -> Iterator[DescriptionMistake]:
    if isinstance(value.get("in"), str) and value["in"] not in PARAMETER_PLACES:
        yield _mistake((*where, "in"), f"is none of {', '.join(PARAMETER_PLACES)}", value["in"])
    if ("schema" in value) == ("content" in value):
        yield _mistake(where, "needs either 'schema' or 'content'")
    if value.get("in") == "path" and value.get("required") is not True:
        yield _mistake((*where, "required"), "must be true of a parameter in the path", value.get("required"))


def _scheme(where: Where, value: Mapping[str, Any], version: str) -> Iterator[DescriptionMistake]:
    known = [one for one in SECURITY_NEEDS if version != "3.0" or one != "mutualTLS"]
    if value["type"] not in known:
        yield _mistake((*where, "type"), f"is none of {', '.join(known)}", value["type"])
        return
    for name in SECURITY_NEEDS[value["type"]]:
        if name not in value:
            yield _mistake((*where, name), f"is needed and missing: the type is '{value['type']}'")


def _paths(document: Mapping[str, Any]) -> Iterator[DescriptionMistake]:
    """Paths that no request can tell apart, and parameters that a path and its methods do not share."""
    taken: dict[str, str] = {}
    for path, item in _items(document):
        other = taken.setdefault(_TEMPLATE.sub("{}", path), path)
        if other != path:
            yield _mistake(("paths", path), f"is the same path as '{other}'")
        named = _TEMPLATE.findall(path)
        for name in sorted({one for one in named if named.count(one) > 1}):
            yield _mistake(("paths", path), f"names the parameter '{name}' twice")
        shared = _path_parameters(item, document)
        for method in METHODS:
            if method in item:
                own = shared | _path_parameters(item[method], document)
                where = ("paths", path, method, "parameters")
                for name in sorted({*named} - own):
                    yield _mistake(where, f"lack '{name}', which the path names")
                for name in sorted(own - {*named}):
                    yield _mistake(where, f"have '{name}' in the path, which does not name it")


def _path_parameters(holder: Mapping[str, Any], document: Mapping[str, Any]) -> set[str]:
    found = (_resolved(one, document) for one in holder.get("parameters", ()))
    return {str(one["name"]) for one in found if one.get("in") == "path"}


def _resolved(value: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow references, which all lead somewhere by now; round in a circle none ends."""
    seen: set[str] = set()
    while isinstance(value.get("$ref"), str) and value["$ref"] not in seen:
        seen.add(value["$ref"])
        found: Any = referred(document, value["$ref"])
        value = found if isinstance(found, Mapping) else {}
    return value


def _items(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, item in document["paths"].items():
        if not path.startswith("x-"):
            yield path, _resolved(item, document)


def _operations(document: Mapping[str, Any]) -> Iterator[DescriptionMistake]:
    taken: dict[str, str] = {}
    for path, item in _items(document):
        for method in METHODS:
            name = item.get(method, {}).get("operationId")
            other = taken.setdefault(name, f"{method} {path}") if name is not None else f"{method} {path}"
            if other != f"{method} {path}":
                where = ("paths", path, method, "operationId")
                yield _mistake(where, f"is that of '{other}' already", name)


def _security(document: Mapping[str, Any]) -> Iterator[DescriptionMistake]:
    known = document.get("components", {}).get("securitySchemes", {})
    holders: list[tuple[Where, Mapping[str, Any]]] = [((), document)]
    for path, item in _items(document):
        holders += [(("paths", path, method), item[method]) for method in METHODS if method in item]
    for where, holder in holders:
        for number, one in enumerate(holder.get("security", ())):
            for name in one:
                if name not in known:
                    path_of = (*where, "security", str(number), name)
                    yield _mistake(path_of, "is none of components.securitySchemes")
