"""A digest of what was reviewed, and whether what is about to be deployed is that.

A review is often made of an offline preview; what is deployed is previewed by the engine against a state.
So the two are compared by what both know: which resources there are, the values that the program itself gives
them, and what happens to each. What only deployment knows may be anything; so may what the provider fills in
itself, which the engine lists under ``__defaults``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from holdfast.graph import Marker
from holdfast.graph.paths import parse_path, path_text
from holdfast.graph.resource import STACK_TYPE
from holdfast.review.compare import compare
from holdfast.review.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdfast.graph import Resource, ResourceGraph, Value
    from holdfast.graph.paths import Path
    from holdfast.review.model import Review, StackReview

VERSION = 1
_DIGITS = 16
_FILLED_IN = "__defaults"
"""Engine name of the inputs that the provider filled in, autonames among them
(https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/names.go, 2026-11)."""
_UNKNOWN, _SECRET, _ASSET = "unknown", "secret", "asset"
_OPEN = frozenset({_UNKNOWN, _SECRET, _ASSET})
"""What a review could not know; an asset is a package whose content it does not see."""
_WEIGHT = {None: 0, Kind.CREATE: 1, Kind.UPDATE: 1, Kind.REPLACE: 2, Kind.DELETE: 2}
"""What is lighter than was reviewed is no difference: a part may have been deployed already."""
_DOES = {
    Kind.CREATE: "it would be created",
    Kind.UPDATE: "it would be updated",
    Kind.REPLACE: "it would be replaced",
    Kind.DELETE: "it would be deleted",
}
_SHOWN = {
    None: "unchanged",
    Kind.CREATE: "created",
    Kind.UPDATE: "updated",
    Kind.REPLACE: "replaced",
    Kind.DELETE: "deleted",
}

Digest: TypeAlias = "dict[str, Any]"
"""The content of a guard's file: plain JSON data."""


class GuardError(ValueError):
    """A file that is no guard; the message is for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that would be deployed otherwise than it was reviewed."""

    name: str
    """Logical name of the resource."""
    urn: str
    what: str
    """What differs, without any value."""


def guard(review: Review, alone: Mapping[str, ResourceGraph] = MappingProxyType({})) -> Digest:
    """The digest of a review; values are hashed, secrets are left out.

    Args:
        review: What was reviewed.
        alone: Stacks of which only the head could be read: what they declare. Default: none.
    """
    return {
        "version": VERSION,
        "base": review.base,
        "head": review.head,
        "stacks": {
            **{name: _digest(graph) for name, graph in alone.items()},
            **{one.stack: _stack(one, one.after) for one in review.stacks if one.after is not None},
        },
    }


def guard_text(review: Review, alone: Mapping[str, ResourceGraph] = MappingProxyType({})) -> str:
    """The same as the text of a file.

    Args:
        review: See ``guard``.
        alone: See ``guard``.
    """
    return json.dumps(guard(review, alone), indent=1, sort_keys=True) + "\n"


