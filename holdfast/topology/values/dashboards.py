"""Dashboards and traces, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.origin import Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class DashboardsPlan:
    """The words by which a line of a service's log counts as an error."""

    error_words: tuple[str, ...]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class TracesPlan:
    """How many requests are traced, and which traces are watched: slow ones, and those with errors."""

    sampled_percent: float
    per_second: int
    slow_seconds: float
    origin: Origin = field(default_factory=no_origin)
