"""What a name names: one resource or component, all of a type, a pattern, or a settings path."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from holdfast.explain.origins import is_within
from holdfast.graph.resource import STACK_TYPE
from holdfast.graph.summary import short_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from holdfast.explain.origins import Origins
    from holdfast.graph import Resource, ResourceGraph

_SETTING = re.compile(r"[A-Za-z][\w-]*:[A-Za-z_][\w.-]*")
_PATTERN = re.compile(r"[*?\[]")
_NEAR = 3


class Kind(StrEnum):
    """What was named."""

    NAME = "name"
    TYPE = "type"
    PATTERN = "pattern"
    SETTING = "setting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a name names."""

    kind: Kind
    resources: tuple[Resource, ...] = ()
    """The resources and components; none for a setting."""


class NotFoundError(LookupError):
    """A name names nothing.

    Attributes:
        near: Names that are like it.
    """

    def __init__(self, near: Sequence[str]) -> None:
        """Take the names."""
        super().__init__("nothing of that name")
        self.near = tuple(near)


def find(graph: ResourceGraph, origins: Origins, name: str, is_set: Callable[[str], bool]) -> Found:
    """What a name names.

    Args:
        graph: The stack.
        origins: Where its components come from.
        name: A logical name, a URN, a type token or its end, a pattern, or a settings path.
        is_set: Whether a settings path is in the stack's file.

    Raises:
        NotFoundError: It names nothing.
    """
    every = [one for one in graph if one.type != STACK_TYPE]
    if _SETTING.fullmatch(name) and (is_set(name) or any(is_within(path, name) for path in origins.paths)):
        return Found(kind=Kind.SETTING)
    for kind, fits in (
        (Kind.NAME, lambda one: name in {one.name, one.urn}),
        (Kind.TYPE, lambda one: name.lower() in {each.lower() for each in _types(one.type)}),
    ):
        if found := tuple(filter(fits, every)):
            return Found(kind=kind, resources=found)
    if _PATTERN.search(name):
        found = tuple(one for one in every if fnmatchcase(one.name, name) or fnmatchcase(one.type, name))
        if found:
            return Found(kind=Kind.PATTERN, resources=found)
    raise NotFoundError(_near(name, every, origins))


def _types(token: str) -> tuple[str, ...]:
    """A type token, its last part, and that with the service before it: ``ec2.Vpc``."""
    service = token.split(":")[1].split("/", maxsplit=1)[0] if token.count(":") > 1 else ""
    return token, short_type(token), f"{service}.{short_type(token)}"


def _near(name: str, every: Iterable[Resource], origins: Origins) -> list[str]:
    told: dict[str, None] = {}
    for one in every:
        told.update(dict.fromkeys((one.name, short_type(one.type), one.type)))
    told.update(dict.fromkeys(origins.paths))
    lower = {each.lower(): each for each in told}
    near = [lower[each] for each in difflib.get_close_matches(name.lower(), lower, _NEAR, 0.6)]
    within = sorted(
        (each for each in told if name.lower() in each.lower()), key=lambda each: (len(each), each)
    )
    return list(dict.fromkeys([*near, *within]))[:_NEAR]
