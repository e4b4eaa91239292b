"""What the engine itself says of a resource: which inputs differ, and which of them replace it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.graph.paths import is_under, parse_path, value_at
from holdfast.review.model import Edit, Forcing, PropertyChange

if TYPE_CHECKING:
    from holdfast.graph import Resource

_ENGINE = "the engine"
_EDITS = {"add": Edit.ADD, "delete": Edit.REMOVE, "update": Edit.CHANGE}


def told(before: Resource | None, after: Resource) -> tuple[PropertyChange, ...]:
    """What the engine says that differs, with the inputs' values.

    Args:
        before: As it was; None where that was not read.
        after: As it will be, with the engine's word.
    """
    paths = after.diff.paths if after.diff is not None else {}
    return tuple(
        PropertyChange(
            path=path,
            edit=_EDITS.get(kind.removesuffix("-replace"), Edit.CHANGE),
            before=value_at(before.inputs, parse_path(path)) if before is not None else None,
            after=value_at(after.inputs, parse_path(path)),
        )
        for path, kind in paths.items()
    )


def refined(
    told_ones: tuple[PropertyChange, ...], inputs: tuple[PropertyChange, ...]
) -> tuple[PropertyChange, ...]:
    """What the engine says that differs, to the part of an input where the inputs show it.

    Args:
        told_ones: What the engine says; nothing, as of components, leaves what the inputs show.
        inputs: How the inputs themselves differ.
    """
    found: list[PropertyChange] = []
    for one in told_ones:
        path = parse_path(one.path)
        parts = [part for part in inputs if part.path != one.path and is_under(parse_path(part.path), [path])]
        found += parts or [one]
    return tuple(found) or inputs


def told_forces(after: Resource) -> tuple[Forcing, ...]:
    """What the engine says that replaces.

    Args:
        after: The resource as it will be, with the engine's word.
    """
    if after.diff is None:
        return ()
    paths = [path for path, kind in after.diff.paths.items() if kind.endswith("-replace")]
    named = {parse_path(path)[0] for path in paths}
    paths += [key for key in after.diff.replaced_by if key not in named]
    return tuple(
        Forcing(path=path, certain=True, reason=f"a change of {path} replaces", source=_ENGINE)
        for path in paths
    )
