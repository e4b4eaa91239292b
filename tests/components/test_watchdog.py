from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.lambdas.watchdog import handler, telling
from holdfast.components.watchdog import Watchdog
from holdfast.components.watchdog_alarms import HEARTBEAT, NAMESPACE
from holdfast.components.watchdog_probe import WatchdogProbe, WatchdogProbeArgs
from tests.components.declared import Resources, declared

if TYPE_CHECKING:
    from holdfast.components.watchdog_args import WatchdogArgs

KEY = "arn:aws:kms:eu-west-1:111122223333:key/1"
SSM = "arn:aws:ssm:eu-west-1:111122223333"
DOCUMENT = f"{SSM}:document/leave-use1"
ROLE = "arn:aws:iam::111122223333:role/document"
PAGES = "arn:aws:sns:eu-west-1:111122223333:pages"
ELSEWHERE = "arn:aws:sns:eu-north-1:111122223333:pages"
PROBES = {
    "eun1": "arn:aws:lambda:eu-north-1:111122223333:function:probe",
    "use2": "arn:aws:lambda:us-east-2:111122223333:function:probe",
}
ALARMS = {"canary in euc1": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:canary"}
SWITCH = {"bucket": "switches", "object_key": "maintenance/use1", "region": "eu-west-1"}
RULES: dict[str, Any] = {
    "starts": True,
    "failures": 4.0,
    "rounds": 5.0,
    "interval_seconds": 30.0,
    "hold_down_minutes": 60.0,
}


def build(**more: Any) -> Resources:
    args: WatchdogArgs = {
        "watched": "use1",
        "place": "euw1",
        "region": "eu-west-1",
        "account_id": "111122223333",
        "key_arn": KEY,
        "targets": [{"url": "https://use1.example.com/healthz", "search": "ok"}],
        "own_targets": [{"url": "https://euw1.example.com/healthz"}],
        "public_targets": [{"url": "https://example.com/healthz"}],
        "probes": PROBES,
        "switches": [SWITCH],
        "rules": RULES,
        "document_name": "leave-use1",
        "document_arn": DOCUMENT,
        "document_role_arn": ROLE,
        "topic_arn": PAGES,
        "topic_key_arn": KEY,
        "alarm_place": "eun1",
        "alarm_region": "eu-north-1",
        "alarm_topic_arn": ELSEWHERE,
        "notes": {"owner": "orders-team", "runbook_url": "https://runbooks.example.com/prod"},
        "tags": {"Team": "orders"},
        **more,  # type: ignore[typeddict-item]  # any key
    }
    return declared(lambda: Watchdog("euw1-watch-use1", args))


def watch(**more: Any) -> dict[str, Any]:
    variables = build(**more)("euw1-watch-use1-fn").inputs["environment"]["variables"]
    found: dict[str, Any] = json.loads(variables["WATCH"])
    assert len(variables["WATCH"]) < 4096  # all that the environment of a function holds
    return found


def test_the_exact_children() -> None:
    assert {pair for pair in build().pairs() if pair[0].startswith("aws:")} == {
        ("aws:cloudwatch/logGroup:LogGroup", "euw1-watch-use1-logs"),
        ("aws:sqs/queue:Queue", "euw1-watch-use1-dead-letters"),
        ("aws:ssm/parameter:Parameter", "euw1-watch-use1-state"),
        ("aws:iam/role:Role", "euw1-watch-use1-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-watch-use1-policy"),
        ("aws:lambda/function:Function", "euw1-watch-use1-fn"),
        ("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "euw1-watch-use1-invocations"),
        ("aws:iam/role:Role", "euw1-watch-use1-schedule-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-watch-use1-schedule-policy"),
        ("aws:scheduler/schedule:Schedule", "euw1-watch-use1-schedule"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euw1-watch-use1-failing"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euw1-watch-use1-errors"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euw1-watch-use1-given-up"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euw1-watch-use1-voters"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "eun1-euw1-use1-silent"),
    }


def test_all_stand_where_it_takes_over_but_the_alarm_on_its_silence() -> None:
    for one in build():
        if one.custom and not one.type.startswith("aws:iam/"):
            expected = "eu-north-1" if one.name.endswith("-silent") else "eu-west-1"
            assert one.region == expected, one.name


def test_the_function_reads_what_it_is_told() -> None:
    found = watch(alarms=ALARMS)
    made = handler._watch(found)
    assert (made.watched, made.place, made.region) == ("use1", "euw1", "eu-west-1")
    assert [(one.url, one.search) for one in made.targets] == [("https://use1.example.com/healthz", "ok")]
    assert [one.url for one in made.own_targets] == ["https://euw1.example.com/healthz"]
    assert made.probes == PROBES
    assert made.alarms == ALARMS
    assert list(made.switches) == [SWITCH]
    assert (made.rules.failures, made.rules.rounds, made.rules.hold_down_seconds) == (4, 5, 3600)
    assert made.rules.starts
    assert made.interval_seconds == 30
    assert made.stack == "holdfast-prod"
    assert made.heartbeat_region == "eu-north-1"
    assert made.runbook == "https://runbooks.example.com/prod#region-lost"


@pytest.mark.parametrize(
    ("more", "quorum"),
    [({}, 2), ({"alarms": ALARMS}, 3), ({"rules": {**RULES, "quorum": 3.0}}, 3)],
)
def test_more_than_half_must_agree_unless_the_team_says_how_many(more: dict[str, Any], quorum: int) -> None:
    assert watch(**more)["rules"]["quorum"] == quorum


def test_one_execution_at_a_time_and_none_that_is_late() -> None:
    resources = build()
    function = resources("euw1-watch-use1-fn")
    assert function.inputs["reservedConcurrentExecutions"] == 1
    assert function.ignore_changes == ("reservedConcurrentExecutions",)  # people stop it by that
    assert function.inputs["timeout"] < 60
    assert (function.inputs["runtime"], function.inputs["handler"]) == (
        "python3.13",
        "watchdog.handler.handle",
    )
    late = resources("euw1-watch-use1-invocations").inputs
    assert (late["maximumEventAgeInSeconds"], late["maximumRetryAttempts"]) == (60, 0)
    schedule = resources("euw1-watch-use1-schedule").inputs
    assert schedule["scheduleExpression"] == "rate(1 minute)"
    assert schedule["target"]["deadLetterConfig"]["arn"].endswith("euw1-watch-use1-dead-letters")


def test_an_update_makes_it_forget_nothing() -> None:
    state = build()("euw1-watch-use1-state")
    assert (state.inputs["type"], state.inputs["value"]) == ("String", "{}")
    assert state.ignore_changes == ("value",)


def test_it_may_ask_remember_start_and_tell_and_nothing_else() -> None:
    found = {
        one["Sid"]: one
        for one in json.loads(build(alarms=ALARMS)("euw1-watch-use1-policy").inputs["policy"])["Statement"]
    }
    assert {sid: (one["Action"], one["Resource"]) for sid, one in found.items()} == {
        "Logs": (
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            ["arn:aws:cloudwatch:eu-west-1:111122223333:LogGroup/euw1-watch-use1-logs:*"],
        ),
        "ReadOwnEnvironment": (["kms:Decrypt"], [KEY]),
        "Remember": (
            ["ssm:GetParameter", "ssm:PutParameter"],
            ["arn:aws:ssm:eu-west-1:111122223333:Parameter/euw1-watch-use1-state"],
        ),
        "ProbeElsewhere": (["lambda:InvokeFunction"], [PROBES["eun1"], PROBES["use2"]]),
        "StartDocument": (
            ["ssm:StartAutomationExecution"],
            [DOCUMENT, f"{SSM}:automation-definition/leave-use1:*", f"{SSM}:automation-execution/*"],
        ),
        "PassDocumentsRole": (["iam:PassRole"], [ROLE]),
        "Tell": (["sns:Publish"], [PAGES]),
        "TellEncrypted": (["kms:Decrypt", "kms:GenerateDataKey"], [KEY]),
        "Measure": (["cloudwatch:PutMetricData"], ["*"]),
        "ReadAlarms": (["cloudwatch:DescribeAlarms"], ["*"]),
        "ReadSwitches": (["s3:GetObject"], ["arn:aws:s3:::switches/maintenance/use1"]),
        "SeeNoSwitch": (["s3:ListBucket"], ["arn:aws:s3:::switches"]),
    }
    assert found["PassDocumentsRole"]["Condition"] == {
        "StringEquals": {"iam:PassedToService": "ssm.amazonaws.com"}
    }
    assert found["Measure"]["Condition"] == {"StringEquals": {"cloudwatch:namespace": NAMESPACE}}


def test_without_alarms_and_switches_it_may_not_read_any() -> None:
    policy = build(switches=[])("euw1-watch-use1-policy").inputs["policy"]
    sids = {one["Sid"] for one in json.loads(policy)["Statement"]}
    assert not sids & {"ReadAlarms", "ReadSwitches", "SeeNoSwitch"}


def test_its_silence_breaches_in_a_third_region() -> None:
    silent = build()("eun1-euw1-use1-silent").inputs
    assert (NAMESPACE, HEARTBEAT) == (telling.NAMESPACE, telling.HEARTBEAT)
    assert (silent["namespace"], silent["metricName"]) == (NAMESPACE, HEARTBEAT)
    assert silent["dimensions"] == {"Stack": "holdfast-prod", "Watched": "use1", "From": "euw1"}
    assert (silent["comparisonOperator"], silent["threshold"]) == ("LessThanThreshold", 1)
    assert (silent["period"], silent["evaluationPeriods"]) == (60, 5)
    assert silent["treatMissingData"] == "breaching"
    assert silent["alarmActions"] == silent["okActions"] == [ELSEWHERE]


def test_too_few_voters_for_a_quorum_ring() -> None:
    assert build()("euw1-watch-use1-voters").inputs["threshold"] == 2  # of three, two must agree
    assert build(alarms=ALARMS)("euw1-watch-use1-voters").inputs["threshold"] == 2  # of four, three must


def test_each_alarm_has_an_owner_and_a_runbook() -> None:
    for alarm in build().of("MetricAlarm"):
        section = "region-lost" if alarm.name.endswith("-failing") else "monitoring"
        assert f"https://runbooks.example.com/prod#{section}" in alarm.inputs["alarmDescription"]
        assert alarm.inputs["tags"] == {
            "Team": "orders",
            "Name": alarm.name,
            "Owner": "orders-team",
            "Runbook": section,
        }
        topic = ELSEWHERE if alarm.name.endswith("-silent") else PAGES
        assert alarm.inputs["alarmActions"] == [topic]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"place": "use1"}, "'place' is use1, which is the watched one"),
        ({"targets": []}, "'targets' needs at least one address"),
        ({"own_targets": [{"url": "http://a.example.com/"}]}, "must be HTTPS, got http://a.example.com/"),
        ({"probes": {"eun1": PROBES["eun1"]}}, "'probes' needs 2 or more places besides euw1, got 1"),
        ({"probes": {**PROBES, "use1": "arn"}}, "'probes' must not name use1"),
        ({"alarm_region": "eu-west-1"}, "'alarm_region' must not be eu-west-1"),
        ({"alarm_place": "use1"}, "'alarm_place' must be neither use1 nor euw1, got use1"),
        ({"rules": {**RULES, "quorum": 4}}, "'quorum' must be 2 to 3, the number of voters, got 4"),
        ({"rules": {**RULES, "quorum": 1}}, "'quorum' must be 2 to 3, the number of voters, got 1"),
        ({"rules": {**RULES, "failures": 6}}, "'failures' must be at most 'rounds', got 6 of 5.0"),
        ({"rules": {**RULES, "interval_seconds": 45}}, "'interval_seconds' must be 20, 30, 60, got 45"),
    ],
)
def test_what_could_not_watch_is_refused(more: dict[str, Any], expected: str) -> None:
    with pytest.raises(ValueError, match=r"watchdog 'euw1-watch-use1':") as refused:
        build(**more)
    assert expected in str(refused.value)


