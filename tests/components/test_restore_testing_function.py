"""What judges a restored copy, what it may do, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest

from holdfast.components import restore_testing_alarms as alarms
from holdfast.components.backup_names import backup_name
from holdfast.components.lambdas.restore_validation import metrics
from holdfast.components.lambdas.restore_validation.setup import mark
from holdfast.components.restore_testing_code import validation_code
from holdfast.topology.names import BACKUP_VAULT, BUCKET, EVENT_RULE, FUNCTION, ROLE
from tests.components.declared import ACCOUNT_ID, Resources, declared
from tests.components.restore_testing_samples import (
    CLUSTER,
    KEY,
    REGION,
    STORES,
    TOPIC,
    build,
    statements,
)


@pytest.fixture(scope="module")
def resources() -> Resources:
    return build(tags={"Team": "orders"})


def test_the_function_reaches_restored_copies_and_no_secret(resources: Resources) -> None:
    found = statements(resources, "euw1-restore-fn-policy")
    assert not any("secretsmanager" in str(one["Action"]) for one in found.values())
    here = f"arn:aws:rds:{REGION}:{ACCOUNT_ID}"
    assert found["RestoredDatabases"]["Resource"] == [
        f"{here}:cluster:awsbackup-restore-test*",
        f"{here}:db:awsbackup-restore-test*",
    ]
    through = {"kms:ViaService": f"rds.{REGION}.amazonaws.com"}
    assert found["KeyOfCluster"]["Condition"] == {"StringEquals": through}
    assert found["GrantKeyOfCluster"]["Action"] == ["kms:CreateGrant"]
    assert found["GrantKeyOfCluster"]["Condition"] == {
        "StringEquals": through,
        "Bool": {"kms:GrantIsForAWSResource": "true"},
    }
    assert found["RemoveInstance"]["Resource"] == [f"{here}:db:awsbackup-restore-test*"]
    assert found["RestoredTables"]["Resource"] == [
        f"arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/awsbackup-restore-test*"
    ]
    wide = {sid for sid, one in found.items() if one["Effect"] == "Allow" and one["Resource"] in ("*", ["*"])}
    assert wide == {"RestoreJobs", "NetworkInterfaces"}


def test_the_function(resources: Resources) -> None:
    function = resources("euw1-restore-fn")
    inputs = function.inputs
    assert (inputs["runtime"], inputs["handler"]) == ("python3.13", "restore_validation.handler.handle")
    assert inputs["timeout"] == 300
    assert inputs["kmsKeyArn"] == KEY
    assert inputs["vpcConfig"]["securityGroupIds"] == [resources("euw1-restore-validator-sg").id]
    assert inputs["environment"]["variables"] == {
        "PLAN_NAME": "holdfast_prod_euw1_restore",
        "PLAN_ARN": resources("euw1-restore-plan").arn,
        "VALIDATION_WINDOW_HOURS": "4",
        "QUERY_SECONDS": "60",
        "INSTANCE_CLASS": "db.t4g.medium",
        "SOURCES": json.dumps({"carts": [], "files": [], "orders": [mark(CLUSTER)]}),
        "VERIFY_SERVER": "false",
    }
    assert "euw1-restore-fn-policy" in function.depends_on


def test_a_restore_that_is_over_reaches_the_function_until_it_is_judged(resources: Resources) -> None:
    pattern = json.loads(resources("euw1-restore-finished").inputs["eventPattern"])
    assert pattern == {
        "source": ["aws.backup"],
        "detail-type": ["Restore Job State Change"],
        "detail": {
            "restoreTestingPlanArn": [resources("euw1-restore-plan").arn],
            "status": ["COMPLETED", "FAILED", "ABORTED"],
        },
    }
    queue = resources("euw1-restore-queue")
    assert queue.inputs["visibilityTimeoutSeconds"] == 600
    assert json.loads(queue.inputs["redrivePolicy"]) == {
        "deadLetterTargetArn": resources("euw1-restore-dead-letters").arn,
        "maxReceiveCount": 27,
    }
    assert resources("euw1-restore-finished-target").inputs["arn"] == queue.arn
    sends = json.loads(resources("euw1-restore-queue-policy").inputs["policy"])["Statement"][0]
    assert sends["Condition"] == {"ArnEquals": {"aws:SourceArn": [resources("euw1-restore-finished").arn]}}
    messages = resources("euw1-restore-messages").inputs
    assert messages["batchSize"] == 1
    assert messages["functionResponseTypes"] == ["ReportBatchItemFailures"]
    assert messages["scalingConfig"] == {"maximumConcurrency": 3}


def test_the_clock(resources: Resources) -> None:
    assert resources("euw1-restore-clock").inputs["scheduleExpression"] == "rate(6 hours)"
    permission = resources("euw1-restore-clock-permission").inputs
    assert permission["sourceArn"] == resources("euw1-restore-clock").arn


def test_alarms_tell_of_failures_and_of_silence(resources: Resources) -> None:
    failed, late = resources("euw1-restore-failed").inputs, resources("euw1-restore-orders-late").inputs
    assert failed["namespace"] == late["namespace"] == "Holdfast/RestoreTesting"
    assert failed["metricName"] == "Failed"
    assert failed["dimensions"] == {"Plan": "holdfast_prod_euw1_restore"}
    assert (failed["threshold"], failed["treatMissingData"]) == (1, "notBreaching")
    assert late["metricName"] == "HoursSinceSuccess"
    assert late["dimensions"] == {"Plan": "holdfast_prod_euw1_restore", "Store": "orders"}
    assert late["threshold"] == 168 + 2 + 4 + 24
    assert (late["period"], late["treatMissingData"]) == (43_200, "breaching")
    left = resources("euw1-restore-left-behind").inputs
    assert (left["metricName"], left["dimensions"]) == ("LeftBehind", {"Plan": "holdfast_prod_euw1_restore"})
    assert (left["threshold"], left["treatMissingData"]) == (1, "notBreaching")
    given_up = resources("euw1-restore-given-up").inputs
    assert given_up["dimensions"] == {"QueueName": resources("euw1-restore-dead-letters").outputs["name"]}
    found = resources.of("MetricAlarm")
    assert {tuple(one.inputs["alarmActions"]) for one in found} == {(TOPIC,)}
    assert {tuple(one.inputs["okActions"]) for one in found} == {(TOPIC,)}


def test_names_that_metrics_carry_are_those_that_alarms_look_at() -> None:
    assert metrics.NAMESPACE == alarms.NAMESPACE
    assert metrics.FAILED == alarms.FAILED
    assert metrics.HOURS_SINCE_SUCCESS == alarms.HOURS_SINCE_SUCCESS
    assert metrics.LEFT_BEHIND == alarms.LEFT_BEHIND


def test_the_code_holds_package_checks_authorities_and_drivers(tmp_path: Path) -> None:
    (tmp_path / "rds.pem").write_text("-----BEGIN CERTIFICATE-----")
    assets: dict[str, Any] = validation_code(STORES, str(tmp_path / "rds.pem")).assets
    assert {
        "restore_validation/handler.py",
        "restore_validation/databases.py",
        "restore_validation/checks.json",
        "restore_validation/ca.pem",
        "pg8000/native.py",
        "scramp/core.py",
        "asn1crypto/x509.py",
        "pymysql/connections.py",
    } <= set(assets)
    checks = json.loads(assets["restore_validation/checks.json"].text)
    assert checks["orders"] == {
        "type": "Aurora",
        "queries": {"rows": {"sql": "SELECT count(*) FROM orders", "at_least": 1}},
    }
    assert {name.rpartition(".")[2] for name in assets} - {"py", "json", "pem"} == {"dist-info/METADATA"}


@pytest.mark.parametrize(
    ("stores", "imported", "files"),
    [
        (STORES, "handler, databases", "handler, databases, databases.pg8000, databases.pymysql"),
        ({"carts": STORES["carts"]}, "handler", "handler"),
    ],
)
def test_what_is_packed_runs_alone(tmp_path: Path, stores: dict[str, Any], imported: str, files: str) -> None:
    """In an isolated interpreter that sees the archive and boto3, as Lambda's runtime does."""
    assets: dict[str, Any] = validation_code(stores, None).assets
    for name, asset in assets.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(asset.text, encoding="utf-8")
    runtime = Path(boto3.__file__).parents[1]
    # Of the runtime only what boto3 is: its drivers, if it had some, would hide that ours are missing.
    (tmp_path / "runtime").mkdir()
    for name in ("boto3", "botocore", "s3transfer", "jmespath", "urllib3", "dateutil", "six.py"):
        (tmp_path / "runtime" / name).symlink_to(runtime / name)
    code = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(tmp_path / 'runtime')!r}];"
        f"from restore_validation import {imported};"
        f"print(*(one.__file__ for one in ({files},)))"
    )
    done = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert all(one.startswith(f"{tmp_path}/") for one in done.stdout.split())


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"stores": {}}, "'stores' needs at least one store"),
        ({"zones": ["eu-west-1a"]}, "'zones' takes two or three zones"),
        ({"stores": {"a": {"type": "DSQL"}}}, "'type' must be one of Aurora, DynamoDB, RDS, S3, got 'DSQL'"),
        ({"stores": {"a": {"type": "RDS"}}}, "a database needs 'port'"),
        (
            {"stores": {"a": {"type": "RDS", "port": 3306, "queries": {"q": {"sql": "SELECT 1"}}}}},
            "needs one of at_least, newest_within_minutes, equals, got none",
        ),
        (
            {
                "stores": {
                    "a": {
                        "type": "RDS",
                        "port": 3306,
                        "queries": {"q": {"sql": "SELECT 1; DROP TABLE a", "equals": "1"}},
                    }
                }
            },
            "without a semicolon",
        ),
        ({"validation_window_hours": 1}, "'validation_window_hours' must be 2 to 168, got 1"),
        ({"query_timeout_seconds": 601}, "'query_timeout_seconds' must be 5 to 600, got 601"),
        ({"frequency": "monthly"}, "'frequency' must be one of daily, weekly, got 'monthly'"),
        ({"verify_server": True}, "databases need 'ca_file', or 'verify_server' False"),
        ({"verify_server": True, "ca_file": "missing.pem"}, "'ca_file' names no file: 'missing.pem'"),
        ({"ca_file": __file__}, "'ca_file' does nothing without a database, or with 'verify_server' False"),
        (
            {"stores": {"carts": {"type": "DynamoDB", "sources": [CLUSTER] * 225}}},
            "take 3611 characters of the function's environment, and there is room for 3600",
        ),
        ({"pick": "oldest"}, "'pick' must be one of latest, random, got 'oldest'"),
    ],
)
def test_what_cannot_be_is_refused(more: dict[str, Any], part: str) -> None:
    with pytest.raises(ValueError, match="restore testing 'euw1'") as problem:
        build(**more)
    assert part in str(problem.value)


def test_names_fit_wherever_the_name_of_the_vault_does(resources: Resources) -> None:
    """So the plan, which refuses a vault's name that is too long, need not look at these."""
    project = "p" * (BACKUP_VAULT.longest - BACKUP_VAULT.length("", "prod", "euw1-backup-vault"))
    limits = {"Role": ROLE, "Function": FUNCTION, "EventRule": EVENT_RULE}
    for kind, limit in limits.items():
        assert resources.names(kind)
        for name in resources.names(kind):
            assert limit.length(project, "prod", name) <= limit.longest, name
    assert BUCKET.length(project, "prod", "euw1-audit-reports") <= BUCKET.longest


def test_a_long_name_ends_in_a_digest_and_fits() -> None:
    found: list[str] = []
    declared(
        lambda: found.extend(
            [backup_name("euw1-restore-" + "x" * 60, longest=50), backup_name("a-b", longest=50)]
        )
    )
    assert len(found[0]) == 50
    assert found[0].replace("_", "").isalnum()
    assert found[1] == "holdfast_prod_a_b"
