"""What a change of inputs replaces, and what that moves: a replacement goes on to what is made of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.graph.forcing import Force, force_of, renews_version
from holdfast.graph.paths import is_under, parse_path, path_text, unknown_paths, value_at
from holdfast.review.model import Edit, Forcing, PropertyChange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from holdfast.graph import Resource
    from holdfast.graph.paths import Path

OPTIONS = "options"
"""Stands before the names of options in paths; no input is called so."""
_ASKED_FOR = Force(
    certain=True,
    reason="the program asks for it (replaceOnChanges)",
    source="https://www.pulumi.com/docs/iac/concepts/resources/options/replaceonchanges/",
)
_ANOTHER_PROVIDER = Force(
    certain=False,
    reason="another provider replaces where its settings differ in what replaces a provider",
    source="https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A resource as it was and as it will be."""

    before: Resource
    after: Resource


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a resource whose inputs or options differ."""

    properties: tuple[PropertyChange, ...]
    forces: tuple[Forcing, ...]

    @property
    def replaced(self) -> bool:
        """Whether it is replaced for certain."""
        return _is_certain(self.forces)


def settle(
    pairs: Mapping[str, Pair], differing: Mapping[str, tuple[PropertyChange, ...]]
) -> Iterator[tuple[str, Outcome]]:
    """What becomes of each resource that differs, itself or for what it is made of.

    Args:
        pairs: The resources by the URN that they will have.
        differing: What differs by itself, for each of them; empty where nothing.
    """
    properties = dict(differing)
    forces = {urn: _forces(pair, properties[urn]) for urn, pair in pairs.items()}
    dependents = _dependents(pairs)
    waiting = [urn for urn in pairs if _is_certain(forces[urn])]
    while waiting:
        source = waiting.pop()
        for urn, key in dependents.get(source, ()):
            was_certain = _is_certain(forces[urn])
            moved = _moved(pairs[urn], key, properties[urn])
            properties[urn] += moved
            forces[urn] += _forces(pairs[urn], moved, pairs[source].after)
            if _is_certain(forces[urn]) and not was_certain:
                waiting.append(urn)
    for source in [urn for urn in pairs if properties[urn] and not _is_certain(forces[urn])]:
        if renews_version(pairs[source].after):
            for urn, key in dependents.get(source, ()):
                properties[urn] += _moved(pairs[urn], key, properties[urn], only=_is_version)
    for urn in pairs:
        if properties[urn]:
            yield urn, Outcome(properties[urn], forces[urn])


def _is_certain(forces: Iterable[Forcing]) -> bool:
    return any(one.certain for one in forces)


def _is_version(path: Path) -> bool:
    """Whether a property is a version, as its last word says."""
    return str(path[-1]).lower().endswith("version")


def _forces(
    pair: Pair, properties: Iterable[PropertyChange], source: Resource | None = None
) -> tuple[Forcing, ...]:
    """What of the differing inputs replaces, or could; ``source`` is what is replaced and moves them."""
    asked = tuple(parse_path(one) for one in pair.after.replace_on_changes)
    because = f"; it is made of {source.name}, which is replaced" if source is not None else ""
    found = []
    for one in properties:
        path = parse_path(one.path)
        if path[0] == OPTIONS:
            force = _ANOTHER_PROVIDER if path[-1] == "provider" else None
        elif is_under(path, asked):
            force = _ASKED_FOR
        else:
            force = force_of(pair.before, pair.after, path)
        if force is not None:
            found.append(
                Forcing(
                    path=one.path,
                    certain=force.certain,
                    reason=force.reason + because,
                    source=force.source,
                )
            )
    return tuple(found)


def _dependents(pairs: Mapping[str, Pair]) -> dict[str, list[tuple[str, str]]]:
    """By URN: which resources are made of it, and in which property."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for urn, pair in pairs.items():
        if not pair.after.component:
            for key, sources in pair.after.property_dependencies.items():
                for source in sources:
                    found[source].append((urn, key))
    return found


def _moved(
    pair: Pair, key: str, known: tuple[PropertyChange, ...], only: Callable[[Path], bool] | None = None
) -> tuple[PropertyChange, ...]:
    """The unknown parts of a property that is made of something replaced, where they are not told already."""
    left_out = [parse_path(path) for path in (*pair.after.ignore_changes, *(one.path for one in known))]
    return tuple(
        PropertyChange(
            path=path_text(path),
            edit=Edit.CHANGE,
            before=value_at(pair.before.inputs, path),
            after=Marker.UNKNOWN,
        )
        for path in unknown_paths(pair.after.inputs.get(key), (key,))
        if not is_under(path, left_out) and (only is None or only(path))
    )
