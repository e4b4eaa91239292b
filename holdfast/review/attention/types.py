"""Which types hold what cannot be made anew, which take requests on their way, and which only watch."""

from __future__ import annotations

from holdfast.checks.global_databases import INSTANCES
from holdfast.checks.health import HEALTH_CHECK
from holdfast.checks.pools import MONITOR
from holdfast.checks.routing import RECORD, ZONE
from holdfast.checks.traffic import (
    API_DOMAINS,
    BALANCERS,
    CLASSIC_BALANCER,
    CLOUDFLARE_BALANCER,
    CLOUDFLARE_POOL,
    DISTRIBUTION,
    ENDPOINT_GROUP,
    LISTENER_RULES,
    LISTENERS,
    TARGET_GROUPS,
)

DATA = frozenset(
    {
        "aws:docdb/cluster:Cluster",
        "aws:docdb/elasticCluster:ElasticCluster",
        "aws:docdb/globalCluster:GlobalCluster",
        "aws:dsql/cluster:Cluster",
        "aws:dynamodb/globalTable:GlobalTable",
        "aws:dynamodb/table:Table",
        "aws:dynamodb/tableReplica:TableReplica",
        "aws:ebs/volume:Volume",
        "aws:efs/fileSystem:FileSystem",
        "aws:elasticache/cluster:Cluster",
        "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:elasticache/serverlessCache:ServerlessCache",
        "aws:fsx/lustreFileSystem:LustreFileSystem",
        "aws:fsx/ontapFileSystem:OntapFileSystem",
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        "aws:fsx/windowsFileSystem:WindowsFileSystem",
        "aws:keyspaces/table:Table",
        "aws:memorydb/cluster:Cluster",
        "aws:neptune/cluster:Cluster",
        "aws:neptune/globalCluster:GlobalCluster",
        "aws:opensearch/domain:Domain",
        "aws:rds/cluster:Cluster",
        "aws:rds/globalCluster:GlobalCluster",
        "aws:rds/instance:Instance",
        "aws:redshift/cluster:Cluster",
        "aws:s3/bucket:Bucket",
        "aws:s3/bucketV2:BucketV2",
        "aws:timestreamwrite/table:Table",
    }
)
"""What keeps records."""
KEPT = frozenset(
    {
        "aws:backup/vault:Vault",
        "aws:cognito/userPool:UserPool",
        "aws:ecr/repository:Repository",
        "aws:kinesis/stream:Stream",
        "aws:kms/key:Key",
        "aws:kms/replicaKey:ReplicaKey",
        "aws:msk/cluster:Cluster",
        "aws:secretsmanager/secret:Secret",
        "aws:sqs/queue:Queue",
    }
)
"""What else is lost with it: backups, users, images, messages, keys, secrets."""
BUCKETS = frozenset({"aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"})
CANARY = "aws:synthetics/canary:Canary"
STATEFUL = DATA | KEPT

FAILOVER = frozenset(
    {
        RECORD,
        HEALTH_CHECK,
        ENDPOINT_GROUP,
        CLOUDFLARE_BALANCER,
        CLOUDFLARE_POOL,
        MONITOR,
        "aws:arcregionswitch/plan:Plan",
        "aws:globalaccelerator/accelerator:Accelerator",
        "aws:globalaccelerator/listener:Listener",
        "aws:route53recoverycontrol/routingControl:RoutingControl",
        "aws:route53recoverycontrol/safetyRule:SafetyRule",
    }
)
"""What moves clients from a region to another."""
ENTRANCES = FAILOVER | {
    ZONE,
    CLASSIC_BALANCER,
    DISTRIBUTION,
    *API_DOMAINS,
    *BALANCERS,
    *LISTENERS,
    *LISTENER_RULES,
    *TARGET_GROUPS,
    "aws:apigateway/restApi:RestApi",
    "aws:apigateway/stage:Stage",
    "aws:apigatewayv2/api:Api",
    "aws:apigatewayv2/stage:Stage",
    "cloudflare:index/dnsRecord:DnsRecord",
    "cloudflare:index/record:Record",
    "cloudflare:index/zone:Zone",
}
"""What requests come in by."""
COMPUTE = frozenset(
    {
        *INSTANCES.values(),
        "aws:autoscaling/group:Group",
        "aws:ec2/instance:Instance",
        "aws:ecs/cluster:Cluster",
        "aws:ecs/service:Service",
        "aws:eks/cluster:Cluster",
        "aws:eks/nodeGroup:NodeGroup",
        "aws:lambda/function:Function",
    }
)
NETWORK = frozenset(
    {
        "aws:ec2/eip:Eip",
        "aws:ec2/internetGateway:InternetGateway",
        "aws:ec2/natGateway:NatGateway",
        "aws:ec2/subnet:Subnet",
        "aws:ec2/vpc:Vpc",
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "aws:ec2transitgateway/transitGateway:TransitGateway",
    }
)
TRAFFIC = ENTRANCES | COMPUTE | NETWORK
"""What requests pass on their way."""

_WATCHING = frozenset(
    {
        "budgets",
        "chatbot",
        "cloudwatch",
        "costexplorer",
        "fis",
        "resourcegroups",
        "servicecatalog",
        "sns",
        "synthetics",
    }
)


def watches(token: str) -> bool:
    """Whether a type only watches, tells or tries: a change of it takes nothing from what serves.

    Args:
        token: Type token.
    """
    return token.split(":")[1].partition("/")[0] in _WATCHING
