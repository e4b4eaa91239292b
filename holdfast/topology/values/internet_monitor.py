"""Internet Monitor, planned: which ways of clients to which regions are measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class InternetMonitorPlan:
    """Networks by place (place → AWS region) and entrances at CloudFront whose clients' ways are measured.

    Thresholds are health scores in percent: below them a health event begins, or an alarm rings.
    """

    places: Mapping[str, str]
    distributions: tuple[str, ...]
    max_city_networks: int
    traffic_percent: int
    availability_percent: float
    performance_percent: float
    page_availability_percent: float
    origin: Origin = field(default_factory=no_origin)
