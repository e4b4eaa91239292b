"""Mutations of the rules that were there first."""

from __future__ import annotations

from tests.checks.mutations.model import Document, Mutation, change
from tests.graph.documents import UNKNOWN

RECORD = "aws:route53/record:Record"
TABLE = "aws:dynamodb/table:Table"


def _group_listens_to_ec2(prod: Document) -> None:
    prod.change("aws:autoscaling/group:Group", "euw1-orders-asg", "healthCheckType", "EC2")


def _untag_the_table(prod: Document) -> None:
    prod.change(TABLE, "use1-orders-table", "tags", {})


def _keep_backups_at_home(prod: Document) -> None:
    key = prod.one("aws:kms/key:Key", "use1-key")
    prod.add(
        "aws:rds/instance:Instance",
        "ledger",
        {
            "region": "us-east-1",
            "engine": "postgres",
            "engineVersion": "18",
            "instanceClass": "db.r8g.large",
            "allocatedStorage": 100,
            "storageType": "gp3",
            "multiAz": True,
            "storageEncrypted": True,
            "kmsKeyId": UNKNOWN,
            "backupRetentionPeriod": 35,
            "deletionProtection": True,
            "iamDatabaseAuthenticationEnabled": True,
            "manageMasterUserPassword": True,
            "username": "ledger",
            "publiclyAccessible": False,
            "autoMinorVersionUpgrade": True,
            "copyTagsToSnapshot": True,
            "enabledCloudwatchLogsExports": ["postgresql"],
        },
        links={"kmsKeyId": [key]},
        protect=True,
    )


def _encrypt_the_replica_with_the_key_of_the_table(prod: Document) -> None:
    replica = prod.one("aws:dynamodb/tableReplica:TableReplica")
    replica["propertyDependencies"]["kmsKeyArn"] = [prod.one("aws:kms/key:Key", "use1-key")["urn"]]


def _unprotect_the_table(prod: Document) -> None:
    prod.one(TABLE)["protect"] = False


def _ignore_the_target(prod: Document) -> None:
    record = prod.one(RECORD, "global-public-latency-use1")
    change(record, "aliases.0.evaluateTargetHealth", False)
    change(record, "healthCheckId", None)


def _ignore_a_known_target(prod: Document) -> None:
    prod.add(
        RECORD,
        "elsewhere",
        {
            "zoneId": "Z1",
            "name": "elsewhere.example.com",
            "type": "A",
            "setIdentifier": "first",
            "aliases": [{"name": "x.example.com", "zoneId": "Z1", "evaluateTargetHealth": False}],
            "multivalueAnswerRoutingPolicy": True,
        },
    )


def _half_a_pair(prod: Document) -> None:
    prod.add(
        RECORD,
        "half",
        {
            "zoneId": "Z1",
            "name": "half.example.com",
            "type": "A",
            "healthCheckId": UNKNOWN,
            "setIdentifier": "first",
            "aliases": [{"name": UNKNOWN, "zoneId": UNKNOWN, "evaluateTargetHealth": True}],
            "failoverRoutingPolicies": [{"type": "PRIMARY"}],
        },
        links={"aliases": [prod.first("aws:lb/loadBalancer:LoadBalancer")]},
    )


def _forget_the_region(prod: Document) -> None:
    prod.change("aws:sns/topic:Topic", "euw1-alarms-topic", "region", None)


MUTATIONS = {
    "ASG001": Mutation(_group_listens_to_ec2),
    "BKP001": Mutation(_untag_the_table),
    "BKP002": Mutation(_keep_backups_at_home, companions=frozenset({"BKP001", "BKP007", "DAT002", "DAT010"})),
    "DAT001": Mutation(_unprotect_the_table),
    "DNS001": Mutation(_ignore_the_target),
    "DNS001 by a known target": Mutation(_ignore_a_known_target),
    "DNS002": Mutation(_half_a_pair),
    "KMS001": Mutation(_encrypt_the_replica_with_the_key_of_the_table),
    "REG001": Mutation(_forget_the_region),
}
