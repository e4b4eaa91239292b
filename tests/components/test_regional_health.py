"""The signals that decide whether a region gets traffic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.regional_health import (
    DependencyAlarmArgs,
    RegionalHealth,
    RegionalHealthArgs,
    SwitchArgs,
)
from tests.components.declared import declared

if TYPE_CHECKING:
    from tests.components.declared import Resources

CHECKERS = ["us-west-2", "eu-west-1", "us-east-1"]
HEALTH_CHECK = "aws:route53/healthCheck:HealthCheck"
SWITCH: SwitchArgs = {
    "domain_name": "bucket.s3.eu-west-1.amazonaws.com",
    "path": "/maintenance/use1",
}


def args(**changes: Any) -> RegionalHealthArgs:
    base: dict[str, Any] = {
        "region": "us-east-1",
        "fqdn": "use1.api.example.com",
        "endpoint": {
            "resource_path": "/healthz",
            "interval_seconds": 10,
            "failure_threshold": 3,
            "checker_regions": CHECKERS,
        },
        "dependency": {"threshold": 500, "evaluation_periods": 2},
        "load_balancer_arn_suffix": "app/use1-public-lb/0",
        "switch": SWITCH,
        "tags": {"stack": "prod"},
    }
    return RegionalHealthArgs(**{**base, **changes})  # type: ignore[typeddict-item]  # tests vary any key


def found(**changes: Any) -> Resources:
    return declared(lambda: RegionalHealth("use1-public", args(**changes)))


def without_switch() -> Resources:
    given = args()
    del given["switch"]
    return declared(lambda: RegionalHealth("use1-public", given))


def test_children_are_exactly_these() -> None:
    assert found().pairs() == {
        ("holdfast:index:RegionalHealth", "use1-public"),
        (HEALTH_CHECK, "use1-public-endpoint"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "use1-public-dependency"),
        (HEALTH_CHECK, "use1-public-dependency-check"),
        (HEALTH_CHECK, "use1-public-switch"),
        (HEALTH_CHECK, "use1-public-health"),
    }


def test_children_have_the_component_as_parent_and_a_name_tag() -> None:
    children = [one for one in found() if one.custom]
    assert {one.parent for one in children} == {"use1-public"}
    assert all(one.inputs["tags"] == {"stack": "prod", "Name": one.name} for one in children)


def test_only_the_alarm_has_a_region_and_it_is_the_one_judged() -> None:
    resources = found()
    regions = {one.name: one.region for one in resources if one.custom and one.region}
    assert regions == {"use1-public-dependency": "us-east-1"}
    assert resources("use1-public-dependency-check").inputs["cloudwatchAlarmRegion"] == "us-east-1"


def test_the_endpoint_is_asked_by_its_own_name() -> None:
    assert found()("use1-public-endpoint").inputs == {
        "type": "HTTPS",
        "fqdn": "use1.api.example.com",
        "port": 443,
        "resourcePath": "/healthz",
        "enableSni": True,
        "requestInterval": 10,
        "failureThreshold": 3,
        "regions": ["eu-west-1", "us-east-1", "us-west-2"],
        "measureLatency": False,
        "invertHealthcheck": False,
        "tags": {"stack": "prod", "Name": "use1-public-endpoint"},
    }


def test_a_search_string_changes_the_type() -> None:
    endpoint = {**args()["endpoint"], "search_string": '"ok"', "port": 8443, "measure_latency": True}
    inputs = found(endpoint=endpoint)("use1-public-endpoint").inputs
    assert (inputs["type"], inputs["searchString"]) == ("HTTPS_STR_MATCH", '"ok"')
    assert (inputs["port"], inputs["measureLatency"]) == (8443, True)


def test_the_alarm_is_one_that_route_53_can_watch() -> None:
    inputs = found()("use1-public-dependency").inputs
    assert inputs == {
        "region": "us-east-1",
        "alarmDescription": "While this breaches, use1.api.example.com is out of traffic.",
        "namespace": "AWS/ApplicationELB",
        "metricName": "HTTPCode_Target_5XX_Count",
        "dimensions": {"LoadBalancer": "app/use1-public-lb/0"},
        "statistic": "Sum",
        "period": 60,
        "evaluationPeriods": 2,
        "threshold": 500,
        "comparisonOperator": "GreaterThanThreshold",
        "treatMissingData": "notBreaching",
        "tags": {"stack": "prod", "Name": "use1-public-dependency"},
    }


def test_a_metric_of_ones_own() -> None:
    own = DependencyAlarmArgs(
        threshold=0.5,
        evaluation_periods=1,
        namespace="Orders",
        metric="Checkout",
        dimensions={"Region": "use1"},
        statistic="Average",
        comparison="LessThanThreshold",
    )
    resources = found(dependency=own)
    alarm = resources("use1-public-dependency").inputs
    assert (alarm["namespace"], alarm["metricName"], alarm["dimensions"]) == (
        "Orders",
        "Checkout",
        {"Region": "use1"},
    )
    assert resources("use1-public-dependency-check").inputs["triggers"] == {
        "namespace": "Orders",
        "metric": "Checkout",
        "statistic": "Average",
        "comparison": "LessThanThreshold",
        "threshold": "0.5",
        "evaluation_periods": "1",
        "dimension Region": "use1",
    }


def test_a_changed_alarm_is_copied_again() -> None:
    before = found()("use1-public-dependency-check")
    after = found(dependency={"threshold": 900, "evaluation_periods": 2})("use1-public-dependency-check")
    assert before.inputs["triggers"]["threshold"] == "500.0"
    assert after.inputs["triggers"]["threshold"] == "900.0"
    assert before.inputs["cloudwatchAlarmName"] == "use1-public-dependency-0000"
    assert before.inputs["insufficientDataHealthStatus"] == "Healthy"
    assert before.property_depends_on["cloudwatchAlarmName"] == {"use1-public-dependency"}


def test_the_switch_is_watched_inverted_in_the_other_region() -> None:
    inputs = found()("use1-public-switch").inputs
    assert inputs["invertHealthcheck"] is True
    assert inputs["fqdn"] == "bucket.s3.eu-west-1.amazonaws.com"
    assert inputs["resourcePath"] == "/maintenance/use1"
    assert (inputs["requestInterval"], inputs["failureThreshold"], inputs["port"]) == (10, 3, 443)
    assert "searchString" not in inputs


def test_all_signals_must_be_good() -> None:
    inputs = found()("use1-public-health").inputs
    assert inputs["type"] == "CALCULATED"
    assert inputs["childHealthchecks"] == [
        "use1-public-endpoint-id",
        "use1-public-dependency-check-id",
        "use1-public-switch-id",
    ]
    assert inputs["childHealthThreshold"] == 3


def test_outputs() -> None:
    assert found(origin={"fqdn": "holdfast:entrances.public"})("use1-public").outputs == {
        "health_check_id": "use1-public-health-id",
        "endpoint_health_check_id": "use1-public-endpoint-id",
        "dependency_health_check_id": "use1-public-dependency-check-id",
        "switch_health_check_id": "use1-public-switch-id",
        "alarm_arn": found()("use1-public-dependency").arn,
        "origin": {"fqdn": "holdfast:entrances.public"},
    }


def test_a_single_region_has_no_switch() -> None:
    resources = without_switch()
    assert "use1-public-switch" not in resources.names()
    assert resources("use1-public-health").inputs["childHealthThreshold"] == 2
    assert resources("use1-public").outputs.get("switch_health_check_id") is None


def test_what_checkers_do_not_reach_is_judged_by_the_alarm_alone() -> None:
    given = args()
    del given["endpoint"], given["switch"]
    resources = declared(lambda: RegionalHealth("use1-public", given))
    assert resources.pairs() == {
        ("holdfast:index:RegionalHealth", "use1-public"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "use1-public-dependency"),
        (HEALTH_CHECK, "use1-public-dependency-check"),
    }
    outputs = resources("use1-public").outputs
    assert outputs.get("endpoint_health_check_id") is None
    assert outputs["health_check_id"] == outputs["dependency_health_check_id"]
    assert outputs["health_check_id"] == "use1-public-dependency-check-id"
    assert "privately" in resources("use1-public-dependency").inputs["alarmDescription"]


def test_a_routing_control_is_joined_to_the_alarm_where_no_endpoint_is_asked() -> None:
    given = args(routing_control_arn="arn:control")
    del given["endpoint"], given["switch"]
    resources = declared(lambda: RegionalHealth("use1-public", given))
    assert resources("use1-public-health").inputs["childHealthchecks"] == [
        "use1-public-dependency-check-id",
        "use1-public-control-id",
    ]


def test_a_switch_is_refused_without_an_endpoint_at_whose_pace_it_is_asked() -> None:
    given = args()
    del given["endpoint"]
    with pytest.raises(ValueError, match=r"^use1-public: 'switch' needs 'endpoint'"):
        declared(lambda: RegionalHealth("use1-public", given))


def test_a_second_region_adds_the_switch_and_changes_only_the_calculated_check() -> None:
    before, after = without_switch(), found()
    changed = {one.name for one in before if one.custom and one.inputs != after(one.name).inputs}
    assert changed == {"use1-public-health"}
    assert after.names() - before.names() == {"use1-public-switch"}


def test_shared_checks_are_those_of_the_whole_region() -> None:
    seen: list[list[str]] = []

    def build() -> None:
        health = RegionalHealth("use1-public", args())
        for one in health.shared_health_check_ids:
            one.apply(lambda known: seen.append([known]))

    declared(build)
    assert sorted(seen) == [["use1-public-dependency-check-id"], ["use1-public-switch-id"]]


def test_whole_numbers_may_arrive_as_float() -> None:
    endpoint = {**args()["endpoint"], "interval_seconds": 30.0, "failure_threshold": 2.0, "port": 443.0}
    resources = found(endpoint=endpoint, dependency={"threshold": 5, "evaluation_periods": 2.0})
    assert resources("use1-public-endpoint").inputs["requestInterval"] == 30
    assert resources("use1-public-dependency-check").inputs["triggers"]["evaluation_periods"] == "2"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"endpoint": {"interval_seconds": 20}}, "'interval_seconds' is 10 or 30, got 20"),
        ({"endpoint": {"failure_threshold": 11}}, "'failure_threshold' lies between 1 and 10, got 11"),
        ({"endpoint": {"resource_path": "healthz"}}, "'resource_path' starts with /.*got 'healthz'"),
        ({"endpoint": {"search_string": ""}}, "'search_string' has 1 to 255 characters, got 0"),
        ({"endpoint": {"port": 0}}, "'port' lies between 1 and 65535, got 0"),
        ({"endpoint": {"checker_regions": ["eu-west-1", "us-east-1"]}}, "'checker_regions' needs at least 3"),
        (
            {"endpoint": {"checker_regions": ["eu-west-1", "us-east-1", "eu-central-1"]}},
            "'checker_regions' needs at least 3 of .*, got eu-central-1, eu-west-1, us-east-1",
        ),
        ({"dependency": {"statistic": "p99"}}, "'statistic' is one of Average, .*, got 'p99'"),
        ({"dependency": {"comparison": ">"}}, "'comparison' is one of .*, got '>'"),
        ({"dependency": {"metric": "Checkout"}}, "needs both 'namespace' and 'metric'"),
        ({"dependency": {"evaluation_periods": 0}}, "'evaluation_periods' is at least 1, got 0"),
        ({"switch": {"path": "maintenance/use1"}}, "the switch's 'path' starts with /"),
    ],
)
def test_fails_with_a_persons_message(changes: dict[str, dict[str, Any]], message: str) -> None:
    base: dict[str, Any] = dict(args())
    merged = {key: {**base[key], **value} for key, value in changes.items()}
    with pytest.raises(ValueError, match=message):
        found(**merged)


def test_fails_with_every_mistake_at_once() -> None:
    endpoint = {**args()["endpoint"], "interval_seconds": 5, "failure_threshold": 0}
    with pytest.raises(ValueError, match=r"^use1-public: .*interval_seconds.*; .*failure_threshold"):
        found(endpoint=endpoint)
