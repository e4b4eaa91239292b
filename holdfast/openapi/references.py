"""References within a description: each must lead to something that goes along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELD = frozenset(("default", "enum", "example", "examples", "value", "const"))
"""Fields that hold a client's values, in which ``$ref`` is a word like any other."""


def reference_mistakes(document: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str, object]]:
    """Find references that lead nowhere, or out of the file.

    Args:
        document: The description.

    Yields:
        Where, what is wrong, and the reference.
    """
    anchors: set[str] = set()
    found = list(_references((), document, anchors))
    for where, reference in found:
        if not reference.startswith("#"):
            said = "leads out of the file, and clients get this file alone: take that part in"
            yield where, said, reference
        elif reference[1:2] not in ("", "/"):
            if reference[1:] not in anchors:
                yield where, "leads to no '$anchor' of this file", reference
        elif referred(document, reference) is None:
            yield where, "leads nowhere in this file", reference


def _references(
    where: tuple[str, ...], value: object, anchors: set[str]
) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _references((*where, str(number)), one, anchors)
    elif isinstance(value, Mapping):
        if isinstance(value.get("$anchor"), str):
            anchors.add(value["$anchor"])
        for name, one in value.items():
            named = bool(where) and where[-1] in ("properties", "schemas")
            if name == "$ref" and isinstance(one, str) and not named:
                yield (*where, "$ref"), one
            elif (
                named or (name not in _HELD and not str(name).startswith("x-")) or _maps_examples(where, name)
            ):
                yield from _references((*where, str(name)), one, anchors)


def _maps_examples(where: tuple[str, ...], name: str) -> bool:
    """Whether ``examples`` are named Example objects, which may be references: of components."""
    return where == ("components",) and name == "examples"


def referred(document: Mapping[str, Any], reference: str) -> object:
    """Return what a reference such as ``#/components/schemas/Order`` leads to; None where it leads nowhere.

    Args:
        document: The description.
        reference: The reference, within the file.
    """
    found: object = document
    for part in reference.removeprefix("#").split("/")[1:]:
        name = unquote(part).replace("~1", "/").replace("~0", "~")
        if isinstance(found, Mapping) and name in found:
            found = found[name]
        elif isinstance(found, list) and name.isdigit() and int(name) < len(found):
            found = found[int(name)]
        else:
            return None
    return found
