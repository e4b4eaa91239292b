"""What replaces, in two previews without a state."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.review.model import Forcing, Kind
from tests.graph.documents import UNKNOWN, step, urn
from tests.review.stacks import change_of, changed

VPC, SUBNET, BALANCER = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:lb/loadBalancer:LoadBalancer"
READS = "readUnitsPerSecond"
NETWORK, FAMILY, ACCESS, MODE = "kubernetesNetworkConfig", "ipFamily", "accessConfig", "authenticationMode"
TABLE, CLUSTER, EKS = "aws:dynamodb/table:Table", "aws:rds/cluster:Cluster", "aws:eks/cluster:Cluster"
RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
CACHE, MEMORY = "aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"
AWS = "https://github.com/hashicorp/terraform-provider-aws"
NLB = {"loadBalancerType": "network"}
SURE, PERHAPS, NO = "replaces", "could", "updates"


def verdict(token: str, before: dict[str, Any], after: dict[str, Any], **state: Any) -> str:
    change = changed(token, before, after, **state)
    if change.kind is Kind.REPLACE:
        return SURE
    return PERHAPS if change.may_replace else NO


@pytest.mark.parametrize(
    ("token", "before", "after", "expected"),
    [
        (VPC, {"cidrBlock": "a"}, {"cidrBlock": "b"}, SURE),
        (VPC, {"cidrBlock": "a", "ipv4NetmaskLength": 20}, {"cidrBlock": "b", "ipv4NetmaskLength": 20}, NO),
        (VPC, {"enableDnsSupport": True}, {"enableDnsSupport": False}, NO),
        (CLUSTER, {"engine": "a"}, {"engine": "b"}, SURE),
        (CLUSTER, {"snapshotIdentifier": "a"}, {"snapshotIdentifier": "b"}, SURE),
        (CLUSTER, {"snapshotIdentifier": "a"}, {}, NO),
        (CLUSTER, {"publiclyAccessible": False}, {"publiclyAccessible": True}, PERHAPS),
        (TABLE, {"restoreSourceName": "a"}, {}, NO),
        (TABLE, {"warmThroughput": {READS: 2}}, {"warmThroughput": {READS: 1}}, SURE),
        (TABLE, {"warmThroughput": {READS: 1}}, {"warmThroughput": {READS: 2}}, NO),
        (TABLE, {"warmThroughput": {READS: 1}}, {"warmThroughput": UNKNOWN}, PERHAPS),
        (BALANCER, {"subnets": ["a", "b"]}, {"subnets": ["a"]}, NO),
        (BALANCER, {**NLB, "subnets": ["a", "b"]}, {**NLB, "subnets": ["a"]}, SURE),
        (BALANCER, {**NLB, "subnets": ["a"]}, {**NLB, "subnets": ["a", "b"]}, NO),
        (BALANCER, {**NLB, "subnets": ["a"]}, {**NLB, "subnets": [UNKNOWN]}, PERHAPS),
        (BALANCER, {**NLB, "securityGroups": ["a"]}, NLB, SURE),
        ("aws:alb/loadBalancer:LoadBalancer", {"internal": True}, {}, SURE),
        (RULE, {"cidrIpv4": "10.0.0.0/8"}, {"cidrIpv4": "11.0.0.0/8"}, NO),
        (RULE, {"cidrIpv4": "10.0.0.0/8"}, {"cidrIpv6": "::/0"}, SURE),
        (CACHE, {"engineVersion": "7.1"}, {"engineVersion": "7.0"}, SURE),
        (CACHE, {"engineVersion": "7.0"}, {"engineVersion": "7.1"}, NO),
        (CACHE, {"engineVersion": "7.0"}, {"engineVersion": UNKNOWN}, PERHAPS),
        (CACHE, {"transitEncryptionEnabled": True}, {"transitEncryptionEnabled": False}, PERHAPS),
        (EKS, {"encryptionConfig": {"a": 1}}, {}, SURE),
        (EKS, {}, {"encryptionConfig": {"a": 1}}, NO),
        (EKS, {"encryptionConfig": {"a": 1}}, {"encryptionConfig": {"a": 2}}, PERHAPS),
        (EKS, {NETWORK: {FAMILY: "ipv4"}}, {NETWORK: {FAMILY: "ipv6"}}, SURE),
        (EKS, {ACCESS: {MODE: "API"}}, {ACCESS: {MODE: "B"}}, NO),
        (EKS, {}, {NETWORK: {FAMILY: "ipv6"}}, SURE),
        (EKS, {}, {NETWORK: {FAMILY: UNKNOWN}}, PERHAPS),
        (EKS, {}, {NETWORK: {"elasticLoadBalancing": {}}}, NO),
        ("aws:ecs/service:Service", {}, {"forceNewDeployment": True}, NO),
        ("aws:ec2/instance:Instance", {"ami": "a"}, {"ami": "b"}, SURE),
        ("aws:ec2/instance:Instance", {"instanceType": "a"}, {"instanceType": "b"}, NO),
        ("aws:ec2/instance:Instance", {}, {"enablePrimaryIpv6": True}, NO),
        ("aws:ec2/instance:Instance", {"enablePrimaryIpv6": True}, {}, PERHAPS),
        (MEMORY, {"nodeType": "a"}, {"nodeType": "b"}, PERHAPS),
        ("aws:invoicing/invoiceUnit:InvoiceUnit", {"name": "a"}, {"name": "b"}, PERHAPS),
        ("aws:brandnew/thing:Thing", {"size": 1}, {"size": 2}, PERHAPS),
        ("kubernetes:core/v1:Pod", {"spec": 1}, {"spec": 2}, PERHAPS),
        ("kubernetes:core/v1:Pod", {"tags": {"a": "1"}}, {}, NO),
    ],
)  # fmt: skip
def test_verdict(token: str, before: dict[str, Any], after: dict[str, Any], expected: str) -> None:
    assert verdict(token, before, after) == expected


@pytest.mark.parametrize(("asked", "expected"), [(["size"], SURE), (["*"], SURE), (["other"], NO)])
def test_a_program_can_ask_for_a_replacement(asked: list[str], expected: str) -> None:
    before, after = {"delaySeconds": 1, "size": 1}, {"delaySeconds": 1, "size": 2}

    assert verdict("aws:sqs/queue:Queue", before, after, replaceOnChanges=asked) == expected


@pytest.mark.parametrize(
    ("token", "key", "reason", "source"),
    [
        (VPC, "cidrBlock", "a change of cidrBlock replaces", f"{AWS}/blob/main/internal/service/ec2/vpc_.go"),
        (
            "aws:ec2/instance:Instance",
            "ami",
            "a change of ami replaces",
            f"{AWS}/tree/v5.14.0/internal/service",
        ),
        (
            MEMORY,
            "nodeType",
            "nodeType: replaces where the engine is Memcached",
            "https://www.pulumi.com/registry/packages/aws/api-docs/elasticache/cluster/",
        ),
        (
            "cloudflare:index/zone:Zone",
            "name",
            "a change of name replaces",
            "https://github.com/cloudflare/terraform-provider-cloudflare/blob/main/internal/services/zone/schema.go",
        ),
        (
            "kubernetes:core/v1:Pod",
            "spec",
            "no source was found that says whether a change of it replaces",
            "",
        ),
    ],
)
def test_where_it_stands(token: str, key: str, reason: str, source: str) -> None:
    change = changed(token, {key: "a"}, {key: "b"})

    assert [(one.path, one.reason, one.source) for one in change.forced_by] == [(key, reason, source)]


def test_what_is_certain_comes_first() -> None:
    change = changed(CLUSTER, {"engine": "a", "a": 1}, {"engine": "b", "publiclyAccessible": True})

    assert [(one.path, one.certain) for one in change.forced_by] == [
        ("engine", True),
        ("publiclyAccessible", False),
    ]
    assert isinstance(change.forced_by[0], Forcing)


def test_a_version_of_a_function_is_new_only_where_it_is_published() -> None:
    function, alias = "aws:lambda/function:Function", "aws:lambda/alias:Alias"

    def stack(role: str, *, publish: bool) -> list[dict[str, Any]]:
        links = {"functionVersion": [urn(function, "f")]}
        return [
            step(function, "f", {"memorySize": role, "publish": publish}),
            step(alias, "live", {"functionVersion": UNKNOWN}, links=links),
        ]

    assert change_of(stack("a", publish=False), stack("b", publish=False)).resource.name == "f"
    with pytest.raises(ValueError, match="too many values"):
        change_of(stack("a", publish=True), stack("b", publish=True))
