"""What a change may do without its being seen: a preview without a state cannot know what deployment makes.

The script that starts an instance, say, holds the address of a database: before deployment it is unknown as a
whole, and a new release in it is not seen. What is seen is that the component was given another release. And
what the program tells the engine to ignore changes nothing, whatever the settings say.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from holdfast.graph import Marker, place_of, place_order
from holdfast.graph.paths import parse_path, path_text, value_at
from holdfast.graph.summary import GLOBAL, NOT_KNOWN
from holdfast.graph.values import holds_unknown
from holdfast.review.model import Kind, Unseen

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from holdfast.graph import Resource, ResourceGraph, Value
    from holdfast.review.model import Change, PropertyChange

_OWN = frozenset({"tags", "origin"})
"""Inputs of components that are in no hidden value."""
_RELEASES = frozenset({"artefact", "artifact", "image", "imageUri", "release", "tag", "version"})
"""Last words of paths that say which release runs."""
_RUN = frozenset({"containerDefinitions", "imageUri", "template", "userData", "userDataBase64"})
"""Inputs that say what runs: https://www.pulumi.com/registry/packages/aws/ (2026-11)."""
_DOCUMENTS = _RUN | {"body", "content", "dashboardBody", "definition", "document", "policy"}
"""Inputs that are a text as a whole, known only when all that it is made of is."""
_RELEASE = re.compile(r"(?:.*/)?([A-Za-z0-9][A-Za-z0-9._-]{0,99})(?:(:|@sha256:)([A-Za-z0-9._-]{1,128}))?")
_DIGITS = 12
_NAMED = 2


def unseen(changes: Iterable[Change], before: ResourceGraph, after: ResourceGraph) -> tuple[Unseen, ...]:
    """The components that are given something else while nothing in them is seen to change.

    Args:
        changes: What ``compare`` gave for two previews without a state.
        before: What was.
        after: What will be.
    """
    every = tuple(changes)
    changed = {one.resource.urn for one in every}
    return tuple(
        each
        for one in every
        if one.resource.component and one.kind is Kind.UPDATE
        for each in _of(one, changed, before, after)
    )


def notes(found: Iterable[Unseen], *, alone: bool) -> tuple[str, ...]:
    """What is said of them, alike ones together; what is ignored needs attention and is told there.

    Args:
        found: What ``unseen`` gave.
        alone: Whether no resource changes at all; else what nothing is known to hold is not worth a word.
    """
    alike: defaultdict[tuple[object, ...], list[Unseen]] = defaultdict(list)
    for one in found:
        alike[one.paths, one.version, one.documents, one.ignored].append(one)
    return tuple(
        _note(members)
        for members in alike.values()
        if not members[0].ignored and (alone or members[0].holders)
    )


def _of(
    change: Change, changed: Container[str], before: ResourceGraph, after: ResourceGraph
) -> Iterator[Unseen]:
    given = [
        one
        for one in change.properties
        if one.path.split(".")[0] not in _OWN and one.after is not Marker.UNKNOWN
    ]
    below = list(_below(change.resource, after))
    if not given or any(one.urn in changed for one in below):
        return
    inside = [one for one in below if not one.component]
    ignored = [(one.name, path) for one in inside for path in _ignored(one, before)]
    release = all(_last(one.path) in _RELEASES for one in given)
    texts = _RUN if release else _DOCUMENTS
    held = [(one.name, key) for one in inside for key in sorted(texts) if _hides(one, key)]
    if not ignored and not any(holds_unknown(value) for one in inside for value in one.inputs.values()):
        return
    yield Unseen(
        component=change.resource.name,
        place=_place(inside),
        paths=tuple(one.path for one in given),
        version=_version(given) if release else "",
        holders=tuple(dict.fromkeys(name for name, _ in held)) if not ignored else (),
        documents=tuple(dict.fromkeys(key for _, key in held)) if not ignored else (),
        ignoring=tuple(dict.fromkeys(name for name, _ in ignored)),
        ignored=tuple(dict.fromkeys(path for _, path in ignored)),
    )


def _hides(resource: Resource, key: str) -> bool:
    return resource.inputs.get(key) is Marker.UNKNOWN


def _ignored(resource: Resource, before: ResourceGraph) -> Iterator[str]:
    """Inputs that differ and that the program tells the engine to leave."""
    was = before.resources.get(resource.urn)
    for text in resource.ignore_changes if was is not None else ():
        path = parse_path(text)
        left, right = value_at(was.inputs if was else None, path), value_at(resource.inputs, path)
        if left != right and not isinstance(left, Marker) and not isinstance(right, Marker):
            yield path_text(path)


def _below(resource: Resource, graph: ResourceGraph) -> Iterator[Resource]:
    for one in graph.children(resource.urn):
        yield one
        yield from _below(one, graph)


def _place(resources: Iterable[Resource]) -> str:
    counts = Counter(place_of(one) for one in resources)
    regions = {place: count for place, count in counts.items() if place not in {GLOBAL, NOT_KNOWN}}
    ordered = sorted(regions or counts, key=lambda one: (-counts[one], place_order(one)))
    return ordered[0] if ordered else GLOBAL


def _last(path: str) -> str:
    return next((one for one in reversed(parse_path(path)) if isinstance(one, str)), "")


def _version(given: Sequence[PropertyChange]) -> str:
    """What was and is released, without the registry that it comes from."""
    told = dict.fromkeys(" -> ".join(_pair(one.before, one.after)) for one in given)
    return next(iter(told)) if len(told) == 1 else ""


def _pair(before: Value, after: Value) -> tuple[str, str]:
    (old_name, old), (new_name, new) = _parts(before), _parts(after)
    if (old_name, old) == (new_name, new) and before != after:
        return f"{old_name}:{old}".rstrip(":"), "the same from elsewhere"
    if old_name == new_name and old and new:
        return old, new
    return f"{old_name}:{old}".rstrip(":"), f"{new_name}:{new}".rstrip(":")


def _parts(value: Value) -> tuple[str, str]:
    found = _RELEASE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return "another", ""
    name, kind, tag = found[1], found[2] or "", found[3] or ""
    return name, tag if kind != "@sha256:" else f"sha256:{tag[:_DIGITS]}"


def _note(members: Sequence[Unseen]) -> str:
    first = members[0]
    who = _some([one.component for one in members])
    if first.version:
        what = f"another release of {who} ({first.version})"
    else:
        what = f"{who}: {', '.join(first.paths)} differs"
    holders = [name for one in members for name in one.holders]
    if not holders:
        return f"{what}; no resource shows it, and some of what they hold only deployment knows"
    keys = " and ".join(first.documents)
    return f"{what}; no resource shows it, since {keys} of {_some(holders)} is known after deployment alone"


def _some(names: Sequence[str]) -> str:
    listed = list(dict.fromkeys(names))
    return " and ".join(listed) if len(listed) <= _NAMED else f"{listed[0]} and {len(listed) - 1} more"
