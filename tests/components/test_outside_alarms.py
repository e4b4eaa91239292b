"""Alarms in us-east-1 on what Route 53's checkers say of every region."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.components.outside_alarms import OutsideAlarms
from tests.components.declared import Resources, declared

ARGS: dict[str, Any] = {
    "topic_arns": {"page": "arn:page", "ticket": "arn:ticket"},
    "minutes": 2,
    "endpoints": {
        f"{place}-{entrance}": {
            "place": place,
            "entrance": entrance,
            "endpoint_check_id": f"{place}-{entrance}-endpoint",
            "health_check_id": f"{place}-{entrance}-health",
            "switch_check_id": f"{place}-{entrance}-switch",
        }
        for place in ("use1", "euw1")
        for entrance in ("public", "partners")
    },
    "notes": {"owner": "orders", "runbook_url": "https://wiki.example.com/runbook"},
    "tags": {"Team": "orders"},
}


def alarms(**changes: Any) -> Resources:
    return declared(lambda: OutsideAlarms("global", {**ARGS, **changes}))  # type: ignore[typeddict-item]  # any key


def test_these_and_all_where_route_53_tells_anything() -> None:
    found = alarms()
    assert found.names("MetricAlarm") == {
        *(
            f"global-{place}-{entrance}-{noun}"
            for place in ("use1", "euw1")
            for entrance in ("public", "partners")
            for noun in ("unreachable", "out-of-traffic")
        ),
        *("global-use1-maintenance", "global-euw1-maintenance"),
        *("global-public-no-region", "global-partners-no-region"),
    }
    assert found.names("CompositeAlarm") == {"global-use1-outside", "global-euw1-outside", "global-paging"}
    found_alarms = [*found.of("MetricAlarm"), *found.of("CompositeAlarm")]
    assert {one.region for one in found_alarms} == {"us-east-1"}
    assert all("Owner: orders." in one.inputs["alarmDescription"] for one in found_alarms)
    assert found.names("HealthCheck") == {"global-use1-switch-seen", "global-euw1-switch-seen"}


def test_a_region_that_is_not_reached_pages_once_but_not_while_it_is_out_on_purpose() -> None:
    found = alarms()
    unreachable = found("global-euw1-public-unreachable").inputs
    assert (unreachable["namespace"], unreachable["metricName"]) == ("AWS/Route53", "HealthCheckStatus")
    assert unreachable["dimensions"] == {"HealthCheckId": "euw1-public-endpoint"}
    assert (unreachable["comparisonOperator"], unreachable["threshold"]) == ("LessThanThreshold", 1)
    assert (unreachable["evaluationPeriods"], unreachable["datapointsToAlarm"]) == (2, 2)
    # CloudWatch's own trouble in us-east-1 says nothing of a region.
    assert unreachable["treatMissingData"] == "missing"
    assert unreachable.get("alarmActions") in (None, [])
    outside = found("global-euw1-outside").inputs
    assert outside["alarmRule"] == (
        'ALARM("global-euw1-partners-unreachable-0000") OR ALARM("global-euw1-public-unreachable-0000")'
    )
    assert outside["alarmActions"] == ["arn:page"]
    assert outside["actionsSuppressor"]["alarm"] == found("global-euw1-maintenance").outputs["arn"]


def test_the_switch_is_read_as_route_53_makes_of_it_after_inversion() -> None:
    found = alarms()
    seen = found("global-euw1-switch-seen")
    assert found("global-euw1-maintenance").inputs["dimensions"] == {
        "HealthCheckId": "global-euw1-switch-seen-id"
    }
    assert (seen.inputs["type"], seen.inputs["childHealthchecks"], seen.inputs["childHealthThreshold"]) == (
        "CALCULATED",
        ["euw1-partners-switch"],
        1,
    )
    assert not seen.inputs.get("invertHealthcheck")
    assert seen.inputs["tags"] == {"Team": "orders", "Name": "global-euw1-switch-seen"}


def test_out_of_traffic_is_a_ticket_and_nowhere_to_go_a_page() -> None:
    found = alarms()
    assert found("global-use1-public-out-of-traffic").inputs["alarmActions"] == ["arn:ticket"]
    assert found("global-use1-public-out-of-traffic").inputs["dimensions"] == {
        "HealthCheckId": "use1-public-health"
    }
    queries = found("global-public-no-region").inputs["metricQueries"]
    assert [one["metric"]["dimensions"]["HealthCheckId"] for one in queries if "metric" in one] == [
        "euw1-public-health",
        "use1-public-health",
    ]
    assert {one["metric"]["stat"] for one in queries if "metric" in one} == {"Maximum"}
    assert queries[-1]["expression"] == "MAX([h0, h1])"
    assert 'ALARM("global-public-no-region-0000")' in found("global-paging").inputs["alarmRule"]


def test_a_region_alone_has_no_switch_and_no_other() -> None:
    alone = {
        key: value for key, value in ARGS["endpoints"]["euw1-public"].items() if key != "switch_check_id"
    }
    found = alarms(endpoints={"euw1-public": alone})
    assert found.names("MetricAlarm") == {
        "global-euw1-public-unreachable",
        "global-euw1-public-out-of-traffic",
    }
    assert found.names("CompositeAlarm") == {"global-euw1-outside"}
    assert not found.names("HealthCheck")
    assert found("global-euw1-outside").inputs.get("actionsSuppressor") is None


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(ValueError, match="outside alarms 'global'") as error:
        alarms(endpoints={}, minutes=0, topic_arns={"page": "arn"})
    assert [line[2:] for line in str(error.value).splitlines()[1:]] == [
        "'endpoints' names one at least",
        "'minutes' is 1 to 180, got 0",
        "'topic_arns' has a topic for 'ticket' too",
    ]
