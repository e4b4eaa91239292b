"""What AWS refuses and a graph can know: one module per subject, each a table of rules by resource type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.engine.standin.cloud import Cloud


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A resource as it shall be."""

    type: str
    """Type token."""
    inputs: Mapping[str, Any]
    """Its inputs, all known."""
    id: str | None
    """Its id; None for one that is made."""


Rule = Callable[["Cloud", Wanted], str | None]
"""Gives what AWS says where it refuses."""

_TABLES: tuple[Mapping[str, tuple[Rule, ...]], ...] = ()


def refusal(cloud: Cloud, wanted: Wanted) -> str | None:
    """What AWS says of a creation or a change; None where it accepts.

    Args:
        cloud: What exists.
        wanted: What is asked for.
    """
    for table in _TABLES:
        for rule in (*table.get("*", ()), *table.get(wanted.type, ())):
            said = rule(cloud, wanted)
            if said is not None:
                return said
    return None
