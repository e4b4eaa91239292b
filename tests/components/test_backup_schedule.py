from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from holdfast.components.backup_schedule import BackupSchedule
from holdfast.components.backup_tags import backup_tags
from tests.components.declared import ACCOUNT_ID, Resources, declared

if TYPE_CHECKING:
    from holdfast.components.backup_schedule_args import BackupScheduleArgs

REGION = "us-east-1"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT_ID}:backup"
VAULTS = {
    "euw1": f"arn:aws:backup:eu-west-1:{ACCOUNT_ID}:backup-vault:copies",
    "apne1": f"arn:aws:backup:ap-northeast-1:{ACCOUNT_ID}:backup-vault:copies",
}
STANDARD = {"daily_at": "03:05", "retention_days": 35, "copy_retention_days": 14, "continuous_days": 35}
ARCHIVE = {
    "daily_at": "22:00",
    "retention_days": 400.0,
    "copy_retention_days": 120.0,
    "cold_storage_after_days": 30.0,
}
ALARMS = {
    f"use1-{one}-{noun}"
    for one in ("aurora", "dynamodb")
    for noun in (
        *("backup-late", "backup-failed", "apne1-copy-late", "apne1-copy-failed"),
        *("euw1-copy-late", "euw1-copy-failed"),
    )
}
PAIRS = [(one, key) for one in ("Aurora", "DynamoDB") for key in ("apne1", "euw1")]
RULES = {f"use1-{one.lower()}-{key}-{end}" for one, key in PAIRS for end in ("copied", "uncopied")}
HOURLY = {**STANDARD, "hourly": {"every_hours": 4.0, "retention_days": 7.0}}
CLUSTERS, TABLES = "arn:aws:rds:*:*:cluster:*", "arn:aws:dynamodb:*:*:table/*"


def build(**more: Any) -> Resources:
    args: dict[str, Any] = {
        "region": REGION,
        "account_id": ACCOUNT_ID,
        "vault_name": "vault-0000",
        "topic_arn": TOPIC,
        "classes": {"standard": STANDARD, "archive": ARCHIVE},
        "continuous": ["standard"],
        "copies": VAULTS,
        "resource_types": ["DynamoDB", "Aurora"],
        **more,
    }
    return declared(lambda: BackupSchedule("use1", cast("BackupScheduleArgs", args)))


def classed(**more: Any) -> dict[str, Any]:
    return {"classes": {"x": {**STANDARD, **more}}, "continuous": []}


def hourly(**more: Any) -> dict[str, Any]:
    return classed(hourly={"every_hours": 1, "retention_days": 7, **more})


def rule(resources: Resources, name: str) -> dict[str, Any]:
    (found,) = resources(name, "Plan").inputs["rules"]
    return dict(found)


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


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"retention_days": 0}, "'retention_days' must be 1 or more, got 0"),
        ({"copy_retention_days": 0}, "'copy_retention_days' must be 1 or more, got 0"),
        ({"cold_storage_after_days": 0}, "'cold_storage_after_days' must be 1 or more, got 0"),
        (
            {"cold_storage_after_days": 10, "retention_days": 99, "copy_retention_days": 100},
            r"class 'x': 'retention_days' must be 100 or more \(cold storage keeps for 90 days\), got 99$",
        ),
        (
            {"cold_storage_after_days": 10, "retention_days": 100, "copy_retention_days": 99},
            r"'copy_retention_days' must be 100 or more \(cold storage keeps for 90 days\), got 99$",
        ),
        ({"continuous_days": 36}, "'continuous_days' must be 2 to 35, got 36"),
        ({"continuous_days": 1}, "'continuous_days' must be 2 to 35, got 1"),
    ],
)
def test_a_lifecycle_that_aws_refuses_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build(classes={"x": {**STANDARD, **change}}, continuous=[])


