"""Experiments of a place: what is declared, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from holdfast.components.experiments import Experiments
from tests.components.alarm_sample import NOTES
from tests.components.declared import ACCOUNT_ID, Resources, declared

if TYPE_CHECKING:
    from holdfast.components.experiment_args import ExperimentsArgs

REGION = "eu-west-1"
TARGET: dict[str, Any] = {
    "key": "Instances",
    "resource_type": "aws:ec2:instance",
    "selection_mode": "COUNT(1)",
    "tags": {"Name": "euw1-orders", "Stack": "prod"},
}
STOP: dict[str, Any] = {
    "text": "An instance dies.",
    "actions": {
        "terminate": {"action_id": "aws:ec2:terminate-instances", "target": TARGET},
        "watch": {"action_id": "aws:fis:wait", "parameters": {"duration": "PT10M"}},
    },
    "statements": [
        {"Sid": "Terminate", "Effect": "Allow", "Action": ["ec2:TerminateInstances"], "Resource": ["*"]}
    ],
}
CHAOS: dict[str, Any] = {
    "experiments": ["stop-orders"],
    "days": ["MON"],
    "minute": 605.0,
    "window_minutes": 60.0,
    "time_zone": "Etc/UTC",
    "topic_arn": "arn:topic",
}
ARGS: dict[str, Any] = {
    "region": REGION,
    "account_id": ACCOUNT_ID,
    "key_arn": "arn:key",
    "stop_alarm_arns": ["arn:aws:cloudwatch:eu-west-1:111122223333:alarm:errors"],
    "experiments": {"stop-orders": STOP},
    "log_retention_days": 90.0,
    "notes": NOTES,
    "tags": {"Team": "orders"},
}


def _declare(**changes: Any) -> Resources:
    return declared(lambda: Experiments("euw1", cast("ExperimentsArgs", {**ARGS, **changes})))


def test_what_is_declared() -> None:
    assert _declare(chaos=CHAOS).pairs() == {
        ("holdfast:index:Experiments", "euw1"),
        ("aws:cloudwatch/logGroup:LogGroup", "euw1-experiments-logs"),
        ("aws:fis/experimentTemplate:ExperimentTemplate", "euw1-stop-orders-experiment"),
        ("aws:iam/role:Role", "euw1-stop-orders-fis-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-stop-orders-fis-policy"),
        ("aws:scheduler/schedule:Schedule", "euw1-stop-orders-chaos"),
        ("aws:iam/role:Role", "euw1-chaos-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-chaos-policy"),
        ("aws:sqs/queue:Queue", "euw1-chaos-dead-letters"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euw1-chaos-not-started"),
    }
    assert not {name for name in _declare().names() if "chaos" in name}


def test_the_template() -> None:
    resources = _declare()
    one = resources("euw1-stop-orders-experiment")
    assert one.inputs == {
        "region": REGION,
        "description": "An instance dies. Owner: orders. Runbook: https://wiki.example.com/runbook#experiment",
        "roleArn": resources("euw1-stop-orders-fis-role").arn,
        "stopConditions": [{"source": "aws:cloudwatch:alarm", "value": ARGS["stop_alarm_arns"][0]}],
        "actions": [
            {
                "name": "terminate",
                "actionId": "aws:ec2:terminate-instances",
                "target": {"key": "Instances", "value": "terminate"},
            },
            {
                "name": "watch",
                "actionId": "aws:fis:wait",
                "parameters": [{"key": "duration", "value": "PT10M"}],
            },
        ],
        "targets": [
            {
                "name": "terminate",
                "resourceType": "aws:ec2:instance",
                "selectionMode": "COUNT(1)",
                "resourceTags": [
                    {"key": "Name", "value": "euw1-orders"},
                    {"key": "Stack", "value": "prod"},
                ],
            }
        ],
        "experimentOptions": {"accountTargeting": "single-account", "emptyTargetResolutionMode": "fail"},
        "logConfiguration": {
            "logSchemaVersion": 2,
            "cloudwatchLogsConfiguration": {"logGroupArn": f"{resources('euw1-experiments-logs').arn}:*"},
        },
        "tags": {
            "Team": "orders",
            "Name": "euw1-stop-orders-experiment",
            "Owner": "orders",
            "Runbook": "experiment",
        },
    }
    logs = resources("euw1-experiments-logs").inputs
    assert (logs["kmsKeyId"], logs["retentionInDays"]) == ("arn:key", 90)
    assert logs["name"].startswith("/aws/vendedlogs/fis/")
    component = resources("euw1").outputs
    assert component["template_ids"] == {"stop-orders": "euw1-stop-orders-experiment-id"}


def test_fis_alone_assumes_the_role_for_experiments_of_the_account() -> None:
    trust = json.loads(_declare()("euw1-stop-orders-fis-role").inputs["assumeRolePolicy"])
    assert trust["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "fis.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": ACCOUNT_ID},
                "ArnLike": {"aws:SourceArn": f"arn:aws:fis:{REGION}:{ACCOUNT_ID}:experiment/*"},
            },
        }
    ]


def test_a_schedule_takes_whole_numbers() -> None:
    one = _declare(chaos=CHAOS)("euw1-stop-orders-chaos").inputs
    assert one["scheduleExpression"] == "cron(5 10 ? * MON *)"
    assert one["flexibleTimeWindow"]["maximumWindowInMinutes"] == 60
    assert one["target"]["deadLetterConfig"]["arn"].endswith("euw1-chaos-dead-letters")


def test_tags_reach_everything() -> None:
    for one in _declare(chaos=CHAOS):
        if one.custom and not one.type.endswith(("RolePolicy", "Schedule")):
            assert one.inputs["tags"]["Team"] == "orders", one.name


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"stop_alarm_arns": []}, "'stop_alarm_arns' has 1 to 5 alarms, got 0"),
        ({"experiments": {}}, "'experiments' needs at least one"),
        (
            {"experiments": {"idle": {**STOP, "actions": {"watch": STOP["actions"]["watch"]}}}},
            "'idle' acts on nothing",
        ),
        (
            {"experiments": {"long": {**STOP, "text": "x" * 480}}},
            "'long' describes itself in at most 512 characters",
        ),
        (
            {
                "experiments": {
                    "both": {
                        **STOP,
                        "actions": {"stop": {"action_id": "aws:x:y", "target": {**TARGET, "arns": ["a"]}}},
                    }
                }
            },
            "'both', 'stop' has one of 'arns', 'tags' and 'parameters', got arns, tags",
        ),
        (
            {
                "experiments": {
                    "many": {
                        **STOP,
                        "actions": {
                            "stop": {
                                "action_id": "aws:x:y",
                                "target": {**TARGET, "tags": {}, "arns": list("abcdef")},
                            }
                        },
                    }
                }
            },
            "'many', 'stop' has at most 5 ARNs, got 6",
        ),
        ({"chaos": {**CHAOS, "experiments": ["other"]}}, "'chaos' names 'other', which is none"),
    ],
)
def test_refuses_what_would_go_on_or_do_nothing(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        _declare(**changes)
