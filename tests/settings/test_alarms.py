"""Settings of alarms: what is planned of them, and what is refused."""

from __future__ import annotations

import pytest

from holdfast.settings.alarms import AlarmSettings
from holdfast.topology.alarms import plan_alarms
from holdfast.topology.values import (
    DEFAULT_BAND_WIDTH,
    DEFAULT_BANDS,
    DEFAULT_THRESHOLDS,
    AlarmsPlan,
    MutePlan,
)
from tests.settings.stack_files import loaded, mistakes


def planned(*patches: str) -> AlarmsPlan:
    found = plan_alarms(loaded(*patches))
    assert found is not None
    return found


def test_alarms_are_on_by_default_with_the_documented_numbers() -> None:
    found = planned()
    assert found.thresholds == DEFAULT_THRESHOLDS
    assert (found.bands, found.band_width) == (DEFAULT_BANDS, DEFAULT_BAND_WIDTH)
    assert (found.promised, found.mutes, found.cost_anomaly_usd) == (frozenset(), {}, None)
    assert found.origin["cpu_percent"] == "holdfast:alarms.cpu_percent (default)"


def test_no_alarms_are_asked_for_with_null() -> None:
    assert plan_alarms(loaded("holdfast:alarms: null")) is None


@pytest.mark.parametrize(
    "name",
    sorted(
        set(AlarmSettings.model_fields)
        - {"error_requests_per_minute", "band_width", "mute", "cost_anomaly_usd"}
    ),
)
def test_each_can_be_left_out(name: str) -> None:
    found = planned(f"holdfast:alarms: {{ {name}: null }}")
    assert name not in found.thresholds
    assert name not in found.bands


def test_a_band_of_what_nobody_knows_goes_with_its_percentage() -> None:
    assert "connections" not in planned("holdfast:alarms: { database_connections_percent: null }").bands
    assert "free_memory" not in planned("holdfast:alarms: { database_free_memory_percent: null }").bands


def test_a_number_for_latency_is_a_promise() -> None:
    found = planned("holdfast:alarms: { latency_p99_ms: 800, waf_blocked_per_minute: 5000 }")
    assert (found.thresholds["latency_p99_ms"], found.thresholds["waf_blocked_per_minute"]) == (800, 5000)
    assert found.promised == {"latency_p99_ms"}
    assert "latency_p99_ms" not in found.bands


@pytest.mark.parametrize(
    ("patch", "seconds", "pages"),
    [
        ("holdfast:objectives: { rpo_seconds: 5 }", 5, True),
        ("holdfast:alarms: {}", 60, False),
        ("holdfast:alarms: { replication_lag_seconds: 30 }", 30, True),
    ],
)
def test_the_lag_that_is_allowed_is_the_one_that_was_promised(
    patch: str, seconds: int, *, pages: bool
) -> None:
    found = planned(patch)
    assert found.thresholds["replication_lag_seconds"] == seconds
    assert ("replication_lag_seconds" in found.promised) is pages
    if "objectives" in patch:
        assert "holdfast:objectives.rpo_seconds" in found.origin["replication_lag_seconds"]


def test_a_mute_is_planned() -> None:
    found = planned("holdfast:alarms: { mute: { patches: { expression: cron(0 2 * * SUN), minutes: 90 } } }")
    assert found.mutes == {"patches": MutePlan(expression="cron(0 2 * * SUN)", minutes=90, time_zone="UTC")}


@pytest.mark.parametrize(
    ("patch", "path"),
    [
        ("holdfast:alarms: { cpu_percent: 101 }", "holdfast:alarms.cpu_percent"),
        ("holdfast:alarms: { cpu_percent: 0 }", "holdfast:alarms.cpu_percent"),
        ("holdfast:alarms: { latency_p99_ms: fast }", "holdfast:alarms.latency_p99_ms"),
        ("holdfast:alarms: { replication_lag_seconds: band }", "holdfast:alarms.replication_lag_seconds"),
        ("holdfast:alarms: { at_maximum_minutes: 200 }", "holdfast:alarms.at_maximum_minutes"),
        ("holdfast:alarms: { band_width: 0.5 }", "holdfast:alarms.band_width"),
        ("holdfast:alarms: { cpu: 90 }", "holdfast:alarms.cpu"),
        (
            "holdfast:alarms: { mute: { patches: { expression: daily, minutes: 90 } } }",
            "holdfast:alarms.mute.patches.expression",
        ),
    ],
)
def test_what_is_refused(patch: str, path: str) -> None:
    assert [one.key for one in mistakes(patch)] == [path]