def test_days_of_copies_do_not_count_without_copies() -> None:
    classes = {"x": {**STANDARD, "copy_retention_days": 0}}
    assert build(classes=classes, continuous=[], copies={}).of("Plan")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"classes": {}, "continuous": []}, "'classes' needs at least one class"),
        ({"classes": {"a b": STANDARD}, "continuous": []}, "the class 'a b' must be named by letters"),
        ({"continuous": ["gold"]}, "'continuous' names 'gold', which is no class here"),
        ({"continuous": ["archive"]}, "the class 'archive', which has no 'continuous_days'"),
        ({"resource_types": ["DynamoDB"]}, "'continuous' needs a store of the type Aurora"),
        ({"resource_types": []}, "takes one or more of Aurora, DSQL, DynamoDB, RDS, S3, got none"),
        ({"resource_types": ["Aurora", "EBS"]}, "of Aurora, DSQL, DynamoDB, RDS, S3, got EBS"),
        (classed(copies=["euc1"]), "class 'x': 'copies' names euc1, to which the schedule does not copy"),
        (classed(resource_types=["S3"]), "class 'x': 'resource_types' names S3, of which the schedule has"),
        (classed(copy_retention_days_at={"euw1": 0}), "class 'x': 'copies at euw1' must be 1 or more, got 0"),
        (hourly(every_hours=5), "'hourly.every_hours' must be one of 1, 2, 3, 4, 6, 8, 12, got 5"),
        (hourly(retention_days=0), "'hourly.retention_days' must be 1 or more, got 0"),
    ],
)
def test_what_cannot_be_is_refused(more: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"backup schedule 'use1': .*{message}"):
        build(**more)


def test_all_mistakes_are_told_at_once() -> None:
    classes = {"x": {**STANDARD, "daily_at": "", "retention_days": 0}}
    with pytest.raises(ValueError, match=r"resource_types.*continuous.*daily_at.*retention_days"):
        build(resource_types=["EBS"], classes=classes)


def test_hourly_backups_have_a_plan_of_their_own_beside_the_daily_one() -> None:
    resources, without = build(classes={"standard": HOURLY}), build(classes={"standard": STANDARD})
    assert resources.names("Plan") - without.names("Plan") == {"use1-standard-hourly"}
    assert rule(resources, "use1-standard-daily") == rule(without, "use1-standard-daily")
    found = rule(resources, "use1-standard-hourly")
    assert (found["ruleName"], found["schedule"]) == ("hourly", "cron(0 0/4 * * ? *)")
    assert (found["startWindow"], found["completionWindow"]) == (60, 240)
    assert found["lifecycle"] == {"deleteAfter": 7}
    assert found["copyActions"] == []
    assert "enableContinuousBackup" not in found
    selections = {one.name: one.inputs for one in resources.of("Selection")}
    for key in ("resources", "conditions", "iamRoleArn"):
        assert selections["use1-standard-hourly"][key] == selections["use1-standard-daily"][key]
    assert resources("use1").outputs["hourly_plan_ids"] == {"standard": "use1-standard-hourly-id"}
    assert resources("use1-standard-hourly", "Plan").protect is True


def test_every_hour_is_what_aws_backup_makes_at_most() -> None:
    found = rule(build(**hourly()), "use1-x-hourly")
    assert (found["schedule"], found["startWindow"], found["completionWindow"]) == (
        "cron(0 0/1 * * ? *)",
        60,
        120,
    )


def test_hourly_backups_are_copied_by_choice_and_kept_as_long() -> None:
    found = rule(build(**hourly(copied=True, retention_days=9)), "use1-x-hourly")
    assert found["copyActions"] == [
        {"destinationVaultArn": arn, "lifecycle": {"deleteAfter": 9}} for _, arn in sorted(VAULTS.items())
    ]


