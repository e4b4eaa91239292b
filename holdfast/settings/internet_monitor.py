"""Settings of Internet Monitor: the networks between clients and the regions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import Place, SettingsModel

_Score = Annotated[float, Field(gt=0, lt=100)]


class InternetMonitorSettings(SettingsModel):
    """CloudWatch Internet Monitor: availability and latency by the cities and providers of clients."""

    places: Annotated[tuple[Place, ...], Field(min_length=1)] | None = None
    """Places whose networks are measured. Default: every one in which an entrance faces the internet from a
    VPC."""
    max_city_networks: Annotated[int, Field(ge=1, le=500_000)] = 100
    """Most pairs of a city and a provider per monitor. Default: 100, which AWS includes once per account
    (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/IMCityNetworksMaximum.html, 2026-11)."""
    traffic_percent: Annotated[int, Field(ge=1, le=100)] = 100
    """Share of the traffic that is measured. Default: 100; `max_city_networks` limits what it costs."""
    availability_percent: _Score = 95.0
    """Availability score below which a health event begins. Default: 95, as AWS has it."""
    performance_percent: _Score = 95.0
    """Performance score below which a health event begins, and a ticket is written. Default: 95, as AWS has
    it."""
    page_availability_percent: _Score = 90.0
    """Availability score below which somebody is paged. Default: 90 (assumption: one client in ten)."""
