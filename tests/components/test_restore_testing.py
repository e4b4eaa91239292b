"""A region's restore tests, down to the properties that close them and that say when they did not happen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from holdfast.topology.values import RestoreFrequency, RestorePick
from tests.components.restore_testing_samples import KEY, REGION, VAULT, build, statements

if TYPE_CHECKING:
    from tests.components.declared import Resources


@pytest.fixture(scope="module")
def resources() -> Resources:
    return build(tags={"Team": "orders"})


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