@pytest.mark.parametrize(("every", "hours"), [(1, 4), (4, 9), (12, 25)])
def test_hourly_backups_are_late_after_their_period_and_both_windows(every: int, hours: int) -> None:
    resources = build(**hourly(every_hours=every))
    for one in ("aurora", "dynamodb"):
        alarm = resources(f"use1-{one}-hourly-backup-late").inputs
        assert (alarm["evaluationPeriods"], alarm["datapointsToAlarm"], alarm["period"]) == (
            hours,
            hours,
            3600,
        )
        assert alarm["treatMissingData"] == "breaching"
        assert resources(f"use1-{one}-backup-late").inputs["evaluationPeriods"] == 38


def test_hourly_alarms_are_of_the_types_of_classes_that_have_such_backups() -> None:
    classes = {"standard": {**HOURLY, "resource_types": ["Aurora"]}, "archive": ARCHIVE}
    found = {name for name in build(classes=classes).names("MetricAlarm") if "hourly" in name}
    assert found == {"use1-aurora-hourly-backup-late"}


def test_a_job_that_failed_did_not_begin_or_was_stopped_is_told_by_type_and_vault() -> None:
    alarm = build()("use1-dynamodb-backup-failed").inputs
    *jobs, total = alarm["metricQueries"]
    assert {one["metric"]["metricName"] for one in jobs} == {
        "NumberOfBackupJobsFailed",
        "NumberOfBackupJobsExpired",
        "NumberOfBackupJobsAborted",
    }
    for one in jobs:
        assert one["metric"]["dimensions"] == {"BackupVaultName": "vault-0000", "ResourceType": "DynamoDB"}
        assert (one["metric"]["namespace"], one["metric"]["stat"]) == ("AWS/Backup", "Sum")
        assert not one.get("returnData")
    assert total["expression"] == "FILL(failed, 0) + FILL(expired, 0) + FILL(aborted, 0)"
    assert total["returnData"] is True
    assert {one["id"] for one in jobs} == {"failed", "expired", "aborted"}
    assert (alarm["comparisonOperator"], alarm["threshold"]) == ("GreaterThanOrEqualToThreshold", 1)
    assert alarm["treatMissingData"] == "notBreaching"
    assert (alarm["alarmActions"], alarm["okActions"]) == ([TOPIC], [TOPIC])


@pytest.mark.parametrize(("resource_type", "key"), PAIRS)
def test_copies_are_counted_by_the_vault_they_go_to_wherever_it_is(resource_type: str, key: str) -> None:
    resources = build()
    for end, state in (("copied", "COMPLETED"), ("uncopied", "FAILED")):
        found = resources(f"use1-{resource_type.lower()}-{key}-{end}", "EventRule")
        assert json.loads(found.inputs["eventPattern"]) == {
            "source": ["aws.backup"],
            "detail-type": ["Copy Job State Change"],
            "detail": {
                "destinationBackupVaultArn": [VAULTS[key]],
                "resourceType": [resource_type],
                "state": [state],
            },
        }
        target = resources(f"{found.name}-target").inputs
        assert target["rule"] == f"{found.name}-0000"
        assert target["arn"] == resources("use1-backup-copies", "Queue").arn
        assert "use1-backup-copies-policy" in resources(f"{found.name}-target").depends_on


