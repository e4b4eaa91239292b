from __future__ import annotations

from typing import Any

import pytest

from holdfast.checks.encryption_at_rest import DISKS
from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

EBS = "aws:ebs/volume:Volume"
TEMPLATE, INSTANCE = "aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/instance:Instance"


@pytest.mark.parametrize(
    ("token", "inputs", "verdict"),
    [
        ("aws:rds/instance:Instance", {"storageEncrypted": True}, PASS),
        ("aws:rds/instance:Instance", {}, FAIL),
        ("aws:rds/instance:Instance", {"storageEncrypted": LATER}, UNKNOWN),
        ("aws:rds/instance:Instance", {"kmsKeyId": LATER, "replicateSourceDb": "arn:aws:rds:x"}, PASS),
        ("aws:rds/instance:Instance", {"replicateSourceDb": "orders"}, UNKNOWN),
        ("aws:rds/cluster:Cluster", {"engine": "aurora-postgresql"}, PASS),
        ("aws:rds/cluster:Cluster", {"engine": "aurora-postgresql", "storageEncrypted": False}, FAIL),
        ("aws:rds/cluster:Cluster", {"engine": "mysql"}, FAIL),
        ("aws:rds/cluster:Cluster", {"engine": LATER}, UNKNOWN),
        ("aws:rds/cluster:Cluster", {"engine": "mysql", "snapshotIdentifier": "old"}, UNKNOWN),
        ("aws:redshift/cluster:Cluster", {}, PASS),
        ("aws:redshift/cluster:Cluster", {"encrypted": "false"}, FAIL),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {"engine": "redis"}, FAIL),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {"engine": "valkey"}, PASS),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {"globalReplicationGroupId": "g"}, UNKNOWN),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {"atRestEncryptionEnabled": "true"}, PASS),
        ("aws:kinesis/stream:Stream", {"encryptionType": "KMS"}, PASS),
        ("aws:kinesis/stream:Stream", {"encryptionType": "NONE"}, FAIL),
        ("aws:sqs/queue:Queue", {}, PASS),
        ("aws:sqs/queue:Queue", {"sqsManagedSseEnabled": False}, FAIL),
        ("aws:sqs/queue:Queue", {"sqsManagedSseEnabled": False, "kmsMasterKeyId": LATER}, PASS),
        ("aws:efs/fileSystem:FileSystem", {"encrypted": True}, PASS),
        ("aws:opensearch/domain:Domain", {"encryptAtRest": {"enabled": True}}, PASS),
        ("aws:opensearch/domain:Domain", {"encryptAtRest": LATER}, UNKNOWN),
        (EBS, {"encrypted": True}, PASS),
        (EBS, {"snapshotId": "snap-1"}, UNKNOWN),
        (
            TEMPLATE,
            {"blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"encrypted": "true"}}]},
            PASS,
        ),
        (TEMPLATE, {"blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"volumeSize": 20}}]}, FAIL),
        (TEMPLATE, {"blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"kmsKeyId": LATER}}]}, PASS),
        (
            TEMPLATE,
            {"blockDeviceMappings": [{"deviceName": "/dev/xvdb", "virtualName": "ephemeral0"}]},
            UNKNOWN,
        ),
        (TEMPLATE, {}, UNKNOWN),
        (TEMPLATE, {"blockDeviceMappings": LATER}, UNKNOWN),
        (INSTANCE, {"rootBlockDevice": {"encrypted": True}}, PASS),
        (INSTANCE, {"rootBlockDevice": {"encrypted": False}}, FAIL),
        (INSTANCE, {"rootBlockDevice": {"encrypted": LATER}}, UNKNOWN),
        (INSTANCE, {"ebsBlockDevices": [{"deviceName": "/dev/sdf", "volumeSize": 1}]}, FAIL),
    ],
)
def test_what_keeps_data(token: str, inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("SEC001", step(token, "it", inputs)) == {"it": verdict}


@pytest.mark.parametrize("token", sorted(DISKS))
def test_every_type_can_be_told(token: str) -> None:
    on: dict[Any, Any] = {"encryptionType": "KMS"} if "kinesis" in token else {DISKS[token].switch[0]: True}  # type: ignore[index]
    nested = {name: {"enabled": True} for name in ("serverSideEncryption", "encryptAtRest")}

    assert verdicts("SEC001", step(token, "it", {**on, **nested})) == {"it": PASS}


@pytest.mark.parametrize(
    ("region", "enabled", "verdict"),
    [("us-east-1", None, PASS), ("us-east-1", False, FAIL), ("eu-west-1", True, FAIL)],
)
def test_the_default_of_the_account_counts_in_its_region(region: str, enabled: Any, verdict: str) -> None:
    token = "aws:ebs/encryptionByDefault:EncryptionByDefault"  # noqa: S105  # a type, no secret
    default = step(token, "default", {"region": region, "enabled": enabled})

    assert verdicts("SEC001", default, step(EBS, "it", {"region": "us-east-1"})) == {"it": verdict}