def probe(**more: Any) -> Resources:
    args: WatchdogProbeArgs = {
        "region": "eu-north-1",
        "account_id": "111122223333",
        "tags": {"Team": "orders"},
        **more,  # type: ignore[typeddict-item]  # any key
    }
    return declared(lambda: WatchdogProbe("eun1-watchdog-probe", args))


def test_a_probe_is_a_function_that_may_write_its_log() -> None:
    resources = probe()
    assert {pair for pair in resources.pairs() if pair[0].startswith("aws:")} == {
        ("aws:kms/key:Key", "eun1-watchdog-probe-key"),
        ("aws:kms/alias:Alias", "eun1-watchdog-probe-key-alias"),
        ("aws:cloudwatch/logGroup:LogGroup", "eun1-watchdog-probe-logs"),
        ("aws:iam/role:Role", "eun1-watchdog-probe-role"),
        ("aws:iam/rolePolicy:RolePolicy", "eun1-watchdog-probe-policy"),
        ("aws:lambda/function:Function", "eun1-watchdog-probe-fn"),
    }
    function = resources("eun1-watchdog-probe-fn")
    assert (function.region, function.inputs["handler"]) == ("eu-north-1", "watchdog.probe.handle")
    assert {"watchdog/probe.py", "watchdog/probes.py"} <= set(function.inputs["code"])
    (statement,) = json.loads(resources("eun1-watchdog-probe-policy").inputs["policy"])["Statement"]
    assert statement["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert (
        resources("eun1-watchdog-probe-logs").inputs["kmsKeyId"] == resources("eun1-watchdog-probe-key").arn
    )
    assert function.inputs["tags"] == {"Team": "orders", "Name": "eun1-watchdog-probe-fn"}


def test_a_probe_uses_the_regions_key_where_there_is_one() -> None:
    resources = probe(key_arn=KEY)
    assert resources("eun1-watchdog-probe-logs").inputs["kmsKeyId"] == KEY
    assert not resources.of("Key")


@pytest.mark.parametrize("protection", [True, False])
def test_a_key_of_its_own_is_protected_or_let_go(protection: bool) -> None:
    assert probe(protection=protection)("eun1-watchdog-probe-key").protect is protection
