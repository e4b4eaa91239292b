"""The IAM roles of an EKS cluster: control plane, nodes, and pods by pod identity."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import iam

from holdfast.components.service_policy import (
    allow,
    policy_document,
    session_manager_statement,
    trust_document,
)

_MANAGED = "arn:aws:iam::aws:policy"
# https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html, 2026-11
_CLUSTER_POLICY = f"{_MANAGED}/AmazonEKSClusterPolicy"
# What control plane does with the key of secrets, as terraform-aws-modules/terraform-aws-eks grants it
# (main.tf, cluster_encryption); whoever deploys creates the grant itself:
# https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html, 2026-11
_KEY_ACTIONS = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants")
# Without AmazonEKS_CNI_Policy, which pod identity gives to the network plugin alone:
# https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html, 2026-11
_NODE_POLICIES = {
    "registry": f"{_MANAGED}/AmazonEC2ContainerRegistryPullOnly",
    "worker": f"{_MANAGED}/AmazonEKSWorkerNodePolicy",
}


@dataclass(frozen=True, kw_only=True)
class EksScope:
    """What all children of a cluster share."""

    name: str
    """Logical name of the cluster's component."""
    region: str
    """AWS region."""
    account_id: str
    """The account's id."""
    cluster: str
    """Name of the cluster in AWS, in policies."""
    cluster_name: pulumi.Input[str]
    """The same, once the cluster stands."""
    tags: Mapping[str, str]
    """Tags without a name."""
    child: pulumi.ResourceOptions
    """Options that make the component the parent."""


def declare_cluster_role(
    scope: EksScope, key_arn: pulumi.Input[str]
) -> "tuple[iam.Role, list[pulumi.Resource]]":
    """Declare ``<name>-role``, what the control plane may do.

    Args:
        scope: The cluster.
        key_arn: Key of Kubernetes secrets.

    Returns:
        The role, and what it may do, without which EKS can neither make nor delete a cluster.
    """
    role = iam.Role(
        f"{scope.name}-role",
        description=f"Control plane of {scope.name}",
        assume_role_policy=trust_document("eks.amazonaws.com"),
        tags=scope.tags,
        opts=scope.child,
    )
    managed = iam.RolePolicyAttachment(
        f"{scope.name}-role-cluster", role=role.name, policy_arn=_CLUSTER_POLICY, opts=scope.child
    )
    key = iam.RolePolicy(
        f"{scope.name}-role-key",
        role=role.name,
        policy=pulumi.Output.from_input(key_arn).apply(
            lambda arn: policy_document([allow("KubernetesSecrets", _KEY_ACTIONS, [arn])])
        ),
        opts=scope.child,
    )
    return role, [managed, key]


def declare_node_role(scope: EksScope) -> "tuple[iam.Role, list[pulumi.Resource]]":
    """Declare ``<name>-node-role``: join the cluster, pull images, be reached by Session Manager.

    Args:
        scope: The cluster.

    Returns:
        The role, and what it may do, without which a node does not join.
    """
    name = f"{scope.name}-node-role"
    role = iam.Role(
        name,
        description=f"Nodes of {scope.name}",
        assume_role_policy=trust_document("ec2.amazonaws.com"),
        tags=scope.tags,
        opts=scope.child,
    )
    managed: list[pulumi.Resource] = [
        iam.RolePolicyAttachment(f"{name}-{key}", role=role.name, policy_arn=policy, opts=scope.child)
        for key, policy in sorted(_NODE_POLICIES.items())
    ]
    sessions = iam.RolePolicy(
        f"{name}-sessions",
        role=role.name,
        policy=policy_document([session_manager_statement()]),
        opts=scope.child,
    )
    return role, [*managed, sessions]


def pod_trust(cluster: str, namespace: str, service_account: str, account_id: str) -> str:
    """Return the policy by which one service account of one cluster assumes a role.

    The session tags are EKS's own: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html and
    https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html, 2026-11.

    Args:
        cluster: Name of the cluster.
        namespace: Namespace of the service account.
        service_account: The service account.
        account_id: Account of the cluster.
    """
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "pods.eks.amazonaws.com"},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Condition": {
            "StringEquals": {
                "aws:SourceAccount": account_id,
                "aws:RequestTag/eks-cluster-name": cluster,
                "aws:RequestTag/kubernetes-namespace": namespace,
                "aws:RequestTag/kubernetes-service-account": service_account,
            }
        },
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def declare_pod_role(
    scope: EksScope, key: str, *, namespace: str, service_account: str, managed: Sequence[str] = ()
) -> "tuple[iam.Role, list[pulumi.Resource]]":
    """Declare ``<name>-<key>-role`` for the pods of one service account.

    Args:
        scope: The cluster.
        key: What the pods are.
        namespace: Their namespace.
        service_account: Their service account.
        managed: Names of AWS's policies that it gets. Default: none.

    Returns:
        The role and the attachments of the policies.
    """
    name = f"{scope.name}-{key}-role"
    role = iam.Role(
        name,
        description=f"Pods of {service_account} in {scope.name}",
        assume_role_policy=pod_trust(scope.cluster, namespace, service_account, scope.account_id),
        tags=scope.tags,
        opts=scope.child,
    )
    attachments: list[pulumi.Resource] = [
        iam.RolePolicyAttachment(
            f"{name}-{policy.rpartition('/')[2]}",
            role=role.name,
            policy_arn=f"{_MANAGED}/{policy}",
            opts=scope.child,
        )
        for policy in managed
    ]
    return role, attachments
