"""Which types of resources are drawn, what they stand for, and what they are called."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.checks.routing import RECORD
from holdfast.checks.traffic import (
    BALANCERS,
    CLASSIC_BALANCER,
    CLOUDFLARE_BALANCER,
    DISTRIBUTION,
)
from holdfast.review.model import NodeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCELERATOR = "aws:globalaccelerator/accelerator:Accelerator"
REST_API = "aws:apigateway/restApi:RestApi"
HTTP_API = "aws:apigatewayv2/api:Api"
FUNCTION_URL = "aws:lambda/functionUrl:FunctionUrl"
GROUP = "aws:autoscaling/group:Group"
ECS_SERVICE = "aws:ecs/service:Service"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
EKS_CLUSTER = "aws:eks/cluster:Cluster"
INSTANCE = "aws:ec2/instance:Instance"
FUNCTION = "aws:lambda/function:Function"
TABLE = "aws:dynamodb/table:Table"
TABLE_REPLICA = "aws:dynamodb/tableReplica:TableReplica"
RDS_CLUSTER = "aws:rds/cluster:Cluster"
RDS_INSTANCE = "aws:rds/instance:Instance"
CACHE_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
DSQL_CLUSTER = "aws:dsql/cluster:Cluster"
BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
VPC = "aws:ec2/vpc:Vpc"
VAULT = "aws:backup/vault:Vault"

_ENTRANCES = {
    **dict.fromkeys(BALANCERS, "load balancer"),
    CLASSIC_BALANCER: "load balancer",
    RECORD: "DNS",
    DISTRIBUTION: "CloudFront",
    ACCELERATOR: "Global Accelerator",
    CLOUDFLARE_BALANCER: "Cloudflare load balancer",
    REST_API: "REST API",
    HTTP_API: "HTTP API",
    FUNCTION_URL: "function URL",
    "aws:appsync/graphQLApi:GraphQLApi": "GraphQL API",
}
_COMPUTE = {
    GROUP: "instances",
    ECS_SERVICE: "tasks",
    NODE_GROUP: "nodes",
    EKS_CLUSTER: "EKS cluster",
    INSTANCE: "instance",
    FUNCTION: "function",
    "aws:apprunner/service:Service": "App Runner service",
    "aws:elasticbeanstalk/environment:Environment": "Elastic Beanstalk environment",
}
_STORES = {
    TABLE: "DynamoDB table",
    TABLE_REPLICA: "DynamoDB table",
    RDS_CLUSTER: "database cluster",
    RDS_INSTANCE: "database",
    "aws:docdb/cluster:Cluster": "DocumentDB cluster",
    "aws:neptune/cluster:Cluster": "Neptune cluster",
    CACHE_GROUP: "cache",
    "aws:elasticache/cluster:Cluster": "cache",
    "aws:elasticache/serverlessCache:ServerlessCache": "serverless cache",
    "aws:memorydb/cluster:Cluster": "MemoryDB cluster",
    "aws:opensearch/domain:Domain": "OpenSearch domain",
    "aws:msk/cluster:Cluster": "Kafka cluster",
    "aws:redshift/cluster:Cluster": "Redshift cluster",
    "aws:efs/fileSystem:FileSystem": "file system",
    "aws:keyspaces/table:Table": "Keyspaces table",
    DSQL_CLUSTER: "Aurora DSQL cluster",
    **dict.fromkeys(BUCKETS, "bucket"),
}
_BACKUPS = {
    VAULT: "backup vault",
    "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault": "air-gapped vault",
}

NOUNS: Mapping[str, str] = MappingProxyType({**_ENTRANCES, **_COMPUTE, **_STORES, **_BACKUPS, VPC: "network"})
"""What a resource is called in the picture, by type token."""
KINDS: Mapping[str, NodeKind] = MappingProxyType(
    {
        **dict.fromkeys(_ENTRANCES, NodeKind.ENTRANCE),
        **dict.fromkeys(_COMPUTE, NodeKind.COMPUTE),
        **dict.fromkeys(_STORES, NodeKind.STORE),
        **dict.fromkeys(_BACKUPS, NodeKind.BACKUP),
        VPC: NodeKind.NETWORK,
    }
)
"""What a resource stands for, by type token."""
ONLY_ON_A_WAY = frozenset({FUNCTION, *BUCKETS})
"""Types of which a stack has many for its own upkeep: drawn only where requests or data take a way there."""
PART_OF: Mapping[str, str] = MappingProxyType(
    {
        "aws:rds/clusterInstance:ClusterInstance": "clusterIdentifier",
        "aws:docdb/clusterInstance:ClusterInstance": "clusterIdentifier",
        "aws:neptune/clusterInstance:ClusterInstance": "clusterIdentifier",
        "aws:rds/globalCluster:GlobalCluster": "sourceDbClusterIdentifier",
        NODE_GROUP: "clusterName",
    }
)
"""Types that are a part of something drawn, and the property that names it."""
CARRIERS = frozenset(
    {
        "aws:ec2/launchConfiguration:LaunchConfiguration",
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:ecs/taskDefinition:TaskDefinition",
        "aws:iam/policy:Policy",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:lambda/alias:Alias",
        "aws:rds/proxy:Proxy",
        "aws:rds/proxyTarget:ProxyTarget",
        "aws:s3/accessPoint:AccessPoint",
        "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
        "aws:secretsmanager/secret:Secret",
        "aws:secretsmanager/secretVersion:SecretVersion",
        "aws:ssm/parameter:Parameter",
    }
)
"""Types through which what runs is told of what keeps data."""
