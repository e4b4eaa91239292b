"""DAT001: what holds data or takes the traffic is not deleted by accident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from holdfast.graph import Resource, ResourceGraph


@dataclass(frozen=True, slots=True)
class Guard:
    """How AWS itself keeps a type of resource from being deleted."""

    switch: str | None = None
    """Input that turns AWS's deletion protection on; None where AWS has none."""
    on: object = True
    """The value that turns it on."""
    emptied_by: str | None = None
    """Input that lets the provider delete it with all that it holds."""


# Inputs as pulumi_aws 7.51.1 names them (https://www.pulumi.com/registry/packages/aws/); a test compares.
GUARDS = {
    "aws:alb/loadBalancer:LoadBalancer": Guard("enableDeletionProtection"),
    "aws:backup/vault:Vault": Guard(emptied_by="forceDestroy"),
    "aws:cognito/userPool:UserPool": Guard("deletionProtection", on="ACTIVE"),
    "aws:docdb/cluster:Cluster": Guard("deletionProtection"),
    "aws:docdb/globalCluster:GlobalCluster": Guard("deletionProtection"),
    "aws:dsql/cluster:Cluster": Guard("deletionProtectionEnabled", emptied_by="forceDestroy"),
    "aws:dynamodb/table:Table": Guard("deletionProtectionEnabled"),
    "aws:ecr/repository:Repository": Guard(emptied_by="forceDelete"),
    "aws:efs/fileSystem:FileSystem": Guard(),
    "aws:eks/cluster:Cluster": Guard("deletionProtection"),
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": Guard(),
    "aws:elasticache/replicationGroup:ReplicationGroup": Guard(),
    "aws:kms/key:Key": Guard(),
    "aws:kms/replicaKey:ReplicaKey": Guard(),
    "aws:lb/loadBalancer:LoadBalancer": Guard("enableDeletionProtection"),
    "aws:neptune/cluster:Cluster": Guard("deletionProtection"),
    "aws:neptune/globalCluster:GlobalCluster": Guard("deletionProtection"),
    "aws:opensearch/domain:Domain": Guard(),
    "aws:rds/cluster:Cluster": Guard("deletionProtection"),
    "aws:rds/globalCluster:GlobalCluster": Guard("deletionProtection"),
    "aws:rds/instance:Instance": Guard("deletionProtection"),
    "aws:route53/zone:Zone": Guard(emptied_by="forceDestroy"),
    "aws:s3/bucket:Bucket": Guard(emptied_by="forceDestroy"),
    "aws:s3/bucketV2:BucketV2": Guard(emptied_by="forceDestroy"),
}


_KEYS = frozenset({"aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"})
_KEEPS_NOTHING = frozenset({"aws:kms/alias:Alias", "aws:sns/topic:Topic"})
"""What may use a key that is lost without a loss: a topic hands on what it gets
(https://docs.aws.amazon.com/sns/latest/dg/sns-message-durability.html), and an alias is a name."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each resource whose type is in the table."""
    users = _users_of_keys(graph)
    for resource in graph.of_type(*GUARDS):
        if resource.type in _KEYS and _encrypts_topics_alone(users.get(resource.urn, frozenset())):
            yield passes(resource, "only topics use it, which keep nothing")
        else:
            yield _judge(resource, GUARDS[resource.type])


def _users_of_keys(graph: ResourceGraph) -> dict[str, set[str]]:
    """Types of what has a property made of a key, by the key's URN."""
    keys = {one.urn for one in graph.of_type(*_KEYS)}
    found: dict[str, set[str]] = {}
    for one in graph:
        if one.component:  # its children are what uses a key
            continue
        for urns in one.property_dependencies.values():
            for urn in keys.intersection(urns):
                found.setdefault(urn, set()).add(one.type)
    return found


def _encrypts_topics_alone(types: Collection[str]) -> bool:
    return "aws:sns/topic:Topic" in types and _KEEPS_NOTHING.issuperset(types)


def _judge(resource: Resource, guard: Guard) -> Judgement:
    wrong, unclear = [], []
    if not resource.protect:
        wrong.append("Pulumi may delete it (protect is off)")
    if guard.switch is not None:
        given = resource.at(guard.switch)
        if not is_known(given):
            unclear.append(guard.switch)
        elif given != guard.on:
            wrong.append(f"AWS may delete it ({guard.switch} is off)")
    if guard.emptied_by is not None:
        given = resource.at(guard.emptied_by)
        if not is_known(given):
            unclear.append(guard.emptied_by)
        elif given:
            wrong.append(f"it is deleted with all that it holds ({guard.emptied_by} is on)")
    if wrong:
        return fails(resource, "; ".join(wrong))
    if unclear:
        return unknown(resource, f"not known yet: {', '.join(unclear)}")
    return passes(resource, "it is protected")


RULE = Rule(
    id="DAT001-stateful-is-protected",
    title="What holds data or takes the traffic is protected from deletion.",
    explanation=(
        "A renamed resource, a changed create-only argument or a destroy in the wrong stack deletes data or "
        "the address that clients use. Pulumi's protect refuses it before anything happens; AWS's own "
        "deletion protection refuses it to everybody else too."
    ),
    severity=Severity.MEDIUM,
    fix="set protect, and AWS's deletion protection where there is one; do not force the emptying",
    source="https://www.pulumi.com/docs/iac/concepts/options/protect/",
    subject="resources that hold data or take traffic",
    check=check,
    frameworks=("REL09-BP01", "REL13-BP04"),
)
