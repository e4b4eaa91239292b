"""Names: how long, of what characters, and whether they are taken.

Limits and characters are those of each service's ``Create…`` operation in its API reference
(https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html,
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html,
https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html and so on, 2026-11); what
is said where a name is taken are the codes under "Errors" of the same pages. An alarm is no such case: one of
the same name is overwritten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.preview.child.provider.facts import facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.engine.standin.cloud import Cloud, Thing
    from tests.engine.standin.refusals.wanted import Rule, Wanted


@dataclass(frozen=True, kw_only=True)
class Name:
    """What a service says of a type's name."""

    key: str
    longest: int
    characters: str
    """Pattern of the whole name."""
    taken: str | None = None
    """What is said of one that is taken; None where that is allowed."""
    scope: tuple[str, ...] = ("region",)
    """Properties that must agree for a name to be taken: none for a name that the account has once."""
    shortest: int = 1


_BALANCER = r"(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_IDENTIFIER = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
_IAM = r"[\w+=,.@-]+"
_NAMES: Mapping[str, Name] = {
    "aws:autoscaling/group:Group": Name(
        key="name",
        longest=255,
        characters=r"[\x20-\x7e]+",
        taken=(
            "AlreadyExists: AutoScalingGroup by this name already exists - A group with the name {name} "
            "already exists"
        ),
    ),
    "aws:backup/selection:Selection": Name(key="name", longest=50, characters=r"[A-Za-z0-9\-_.]+"),
    "aws:backup/vault:Vault": Name(
        key="name",
        longest=50,
        shortest=2,
        characters=r"[A-Za-z0-9\-_]+",
        taken="AlreadyExistsException: Backup vault with the same name already exists",
    ),
    "aws:budgets/budget:Budget": Name(
        key="name",
        longest=100,
        characters=r"[^:\\]+",
        taken="DuplicateRecordException: Error creating budget: {name} - the budget already exists.",
        scope=(),
    ),
    "aws:cloudwatch/eventRule:EventRule": Name(key="name", longest=64, characters=r"[.\-_A-Za-z0-9]+"),
    "aws:cloudwatch/logGroup:LogGroup": Name(
        key="name",
        longest=512,
        characters=r"[.\-_/#A-Za-z0-9]+",
        taken="ResourceAlreadyExistsException: The specified log group already exists",
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": Name(key="name", longest=255, characters=r"[\x20-\x7e]+"),
    "aws:dynamodb/table:Table": Name(
        key="name",
        longest=255,
        shortest=3,
        characters=r"[A-Za-z0-9_.\-]+",
        taken="ResourceInUseException: Table already exists: {name}",
    ),
    "aws:ec2/launchTemplate:LaunchTemplate": Name(
        key="name",
        longest=128,
        shortest=3,
        characters=r"[A-Za-z0-9().\-/_]+",
        taken="InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use.",
    ),
    "aws:ec2/securityGroup:SecurityGroup": Name(
        key="name",
        longest=255,
        characters=r"(?!sg-)[A-Za-z0-9. _\-:/()#,@\[\]+=&;{}!$*]+",
        taken="InvalidGroup.Duplicate: The security group '{name}' already exists for VPC '{vpcId}'",
        scope=("region", "vpcId"),
    ),
    "aws:ecs/cluster:Cluster": Name(key="name", longest=255, characters=r"[A-Za-z0-9\-_]+"),
    "aws:iam/instanceProfile:InstanceProfile": Name(
        key="name",
        longest=128,
        characters=_IAM,
        taken="EntityAlreadyExists: Instance Profile {name} already exists.",
        scope=(),
    ),
    "aws:iam/policy:Policy": Name(
        key="name",
        longest=128,
        characters=_IAM,
        taken="EntityAlreadyExists: A policy called {name} already exists. Duplicate names are not allowed.",
        scope=(),
    ),
    "aws:iam/role:Role": Name(
        key="name",
        longest=64,
        characters=_IAM,
        taken="EntityAlreadyExists: Role with name {name} already exists.",
        scope=(),
    ),
    "aws:iam/rolePolicy:RolePolicy": Name(key="name", longest=128, characters=_IAM),
    "aws:kms/alias:Alias": Name(
        key="name",
        longest=256,
        characters=r"alias/(?!aws/)[A-Za-z0-9/_\-]+",
        taken="AlreadyExistsException: An alias with the name {name} already exists",
    ),
    "aws:lambda/function:Function": Name(
        key="name",
        longest=64,
        characters=r"[A-Za-z0-9\-_]+",
        taken="ResourceConflictException: Function already exist: {name}",
    ),
    "aws:lb/loadBalancer:LoadBalancer": Name(
        key="name",
        longest=32,
        characters=_BALANCER,
        taken=(
            "DuplicateLoadBalancerName: A load balancer with the same name '{name}' exists, but with "
            "different settings"
        ),
    ),
    "aws:lb/targetGroup:TargetGroup": Name(
        key="name",
        longest=32,
        characters=_BALANCER,
        taken=(
            "DuplicateTargetGroupName: A target group with the same name '{name}' exists, but with "
            "different settings"
        ),
    ),
    "aws:rds/cluster:Cluster": Name(
        key="clusterIdentifier",
        longest=63,
        characters=_IDENTIFIER,
        taken="DBClusterAlreadyExistsFault: DB Cluster already exists",
    ),
    "aws:rds/clusterInstance:ClusterInstance": Name(
        key="identifier",
        longest=63,
        characters=_IDENTIFIER,
        taken="DBInstanceAlreadyExists: DB instance already exists",
    ),
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": Name(
        key="name",
        longest=255,
        characters=_IDENTIFIER,
        taken="DBParameterGroupAlreadyExists: Parameter group {name} already exists",
    ),
    "aws:rds/globalCluster:GlobalCluster": Name(
        key="globalClusterIdentifier",
        longest=63,
        characters=_IDENTIFIER,
        taken="GlobalClusterAlreadyExistsFault: Global cluster {name} already exists",
        scope=(),
    ),
    "aws:rds/parameterGroup:ParameterGroup": Name(key="name", longest=255, characters=_IDENTIFIER),
    "aws:rds/subnetGroup:SubnetGroup": Name(
        key="name",
        longest=255,
        characters=r"(?!default$)[a-z0-9._ \-]+",
        taken="DBSubnetGroupAlreadyExists: The DB subnet group '{name}' already exists.",
    ),
    "aws:s3/bucket:Bucket": Name(
        key="bucket",
        longest=63,
        shortest=3,
        characters=r"(?!xn--|sthree-|amzn-s3-demo-)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.\-]*[a-z0-9]",
        taken=(
            "BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you "
            "already own it."
        ),
        scope=(),
    ),
    "aws:secretsmanager/secret:Secret": Name(
        key="name",
        longest=512,
        characters=r"[A-Za-z0-9/_+=.@\-]+",
        taken="ResourceExistsException: The operation failed because the secret {name} already exists.",
    ),
    "aws:sns/topic:Topic": Name(key="name", longest=256, characters=r"[A-Za-z0-9_\-]+(\.fifo)?"),
    "aws:sqs/queue:Queue": Name(
        key="name",
        longest=80,
        characters=r"[A-Za-z0-9_\-]+(\.fifo)?",
        taken=(
            "QueueAlreadyExists: A queue already exists with the same name and a different value for "
            "attribute"
        ),
    ),
}


