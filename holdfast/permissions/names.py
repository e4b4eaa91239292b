"""The names that a stack's resources have in AWS, as patterns of IAM, and the ARNs that hold them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from holdfast.graph.values import Marker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.permissions.model import Naming

ANYTHING = "*"
_ALWAYS = "always"
_MOST_PATTERNS = 12
"""More names than these that begin with nothing of the stack are bounded by their first word."""
_NAME_PROPERTIES: Mapping[str, str] = {
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": "alarmName",
    "aws:cloudwatch/dashboard:Dashboard": "dashboardName",
    "aws:ecs/taskDefinition:TaskDefinition": "family",
    "aws:elasticache/replicationGroup:ReplicationGroup": "replicationGroupId",
    "aws:elasticache/user:User": "userId",
    "aws:elasticache/userGroup:UserGroup": "userGroupId",
    "aws:rds/cluster:Cluster": "clusterIdentifier",
    "aws:rds/clusterInstance:ClusterInstance": "identifier",
    "aws:rds/globalCluster:GlobalCluster": "globalClusterIdentifier",
    "aws:rds/instance:Instance": "identifier",
    "aws:s3/bucket:Bucket": "bucket",
}
"""Type → property that holds its name in AWS, where that is not ``name``."""
_BUCKETS = ("s3Bucket", "caCertificatesBundleS3Bucket", "revocationsS3Bucket")
"""Properties that name buckets which the caller must be able to read."""


def bounded_arns(graph: ResourceGraph, naming: Naming, account: str) -> dict[str, tuple[str, ...]]:
    """Prefix of actions → ARNs of the stack's resources, for services whose resources have names.

    Args:
        graph: The stack.
        naming: How names are made.
        account: Id of the AWS account, or ``*``.
    """
    found = {}
    for prefix, templates in _scopes().items():
        arns = {
            template.format(account=account, name=name)
            for token, wanted in templates.items()
            if token != _ALWAYS
            for template in wanted
            for name in name_patterns(graph, f"aws:{token}", naming)
        }
        if arns:
            always = {template.format(account=account) for template in templates.get(_ALWAYS, ())}
            found[prefix] = _widest(arns | always)
    if "s3" in found:
        found["s3"] = _widest({*found["s3"], *_read_buckets(graph)})
    return found


def name_patterns(graph: ResourceGraph, token: str, naming: Naming) -> tuple[str, ...]:
    """The names of a type's resources, as patterns of IAM: ``*`` where one is only known when deployed.

    Args:
        graph: The stack.
        token: Type token.
        naming: How names are made.
    """
    pattern = naming.pattern_of(token)
    found = {_name(graph, one, pattern) for one in graph.of_type(token)}
    if (
        len(found) > _MOST_PATTERNS
        and "${name}" in pattern
        and not pattern.startswith(("${project}", "${stack}"))
    ):
        found = {f"{one.split('-')[0]}-*" for one in found}
    return _widest(found)


def _name(graph: ResourceGraph, resource: Resource, pattern: str) -> str:
    made = _made(graph, resource.name, pattern)
    for name, ending in ((_NAME_PROPERTIES.get(resource.type, "name"), ""), ("namePrefix", ANYTHING)):
        value = resource.at(name)
        if value is Marker.UNKNOWN:
            return ANYTHING
        if isinstance(value, str) and value:
            given = value.lstrip("/") + ending if resource.type.startswith("aws:ssm/") else value + ending
            return made if _matches(given, made) else given
    return made


def _made(graph: ResourceGraph, logical: str, pattern: str) -> str:
    """A pattern of autonaming as one of IAM: no more of it than what tells the stack from others."""
    text = pattern.replace("${project}", graph.project or ANYTHING).replace(
        "${stack}", graph.stack or ANYTHING
    )
    before = text.partition("${")[0]
    return f"{before}*" if before else re.sub(r"\$\{[^}]*\}", ANYTHING, text.replace("${name}", logical))


def _widest(patterns: set[str]) -> tuple[str, ...]:
    """The patterns that no other one takes in."""
    return tuple(
        sorted(one for one in patterns if not any(_matches(one, other) for other in patterns if other != one))
    )


def _matches(text: str, pattern: str) -> bool:
    wanted = "".join({"*": ".*", "?": "."}.get(one, re.escape(one)) for one in pattern)
    return re.fullmatch(wanted, text) is not None


def _read_buckets(graph: ResourceGraph) -> Iterator[str]:
    """Objects of buckets that are not the stack's own and that AWS reads with the caller's permissions."""
    for resource in graph:
        for name in _BUCKETS:
            value = resource.at(name)
            if isinstance(value, str) and value:
                yield f"arn:aws:s3:::{value}/*"


@cache
def _scopes() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("holdfast.permissions").joinpath("scopes.toml").read_text(encoding="utf-8"))
