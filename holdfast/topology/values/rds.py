"""An RDS database, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.origin import Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class RdsPlan:
    """An RDS database."""

    origin: Origin = field(default_factory=no_origin)
