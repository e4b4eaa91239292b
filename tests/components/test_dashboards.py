"""Dashboards: what stands on them, in which order; what is read from logs; traces."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components import dashboard_widgets as widgets
from holdfast.components.incident_dashboard import IncidentDashboard, IncidentDashboardArgs
from holdfast.components.service_logs import NAMESPACE, ServiceLogs, ServiceLogsArgs
from holdfast.components.tracing import Tracing, TracingArgs
from holdfast.contracts.runbook import RunbookSection
from holdfast.settings import SettingsError, load
from holdfast.topology.plan import plan
from tests.components.api_sample import EXAMPLES, api
from tests.components.declared import declared
from tests.settings.stack_files import as_pulumi_gives_it, patched

if TYPE_CHECKING:
    from collections.abc import Mapping

ALARM = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:errors"
TAGS = {"Team": "orders"}


def dashboard_args(**more: Any) -> IncidentDashboardArgs:
    args: IncidentDashboardArgs = {
        "region": "us-east-1",
        "dashboard_name": "orders-prod-use1",
        "title": "orders prod: use1",
        "runbook_section": RunbookSection.ERRORS,
        "notes": {"owner": "orders", "runbook_url": "https://wiki.example.com/orders"},
        "links": {"the whole API": "https://console.example.com/whole"},
        "sections": [
            {"title": "What rings?", "wide": widgets.alarm_states("Alarms", [ALARM])},
            {"title": "Empty", "charts": []},
            {
                "title": "What do clients get?",
                "charts": [widgets.alarm_chart(str(number), ALARM, "us-east-1") for number in range(4)],
            },
        ],
    }
    return {**args, **more}  # type: ignore[typeddict-item]


def body_of(args: IncidentDashboardArgs) -> list[Mapping[str, Any]]:
    resources = declared(lambda: IncidentDashboard("use1", args))
    found: list[Mapping[str, Any]] = json.loads(
        resources("use1-dashboard", "Dashboard").inputs["dashboardBody"]
    )["widgets"]
    return found


def test_a_dashboard_says_first_whose_it_is_and_where_to_read_what_to_do() -> None:
    head = body_of(dashboard_args())[0]["properties"]["markdown"]
    assert "# orders prod: use1" in head
    assert "Owner: **orders**" in head
    assert "(https://wiki.example.com/orders#errors)" in head
    assert "[the whole API](https://console.example.com/whole)" in head


def test_sections_follow_each_other_in_rows_of_three_and_empty_ones_are_left_out() -> None:
    shown = body_of(dashboard_args())
    titles = [one["properties"]["markdown"] for one in shown if one["type"] == "text"]
    assert titles[1:] == ["## What rings?", "## What do clients get?"]
    charts = [one for one in shown if one["type"] == "metric"]
    assert [one["x"] for one in charts] == [0, 8, 16, 0]
    assert charts[3]["y"] == charts[0]["y"] + charts[0]["height"]


def test_no_widget_covers_another_and_none_is_outside_the_page() -> None:
    cells: set[tuple[int, int]] = set()
    for one in body_of(dashboard_args()):
        here = {
            (x, y)
            for x in range(one["x"], one["x"] + one["width"])
            for y in range(one["y"], one["y"] + one["height"])
        }
        assert not cells & here, one
        assert max(x for x, _ in here) < 24
        cells |= here


def test_the_chart_of_an_alarm_is_the_alarms_own() -> None:
    chart = next(one for one in body_of(dashboard_args()) if one["type"] == "metric")["properties"]
    assert chart["annotations"] == {"alarms": [ALARM]}
    assert "metrics" not in chart


def test_more_than_a_hundred_alarms_stand_in_several_widgets() -> None:
    assert [len(one["properties"]["alarms"]) for one in widgets.alarm_states("", [ALARM] * 130)] == [100, 30]


@pytest.mark.parametrize("called", ["orders.prod", "a b", "x" * 256, ""])
def test_a_name_that_cloudwatch_refuses_is_refused_before(called: str) -> None:
    with pytest.raises(ValueError, match="'dashboard_name' has up to 255"):
        declared(lambda: IncidentDashboard("use1", dashboard_args(dashboard_name=called)))


LOGS: ServiceLogsArgs = {
    "region": "us-east-1",
    "folder": "orders-prod/use1",
    "log_groups": {"orders": "/orders", "users": "/users"},
    "error_words": ["ERROR", "Traceback"],
}


def test_lines_with_errors_are_counted_per_service() -> None:
    resources = declared(lambda: ServiceLogs("use1", LOGS))
    one = resources("use1-orders-error-lines", "LogMetricFilter")
    assert one.region == "us-east-1"
    assert (one.inputs["logGroupName"], one.inputs["pattern"]) == ("/orders", "?ERROR ?Traceback")
    assert one.inputs["metricTransformation"] == {
        "namespace": NAMESPACE,
        "name": "orders-prod/use1/orders/ErrorLines",
        "value": "1",
        "defaultValue": "0",
        "unit": "Count",
    }
    assert resources("use1-users-error-lines", "LogMetricFilter").inputs["logGroupName"] == "/users"


def test_queries_are_saved_over_all_services_of_a_region() -> None:
    resources = declared(lambda: ServiceLogs("use1", LOGS))
    one = resources("use1-latest-errors", "QueryDefinition")
    assert one.inputs["name"] == "orders-prod/use1/latest-errors"
    assert one.inputs["logGroupNames"] == ["/orders", "/users"]
    assert "like /ERROR|Traceback/" in one.inputs["queryString"]
    assert resources.names("QueryDefinition") == {
        "use1-latest-errors",
        "use1-errors-by-pattern",
        "use1-errors-by-minute",
        "use1-lines-by-minute",
    }


def test_every_mistake_in_reading_logs_is_told_at_once() -> None:
    wrong: ServiceLogsArgs = {**LOGS, "log_groups": {}, "error_words": ["a/b", ""]}
    with pytest.raises(ValueError, match=r"at least one service; .*'a/b'; .*''"):
        declared(lambda: ServiceLogs("use1", wrong))


TRACES: TracingArgs = {
    "region": "us-east-1",
    "title": "orders-prod-use1",
    "sampled_percent": 2.5,
    "per_second": 3,
    "slow_seconds": 0.8,
    "role_names": {"orders": "orders-role"},
    "tags": TAGS,
}


def test_a_region_samples_watches_and_lets_its_services_send() -> None:
    resources = declared(lambda: Tracing("use1", TRACES))
    rule = resources("use1-sampling", "SamplingRule")
    assert (rule.inputs["ruleName"], rule.inputs["fixedRate"], rule.inputs["reservoirSize"]) == (
        "orders-prod-use1",
        0.025,
        3,
    )
    group = resources("use1-slow-or-failed", "Group")
    assert group.inputs["groupName"] == "orders-prod-use1-watched"
    assert group.inputs["filterExpression"] == "responsetime > 0.8 OR fault"
    assert rule.inputs["tags"].items() >= TAGS.items() <= group.inputs["tags"].items()
    policy = resources("use1-orders-traces", "RolePolicy")
    assert policy.inputs["role"] == "orders-role"
    assert "xray:PutTraceSegments" in policy.inputs["policy"]


def test_more_log_groups_than_one_query_reads_are_refused() -> None:
    many: ServiceLogsArgs = {**LOGS, "log_groups": {f"s{number}": f"/s{number}" for number in range(51)}}
    with pytest.raises(ValueError, match="'log_groups' has at most 50, got 51"):
        declared(lambda: ServiceLogs("use1", many))


def test_every_mistake_in_traces_is_told_at_once() -> None:
    wrong: TracingArgs = {
        **TRACES,
        "title": "x" * 25,
        "sampled_percent": 101,
        "per_second": -1,
        "slow_seconds": 0,
    }
    with pytest.raises(ValueError, match=r"24 characters, got 25.*between 0 and 100.*0 or more.*above 0"):
        declared(lambda: Tracing("use1", wrong))


def test_every_word_of_a_stack_reaches_its_dashboards() -> None:
    asked = {"dashboards": {"error_words": ["BROKEN"]}, "traces": {"per_second": 7}}
    resources = api({**EXAMPLES["active-active"], **asked})
    assert resources.names("Dashboard") == {"global-dashboard", "use1-dashboard", "euw1-dashboard"}
    body = json.loads(resources("use1-dashboard", "Dashboard").inputs["dashboardBody"])["widgets"]
    table = next(one for one in body if one["type"] == "log")["properties"]
    assert table["query"].startswith("SOURCE 'use1-orders-logs")
    assert "like /BROKEN/" in table["query"]
    assert resources("use1-orders-error-lines", "LogMetricFilter").inputs["pattern"] == "?BROKEN"
    assert {one.inputs["reservoirSize"] for one in resources.of("SamplingRule")} == {7}


def test_every_alarm_of_a_region_stands_on_its_dashboard() -> None:
    resources = api(EXAMPLES["active-active"])
    body = resources("use1-dashboard", "Dashboard").inputs["dashboardBody"]
    alarms = [
        one for one in resources.of("MetricAlarm") if one.parent == "use1" and one.region == "us-east-1"
    ]
    regional = [one for one in alarms if f'"{one.outputs["arn"]}"' in body]
    assert regional
    assert {one.name for one in alarms if "RegionalAlarms" in one.urn} <= {one.name for one in regional}


def test_states_of_alarms_are_asked_of_each_region_on_its_own() -> None:
    resources = api(EXAMPLES["three regions"])
    shown = json.loads(resources("global-dashboard", "Dashboard").inputs["dashboardBody"])["widgets"]
    states = [one["properties"] for one in shown if one["type"] == "alarm"]
    regions = [{arn.split(":")[3] for arn in one["alarms"]} for one in states]
    assert regions == [{"ap-northeast-1"}, {"eu-west-1"}, {"us-east-1"}]
    assert [one["title"].split(":")[0] for one in states] == ["ap-northeast-1", "eu-west-1", "us-east-1"]


def test_canaries_are_charted_as_often_as_they_run() -> None:
    resources = api({**EXAMPLES["active-active"], "canaries": {"every_minutes": 10}})
    shown = json.loads(resources("global-dashboard", "Dashboard").inputs["dashboardBody"])["widgets"]
    (chart,) = [
        one["properties"] for one in shown if one["properties"].get("title", "").endswith("succeed, %")
    ]
    assert chart["period"] == 600
    assert {line[-1]["region"] for line in chart["metrics"]} == {"us-east-1", "eu-west-1"}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_stack_without_alarms_has_no_empty_chart(name: str) -> None:
    resources = api({**EXAMPLES[name], "alarms": None})
    for one in resources.of("Dashboard"):
        for widget in json.loads(one.inputs["dashboardBody"])["widgets"]:
            assert widget["type"] != "alarm" or widget["properties"]["alarms"]
            assert widget["type"] != "metric" or widget["properties"]["metrics"]


def test_without_dashboards_nothing_of_them_is_declared() -> None:
    resources = api({**EXAMPLES["active-active"], "dashboards": None})
    for kind in ("Dashboard", "QueryDefinition", "SamplingRule"):
        assert not resources.names(kind)


def test_names_that_aws_would_refuse_are_refused_before() -> None:
    settings = load(as_pulumi_gives_it(patched("holdfast:traces: {}")), stack="prod")
    with pytest.raises(SettingsError, match="euw1-watched"):
        plan(settings, project="a-project-with-a-long-name", stack="prod")