def read_guard(text: str) -> Digest:
    """The digest in a file.

    Args:
        text: What the file holds.

    Raises:
        GuardError: It is no guard, or one of another version.
    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise GuardError(f"this is no JSON ({error})") from None
    if not isinstance(found, dict) or not isinstance(found.get("stacks"), dict):
        raise GuardError("this is no digest of a review (expected what 'holdfast review --guard' writes)")
    if found.get("version") != VERSION:
        raise GuardError(
            f"this digest has version {found.get('version')}, and {VERSION} is read here: review again"
        )
    if not all(_is_digest(one) for one in found["stacks"].values()):
        raise GuardError("this digest of a review is damaged: review again")
    return found


def _is_digest(found: object) -> bool:
    if not isinstance(found, dict):
        return False
    resources, kinds, may_replace = (found.get(key) for key in ("resources", "changes", "may_replace"))
    return (
        isinstance(resources, dict)
        and all(isinstance(one, dict) for one in resources.values())
        and (kinds is None or (isinstance(kinds, dict) and set(kinds.values()) <= set(Kind)))
        and isinstance(may_replace, list)
    )


def differences(
    reviewed: Digest, stack: str, graph: ResourceGraph, before: ResourceGraph | None = None
) -> tuple[Difference, ...]:
    """What would be deployed otherwise than it was reviewed, by URN; none where nothing is.

    Args:
        reviewed: The digest.
        stack: Name of the stack.
        graph: The preview of what is about to be deployed.
        before: What the stack holds, as that preview tells it. Default: it knows no state, and then nothing
            is said of what happens to each resource.

    Raises:
        GuardError: That stack was not reviewed, or the preview is not whole.
    """
    if stack not in reviewed["stacks"]:
        names = ", ".join(sorted(reviewed["stacks"])) or "none"
        raise GuardError(f"stack '{stack}' was not reviewed (reviewed: {names})")
    if graph.partial:
        raise GuardError(
            "the preview leaves resources out: make it with 'pulumi preview --json --show-sames'"
        )
    digest = reviewed["stacks"][stack]
    return tuple(
        sorted(
            [*_inputs(digest, graph), *_operations(digest, graph, before)],
            key=lambda one: (one.urn, one.what),
        )
    )


def _stack(review: StackReview, after: ResourceGraph) -> Digest:
    if review.before is None:
        return _digest(after)
    kinds = {one.resource.urn: one.kind.value for one in review.changes}
    may_replace = [one.resource.urn for one in review.changes if one.may_replace]
    return {**_digest(after), "changes": kinds, "may_replace": sorted(may_replace)}


def _digest(graph: ResourceGraph) -> Digest:
    """What is declared; what happens to it is not known."""
    return {
        "resources": {one.urn: dict(_leaves(one)) for one in _declared(graph)},
        "changes": None,
        "may_replace": [],
    }


def _declared(graph: ResourceGraph) -> Iterator[Resource]:
    return (one for one in graph if one.type != STACK_TYPE and not one.external)


def _inputs(digest: Digest, graph: ResourceGraph) -> Iterator[Difference]:
    was: Mapping[str, Mapping[str, str]] = digest["resources"]
    now = {one.urn: one for one in _declared(graph)}
    for urn in sorted(was.keys() | now.keys()):
        name = urn.rpartition("::")[2]
        if urn not in now:
            yield Difference(name=name, urn=urn, what="it was reviewed, and is not there")
        elif urn not in was:
            yield Difference(name=name, urn=urn, what="it was not reviewed")
        else:
            for path in _differing(was[urn], now[urn]):
                yield Difference(name=name, urn=urn, what=f"{path} is not what was reviewed")


def _differing(was: Mapping[str, str], resource: Resource) -> list[str]:
    """Paths at which both sides know a value and the values differ, or one side has none."""
    now = dict(_leaves(resource))
    filled = set(_filled_in(resource.inputs, ()))
    return [
        path
        for path in sorted(was.keys() | now.keys())
        if was.get(path) != now.get(path)
        and _SECRET not in {was.get(path), now.get(path)}
        and not _is_under(path, lambda one: was.get(one) in _OPEN)
        and not (path not in was and _is_under(path, filled.__contains__))
    ]


def _filled_in(value: Value, path: Path) -> Iterator[str]:
    """Paths that the provider filled in itself."""
    if isinstance(value, Mapping):
        named = value.get(_FILLED_IN)
        yield from (path_text((*path, str(key))) for key in (named if isinstance(named, tuple) else ()))
        for key, one in value.items():
            yield from _filled_in(one, (*path, key))
    elif isinstance(value, tuple):
        for position, one in enumerate(value):
            yield from _filled_in(one, (*path, position))


def _is_under(path: str, holds: Callable[[str], bool]) -> bool:
    """Whether something holds of a path, or of what it is in."""
    steps = parse_path(path)
    return any(holds(path_text(steps[:length])) for length in range(len(steps), 0, -1))


def _operations(digest: Digest, graph: ResourceGraph, before: ResourceGraph | None) -> Iterator[Difference]:
    """What the engine would do that was not shown; nothing is said where one of the two knows no state."""
    reviewed: Mapping[str, str] | None = digest["changes"]
    if reviewed is None or before is None:
        return
    may_replace = set(digest["may_replace"])
    for change in compare(before, graph):
        urn = change.resource.urn
        shown = Kind(reviewed[urn]) if urn in reviewed else None
        most = Kind.REPLACE if urn in may_replace else shown
        if _WEIGHT[change.kind] > _WEIGHT[most]:
            yield Difference(
                name=change.resource.name,
                urn=urn,
                what=f"{_DOES[change.kind]}, and was reviewed as {_SHOWN[shown]}",
            )


def _leaves(resource: Resource) -> Iterator[tuple[str, str]]:
    for key in sorted(resource.inputs):
        if not key.startswith("__"):
            yield from _leaves_of(resource.inputs[key], (key,))


def _leaves_of(value: Value, path: Path) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key in sorted(value):
            if not key.startswith("__"):
                yield from _leaves_of(value[key], (*path, key))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _leaves_of(item, (*path, position))
    elif value is not None:
        yield path_text(path), _hash(value)


def _hash(value: Value) -> str:
    if isinstance(value, Marker):
        return {Marker.UNKNOWN: _UNKNOWN, Marker.SECRET: _SECRET, Marker.ASSET: _ASSET}[value]
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:_DIGITS]
