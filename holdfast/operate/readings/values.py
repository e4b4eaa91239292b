"""What was read of stores, services and traffic: each thing by its place, and why what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.operate.measures import Measure


_CACHES = frozenset({"cache", "elasticache"})


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyReading:
    """A store's copy in one place.

    ``role`` is ``writer``, ``reader``, ``both`` where every place writes, ``none`` where there is no copy any
    more, or ``unknown``; ``healthy`` is None where it could not be read, and ``detail`` says why. ``lag`` is
    in seconds behind the writer.
    """

    role: str
    healthy: bool | None
    detail: str
    lag: Measure


@dataclass(frozen=True, kw_only=True, slots=True)
class StoreReading:
    """A store or a cache: where its writer is, or why that is unknown, and its copies by place."""

    key: str
    kind: str
    writer: str | None
    writer_unknown: str | None
    multi_writer: bool
    copies: Mapping[str, CopyReading]

    @property
    def claiming(self) -> list[str]:
        """Places whose databases each say that they take writes; more than one where a replica was promoted.

        None of what every place writes, and of caches: regions without a shared one have their own.
        """
        if self.multi_writer or self.kind in _CACHES:
            return []
        return sorted(place for place, copy in self.copies.items() if copy.role == "writer")


@dataclass(frozen=True, kw_only=True, slots=True)
class CapacityReading:
    """A service in a place: how much of it runs, what all load needs, and how much it may grow to."""

    place: str
    service: str
    kind: str
    running: Measure
    needed: int
    maximum: Measure


@dataclass(frozen=True, kw_only=True, slots=True)
class TrafficReading:
    """Whether a place was taken out of an entrance's traffic, by what, or why that is unknown (None)."""

    entrance: str
    place: str
    by: str
    out: bool | None
    detail: str
