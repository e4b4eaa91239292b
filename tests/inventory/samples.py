"""A stack with one of each kind of thing that has a way back of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.graph.documents import UNKNOWN, graph, step, urn
from tests.inventory.taken import EU, KEY, REPLICA_KEY, US, here, key, plan, selection, vault

if TYPE_CHECKING:
    from typing import Any

    from holdfast.graph import ResourceGraph


def _pair(kind: str, service: str) -> list[dict[str, Any]]:
    """A global database of two clusters."""
    cluster, whole = f"aws:{service}/cluster:Cluster", f"aws:{service}/globalCluster:GlobalCluster"
    links = {"globalClusterIdentifier": [urn(whole, kind)]}
    given = {"globalClusterIdentifier": UNKNOWN, "storageEncrypted": True}
    return [
        step(whole, kind, here(US)),
        step(cluster, f"{kind}-us", here(US, snapshotIdentifier="s", **given), links=links),
        step(cluster, f"{kind}-eu", here(EU, **given), links=links),
    ]


def steps() -> list[dict[str, Any]]:
    """Its resources."""
    instance, cluster = "aws:rds/instance:Instance", "aws:rds/cluster:Cluster"
    replicated = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"
    group = "aws:elasticache/replicationGroup:ReplicationGroup"
    datastore = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup"
    bucket, files = "aws:s3/bucket:Bucket", "aws:efs/fileSystem:FileSystem"
    return [
        *(
            one
            for kind, service in (("aurora", "rds"), ("docs", "docdb"), ("graph", "neptune"))
            for one in _pair(kind, service)
        ),
        step(cluster, "multi-az", here(US, engine="postgres", storageEncrypted=True)),
        step(
            cluster,
            "multi-az-eu",
            here(EU, engine="postgres", replicationSourceIdentifier=UNKNOWN),
            links={"replicationSourceIdentifier": [urn(cluster, "multi-az")]},
        ),
        step(instance, "rds", here(US, backupRetentionPeriod=7)),
        step(
            instance,
            "rds-eu",
            here(EU, replicateSourceDb=UNKNOWN),
            links={"replicateSourceDb": [urn(instance, "rds")]},
        ),
        step(replicated, "rds-backups", here(EU), links={"sourceDbInstanceArn": [urn(instance, "rds")]}),
        step("aws:dsql/cluster:Cluster", "dsql", here(US)),
        step(
            "aws:dynamodb/table:Table",
            "table",
            here(US, pointInTimeRecovery={"enabled": True}, tags={"backup": "yes"}),
        ),
        step(group, "cache", here(US, snapshotRetentionLimit=1)),
        step(group, "global-us", here(US)),
        step(datastore, "global", here(US), links={"primaryReplicationGroupId": [urn(group, "global-us")]}),
        step(
            group,
            "global-eu",
            here(EU, globalReplicationGroupId=UNKNOWN),
            links={"globalReplicationGroupId": [urn(datastore, "global")]},
        ),
        step(bucket, "objects", here(US, versioning={"enabled": True})),
        step(files, "files", here(US)),
        step(
            "aws:efs/replicationConfiguration:ReplicationConfiguration",
            "files-eu",
            here(US, destination={"region": EU}),
            links={"sourceFileSystemId": [urn(files, "files")]},
        ),
        step("aws:sqs/queue:Queue", "queue", here(US)),
        step("aws:secretsmanager/secret:Secret", "secret", here(US, replicas=[{"region": EU}])),
        step("aws:ssm/parameter:Parameter", "parameter", here(US, type="String")),
        key("wide", US, multiRegion=True),
        step(REPLICA_KEY, "wide-eu", here(EU), links={"primaryKeyArn": [urn(KEY, "wide")]}),
        key("single", US),
        step("aws:cognito/userPool:UserPool", "users", here(US)),
        step("aws:acm/certificate:Certificate", "certificate", here(US)),
        step("aws:route53/zone:Zone", "zone", {"name": "example.com"}),
        step("aws:ecr/repository:Repository", "repository", here(US)),
        step("aws:ec2/amiCopy:AmiCopy", "image", here(EU, sourceAmiId="ami-1", sourceAmiRegion=US)),
        step("aws:lambda/function:Function", "function", here(US, imageUri=UNKNOWN)),
        vault("vault", US),
        plan("plan", US, {"schedule": "cron(0 3 * * ? *)", "targetVaultName": UNKNOWN}, vaults=("vault",)),
        selection("selection", US, "plan", selectionTags=[{"key": "backup", "value": "yes"}]),
    ]


def everything() -> ResourceGraph:
    """The graph of all of it."""
    return graph(*steps())
