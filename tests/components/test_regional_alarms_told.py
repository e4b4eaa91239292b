"""Whom the alarms of a region tell, what silence means, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.alarm_kind import MissingData
from holdfast.components.alarm_kinds import KINDS, REPLICATION_LAG
from tests.components.alarm_sample import EVERYTHING, NOTES, THRESHOLDS
from tests.components.regional_alarms_samples import ALL, alarms, only, queries

if TYPE_CHECKING:
    from tests.components.declared import Declared


def test_what_pages_pages_once_and_what_does_not_makes_a_ticket() -> None:
    by_severity: dict[str | None, list[Declared]] = {}
    for one in ALL.of("MetricAlarm"):
        by_severity.setdefault(one.inputs["tags"].get("Severity"), []).append(one)
    assert all(not one.inputs.get("alarmActions") for one in [*by_severity["page"], *by_severity[None]])
    assert all(
        one.inputs["alarmActions"] == one.inputs["okActions"] == ["arn:ticket"]
        for one in by_severity["ticket"]
    )
    (paging,) = ALL.of("CompositeAlarm")
    children = sorted(f'ALARM("{one.name}-0000")' for one in by_severity["page"])
    assert paging.inputs["alarmRule"] == " OR ".join(children)
    assert paging.inputs["alarmActions"] == paging.inputs["okActions"] == ["arn:page"]
    assert paging.inputs["alarmName"] == "holdfast-prod-euw1-paging"
    assert [one.name for one in by_severity[None]] == ["euw1-client-errors"]


def test_every_alarm_names_its_owner_its_section_and_what_silence_means() -> None:
    kinds = sorted(KINDS, key=lambda kind: -len(kind.noun))
    for one in [*ALL.of("MetricAlarm"), *ALL.of("CompositeAlarm")]:
        kind = next(kind for kind in kinds if one.name.endswith(f"-{kind.noun}"))
        assert f"Owner: {NOTES['owner']}." in one.inputs["alarmDescription"]
        assert one.inputs["alarmDescription"].endswith(f"{NOTES['runbook_url']}#{kind.section}")
        assert one.inputs["tags"]["Runbook"] == kind.section
        assert one.inputs["tags"]["Team"] == "orders"
        if one.type.endswith("MetricAlarm"):
            assert one.inputs["treatMissingData"] == kind.missing


def test_no_data_of_healthy_targets_is_as_bad_as_none_healthy() -> None:
    breaching = {kind.noun for kind in KINDS if kind.missing is MissingData.BREACHING}
    assert breaching == {"no-hosts", "zone-hosts"}


def test_a_promotion_ends_the_alarm_on_the_lag_of_who_follows() -> None:
    assert REPLICATION_LAG.missing is MissingData.MISSING
    lags = [one for one in ALL.of("MetricAlarm") if one.name.endswith("-lag")]
    assert lags
    assert {one.inputs["treatMissingData"] for one in lags} == {"missing"}


def test_answers_without_any_target_count_as_requests_of_all_entrances_too() -> None:
    metrics, share = queries("euw1-client-errors")
    (own,) = [one[0] for one in metrics if one[1] == "HTTPCode_ELB_5XX_Count"]
    asked, _, _ = share.partition(") >= 20")
    assert f"FILL({own}, 0)" in asked


def test_experiments_stop_by_what_all_clients_get() -> None:
    assert ALL("euw1").outputs["stop_alarm_arn"] == ALL("euw1-client-errors").outputs["arn"]
    metrics, _ = queries("euw1-client-errors")
    assert len(metrics) <= 10
    one = only(balancers=EVERYTHING["balancers"])
    assert one("euw1").outputs["stop_alarm_arn"] == one("euw1-public-errors").outputs["arn"]
    assert "euw1-client-errors" not in one.names()


@pytest.mark.parametrize(
    "setting", sorted({kind.setting for kind in KINDS if kind.setting} - {"unreachable_minutes"})
)
def test_a_setting_that_is_left_out_leaves_its_alarms_out(setting: str) -> None:
    thresholds = {key: value for key, value in EVERYTHING["thresholds"].items() if key != setting}
    found = alarms(thresholds=thresholds, bands=[key for key in EVERYTHING["bands"] if key != setting])
    gone = {kind.noun for kind in KINDS if kind.setting == setting}
    ends = tuple(f"-{noun}" for noun in gone)
    lost = ALL.names("MetricAlarm") - found.names("MetricAlarm")
    assert lost
    assert all(name.endswith(ends) for name in lost)
    kept = {name for name in found.names("MetricAlarm") if name.endswith(ends)}
    longer = tuple(f"-{kind.noun}" for kind in KINDS if kind.setting != setting)
    assert all(name.endswith(longer) for name in kept)


def test_a_mute_names_what_tells_somebody() -> None:
    (rule,) = ALL.of("AlarmMuteRule")
    assert rule.name == "euw1-mute-patches"
    assert rule.inputs["rule"] == {
        "schedule": {"expression": "cron(0 2 * * SUN)", "duration": "PT90M", "timezone": "Europe/Berlin"}
    }
    muted = rule.inputs["muteTargets"]["alarmNames"]
    tickets = [one for one in ALL.of("MetricAlarm") if one.inputs["tags"].get("Severity") == "ticket"]
    assert muted[0] == "holdfast-prod-euw1-paging"
    assert set(muted[1:]) == {f"{one.name}-0000" for one in tickets}


def test_many_nodes_take_more_than_one_alarm() -> None:
    nodes = [f"{shard:04d}-{node:03d}" for shard in range(1, 8) for node in (1, 2)]
    found = only(caches={"big": {"replication_group": "big", "nodes": nodes}})
    cpu = [one for one in found.of("MetricAlarm") if one.name.endswith("-cache-cpu")]
    metrics = [[q for q in one.inputs["metricQueries"] if "metric" in q] for one in cpu]
    assert sorted(one.name for one in cpu) == ["euw1-big-2-cache-cpu", "euw1-big-cache-cpu"]
    assert sorted(len(one) for one in metrics) == [4, 10]
    assert {q["metric"]["dimensions"]["CacheClusterId"] for one in metrics for q in one} == {
        f"big-{node}" for node in nodes
    }


def test_what_logs_count() -> None:
    filters = {one.name: one.inputs for one in ALL.of("LogMetricFilter")}
    assert set(filters) == {"euw1-http-429-filter", "euw1-rest-429-filter", "euw1-own-proxy-latency-filter"}
    assert filters["euw1-http-429-filter"]["pattern"] == '{ $.status = "429" }'
    assert filters["euw1-http-429-filter"]["logGroupName"] == "http-logs"
    latency = filters["euw1-own-proxy-latency-filter"]
    assert latency["pattern"] == "{ $.seconds >= 0 }"
    assert latency["metricTransformation"]["value"] == "$.seconds"
    assert latency["metricTransformation"].get("defaultValue") is None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"topic_arns": {"page": "arn"}}, "'topic_arns' has a topic for 'ticket' too"),
        ({"thresholds": {"cpu": 80}}, "'thresholds' has no 'cpu'; there are acu_percent, at_maximum_minutes"),
        ({"thresholds": {**THRESHOLDS, "cpu_percent": 0}}, "the threshold 'cpu_percent' is above 0, got 0"),
        ({"bands": ["cpu_percent"]}, "'bands' has no 'cpu_percent'; there are conflicts_per_minute"),
        ({"promised": ["latency_p99_ms"]}, "'promised' names 'latency_p99_ms', which has no threshold"),
    ],
)
def test_what_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match="alarms 'euw1'") as error:
        only(**changes)
    assert says in str(error.value)
