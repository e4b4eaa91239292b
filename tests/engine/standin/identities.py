"""Ids and ARNs as AWS shapes them, from a counter: they tell what was made when, and nothing is random.

Which value a provider takes for the id: the ``SetId`` calls in
https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service. How ARNs are written:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html.
Both 2026-11.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.preview.child.provider.facts import Facts
    from tests.engine.standin.cloud import Cloud

ACCOUNT_ID = "111122223333"

EC2_PREFIXES: Mapping[str, str] = {
    "aws:ec2/customerGateway:CustomerGateway": "cgw",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "sg",
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": "eigw",
    "aws:ec2/eip:Eip": "eipalloc",
    "aws:ec2/flowLog:FlowLog": "fl",
    "aws:ec2/instance:Instance": "i",
    "aws:ec2/internetGateway:InternetGateway": "igw",
    "aws:ec2/launchTemplate:LaunchTemplate": "lt",
    "aws:ec2/managedPrefixList:ManagedPrefixList": "pl",
    "aws:ec2/natGateway:NatGateway": "nat",
    "aws:ec2/networkAcl:NetworkAcl": "acl",
    "aws:ec2/networkInterface:NetworkInterface": "eni",
    "aws:ec2/route:Route": "r-rtb",
    "aws:ec2/routeTable:RouteTable": "rtb",
    "aws:ec2/routeTableAssociation:RouteTableAssociation": "rtbassoc",
    "aws:ec2/securityGroup:SecurityGroup": "sg",
    "aws:ec2/securityGroupRule:SecurityGroupRule": "sgrule",
    "aws:ec2/subnet:Subnet": "subnet",
    "aws:ec2/vpc:Vpc": "vpc",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "vpce",
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": "pcx",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "sgr",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "sgr",
}
_EC2_NOUNS: Mapping[str, str] = {
    "eipalloc": "elastic-ip",
    "fl": "vpc-flow-log",
    "i": "instance",
    "igw": "internet-gateway",
    "lt": "launch-template",
    "nat": "natgateway",
    "acl": "network-acl",
    "eni": "network-interface",
    "pl": "prefix-list",
    "rtb": "route-table",
    "sg": "security-group",
    "sgr": "security-group-rule",
    "vpce": "vpc-endpoint",
    "pcx": "vpc-peering-connection",
}
MADE_HERE = re.compile(
    rf"({'|'.join(sorted(set(EC2_PREFIXES.values())))})-0{{6}}[0-9a-f]{{11}}"  # EC2
    r"|Z0{9}[0-9A-F]{11}"  # hosted zones
    r"|0{8}-0000-4000-8000-[0-9a-f]{12}"  # keys, health checks, plans
)
"""Ids that this cloud gave; others may be of something real."""

# Type → ARN; {0} stands for the name or, where a type has none, for the id.
_ARNS: Mapping[str, str] = {
    "aws:acm/certificate:Certificate": "acm:{region}:{account}:certificate/{uuid}",
    "aws:appautoscaling/policy:Policy": (
        "autoscaling:{region}:{account}:scalingPolicy:{uuid}:resource/{serviceNamespace}/{resourceId}:"
        "policyName/{name}"
    ),
    "aws:appautoscaling/target:Target": "application-autoscaling:{region}:{account}:scalable-target/{hex}",
    "aws:autoscaling/group:Group": (
        "autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}"
    ),
    "aws:autoscaling/policy:Policy": (
        "autoscaling:{region}:{account}:scalingPolicy:{uuid}:autoScalingGroupName/{autoscalingGroupName}:"
        "policyName/{name}"
    ),
    "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault": (
        "backup:{region}:{account}:backup-vault:{name}"
    ),
    "aws:backup/plan:Plan": "backup:{region}:{account}:backup-plan:{id}",
    "aws:backup/vault:Vault": "backup:{region}:{account}:backup-vault:{name}",
    "aws:budgets/budget:Budget": "budgets::{account}:budget/{name}",
    "aws:cloudfront/distribution:Distribution": "cloudfront::{account}:distribution/{id}",
    "aws:cloudwatch/eventRule:EventRule": "events:{region}:{account}:rule/{name}",
    "aws:cloudwatch/logGroup:LogGroup": "logs:{region}:{account}:log-group:{name}",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "cloudwatch:{region}:{account}:alarm:{name}",
    "aws:dsql/cluster:Cluster": "dsql:{region}:{account}:cluster/{id}",
    "aws:dynamodb/table:Table": "dynamodb:{region}:{account}:table/{name}",
    "aws:ecr/repository:Repository": "ecr:{region}:{account}:repository/{name}",
    "aws:ecs/cluster:Cluster": "ecs:{region}:{account}:cluster/{name}",
    "aws:ecs/service:Service": "ecs:{region}:{account}:service/{name}",
    "aws:ecs/taskDefinition:TaskDefinition": "ecs:{region}:{account}:task-definition/{family}:1",
    "aws:iam/instanceProfile:InstanceProfile": "iam::{account}:instance-profile{path}{name}",
    "aws:iam/policy:Policy": "iam::{account}:policy{path}{name}",
    "aws:iam/role:Role": "iam::{account}:role{path}{name}",
    "aws:iam/user:User": "iam::{account}:user{path}{name}",
    "aws:kms/alias:Alias": "kms:{region}:{account}:{name}",
    "aws:kms/key:Key": "kms:{region}:{account}:key/{id}",
    "aws:lambda/function:Function": "lambda:{region}:{account}:function:{name}",
    "aws:lb/listener:Listener": "elasticloadbalancing:{region}:{account}:listener/{balancer}/{hex}",
    "aws:lb/listenerRule:ListenerRule": (
        "elasticloadbalancing:{region}:{account}:listener-rule/{listener}/{hex}"
    ),
    "aws:lb/loadBalancer:LoadBalancer": (
        "elasticloadbalancing:{region}:{account}:loadbalancer/{kind}/{name}/{hex}"
    ),
    "aws:lb/targetGroup:TargetGroup": "elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex}",
    "aws:rds/cluster:Cluster": "rds:{region}:{account}:cluster:{id}",
    "aws:rds/clusterInstance:ClusterInstance": "rds:{region}:{account}:db:{id}",
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": "rds:{region}:{account}:cluster-pg:{name}",
    "aws:rds/globalCluster:GlobalCluster": "rds::{account}:global-cluster:{id}",
    "aws:rds/instance:Instance": "rds:{region}:{account}:db:{identifier}",
    "aws:rds/parameterGroup:ParameterGroup": "rds:{region}:{account}:pg:{name}",
    "aws:rds/subnetGroup:SubnetGroup": "rds:{region}:{account}:subgrp:{name}",
    "aws:route53/healthCheck:HealthCheck": "route53:::healthcheck/{id}",
    "aws:route53/zone:Zone": "route53:::hostedzone/{id}",
    "aws:s3/bucket:Bucket": "s3:::{name}",
    "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": "s3::{account}:accesspoint/m{hex}.mrap",
    "aws:secretsmanager/secret:Secret": "secretsmanager:{region}:{account}:secret:{name}-{six}",
    "aws:sns/topic:Topic": "sns:{region}:{account}:{name}",
    "aws:sns/topicSubscription:TopicSubscription": "{topic}:{uuid}",
    "aws:sqs/queue:Queue": "sqs:{region}:{account}:{name}",
    "aws:ssm/parameter:Parameter": "ssm:{region}:{account}:parameter/{name}",
    "aws:wafv2/webAcl:WebAcl": "wafv2:{region}:{account}:regional/webacl/{name}/{id}",
}
ID_IS_ARN = frozenset(
    {
        "aws:acm/certificate:Certificate",
        "aws:ecs/cluster:Cluster",
        "aws:ecs/service:Service",
        "aws:iam/policy:Policy",
        "aws:lb/listener:Listener",
        "aws:lb/listenerRule:ListenerRule",
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:lb/targetGroup:TargetGroup",
        "aws:secretsmanager/secret:Secret",
        "aws:sns/topic:Topic",
        "aws:sns/topicSubscription:TopicSubscription",
    }
)
# Type → id, for those that are neither the ARN nor the name. {…} as in _ARNS.
_IDS: Mapping[str, str] = {
    "aws:acm/certificateValidation:CertificateValidation": "2026-11-21 00:00:00.{number:09} +0000 UTC",
    "aws:appautoscaling/policy:Policy": "{name}",
    # the provider's is the resource alone, which two dimensions share; this is the form that an import takes
    "aws:appautoscaling/target:Target": "{serviceNamespace}/{resourceId}/{scalableDimension}",
    "aws:backup/plan:Plan": "{uuid}",
    # the account's id, really; two of one region set two things of it, and neither exists already
    "aws:backup/regionSettings:RegionSettings": "{account}-{number}",
    "aws:backup/selection:Selection": "{uuid}",
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": "{backupVaultName}",
    "aws:backup/vaultNotifications:VaultNotifications": "{backupVaultName}",
    "aws:backup/vaultPolicy:VaultPolicy": "{backupVaultName}",
    "aws:budgets/budget:Budget": "{account}:{name}",
    "aws:cloudfront/distribution:Distribution": "E{number:013X}",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "{name}",
    "aws:dsql/cluster:Cluster": "{number:026x}",
    "aws:dsql/clusterPeering:ClusterPeering": "{identifier}",
    "aws:dynamodb/tableReplica:TableReplica": "{table}:{home}",
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": "ldgnf-{globalReplicationGroupIdSuffix}",
    "aws:iam/rolePolicy:RolePolicy": "{role}:{name}",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "{role}/{policyArn}",
    "aws:kms/alias:Alias": "{name}",
    "aws:kms/key:Key": "{uuid}",
    "aws:rds/instance:Instance": "db-{number:026X}",
    "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": (
        "arn:aws:rds:{region}:{account}:auto-backup:ab-{number:011x}"
    ),
    "aws:route53/healthCheck:HealthCheck": "{uuid}",
    "aws:route53/record:Record": "{zoneId}_{name}_{type}{set}",
    "aws:route53/zone:Zone": "Z{number:020X}",
    "aws:secretsmanager/secretVersion:SecretVersion": "{secretId}|terraform-{number:026}",
    "aws:sns/topicPolicy:TopicPolicy": "{arn}",
    "aws:sqs/queue:Queue": "https://sqs.{region}.amazonaws.com/{account}/{name}",
    "aws:wafv2/webAcl:WebAcl": "{uuid}",
}
_OF_BUCKETS = re.compile(r"aws:s3/bucket[A-Z](?!bject)")
_KINDS = {"application": "app", "network": "net", "gateway": "gwy"}


def new_id(cloud: Cloud, type_token: str, known: Facts, inputs: Mapping[str, Any], number: int) -> str:
    """The id that a provider gives.

    Args:
        cloud: Where it is made.
        type_token: Its type.
        known: The same type.
        inputs: Its inputs.
        number: How many things were made before it, and it.
    """
    if type_token in EC2_PREFIXES:
        return f"{EC2_PREFIXES[type_token]}-{number:017x}"
    if type_token in ID_IS_ARN:
        return arn(cloud, type_token, "", inputs, number)
    if type_token in _IDS:
        return _filled(_IDS[type_token], cloud, "", inputs, number)
    naming = "bucket" if _OF_BUCKETS.match(type_token) else known.name if known.id_is_name else None
    if naming is not None:
        return str(inputs[naming])
    noun = type_token.rpartition(":")[2].lower()
    return f"{noun}-{number:08x}" if type_token.startswith("aws:") else f"{number:032x}"


def arn(cloud: Cloud, type_token: str, id_: str, inputs: Mapping[str, Any], number: int) -> str:
    """The ARN of a resource.

    Args:
        cloud: Where it is made.
        type_token: Its type.
        id_: Its id; unused where the id is the ARN.
        inputs: Its inputs.
        number: How many things were made before it, and it.
    """
    if type_token.startswith("aws:dynamodb/tableReplica:"):
        return _in_region(str(inputs["globalTableArn"]), str(inputs["region"]))
    known = _ARNS.get(type_token)
    prefix = EC2_PREFIXES.get(type_token)
    if prefix is not None:
        known = f"ec2:{{region}}:{{account}}:{_EC2_NOUNS.get(prefix, prefix)}/{{id}}"
    if known is None:
        service, noun = type_token.split(":")[1].split("/")
        known = f"{service}:{{region}}:{{account}}:{noun.lower()}/{{id}}"
    text = _filled(known, cloud, id_, inputs, number)
    return text if text.startswith("arn:") else f"arn:aws:{text}"


def uuid(number: int) -> str:
    """A UUID of version 4 that holds a number."""
    return f"00000000-0000-4000-8000-{number:012x}"


def name_in(inputs: Mapping[str, Any]) -> str:
    """The name among the inputs, whatever the type calls it."""
    for key in ("name", "bucket", "identifier", "clusterIdentifier", "repositoryName", "family"):
        if inputs.get(key):
            return str(inputs[key]).removeprefix("/")
    return ""


def _in_region(of: str, region: str) -> str:
    parts = of.split(":")
    return ":".join([*parts[:3], region, *parts[4:]])


def _filled(pattern: str, cloud: Cloud, id_: str, inputs: Mapping[str, Any], number: int) -> str:
    scalars = {key: value for key, value in inputs.items() if isinstance(value, (str, int, float))}
    return pattern.format_map(
        {
            **scalars,
            "id": id_,
            "name": name_in(inputs),
            "account": cloud.account,
            "region": inputs.get("region") or "",
            "path": inputs.get("path") or "/",
            "number": number,
            "hex": f"{number:016x}",
            "uuid": uuid(number),
            "six": f"{number:06x}"[-6:],
            "kind": _KINDS.get(str(inputs.get("loadBalancerType") or "application"), "app"),
            **{key: value(inputs) for key, value in _DERIVED.items()},
        }
    )


def _after(key: str, word: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda inputs: str(inputs.get(key) or "").partition(f"{word}/")[2]


_DERIVED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "balancer": _after("loadBalancerArn", "loadbalancer"),
    "listener": _after("listenerArn", "listener"),
    "table": _after("globalTableArn", "table"),
    "home": lambda inputs: (str(inputs.get("globalTableArn") or "").split(":") + [""] * 4)[3],
    "set": lambda inputs: f"_{inputs['setIdentifier']}" if inputs.get("setIdentifier") else "",
}
