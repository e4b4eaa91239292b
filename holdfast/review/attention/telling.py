"""How items of attention are worded: names, places, and what was and will be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.graph import Marker, place_order
from holdfast.graph.summary import short_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.graph import Value
    from holdfast.review.model import Change

_SHOWN = 10
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NAMED = 2
_SPELLED = {
    "acl": "ACL",
    "api": "API",
    "aurora": "Aurora",
    "dns": "DNS",
    "dsql": "DSQL",
    "http": "HTTP",
    "rds": "RDS",
    "rest": "REST",
    "url": "URL",
    "vpc": "VPC",
    "waf": "WAF",
}
"""Words of types that are not written small."""
_NOUNS = {
    "aws:alb/loadBalancer:LoadBalancer": "load balancer",
    "aws:arcregionswitch/plan:Plan": "recovery plan",
    "aws:autoscaling/group:Group": "Auto Scaling group",
    "aws:backup/plan:Plan": "backup plan",
    "aws:backup/vault:Vault": "backup vault",
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": "vault lock",
    "aws:docdb/cluster:Cluster": "DocumentDB cluster",
    "aws:dsql/cluster:Cluster": "Aurora DSQL cluster",
    "aws:dynamodb/globalTable:GlobalTable": "DynamoDB global table",
    "aws:dynamodb/table:Table": "DynamoDB table",
    "aws:dynamodb/tableReplica:TableReplica": "DynamoDB replica",
    "aws:ec2/eip:Eip": "Elastic IP address",
    "aws:ec2/natGateway:NatGateway": "NAT gateway",
    "aws:ec2/vpc:Vpc": "VPC",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "VPC endpoint",
    "aws:ecr/repository:Repository": "image repository",
    "aws:ecs/service:Service": "ECS service",
    "aws:efs/fileSystem:FileSystem": "file system",
    "aws:eks/cluster:Cluster": "EKS cluster",
    "aws:elasticache/replicationGroup:ReplicationGroup": "cache",
    "aws:globalaccelerator/accelerator:Accelerator": "accelerator",
    "aws:kms/key:Key": "KMS key",
    "aws:kms/replicaKey:ReplicaKey": "KMS key",
    "aws:lb/listener:Listener": "listener",
    "aws:lb/loadBalancer:LoadBalancer": "load balancer",
    "aws:lb/targetGroup:TargetGroup": "target group",
    "aws:neptune/cluster:Cluster": "Neptune cluster",
    "aws:rds/cluster:Cluster": "database cluster",
    "aws:rds/clusterInstance:ClusterInstance": "database instance",
    "aws:rds/globalCluster:GlobalCluster": "global database",
    "aws:rds/instance:Instance": "database",
    "aws:route53/healthCheck:HealthCheck": "health check",
    "aws:route53/record:Record": "DNS record",
    "aws:route53/zone:Zone": "DNS zone",
    "aws:s3/bucket:Bucket": "bucket",
    "aws:s3/bucketV2:BucketV2": "bucket",
    "aws:secretsmanager/secret:Secret": "secret",
    "aws:sqs/queue:Queue": "queue",
}


def noun(token: str) -> str:
    """What a person calls a type.

    Args:
        token: Type token.
    """
    words = _WORDS.sub(" ", short_type(token)).lower().split()
    return _NOUNS.get(token) or " ".join(_SPELLED.get(one, one) for one in words)


def subject(changes: Sequence[Change]) -> str:
    """The changed resources of one type in some words: ``database use1-orders-db and 1 more``.

    Args:
        changes: One or more.
    """
    return f"{noun(changes[0].resource.type)} {names(one.resource.name for one in changes)}"


def names(found: Iterable[str]) -> str:
    """Names in a few words: two, or the first and how many more.

    Args:
        found: One or more names.
    """
    listed = list(dict.fromkeys(found))
    if len(listed) <= _NAMED:
        return " and ".join(listed)
    return f"{listed[0]} and {len(listed) - 1} more"


def places(changes: Iterable[Change]) -> str:
    """Where changes are, in a few words.

    Args:
        changes: Changes.
    """
    return names(sorted({one.place for one in changes}, key=place_order))


def told_together(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Lines about names, each that is said of several once: ``a and 3 more: nothing declares it``.

    Args:
        lines: Names, and what is said of them.
    """
    found: dict[str, list[str]] = {}
    for name, text in lines:
        found.setdefault(text, []).append(name)
    for text, listed in found.items():
        yield f"{names(listed)}: {text}"


def shortened(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines, each once, with how many are left out of a long list.

    Args:
        lines: Details of an item.
    """
    listed = list(dict.fromkeys(lines))
    more = len(listed) - _SHOWN
    return tuple(listed) if more <= 1 else (*listed[:_SHOWN], f"and {more} more")


def urns(changes: Iterable[Change]) -> tuple[str, ...]:
    """URNs of what changes.

    Args:
        changes: Changes.
    """
    return tuple(one.resource.urn for one in changes)


def counted(number: int, one: str, several: str) -> str:
    """A number of things, with the word that fits it.

    Args:
        number: How many.
        one: The word for one.
        several: The word for more.
    """
    return f"{number} {one if number == 1 else several}"


def several(word: str) -> str:
    """The plural of what a person calls a type.

    Args:
        word: As ``noun`` gives it.
    """
    if word.endswith("y") and not word.endswith(("ay", "ey", "oy", "uy")):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def moved(before: Value, after: Value, unit: str = "") -> str:
    """What was and will be: ``10 s -> 30 s``.

    Args:
        before: The value as it was.
        after: The value as it will be.
        unit: Written behind figures. Default: nothing.
    """
    return f"{shown(before, unit)} -> {shown(after, unit)}"


def shown(value: Value, unit: str = "") -> str:
    """A value in words; of a secret, and of what is no plain value, nothing but that it is one.

    Args:
        value: A property's value.
        unit: Written behind figures. Default: nothing.
    """
    if isinstance(value, Marker):
        return {Marker.SECRET: "a secret", Marker.UNKNOWN: "not known yet"}.get(value, "a file")
    if value is None or isinstance(value, bool):
        return {None: "not set", True: "on", False: "off"}[value]
    if isinstance(value, int | float):
        return f"{value:g} {unit}".rstrip()
    if isinstance(value, tuple):
        return counted(len(value), "entry", "entries")
    return value if isinstance(value, str) else "set"
