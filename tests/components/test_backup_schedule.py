from __future__ import annotations

import json

import pytest

from holdfast.components.backup_tags import backup_tags
from tests.components.backup_schedule_samples import (
    ARCHIVE,
    PAIRS,
    REGION,
    STANDARD,
    TOPIC,
    VAULTS,
    build,
    rule,
)
from tests.components.declared import declared

ALARMS = {
    f"use1-{one}-{noun}"
    for one in ("aurora", "dynamodb")
    for noun in (
        *("backup-late", "backup-failed", "apne1-copy-late", "apne1-copy-failed"),
        *("euw1-copy-late", "euw1-copy-failed"),
    )
}
RULES = {f"use1-{one.lower()}-{key}-{end}" for one, key in PAIRS for end in ("copied", "uncopied")}
CLUSTERS, TABLES = "arn:aws:rds:*:*:cluster:*", "arn:aws:dynamodb:*:*:table/*"


def test_the_exact_children() -> None:
    assert build().pairs() == {
        ("holdfast:index:BackupSchedule", "use1"),
        ("aws:iam/role:Role", "use1-backup-role"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "use1-backup-role-policy"),
        ("aws:backup/regionSettings:RegionSettings", "use1-aurora-backup-opt-in"),
        ("aws:backup/regionSettings:RegionSettings", "use1-dynamodb-backup-opt-in"),
        *(("aws:cloudwatch/metricAlarm:MetricAlarm", alarm) for alarm in ALARMS),
        *(("aws:cloudwatch/eventRule:EventRule", rule) for rule in RULES),
        *(("aws:cloudwatch/eventTarget:EventTarget", f"{rule}-target") for rule in RULES),
        ("aws:sqs/queue:Queue", "use1-backup-copies"),
        ("aws:sqs/queuePolicy:QueuePolicy", "use1-backup-copies-policy"),
        ("aws:backup/plan:Plan", "use1-archive-daily"),
        ("aws:backup/selection:Selection", "use1-archive-daily"),
        ("aws:backup/plan:Plan", "use1-standard-daily"),
        ("aws:backup/selection:Selection", "use1-standard-daily"),
        ("aws:backup/plan:Plan", "use1-standard-pitr"),
        ("aws:backup/selection:Selection", "use1-standard-pitr"),
    }


def test_every_regional_child_is_in_the_region_and_all_are_below_the_component() -> None:
    children = [one for one in build() if one.custom]
    assert {one.region for one in children if not one.type.startswith("aws:iam")} == {REGION}
    assert {one.parent for one in children} == {"use1"}


def test_a_daily_backup_and_its_copies() -> None:
    assert rule(build(tags={"Team": "orders"}), "use1-standard-daily") == {
        "ruleName": "daily",
        "targetVaultName": "vault-0000",
        "schedule": "cron(5 3 * * ? *)",
        "scheduleExpressionTimezone": "Etc/UTC",
        "startWindow": 120,
        "completionWindow": 720,
        "lifecycle": {"deleteAfter": 35},
        "copyActions": [
            {"destinationVaultArn": VAULTS["apne1"], "lifecycle": {"deleteAfter": 14}},
            {"destinationVaultArn": VAULTS["euw1"], "lifecycle": {"deleteAfter": 14}},
        ],
        "recoveryPointTags": {"Team": "orders", "BackupClass": "standard"},
    }


def test_cold_storage_is_for_backups_and_copies() -> None:
    archive = rule(build(), "use1-archive-daily")
    assert archive["schedule"] == "cron(0 22 * * ? *)"
    assert archive["lifecycle"] == {"deleteAfter": 400, "coldStorageAfter": 30}
    assert archive["copyActions"][0]["lifecycle"] == {"deleteAfter": 120, "coldStorageAfter": 30}


def test_no_copies_without_places() -> None:
    assert rule(build(copies={}), "use1-standard-daily")["copyActions"] == []


def test_a_continuous_backup_is_not_copied_and_never_cold() -> None:
    classes = {"standard": {**ARCHIVE, "continuous_days": 7.0}}
    continuous = rule(build(classes=classes), "use1-standard-pitr")
    assert (continuous["ruleName"], continuous["enableContinuousBackup"]) == ("continuous", True)
    assert continuous["lifecycle"] == {"deleteAfter": 7}
    assert "copyActions" not in continuous
    assert continuous["targetVaultName"] == "vault-0000"


def test_plans_find_the_stores_of_this_stack_by_tag() -> None:
    resources = build()
    daily = resources("use1-standard-daily", "Selection").inputs
    pitr = resources("use1-standard-pitr", "Selection").inputs
    stack = {"key": "aws:ResourceTag/BackupStack", "value": "holdfast-prod"}
    assert daily["conditions"] == [
        {"stringEquals": [{"key": "aws:ResourceTag/BackupClass", "value": "standard"}, stack]}
    ]
    assert pitr["conditions"] == [
        {"stringEquals": [{"key": "aws:ResourceTag/ContinuousBackup", "value": "standard"}, stack]}
    ]
    assert (daily["resources"], pitr["resources"]) == ([CLUSTERS, TABLES], [CLUSTERS])
    assert "selectionTags" not in daily


def test_the_tags_of_a_store_are_what_plans_look_for() -> None:
    tags: dict[str, dict[str, str]] = {}

    def program() -> None:
        tags["daily"] = backup_tags("standard", continuous=False)
        tags["both"] = backup_tags("standard", continuous=True)

    declared(program)
    assert tags["daily"] == {"BackupClass": "standard", "BackupStack": "holdfast-prod"}
    assert tags["both"] == {**tags["daily"], "ContinuousBackup": "standard"}
    for noun, kind in (("daily", "daily"), ("pitr", "both")):
        (condition,) = build()(f"use1-standard-{noun}", "Selection").inputs["conditions"]
        wanted = {
            one["key"].removeprefix("aws:ResourceTag/"): one["value"] for one in condition["stringEquals"]
        }
        assert wanted.items() <= tags[kind].items()


