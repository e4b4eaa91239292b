"""What a rule is asked about, and how it looks around in the cloud."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.engine.standin.cloud import Cloud, Thing


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A resource as it shall be."""

    type: str
    """Type token."""
    inputs: Mapping[str, Any]
    """Its inputs, all known."""
    id: str | None
    """Its id; None for one that is made."""

    @property
    def region(self) -> str:
        """Its region; empty for what has none."""
        return str(self.inputs.get("region") or "")

    def text(self, key: str) -> str:
        """An input as text; empty where it is not given."""
        return str(self.inputs.get(key) or "")

    def number(self, key: str, default: int = 0) -> int:
        """An input as a whole number."""
        value = self.inputs.get(key)
        return default if value is None else int(value)

    def texts(self, key: str) -> list[str]:
        """An input that is a list of text."""
        return [str(one) for one in self.inputs.get(key) or ()]


Rule = Callable[["Cloud", Wanted], str | None]
"""Gives what AWS says where it refuses."""


def others(cloud: Cloud, wanted: Wanted) -> Iterator[Thing]:
    """Resources of the same type and region, without itself."""
    for thing in cloud.of(wanted.type):
        if thing.region == wanted.region and thing.id != wanted.id:
            yield thing


def texts_in(value: object, skipped: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Every text inside a value, with the nearest key above it.

    Args:
        value: Inputs, or a part of them.
        skipped: Keys of which nothing is told.
    """
    yield from _texts_in("", value, skipped)


def _texts_in(key: str, value: object, skipped: frozenset[str]) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for inner, item in value.items():
            if inner not in skipped:
                yield from _texts_in(str(inner), item, skipped)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts_in(key, item, skipped)
