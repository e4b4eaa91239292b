"""What a backup schedule refuses, and what it tells of."""

from __future__ import annotations

import json
from typing import Any

import pytest

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

HOURLY = {**STANDARD, "hourly": {"every_hours": 4.0, "retention_days": 7.0}}


def classed(**more: Any) -> dict[str, Any]:
    return {"classes": {"x": {**STANDARD, **more}}, "continuous": []}


def hourly(**more: Any) -> dict[str, Any]:
    return classed(hourly={"every_hours": 1, "retention_days": 7, **more})


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
