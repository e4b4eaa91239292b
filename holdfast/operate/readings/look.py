"""Who is asked, and by whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from holdfast.operate.aws import Clients


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """A look from some places: who makes clients, AWS regions by place, and the places that are asked."""

    clients: Clients
    regions: Mapping[str, str]
    places: Collection[str]

    def at(self, places: Collection[str]) -> Look:
        """The same look, at those of its places that something lies in."""
        return replace(self, places=[place for place in places if place in self.places])
