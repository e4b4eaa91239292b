"""Two graphs of one small stack, written in a line per resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.review.compare import compare
from tests.graph.documents import DEFAULT_PROVIDER, graph, step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.review.model import Change, PropertyChange

Steps = list[dict[str, Any]]


def change_of(before: Steps, after: Steps) -> Change:
    """The only change between two offline previews."""
    (found,) = compare(graph(*before), graph(*after))
    return found


def changed(token: str, before: Mapping[str, Any], after: Mapping[str, Any], **state: Any) -> Change:
    """The change of one resource whose inputs differ."""
    return change_of([step(token, "x", before, **state)], [step(token, "x", after, **state)])


def unchanged(token: str, before: Mapping[str, Any], after: Mapping[str, Any], **state: Any) -> bool:
    """Whether inputs that are written differently make no change."""
    steps = [[step(token, "x", inputs, **state)] for inputs in (before, after)]
    return not compare(graph(*steps[0]), graph(*steps[1]))


def paths(change: Change) -> list[tuple[str, str]]:
    """What differs: path and kind of edit."""
    return [(one.path, one.edit.value) for one in change.properties]


def values(properties: Sequence[PropertyChange]) -> list[tuple[str, Any, Any]]:
    """What differs: path, before and after."""
    return [(one.path, one.before, one.after) for one in properties]


def told(
    old: dict[str, Any],
    op: str,
    inputs: Mapping[str, Any],
    kinds: Mapping[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """The step of a real digest that changes a resource; ``kinds`` is its ``detailedDiff``."""
    state = old["newState"]
    return {
        "op": op,
        "urn": state["urn"],
        "provider": DEFAULT_PROVIDER,
        "oldState": state,
        "newState": {**state, "inputs": dict(inputs)},
        "detailedDiff": {path: {"kind": kind, "inputDiff": True} for path, kind in (kinds or {}).items()},
        **more,
    }