def _is_well_formed(_cloud: Cloud, wanted: Wanted) -> str | None:
    known = _NAMES.get(wanted.type)
    key = known.key if known is not None else facts(wanted.type).name
    longest = known.longest if known is not None else facts(wanted.type).name_max
    name = wanted.text(key) if key else ""
    if not name:
        return None
    said = (
        f"ValidationError: 1 validation error detected: Value '{name}' at '{key}' failed to satisfy "
        "constraint:"
    )
    if longest is not None and len(name) > longest:
        return f"{said} Member must have length less than or equal to {longest}"
    if known is not None and len(name) < known.shortest:
        return f"{said} Member must have length greater than or equal to {known.shortest}"
    if known is not None and not re.fullmatch(known.characters, name):
        return f"{said} Member must satisfy regular expression pattern: {known.characters}"
    return None


def _is_free(cloud: Cloud, wanted: Wanted) -> str | None:
    known = _NAMES.get(wanted.type)
    if known is None or known.taken is None or wanted.id is not None:
        return None
    name = wanted.text(known.key)
    for thing in _of_name(cloud.of(wanted.type), known.key, name):
        if all((thing.state.get(key) or "") == wanted.text(key) for key in known.scope):
            return known.taken.format(**{**wanted.inputs, "name": name})
    return None


def _of_name(things: Iterable[Thing], key: str, name: str) -> Iterable[Thing]:
    """IAM's names differ by more than case; the others that this could concern are in lower case anyway."""
    for thing in things:
        mine = str(thing.state.get(key) or "")
        if mine == name or (thing.type.startswith("aws:iam/") and mine.lower() == name.lower()):
            yield thing


RULES: Mapping[str, tuple[Rule, ...]] = {"*": (_is_well_formed, _is_free)}
