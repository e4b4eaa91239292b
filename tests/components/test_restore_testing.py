"""A region's restore tests, down to the properties that close them and that say when they did not happen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest

from holdfast.components import restore_testing_alarms as alarms
from holdfast.components.backup_names import backup_name
from holdfast.components.lambdas.restore_validation import metrics
from holdfast.components.lambdas.restore_validation.setup import mark
from holdfast.components.restore_testing import RestoreTesting
from holdfast.components.restore_testing_code import validation_code
from holdfast.topology.names import BACKUP_VAULT, BUCKET, EVENT_RULE, FUNCTION, ROLE
from holdfast.topology.values import RestoreFrequency, RestorePick
from tests.components.declared import ACCOUNT_ID, Resources, declared

if TYPE_CHECKING:
    from holdfast.components.restore_testing_args import RestoreTestingArgs

REGION = "eu-west-1"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT_ID}:key/1"
VAULT = f"arn:aws:backup:{REGION}:{ACCOUNT_ID}:backup-vault:v"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT_ID}:backup"
CLUSTER = f"arn:aws:rds:us-east-1:{ACCOUNT_ID}:cluster:orders"
STORES: dict[str, Any] = {
    "orders": {
        "type": "Aurora",
        "port": 5432.0,
        "sources": [CLUSTER],
        "queries": {"rows": {"sql": "SELECT count(*) FROM orders", "at_least": 1}},
    },
    "carts": {"type": "DynamoDB", "at_least_items": 5},
    "files": {"type": "S3", "objects": ["index.json"]},
}


def build(**more: Any) -> Resources:
    args: dict[str, Any] = {
        "region": REGION,
        "account_id": ACCOUNT_ID,
        "zones": ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
        "vault_arn": VAULT,
        "key_arn": KEY,
        "topic_arn": TOPIC,
        "stores": STORES,
        "frequency": RestoreFrequency.WEEKLY,
        "at": "05:00",
        "verify_server": False,
        **more,
    }
    return declared(lambda: RestoreTesting("euw1", cast("RestoreTestingArgs", args)))


@pytest.fixture(scope="module")
def resources() -> Resources:
    return build(tags={"Team": "orders"})


def statements(resources: Resources, name: str) -> dict[str, dict[str, Any]]:
    found = json.loads(resources(name, "RolePolicy").inputs["policy"])["Statement"]
    return {one["Sid"]: one for one in found}


def test_the_exact_children(resources: Resources) -> None:
    own = {pair for pair in resources.pairs() if resources(pair[1], pair[0]).parent == "euw1"}
    assert own == {
        ("holdfast:index:Network", "euw1-restore"),
        ("aws:backup/restoreTestingPlan:RestoreTestingPlan", "euw1-restore-plan"),
        ("aws:backup/restoreTestingSelection:RestoreTestingSelection", "euw1-restore-aurora"),
        ("aws:backup/restoreTestingSelection:RestoreTestingSelection", "euw1-restore-dynamodb"),
        ("aws:backup/restoreTestingSelection:RestoreTestingSelection", "euw1-restore-s3"),
        ("aws:cloudwatch/eventRule:EventRule", "euw1-restore-clock"),
        ("aws:cloudwatch/eventRule:EventRule", "euw1-restore-finished"),
        ("aws:cloudwatch/eventTarget:EventTarget", "euw1-restore-clock-target"),
        ("aws:cloudwatch/eventTarget:EventTarget", "euw1-restore-finished-target"),
        ("aws:cloudwatch/logGroup:LogGroup", "euw1-restore-logs"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euw1-restore-carts-late"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euw1-restore-failed"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euw1-restore-files-late"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euw1-restore-given-up"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euw1-restore-left-behind"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euw1-restore-orders-late"),
        ("aws:ec2/securityGroup:SecurityGroup", "euw1-restore-copies-sg"),
        ("aws:ec2/securityGroup:SecurityGroup", "euw1-restore-validator-sg"),
        ("aws:iam/role:Role", "euw1-restore-fn-role"),
        ("aws:iam/role:Role", "euw1-restore-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-restore-fn-policy"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-restore-role-copies-only"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "euw1-restore-role-restores"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "euw1-restore-role-s3-restores"),
        ("aws:lambda/eventSourceMapping:EventSourceMapping", "euw1-restore-messages"),
        ("aws:lambda/function:Function", "euw1-restore-fn"),
        ("aws:lambda/permission:Permission", "euw1-restore-clock-permission"),
        ("aws:rds/subnetGroup:SubnetGroup", "euw1-restore-copies-subnets"),
        ("aws:sqs/queue:Queue", "euw1-restore-dead-letters"),
        ("aws:sqs/queue:Queue", "euw1-restore-queue"),
        ("aws:sqs/queuePolicy:QueuePolicy", "euw1-restore-queue-policy"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "euw1-restore-5432-out"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "euw1-restore-validator-https"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "euw1-restore-5432-in"),
    }


def test_everything_is_in_the_region_and_tagged(resources: Resources) -> None:
    regional = [one for one in resources if one.custom and not one.type.startswith("aws:iam")]
    assert {one.region for one in regional} == {REGION}
    assert all(one.inputs["tags"]["Team"] == "orders" for one in resources if "tags" in one.inputs)
    tagged = {one.type for one in resources if "tags" in one.inputs}
    assert {
        "aws:backup/restoreTestingPlan:RestoreTestingPlan",
        "aws:lambda/function:Function",
        "aws:sqs/queue:Queue",
        "aws:rds/subnetGroup:SubnetGroup",
        "aws:cloudwatch/eventRule:EventRule",
        "aws:iam/role:Role",
    } <= tagged


def test_the_plan(resources: Resources) -> None:
    plan = resources("euw1-restore-plan").inputs
    assert plan["name"] == "holdfast_prod_euw1_restore"
    assert plan["scheduleExpression"] == "cron(0 5 ? * SUN *)"
    assert plan["scheduleExpressionTimezone"] == "Etc/UTC"
    assert plan["startWindowHours"] == 2
    assert plan["recoveryPointSelection"] == {
        "algorithm": "LATEST_WITHIN_WINDOW",
        "includeVaults": [VAULT],
        "recoveryPointTypes": ["SNAPSHOT"],
        "selectionWindowDays": 7,
    }


def test_the_plan_as_chosen() -> None:
    chosen = build(
        frequency=RestoreFrequency.DAILY,
        at="23:05",
        pick=RestorePick.RANDOM,
        start_window_hours=3.0,
        selection_window_days=30.0,
        validation_window_hours=12.0,
    )
    plan = chosen("euw1-restore-plan").inputs
    assert plan["scheduleExpression"] == "cron(5 23 * * ? *)"
    assert plan["recoveryPointSelection"]["algorithm"] == "RANDOM_WITHIN_WINDOW"
    assert plan["recoveryPointSelection"]["selectionWindowDays"] == 30
    assert plan["startWindowHours"] == 3
    assert chosen("euw1-restore-s3").inputs["validationWindowHours"] == 12
    # A day, the start window, the validation window and a day more.
    assert chosen("euw1-restore-orders-late").inputs["threshold"] == 24 + 3 + 12 + 24


def test_restores_of_databases_stand_in_the_closed_network(resources: Resources) -> None:
    selection = resources("euw1-restore-aurora")
    assert selection.inputs["restoreMetadataOverrides"] == {
        "dbSubnetGroupName": resources("euw1-restore-copies-subnets").outputs["name"],
        "vpcSecurityGroupIds": json.dumps([resources("euw1-restore-copies-sg").id]),
        "availabilityZones": '["eu-west-1a", "eu-west-1b", "eu-west-1c"]',
    }
    assert selection.inputs["protectedResourceType"] == "Aurora"
    assert selection.inputs["protectedResourceConditions"] == {
        "stringEquals": [{"key": "aws:ResourceTag/BackupStack", "value": "holdfast-prod"}]
    }
    assert selection.inputs["validationWindowHours"] == 4
    assert selection.inputs["iamRoleArn"] == resources("euw1-restore-role").arn
    assert {"euw1-restore-role-restores", "euw1-restore-role-copies-only"} <= selection.depends_on


def test_restored_tables_and_buckets_are_under_the_customer_key(resources: Resources) -> None:
    assert resources("euw1-restore-dynamodb").inputs["restoreMetadataOverrides"] == {
        "encryptionType": "KMS",
        "kmsMasterKeyArn": KEY,
    }
    assert resources("euw1-restore-s3").inputs["restoreMetadataOverrides"] == {
        "encryptionType": "SSE-KMS",
        "kmsKey": KEY,
    }


def test_names_of_selections_have_no_hyphen(resources: Resources) -> None:
    names = {one.inputs["name"] for one in resources.of("RestoreTestingSelection")}
    assert names == {"aurora", "dynamodb", "s3"}


def test_the_network_leads_nowhere(resources: Resources) -> None:
    kinds = {one.type.rpartition(":")[2] for one in resources}
    assert not kinds & {
        "InternetGateway",
        "NatGateway",
        "Route",
        "VpcPeeringConnection",
        "EgressOnlyInternetGateway",
    }
    assert {one.inputs["serviceName"].rpartition(".")[2] for one in resources.of("VpcEndpoint")} == {
        *("backup", "rds", "dynamodb", "s3"),
    }
    assert {one.inputs["mapPublicIpOnLaunch"] for one in resources.of("Subnet")} == {False}


def test_only_the_function_reaches_a_restored_database_and_it_reaches_nobody(resources: Resources) -> None:
    copies, validator = resources("euw1-restore-copies-sg").id, resources("euw1-restore-validator-sg").id
    rules = [*resources.of("SecurityGroupIngressRule"), *resources.of("SecurityGroupEgressRule")]
    of_copies = [one for one in rules if one.inputs["securityGroupId"] == copies]
    assert [one.name for one in of_copies] == ["euw1-restore-5432-in"]
    assert of_copies[0].inputs["referencedSecurityGroupId"] == validator
    assert (of_copies[0].inputs["fromPort"], of_copies[0].inputs["toPort"]) == (5432, 5432)
    assert "ingress" not in resources("euw1-restore-copies-sg").inputs
    assert "egress" not in resources("euw1-restore-copies-sg").inputs


def test_tables_alone_need_no_database_network() -> None:
    tables = build(stores={"carts": {"type": "DynamoDB"}})
    assert not tables.of("aws:rds/subnetGroup:SubnetGroup")
    assert {one.inputs["serviceName"].rpartition(".")[2] for one in tables.of("VpcEndpoint")} == {
        "backup",
        "dynamodb",
    }
    assert set(statements(tables, "euw1-restore-fn-policy")) == {
        *("Logs", "Messages", "RestoreJobs", "NetworkInterfaces", "NoNetworkInterfacesByCode"),
        *("RestoredTables", "Decrypt"),
    }
    assert "euw1-restore-role-s3-restores" not in tables.names()


def test_the_restores_may_change_nothing_of_production(resources: Resources) -> None:
    role = resources("euw1-restore-role").inputs
    (trust,) = json.loads(role["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "backup.amazonaws.com"}
    found = statements(resources, "euw1-restore-role-copies-only")
    assert {one["Effect"] for one in found.values()} == {"Deny"}
    assert found["DatabasesOfTestsAlone"]["NotResource"] == [
        "arn:aws:rds:*:*:cluster:awsbackup-restore-test*",
        "arn:aws:rds:*:*:db:awsbackup-restore-test*",
    ]
    assert "dynamodb:PutItem" in found["TablesOfTestsAlone"]["Action"]
    assert found["BucketsOfTestsAlone"]["NotResource"] == ["arn:aws:s3:::awsbackup-restore-test*"]


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
