"""Which settings reach which component: as the stacks of this repository tell."""

from __future__ import annotations

import contextlib
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import yaml

from docs.hooks.links import ROOT, slug
from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.settings import load
from holdfast.topology.plan import plan
from tests.components.declared import declared
from tests.settings.stack_files import as_pulumi_gives_it

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

_STACKS = ("Pulumi.*.yaml", "examples/*/Pulumi.prod.yaml")
_PREFIX = "holdfast:"
_SECTION = re.compile(r"^## `holdfast:([^`]+)`$", re.MULTILINE)
_MOST_SECTIONS = 12
"""Of more, the sections alone are told."""
_ADDED = re.compile(r" \((default)\)$")


@dataclass(slots=True)
class Used:
    """How the stacks of this repository use a component."""

    settings: set[str] = field(default_factory=set)
    """Settings that its arguments come from, as the settings' own page writes them."""
    stacks: set[PurePosixPath] = field(default_factory=set)
    """Stack files that have it."""
    inside: set[str] = field(default_factory=set)
    """Components that declare it."""


def uses(pool: Executor) -> Mapping[str, Used]:
    """Give each component's uses by its name.

    Args:
        pool: Declares the stacks, several at once.
    """
    files = sorted(path for pattern in _STACKS for path in ROOT.glob(pattern))
    found: dict[str, Used] = defaultdict(Used)
    for file, stack in zip(files, pool.map(_stack, files), strict=True):
        for name, settings, above in stack:
            used = found[name]
            used.stacks.add(PurePosixPath(file.relative_to(ROOT).as_posix()))
            used.inside.add(above)
            used.settings |= settings
    return found


def _stack(file: Path) -> list[tuple[str, set[str], str]]:
    """Give each component of a stack: its name, the settings that reach it, the component above it."""
    config = yaml.safe_load(file.read_text(encoding="utf-8"))["config"]
    given = {key: value for key, value in config.items() if key.startswith(_PREFIX)}
    stack = file.name.split(".")[1]
    with contextlib.chdir(file.parent):  # settings name files beside them
        topology = plan(load(as_pulumi_gives_it(given), stack=stack), project="holdfast", stack=stack)
        resources = declared(lambda: MultiRegionApi("api", {"topology": topology}))
    return [
        (
            one.type.rpartition(":")[2],
            {_general(said) for said in _said(one.outputs.get("origin", {}))},
            one.urn.split("::")[2].split("$")[-2].rpartition(":")[2],
        )
        for one in resources
        if not one.custom
    ]


def sections(settings: Iterable[str]) -> list[str]:
    """Give settings as links to the sections of the settings' page, each with the keys that are meant.

    Args:
        settings: As ``Used.settings`` has them.
    """
    keys: dict[str, list[str]] = defaultdict(list)
    for path in sorted(settings):
        section, key = _split(path)
        keys[section] += [key] if key else []
    told = len(keys) <= _MOST_SECTIONS
    return [
        f"[`{section or 'top level'}`](../settings.md#{_anchor(section)})"
        + (f" ({', '.join(f'`{one}`' for one in found)})" if told and found else "")
        for section, found in keys.items()
    ]


def _split(path: str) -> tuple[str, str]:
    """Give the section that a setting stands in, and its key there."""
    parts = path.split(".")
    known = [section for section in _sections() if section == parts[: len(section)]]
    section = max(known, key=len, default=[])
    return ".".join(section), ".".join(parts[len(section) :])


def _anchor(section: str) -> str:
    return slug(f"{_PREFIX}{section}", "-") if section else "top-level-keys"


def _said(origin: object) -> Iterator[str]:
    """Give the settings of an ``origin``: values are paths with commas between, or mappings of such."""
    if isinstance(origin, Mapping):
        for value in origin.values():
            yield from _said(value)
    elif isinstance(origin, str):
        for path in origin.split(", "):
            if path.startswith(_PREFIX):
                yield _ADDED.sub("", path).removeprefix(_PREFIX)


@functools.cache
def _general(path: str) -> str:
    """Give a path with ``<name>`` in the place of each key that a team chose."""
    parts = path.split(".")
    best: list[str] = []
    for section in _sections():
        same = len(section) <= len(parts) and all(
            known == part or known.startswith("<") for known, part in zip(section, parts, strict=False)
        )
        if same and len(section) > len(best):
            best = section
    return ".".join([*best, *parts[len(best) :]])


@functools.cache
def _sections() -> list[list[str]]:
    """Give the headings of the settings' page."""
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return [heading.split(".") for heading in _SECTION.findall(page)]