def test_a_selection_waits_for_its_plan_and_for_the_roles_policy() -> None:
    resources = build()
    for one in resources.of("Selection"):
        assert one.property_depends_on["planId"] == {one.name}
        assert "use1-backup-role-policy" in one.depends_on
        assert one.inputs["iamRoleArn"] == resources("use1-backup-role").arn


def test_jobs_take_on_a_role_of_their_own() -> None:
    resources = build()
    (trust,) = json.loads(resources("use1-backup-role").inputs["assumeRolePolicy"])["Statement"]
    assert trust == {
        "Effect": "Allow",
        "Principal": {"Service": "backup.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    policy = resources("use1-backup-role-policy").inputs
    assert policy["policyArn"] == "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
    assert policy["role"] == "use1-backup-role-0000"


def test_opt_in_names_one_type_each_and_leaves_the_rest_alone() -> None:
    resources = build()
    aurora, dynamodb = resources("use1-aurora-backup-opt-in"), resources("use1-dynamodb-backup-opt-in")
    assert aurora.inputs == {"region": REGION, "resourceTypeOptInPreference": {"Aurora": True}}
    assert dynamodb.inputs == {
        "region": REGION,
        "resourceTypeOptInPreference": {"DynamoDB": True},
        "resourceTypeManagementPreference": {"DynamoDB": True},
    }
    for one in (aurora, dynamodb):
        assert set(one.ignore_changes) == {"resourceTypeOptInPreference", "resourceTypeManagementPreference"}


def test_opt_in_is_for_the_types_here_and_can_be_left_to_others() -> None:
    assert build(opt_in=False).of("RegionSettings") == []
    one = build(resource_types=["DynamoDB"], continuous=[])
    assert one.names("RegionSettings") == {"use1-dynamodb-backup-opt-in"}
    assert one.names("MetricAlarm") == {name for name in ALARMS if "dynamodb" in name}


def test_late_is_a_day_and_both_windows_without_a_finished_backup() -> None:
    resources = build(tags={"Team": "orders"})
    alarm = resources("use1-aurora-backup-late").inputs
    assert alarm == {
        "region": REGION,
        "alarmDescription": "No Aurora backup in us-east-1 was finished for 38 hours.",
        "namespace": "AWS/Backup",
        "metricName": "NumberOfBackupJobsCompleted",
        "dimensions": {"BackupVaultName": "vault-0000", "ResourceType": "Aurora"},
        "statistic": "Sum",
        "period": 3600,
        "evaluationPeriods": 38,
        "datapointsToAlarm": 38,
        "threshold": 1,
        "comparisonOperator": "LessThanThreshold",
        "treatMissingData": "breaching",
        "alarmActions": [TOPIC],
        "okActions": [TOPIC],
        "tags": {"Team": "orders", "Name": "use1-aurora-backup-late"},
    }
    daily = rule(resources, "use1-standard-daily")
    assert alarm["evaluationPeriods"] * 60 == 24 * 60 + daily["startWindow"] + daily["completionWindow"]
    assert alarm["evaluationPeriods"] * alarm["period"] <= 604800


def test_protection_keeps_the_plans_and_lets_go_of_them_when_lifted() -> None:
    assert {one.protect for one in build().of("Plan")} == {True}
    assert not [one.name for one in build(protection=False) if one.protect]


def test_outputs_by_class() -> None:
    resources = build(origin={"classes": "holdfast:backups.classes"})
    plans = {one.name: one for one in resources.of("Plan")}
    assert resources("use1").outputs == {
        "plan_ids": {"archive": "use1-archive-daily-id", "standard": "use1-standard-daily-id"},
        "plan_arns": {
            "archive": plans["use1-archive-daily"].arn,
            "standard": plans["use1-standard-daily"].arn,
        },
        "continuous_plan_ids": {"standard": "use1-standard-pitr-id"},
        "continuous_plan_arns": {"standard": plans["use1-standard-pitr"].arn},
        "hourly_plan_ids": {},
        "hourly_plan_arns": {},
        "origin": {"classes": "holdfast:backups.classes"},
    }


def test_no_continuous_plan_unless_a_store_has_one() -> None:
    resources = build(continuous=[])
    assert resources.names("Plan") == {"use1-archive-daily", "use1-standard-daily"}
    assert resources("use1").outputs["continuous_plan_ids"] == {}


def test_order_and_repetition_change_nothing() -> None:
    turned = build(
        classes={"archive": ARCHIVE, "standard": STANDARD},
        copies=dict(reversed(VAULTS.items())),
        resource_types=["Aurora", "DynamoDB", "Aurora"],
        continuous=["standard", "standard"],
    )
    assert {one.urn: one.inputs for one in turned if one.custom} == {
        one.urn: one.inputs for one in build() if one.custom
    }


def test_tags_reach_all_that_takes_them() -> None:
    resources = build(tags={"Team": "orders"})
    tagged = ("Plan", "MetricAlarm", "Role", "EventRule", "Queue")
    for one in (child for kind in tagged for child in resources.of(kind)):
        assert one.inputs["tags"] == {"Team": "orders", "Name": one.name}


@pytest.mark.parametrize("time", ["3:00", "24:00", "03:60", "03:00:00", "0300", ""])
def test_what_is_no_time_of_day_is_refused(time: str) -> None:
    with pytest.raises(
        ValueError, match=r"backup schedule 'use1': class 'x': 'daily_at' must be a time in UTC"
    ):
        build(classes={"x": {**STANDARD, "daily_at": time}}, continuous=[])
