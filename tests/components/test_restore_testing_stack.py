"""Restore tests and the audit of a whole stack: from settings to resources."""

from __future__ import annotations

import json

import pytest

from holdfast.components.lambdas.restore_validation.setup import mark
from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.components.next_steps import next_steps
from holdfast.topology.plan import plan
from tests.components.declared import Resources, declared
from tests.settings.stack_files import SPREAD, loaded

STORES = """
holdfast:stores:
  orders: { kind: aurora-postgresql, home: use1, write_routing: forwarded }
  carts: { kind: dynamodb, home: use1, write_routing: any-region }
"""
TESTED = """
holdfast:backups:
  copy_to: [euw1]
  restore_testing:
    verify_server: false
    stores:
      orders:
        queries:
          rows: { sql: "SELECT count(*) FROM orders", at_least: 1 }
          newest: { sql: "SELECT max(at) FROM orders", newest_within_minutes: 1560 }
      carts: { at_least_items: 1, attributes: [id] }
  audit: { config_recorder: true, target_restore_minutes: 240 }
"""
QUIET = "holdfast:backups: { audit: { config_recorder: false } }"


def build(*patches: str) -> Resources:
    topology = plan(loaded(SPREAD, STORES, *patches), project="holdfast", stack="prod")
    return declared(lambda: MultiRegionApi("orders", {"topology": topology}))


@pytest.fixture(scope="module")
def resources() -> Resources:
    return build(TESTED)


def test_copies_are_restored_where_they_lie(resources: Resources) -> None:
    assert {one.region for one in resources.of("RestoreTestingPlan")} == {"eu-west-1"}
    selection = resources("euw1-restore-plan").inputs["recoveryPointSelection"]
    assert selection["includeVaults"] == [resources("euw1-backup-vault").arn]
    assert resources.names("RestoreTestingSelection") == {"euw1-restore-aurora", "euw1-restore-dynamodb"}


def test_restores_are_recognised_by_the_arns_of_every_region(resources: Resources) -> None:
    told = resources("euw1-restore-fn").inputs["environment"]["variables"]["SOURCES"]
    sources = json.loads(told)
    assert sorted(sources["orders"]) == sorted(
        mark(one.arn) for one in resources.of("aws:rds/cluster:Cluster")
    )
    (table,) = resources.of("aws:dynamodb/table:Table")
    assert mark(table.arn) in sources["carts"]


def test_databases_and_buckets_of_other_kinds_are_recognised_too() -> None:
    others = """
holdfast:stores:
  orders: { kind: rds-postgresql, home: use1, write_routing: application }
  more: { kind: rds-mysql, home: use1, write_routing: application }
  carts: (remove)
  files: { kind: s3, home: use1, write_routing: any-region }
"""
    tests = "holdfast:backups: { copy_to: [euw1], restore_testing: { verify_server: false } }"
    resources = build(others, tests)
    assert resources.names("RestoreTestingSelection") == {"euw1-restore-rds", "euw1-restore-s3"}
    sources = json.loads(resources("euw1-restore-fn").inputs["environment"]["variables"]["SOURCES"])
    for key in ("orders", "more"):
        made = {one.arn for one in resources.of("aws:rds/instance:Instance") if f"-{key}-" in one.name}
        assert sorted(sources[key]) == sorted(mark(arn) for arn in made)
    buckets = [one for one in resources.of("aws:s3/bucket:Bucket") if one.name.endswith("-files-bucket")]
    assert sorted(sources["files"]) == sorted(
        mark(f"arn:aws:s3:::{one.outputs['bucket']}") for one in buckets
    )
    rules = {one.inputs["fromPort"] for one in resources.of("SecurityGroupIngressRule")}
    assert {5432, 3306} <= rules


def test_alarms_tell_the_topic_of_the_vault(resources: Resources) -> None:
    topic = resources("euw1-backup-topic").arn
    for name in ("euw1-restore-failed", "euw1-restore-orders-late", "euw1-restore-carts-late"):
        assert resources(name).inputs["alarmActions"] == [topic]


def test_every_vault_is_audited(resources: Resources) -> None:
    assert resources.names("Framework") == {"euw1-audit-framework", "use1-audit-framework"}
    home = {one["name"] for one in resources("use1-audit-framework").inputs["controls"]}
    copies = {one["name"] for one in resources("euw1-audit-framework").inputs["controls"]}
    assert "BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION" in home - copies
    assert "BACKUP_RECOVERY_POINT_ENCRYPTED" in home & copies


def test_tags_that_controls_look_at_are_on_every_plan(resources: Resources) -> None:
    assert {one.inputs["tags"]["Stack"] for one in resources.of("aws:backup/plan:Plan")} == {"prod"}


def test_operators_find_tests_and_reports(resources: Resources) -> None:
    backups = resources("orders", "MultiRegionApi").outputs["operations"]["backups"]
    assert backups["restore_tests"] == {
        "euw1": {
            "region": "eu-west-1",
            "plan_arn": resources("euw1-restore-plan").arn,
            "function": resources("euw1-restore-fn").outputs["name"],
            "log_group": resources("euw1-restore-logs").outputs["name"],
            "late_hours": 198,
            "role_arn": resources("euw1-restore-role").arn,
            "metadata": {
                "Aurora": {
                    "DBSubnetGroupName": resources("euw1-restore-copies-subnets").outputs["name"],
                    "VpcSecurityGroupIds": json.dumps([resources("euw1-restore-copies-sg").id]),
                    "AvailabilityZones": '["eu-west-1a", "eu-west-1b", "eu-west-1c"]',
                },
                "DynamoDB": {
                    "encryptionType": "KMS",
                    "kmsMasterKeyArn": resources("euw1-restore-fn").inputs["kmsKeyArn"],
                },
            },
            "types": {"orders": "Aurora", "carts": "DynamoDB"},
        }
    }
    assert backups["audit"]["use1"] == {
        "region": "us-east-1",
        "bucket": resources("use1-audit-reports").outputs["bucket"],
        "framework_arn": resources("use1-audit-framework").arn,
    }


def test_without_aws_config_it_is_said_what_to_do() -> None:
    topology = plan(loaded(SPREAD, STORES, TESTED, QUIET), project="holdfast", stack="prod")
    (step,) = [one for one in next_steps(topology) if "AWS Config" in one]
    assert "eu-west-1, us-east-1" in step
    assert not build(TESTED, QUIET).of("Framework")


def test_nothing_is_declared_where_nothing_is_asked_for() -> None:
    resources = build("holdfast:backups: { copy_to: [euw1] }")
    assert not resources.of("RestoreTestingPlan")
    assert not resources.of("ReportPlan")
