"""Alarms, planned: what each is compared with, which are bands, and when nobody is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin

DEFAULT_THRESHOLDS: Mapping[str, float] = MappingProxyType(
    {
        "error_percent": 5,
        "error_requests_per_minute": 20,
        "hosts_per_zone": 1,
        "rejected_per_minute": 1,
        "cpu_percent": 80,
        "memory_percent": 80,
        "disk_percent": 80,
        "at_maximum_minutes": 15,
        "function_error_percent": 5,
        "concurrency_percent": 90,
        "throttles_per_minute": 1,
        "failed_nodes": 1,
        "database_cpu_percent": 90,
        "database_free_memory_percent": 5,
        "database_free_storage_percent": 10,
        "database_connections_percent": 90,
        "acu_percent": 90,
        "transaction_ids": 1_000_000_000,
        "query_timeouts_per_minute": 1,
        "system_errors_per_minute": 10,
        "replication_lag_seconds": 60,
        "cache_cpu_percent": 90,
        "cache_memory_percent": 80,
        "port_errors_per_minute": 1,
        "dropped_packets_percent": 0.01,
        "queue_age_seconds": 300,
        "unreachable_minutes": 2,
    }
)
"""Thresholds that hold where nobody says otherwise, by the name of the setting; docs/alarms.md says why."""

DEFAULT_BANDS = frozenset(
    {
        "latency_p50_ms",
        "latency_p99_ms",
        "connections",
        "free_memory",
        "evictions_per_minute",
        "conflicts_per_minute",
        "waf_blocked_per_minute",
    }
)
"""What is compared with CloudWatch's band of the usual, since a fixed threshold lies."""

DEFAULT_BAND_WIDTH = 3.0
"""Standard deviations of a band on each side."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MutePlan:
    """A window in which alarms tell nobody: CloudWatch's expression, its minutes, its time zone."""

    expression: str
    minutes: int
    time_zone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmsPlan:
    """What alarms are compared with.

    ``thresholds`` and ``bands`` are by the name of the setting: what is in neither has no alarm.
    ``promised`` names the thresholds that the team set or promised itself, whose alarms page.
    """

    thresholds: Mapping[str, float]
    bands: frozenset[str]
    band_width: float
    promised: frozenset[str]
    mutes: Mapping[str, MutePlan]
    cost_anomaly_usd: float | None
    origin: Origin = field(default_factory=no_origin)
