"""Monitors of the networks of clients."""

from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.internet_monitor import InternetMonitor, InternetMonitorArgs
from tests.components.declared import Resources, declared

ARGS: InternetMonitorArgs = {
    "region": "us-east-1",
    "resources": ["arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1"],
    "page_topic_arn": "arn:aws:sns:us-east-1:111122223333:pages",
    "ticket_topic_arn": "arn:aws:sns:us-east-1:111122223333:tickets",
    "notes": {"owner": "orders-team", "runbook_url": "https://runbook.example.com"},
    "tags": {"Team": "orders"},
}


def build(**more: Any) -> Resources:
    return declared(lambda: InternetMonitor("use1", {**ARGS, **more}))  # type: ignore[typeddict-item]  # any key


def test_the_exact_children() -> None:
    resources = build()
    assert {(one.type, one.name) for one in resources if one.custom} == {
        ("aws:cloudwatch/internetMonitor:InternetMonitor", "use1-internet-monitor"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "use1-internet-monitor-availability"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "use1-internet-monitor-performance"),
        ("aws:cloudwatch/eventRule:EventRule", "use1-internet-monitor-events"),
        ("aws:cloudwatch/eventTarget:EventTarget", "use1-internet-monitor-events-target"),
    }
    assert {one.region for one in resources if one.custom} == {"us-east-1"}


def test_what_is_measured_and_what_it_may_cost() -> None:
    monitor = build(max_city_networks=500.0, traffic_percent=50.0, availability_percent=97)(
        "use1-internet-monitor", "aws:cloudwatch/internetMonitor:InternetMonitor"
    ).inputs
    assert monitor["monitorName"] == "holdfast-prod-use1-internet-monitor"
    assert monitor["resources"] == ARGS["resources"]
    assert (monitor["maxCityNetworksToMonitor"], monitor["trafficPercentageToMonitor"]) == (500, 50)
    assert monitor["healthEventsConfig"] == {
        "availabilityScoreThreshold": 97,
        "performanceScoreThreshold": 95,
    }
    assert monitor["tags"] == {"Team": "orders", "Name": "use1-internet-monitor"}


@pytest.mark.parametrize(
    ("noun", "metric", "threshold", "topic"),
    [("availability", "AvailabilityScore", 90, "pages"), ("performance", "PerformanceScore", 95, "tickets")],
)
def test_clients_that_cannot_come_page_and_those_that_wait_do_not(
    noun: str, metric: str, threshold: float, topic: str
) -> None:
    alarm = build()(f"use1-internet-monitor-{noun}").inputs
    (query,) = alarm["metricQueries"]
    assert query["expression"] == (
        f'SELECT AVG({metric}) FROM SCHEMA("AWS/InternetMonitor", MeasurementSource, MonitorName) '  # noqa: S608  # no database's
        "WHERE MonitorName = 'holdfast-prod-use1-internet-monitor'"
    )
    assert (query["period"], query["returnData"]) == (300, True)
    assert (alarm["threshold"], alarm["comparisonOperator"]) == (threshold, "LessThanThreshold")
    assert (alarm["evaluationPeriods"], alarm["datapointsToAlarm"]) == (3, 2)
    assert alarm["treatMissingData"] == "notBreaching"
    assert alarm["alarmActions"] == alarm["okActions"] == [f"arn:aws:sns:us-east-1:111122223333:{topic}"]
    assert f"below {threshold}" in alarm["alarmDescription"]
    assert alarm["alarmDescription"].endswith("#network-path")
    assert alarm["tags"]["Runbook"] == "network-path"


def test_health_events_are_told() -> None:
    resources = build()
    assert json.loads(resources("use1-internet-monitor-events").inputs["eventPattern"]) == {
        "source": ["aws.internetmonitor"],
        "detail-type": ["Health Event Created", "Health Event Closed"],
    }
    target = resources("use1-internet-monitor-events-target").inputs
    assert target["arn"] == ARGS["ticket_topic_arn"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"resources": []}, "'resources' must name at least one"),
        ({"max_city_networks": 0}, "'max_city_networks' is 1 to 500000, got 0"),
        ({"traffic_percent": 101}, "'traffic_percent' is 1 to 100, got 101"),
        ({"performance_percent": 100}, "'performance_percent' is more than 0 and less than 100"),
    ],
)
def test_what_cannot_be_measured_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        build(**more)
