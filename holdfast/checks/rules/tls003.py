"""TLS003: caches, brokers and databases are spoken to over TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import Expected, expected, pairs
from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

_PLAIN = "clients speak to it in plain text"
_NODES = Expected(
    path=("nodeToNodeEncryption", "enabled"),
    values=(True,),
    default=False,
    fault="its nodes speak in plain text",
)
_HTTPS = Expected(
    path=("domainEndpointOptions", "enforceHttps"),
    values=(True,),
    default=False,
    fault="it also takes plain HTTP",
)
# Defaults as the provider documents them, 2026-11: https://www.pulumi.com/registry/packages/aws/
ENCRYPTED = {
    "aws:dax/cluster:Cluster": (
        Expected(path=("clusterEndpointEncryptionType",), values=("TLS",), default="NONE", fault=_PLAIN),
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        Expected(path=("transitEncryptionEnabled",), values=(True,), default=False, fault=_PLAIN),
        Expected(
            path=("transitEncryptionMode",),
            values=("required",),
            default="required",
            fault="it also takes plain connections (transitEncryptionMode is preferred)",
        ),
    ),
    "aws:elasticsearch/domain:Domain": (_NODES, _HTTPS),
    "aws:memorydb/cluster:Cluster": (
        Expected(path=("tlsEnabled",), values=(True,), default=True, fault=_PLAIN),
    ),
    "aws:msk/cluster:Cluster": (
        Expected(
            path=("encryptionInfo", "encryptionInTransit", "clientBroker"),
            values=("TLS",),
            default="TLS",
            fault="its brokers also take plain connections",
        ),
        Expected(
            path=("encryptionInfo", "encryptionInTransit", "inCluster"),
            values=(True,),
            default=True,
            fault="its brokers speak to each other in plain text",
        ),
    ),
    "aws:opensearch/domain:Domain": (_NODES, _HTTPS),
}
GROUPS = (
    "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
    "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    "aws:rds/parameterGroup:ParameterGroup",
)
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
SWITCHES = ("rds.force_ssl", "require_secure_transport", "tls")
_OFF = frozenset({"0", "off", "disabled", "false"})


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each cache, broker and search domain, and the parameters of databases that say it."""
    for one in graph.of_type(*ENCRYPTED):
        if one.at("globalReplicationGroupId"):
            yield passes(one, "it has what its global group has")
        else:
            yield expected(one, ENCRYPTED[one.type], "clients speak to it over TLS")
    for group in graph.of_type(*GROUPS):
        yield from _parameters(group)


def _parameters(group: Resource) -> Iterator[Judgement]:
    listed = group.at("parameters")
    told = [dict(pairs(one)) for one in listed] if isinstance(listed, tuple) else []
    named = [one for one in told if one.get("name") in SWITCHES]
    off = [str(one["name"]) for one in named if str(one.get("value")).lower() in _OFF]
    if off:
        yield fails(group, f"its databases take plain connections ({', '.join(sorted(off))} is off)")
    elif named:
        yield passes(group, "its databases demand TLS")


RULE = Rule(
    id="TLS003-stores-demand-tls",
    title="Caches, brokers, search domains and databases take no plain connections.",
    explanation=(
        "What crosses zones and regions passes equipment that nobody sees. A store that also takes plain "
        "connections is spoken to in plain text by the one client whose driver was never told otherwise, "
        "passwords included."
    ),
    severity=Severity.MEDIUM,
    fix="switch encryption in transit on when it is made; demand TLS in the parameters of the database",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html",
    subject="caches, brokers, search domains and parameters of databases",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("SEC09-BP02",),
)