def test_only_these_rules_send_to_the_queue_of_copies() -> None:
    resources = build()
    sends, tls = json.loads(resources("use1-backup-copies-policy").inputs["policy"])["Statement"]
    assert sends["Principal"] == {"Service": "events.amazonaws.com"}
    assert sends["Action"] == "sqs:SendMessage"
    assert set(sends["Condition"]["ArnEquals"]["aws:SourceArn"]) == {
        one.arn for one in resources.of("EventRule")
    }
    assert (tls["Effect"], tls["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    assert resources("use1-backup-copies", "Queue").inputs["sqsManagedSseEnabled"] is True


def test_without_copies_there_is_nothing_to_count() -> None:
    resources = build(copies={})
    for kind in ("EventRule", "EventTarget", "Queue", "QueuePolicy"):
        assert resources.of(kind) == []


def test_copies_that_did_not_arrive_and_that_failed_are_told_by_type_and_vault() -> None:
    resources = build()
    late = resources("use1-aurora-euw1-copy-late").inputs
    assert (late["namespace"], late["metricName"]) == ("AWS/Events", "Invocations")
    assert late["dimensions"] == {"RuleName": "use1-aurora-euw1-copied-0000"}
    assert (late["evaluationPeriods"], late["treatMissingData"]) == (50, "breaching")
    assert late["region"] == REGION
    failed = resources("use1-aurora-euw1-copy-failed").inputs
    (job, _) = failed["metricQueries"]
    assert (job["metric"]["namespace"], job["metric"]["metricName"]) == ("AWS/Events", "Invocations")
    assert job["metric"]["dimensions"] == {"RuleName": "use1-aurora-euw1-uncopied-0000"}
    assert failed["treatMissingData"] == "notBreaching"


def test_copies_of_hourly_backups_are_late_sooner() -> None:
    alarm = build(**hourly(every_hours=4, copied=True))("use1-aurora-euw1-copy-late").inputs
    assert alarm["evaluationPeriods"] == 9 + 12


def test_a_class_is_copied_where_it_says_and_kept_there_as_long_as_it_says() -> None:
    classes = {
        "standard": {**STANDARD, "copies": ["euw1"], "copy_retention_days_at": {"euw1": 90.0}},
        "archive": {**ARCHIVE, "copies": []},
    }
    resources = build(classes=classes)
    assert rule(resources, "use1-standard-daily")["copyActions"] == [
        {"destinationVaultArn": VAULTS["euw1"], "lifecycle": {"deleteAfter": 90}}
    ]
    assert rule(resources, "use1-archive-daily")["copyActions"] == []
    copies = {name for name in resources.names("MetricAlarm") if "copy" in name}
    assert copies == {
        f"use1-{one}-euw1-copy-{noun}" for one in ("aurora", "dynamodb") for noun in ("late", "failed")
    }


def test_copies_of_another_account_are_copies_like_others() -> None:
    bunker = f"arn:aws:backup:eu-north-1:{'9' * 12}:backup-vault:bunker"
    resources = build(copies={"bunker": bunker})
    (action,) = rule(resources, "use1-standard-daily")["copyActions"]
    assert action["destinationVaultArn"] == bunker
    pattern = json.loads(resources("use1-aurora-bunker-copied", "EventRule").inputs["eventPattern"])
    assert pattern["detail"]["destinationBackupVaultArn"] == [bunker]


def test_every_type_is_selected_by_its_own_arns() -> None:
    types = ["S3", "RDS", "DSQL", "Aurora", "DynamoDB"]
    resources = build(resource_types=types)
    assert resources("use1-standard-daily", "Selection").inputs["resources"] == [
        "arn:aws:rds:*:*:cluster:*",
        "arn:aws:dsql:*:*:cluster/*",
        "arn:aws:dynamodb:*:*:table/*",
        "arn:aws:rds:*:*:db:*",
        "arn:aws:s3:::*",
    ]
    assert resources("use1-standard-pitr", "Selection").inputs["resources"] == [
        "arn:aws:rds:*:*:cluster:*",
        "arn:aws:rds:*:*:db:*",
        "arn:aws:s3:::*",
    ]
    opted = {
        name: one.inputs["resourceTypeOptInPreference"]
        for one in resources.of("RegionSettings")
        if (name := one.name)
    }
    assert list(opted.values()) == [{one: True} for one in ("Aurora", "DSQL", "DynamoDB", "RDS", "S3")]


def test_buckets_need_a_policy_of_their_own_and_selections_wait_for_it() -> None:
    resources = build(resource_types=["S3"])
    policy = resources("use1-backup-role-s3-policy").inputs
    assert policy["policyArn"] == "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup"
    assert resources("use1-standard-daily", "Selection").depends_on >= {
        "use1-backup-role-policy",
        "use1-backup-role-s3-policy",
    }
    assert "use1-backup-role-s3-policy" not in build().names()
