"""Alarms, planned."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import DEFAULT_THRESHOLDS, AlarmsPlan, MutePlan

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.settings.alarms import AlarmSettings

_PATH = "holdfast:alarms"
_LAG = "replication_lag_seconds"
_NO_THRESHOLDS = frozenset({"band_width", "cost_anomaly_usd", "mute"})
_PAGES = ("latency_p50_ms", "latency_p99_ms")
_BANDS_BESIDE = {"database_connections_percent": "connections", "database_free_memory_percent": "free_memory"}
"""Bands that stand in for a percentage where nobody knows of what."""


def plan_alarms(settings: Settings) -> AlarmsPlan | None:
    """Plan what alarms are compared with.

    Args:
        settings: The whole settings.

    Returns:
        The plan; None of a stack that wants no alarms.
    """
    asked = settings.alarms
    if asked is None:
        return None
    values = {
        name: getattr(asked, name)
        for name in type(asked).model_fields
        if name not in _NO_THRESHOLDS and getattr(asked, name) is not None
    }
    promised = {name for name in _PAGES if isinstance(values.get(name), (int, float))}
    rpo = settings.objectives.rpo_seconds
    if values.get(_LAG) == "objective":
        values[_LAG] = rpo or DEFAULT_THRESHOLDS[_LAG]
        promised |= {_LAG} if rpo else set()
    elif _LAG in values:
        promised.add(_LAG)
    return AlarmsPlan(
        thresholds=MappingProxyType(
            {name: float(value) for name, value in sorted(values.items()) if value != "band"}
        ),
        bands=frozenset(
            {
                *(name for name, value in values.items() if value == "band"),
                *(band for name, band in _BANDS_BESIDE.items() if name in values),
            }
        ),
        band_width=float(asked.band_width),
        promised=frozenset(promised),
        mutes=MappingProxyType(
            {
                key: MutePlan(expression=one.expression, minutes=one.minutes, time_zone=one.time_zone)
                for key, one in sorted(asked.mute.items())
            }
        ),
        cost_anomaly_usd=asked.cost_anomaly_usd,
        origin=_origin(asked, settings),
    )


def _origin(asked: AlarmSettings, settings: Settings) -> MappingProxyType[str, str]:
    paths = {name: path_of(asked, _PATH, name) for name in type(asked).model_fields}
    if asked.replication_lag_seconds == "objective":
        paths[_LAG] += ", " + path_of(settings.objectives, "holdfast:objectives", "rpo_seconds")
    return MappingProxyType(dict(origin(**paths)))
