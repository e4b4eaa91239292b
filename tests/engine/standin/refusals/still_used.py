"""Deletion of what is still used or not empty.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (``DependencyViolation``),
https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html,
https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html,
https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html,
https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVault.html,
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html (2026-11).
What the provider takes off by itself first is no reason: a role's instance profile, a table's associations, a
group of instances.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from tests.engine.standin.refusals.wanted import texts_in

if TYPE_CHECKING:
    from tests.engine.standin.cloud import Cloud, Thing

_NONE: frozenset[str] = frozenset()
_BALANCER, _ENDPOINT = "aws:lb/loadBalancer:LoadBalancer", "aws:ec2/vpcEndpoint:VpcEndpoint"
_NAT, _CLUSTER = "aws:ec2/natGateway:NatGateway", "aws:rds/cluster:Cluster"
_SUBNET, _GROUP = "aws:ec2/subnet:Subnet", "aws:ec2/securityGroup:SecurityGroup"
_INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
_EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
_LISTENER, _RULE = "aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule"
_INSTANCE = "aws:ec2/instance:Instance"

Deletion = Callable[["Cloud", "Thing"], str | None]


def _used_by(types: Iterable[str], keys: Iterable[str], said: str, *, of: str = "id") -> Deletion:
    """A rule: resources of these types name it under one of these keys, at any depth.

    Args:
        types: Who may name it.
        keys: Where.
        said: What AWS says; ``{id}`` and ``{by}`` are filled in.
        of: ``id``, ``arn`` or ``name``: how they name it.
    """
    wanted_keys, wanted_types = frozenset(keys), tuple(types)

    def rule(cloud: Cloud, thing: Thing) -> str | None:
        value = thing.id if of == "id" else str(thing.state.get(of))
        for other in cloud.of(*wanted_types):
            if other.region not in ("", thing.region) and thing.region:
                continue
            if any(key in wanted_keys and text == value for key, text in texts_in(other.state, _NONE)):
                return said.format(id=thing.id, by=other.id)
        return None

    return rule


def _unless_emptied(refusal: Deletion) -> Deletion:
    """Not of a bucket that the provider empties before it deletes it."""
    return lambda cloud, thing: None if thing.state.get("forceDestroy") else refusal(cloud, thing)


def _not_empty(said: str) -> Deletion:
    def rule(_cloud: Cloud, thing: Thing) -> str | None:
        return said.format(id=thing.id) if thing.filled and not thing.state.get("forceDestroy") else None

    return rule


def _zone_is_empty(cloud: Cloud, thing: Thing) -> str | None:
    apex = str(thing.state.get("name")).rstrip(".")
    for record in cloud.of("aws:route53/record:Record"):
        own = record.state["type"] in ("NS", "SOA") and str(record.state["fqdn"]).rstrip(".") == apex
        if record.state["zoneId"] == thing.id and not own and not thing.state.get("forceDestroy"):
            return (
                "HostedZoneNotEmpty: The specified hosted zone contains non-required resource record "
                "sets and so "
                "cannot be deleted."
            )
    return None


def _no_address_is_mapped(cloud: Cloud, thing: Thing) -> str | None:
    """A gateway cannot leave a network in which something has a public address."""
    vpc = str(thing.state.get("vpcId"))
    subnets = {subnet.id for subnet in cloud.of(_SUBNET) if subnet.state["vpcId"] == vpc}
    for other in cloud.of(_NAT, _BALANCER):
        public = other.state.get("connectivityType", "public") != "private" and not other.state.get(
            "internal"
        )
        places = {text for _, text in texts_in(other.state, _NONE)}
        if public and (vpc in places or places & subnets):
            return (
                f"DependencyViolation: Network {vpc} has some mapped public address(es). Please unmap "
                "those public "
                "address(es) before detaching the gateway."
            )
    return None


_HAS = "DependencyViolation: The {kind} '{{id}}' has dependencies and cannot be deleted."
RULES: Mapping[str, tuple[Deletion, ...]] = {
    "aws:acm/certificate:Certificate": (
        _used_by(
            (
                _LISTENER,
                "aws:lb/listenerCertificate:ListenerCertificate",
                "aws:cloudfront/distribution:Distribution",
            ),
            ("certificateArn", "acmCertificateArn"),
            "ResourceInUseException: Certificate {id} in use by {by}",
        ),
    ),
    "aws:backup/plan:Plan": (
        _used_by(
            ("aws:backup/selection:Selection",),
            ("planId",),
            (
                "InvalidRequestException: Related backup plan selections must be deleted prior to backup "
                "plan deletion"
            ),
        ),
    ),
    "aws:backup/vault:Vault": (
        _not_empty(
            "InvalidRequestException: Backup vault cannot be deleted because it contains recovery "
            "points: {id}"
        ),
    ),
    "aws:ec2/eip:Eip": (
        _used_by(
            (_NAT,),
            ("allocationId", "allocationIds"),
            "InvalidIPAddress.InUse: Address {id} is in use by {by}",
        ),
    ),
    "aws:ec2/internetGateway:InternetGateway": (_no_address_is_mapped,),
    _GROUP: (
        _used_by(
            (_BALANCER, _ENDPOINT, _CLUSTER, _INSTANCE, "aws:ec2/networkInterface:NetworkInterface"),
            ("securityGroups", "securityGroupIds", "vpcSecurityGroupIds"),
            "DependencyViolation: resource {id} has a dependent object",
        ),
        _used_by(
            (_INGRESS, _EGRESS),
            ("referencedSecurityGroupId",),
            "DependencyViolation: resource {id} has a dependent object",
        ),
    ),
    _SUBNET: (
        _used_by(
            (_NAT, _BALANCER, _ENDPOINT, _INSTANCE, "aws:ec2/networkInterface:NetworkInterface"),
            ("subnetId", "subnets", "subnetIds"),
            _HAS.format(kind="subnet"),
        ),
    ),
    "aws:ec2/vpc:Vpc": (
        _used_by(
            (
                *(_SUBNET, _GROUP, _ENDPOINT),
                *("aws:ec2/internetGateway:InternetGateway", "aws:ec2/routeTable:RouteTable"),
                *("aws:ec2/networkAcl:NetworkAcl", "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"),
            ),
            ("vpcId",),
            _HAS.format(kind="vpc"),
        ),
    ),
    "aws:ecs/cluster:Cluster": (
        _used_by(
            ("aws:ecs/service:Service",),
            ("cluster",),
            "ClusterContainsServicesException: The Cluster cannot be deleted while Services are active.",
        ),
    ),
    "aws:iam/policy:Policy": (
        _used_by(
            ("aws:iam/rolePolicyAttachment:RolePolicyAttachment",),
            ("policyArn",),
            "DeleteConflict: Cannot delete a policy attached to entities.",
        ),
    ),
    "aws:iam/role:Role": (
        _used_by(
            ("aws:iam/rolePolicyAttachment:RolePolicyAttachment",),
            ("role",),
            "DeleteConflict: Cannot delete entity, must detach all policies first.",
        ),
        _used_by(
            ("aws:iam/rolePolicy:RolePolicy",),
            ("role",),
            "DeleteConflict: Cannot delete entity, must delete policies first.",
        ),
    ),
    "aws:lb/targetGroup:TargetGroup": (
        _used_by(
            (_LISTENER, _RULE),
            ("targetGroupArn", "arn"),
            "ResourceInUse: Target group '{id}' is currently in use by a listener or a rule",
        ),
    ),
    _CLUSTER: (
        _used_by(
            ("aws:rds/clusterInstance:ClusterInstance",),
            ("clusterIdentifier",),
            "InvalidDBClusterStateFault: Cluster cannot be deleted, it still contains DB instances in "
            "non-deleting "
            "state.",
        ),
    ),
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": (
        _used_by(
            (_CLUSTER,),
            ("dbClusterParameterGroupName",),
            "InvalidDBParameterGroupState: One or more database clusters are still members of this "
            "parameter group "
            "{id}, so the group cannot be deleted",
        ),
    ),
    "aws:rds/parameterGroup:ParameterGroup": (
        _used_by(
            ("aws:rds/clusterInstance:ClusterInstance", "aws:rds/instance:Instance"),
            ("dbParameterGroupName", "parameterGroupName"),
            "InvalidDBParameterGroupState: One or more database instances are still members of this "
            "parameter group "
            "{id}, so the group cannot be deleted",
        ),
    ),
    "aws:rds/subnetGroup:SubnetGroup": (
        _used_by(
            (_CLUSTER, "aws:rds/clusterInstance:ClusterInstance", "aws:rds/instance:Instance"),
            ("dbSubnetGroupName",),
            "InvalidDBSubnetGroupStateFault: Cannot delete the subnet group '{id}' because at least "
            "one database "
            "instance: {by} is still using it.",
        ),
    ),
    "aws:route53/zone:Zone": (_zone_is_empty,),
    "aws:s3/bucket:Bucket": (
        _unless_emptied(
            _used_by(
                ("aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"),
                ("bucket",),
                "BucketNotEmpty: The bucket you tried to delete is not empty",
            )
        ),
        _not_empty("BucketNotEmpty: The bucket you tried to delete is not empty: {id}"),
    ),
    "aws:s3/bucketVersioning:BucketVersioning": (
        _used_by(
            ("aws:s3/bucketReplicationConfig:BucketReplicationConfig",),
            ("bucket",),
            "InvalidBucketState: A replication configuration is present on this bucket, so the versioning "
            "state cannot be changed",
        ),
    ),
}
