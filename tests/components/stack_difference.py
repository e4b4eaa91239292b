"""What one stack lacks against another, told from what both declare.

Resources are compared by type and name, where ``<place>`` stands for a region's place and ``<domain>`` for an
entrance's domain, so that two stacks in other regions and under other names can be compared. Of properties
those are told that hold a number or a switch, with every value that a region has, and a few words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.topology.values import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.topology.values import Topology
    from tests.components.declared import Declared, Resources

_IDENTITY = re.compile(r"cidr|tags|account", re.IGNORECASE)
"""Properties that name something and say nothing about how strong it is."""
_WORDS = frozenset({"instanceType", "type"})
"""Properties whose words are told like numbers: sizes and kinds."""


@dataclass(frozen=True, kw_only=True)
class Stack:
    """A stack, planned and declared."""

    topology: Topology
    resources: Resources


def lacking(stack: Stack, model: Stack) -> list[str]:
    """Say what ``stack`` lacks against ``model``, one line each.

    Args:
        stack: The smaller one.
        model: The one that it is held against.
    """
    mine, theirs = _comparable(stack), _comparable(model)
    return [
        "# Plan",
        *_plan_lines(stack.topology, model.topology),
        "",
        "# Resources that are not there",
        *(f"- {noun}" for noun in sorted(theirs.keys() - mine.keys())),
        "",
        "# Properties that differ",
        *_property_lines(mine, theirs),
    ]


def _plan_lines(mine: Topology, theirs: Topology) -> Iterator[str]:
    for what, one, two in zip(_PLANNED, _planned(mine), _planned(theirs), strict=True):
        if one != two:
            yield f"- {what}: {one} instead of {two}"


_PLANNED = (
    *("serving regions", "regions for backups", "zones", "modes", "policies"),
    *("survives", "availability", "RTO", "RPO", "stores", "backups"),
)


def _planned(topology: Topology) -> tuple[str, ...]:
    objectives, serving = topology.objectives, [one for one in topology.regions if one.network is not None]
    networks = [one.network for one in serving if one.network is not None]
    return (
        str(len(serving)),
        _listed(one.place for one in topology.regions if one.role is Role.BACKUP),
        _listed({str(len(network.zones)) for network in networks}),
        _listed({one.mode.value for one in topology.entrances}),
        _listed({one.policy.value for one in topology.entrances}),
        objectives.survives.value,
        f"{objectives.availability_percent} %" if objectives.availability_percent else "none promised",
        f"{objectives.rto_seconds} s" if objectives.rto_seconds else "none promised",
        f"{objectives.rpo_seconds} s" if objectives.rpo_seconds is not None else "none promised",
        _listed(f"{one.key} ({one.kind.value})" for one in topology.stores),
        _listed(topology.backups.copy_to if topology.backups else ()),
    )


def _listed(items: Any) -> str:
    return ", ".join(sorted(items)) or "none"


def _comparable(stack: Stack) -> dict[str, list[Declared]]:
    """Custom resources by ``Type name`` with what is particular to the stack taken out."""
    places = "|".join(region.place for region in stack.topology.regions)
    domains = "|".join(re.escape(entrance.domain) for entrance in stack.topology.entrances)
    found: dict[str, list[Declared]] = defaultdict(list)
    for one in stack.resources:
        if one.custom:
            name = re.sub(rf"(?<![a-z0-9])({places})(?![a-z0-9])", "<place>", one.name)
            name = re.sub(domains, "<domain>", name)
            found[f"{one.type.rsplit(':', 1)[-1]} {name}"].append(one)
    return found


def _property_lines(mine: dict[str, list[Declared]], theirs: dict[str, list[Declared]]) -> Iterator[str]:
    for noun in sorted(mine.keys() & theirs.keys()):
        one, two = _measures(mine[noun]), _measures(theirs[noun])
        for path in sorted(one.keys() | two.keys()):
            if one.get(path) != two.get(path):
                yield f"- {noun}: {path} {_text(one.get(path))} instead of {_text(two.get(path))}"


def _measures(resources: list[Declared]) -> dict[str, Any]:
    """Path of each number, switch and telling word → its values over the regions."""
    found: dict[str, set[Any]] = defaultdict(set)
    for one in resources:
        found["protect"].add(bool(one.protect))
        for path, value in _leaves(one.inputs, ""):
            found[path].add(value)
    return {path: sorted(values, key=str) for path, values in found.items()}


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if not _IDENTITY.search(key):
                yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, f"{path}[]")
    elif isinstance(value, bool | int | float) or path.rsplit(".", 1)[-1] in _WORDS:
        yield path, value


def _text(values: list[Any] | None) -> str:
    if values is None:
        return "unset"
    return " or ".join(str(one).lower() if isinstance(one, bool) else str(one) for one in values)
