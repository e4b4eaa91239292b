"""The security group of an EKS cluster: control plane, nodes and pods in one, known before the cluster."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import ec2, vpc

from holdfast.components.eks_args import EksClusterArgs
from holdfast.components.eks_roles import EksScope
from holdfast.components.security_group_rules import SecurityGroupRules
from holdfast.components.service_args import ServiceStore
from holdfast.components.service_security_group import declare_service_security_group

_HTTPS = 443
_ALL_PROTOCOLS = "-1"


def declare_cluster_group(
    scope: EksScope, args: EksClusterArgs
) -> "tuple[ec2.SecurityGroup, list[pulumi.Resource]]":
    """Declare ``<name>-sg`` and its rules, and the rule of each store's group that lets pods in.

    EKS attaches it to the control plane beside a group of its own, so that one rule lets both sides talk
    (https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html, 2026-11).

    Args:
        scope: The cluster.
        args: Its arguments.

    Returns:
        The group, and the rules that nodes need to join.
    """
    network = args["network"]
    group, rules = declare_service_security_group(
        scope.name,
        region=scope.region,
        service="Kubernetes",
        runs="Nodes",
        network={
            "vpc_id": network["vpc_id"],
            "vpc_cidr": network["vpc_cidr"],
            "subnet_ids": [subnet for _, subnet in sorted(network["subnet_ids"].items())],
        },
        port=None,
        target_groups={},
        stores={
            key: ServiceStore(
                environment={},
                statements=[],
                security_group_id=store["security_group_id"],
                port=int(store["port"]),
            )
            for key, store in args.get("stores", {}).items()
        },
        tags=scope.tags,
        child=scope.child,
    )
    _declare_ways_in(scope, group, args)
    return group, [*rules, *_declare_own_rules(scope, group)]


def _declare_own_rules(scope: EksScope, group: "ec2.SecurityGroup") -> list[pulumi.Resource]:
    rules: list[pulumi.Resource] = []
    for direction, rule in (
        ("ingress", vpc.SecurityGroupIngressRule),
        ("egress", vpc.SecurityGroupEgressRule),
    ):
        name = f"{scope.name}-sg-{direction}-own"
        rules.append(
            rule(
                name,
                region=scope.region,
                security_group_id=group.id,
                description="Control plane, nodes and pods among themselves",
                referenced_security_group_id=group.id,
                ip_protocol=_ALL_PROTOCOLS,
                tags={**scope.tags, "Name": name},
                opts=scope.child,
            )
        )
    return rules


def _declare_ways_in(scope: EksScope, group: "ec2.SecurityGroup", args: EksClusterArgs) -> None:
    """Let load balancers reach pods, once for each port however many services listen on it."""
    rules = SecurityGroupRules(region=scope.region, tags=scope.tags, child=scope.child)
    ways: dict[str, tuple[str, int, Mapping[str, Any]]] = {
        f"{key}-{port}": (
            f"Requests from the load balancer of {key}",
            port,
            {"peer_id": caller["security_group_id"]},
        )
        for key, caller in sorted(args.get("callers", {}).items())
        for port in sorted({int(port) for port in caller["ports"]})
    }
    for cidr in sorted(set(args.get("endpoint", {}).get("private_cidrs", ()))):
        key = cidr.replace(".", "-").replace("/", "-")
        ways[f"api-{key}"] = ("Kubernetes API", _HTTPS, {"cidr": cidr})
    for key, (description, port, source) in ways.items():
        name = f"{scope.name}-sg-ingress-{key}"
        rules.ingress(name, group.id, port, description=description, **source)
