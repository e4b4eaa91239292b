"""Roles of the controllers whose charts a team installs: load balancers' targets, and the number of nodes."""

import pulumi
from pulumi_aws import eks, iam

from holdfast.components.eks_roles import EksScope, declare_pod_role
from holdfast.components.service_policy import allow, policy_document

CONTROLLER_NAMESPACE = "kube-system"
"""Namespace of both charts."""
BALANCER_ACCOUNT = "aws-load-balancer-controller"
"""Service account of AWS Load Balancer Controller."""
AUTOSCALER_ACCOUNT = "cluster-autoscaler"
"""Service account of Cluster Autoscaler."""

# Those of "You only want the LBC to add and remove IPs to already existing target groups" in
# https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/225f445/docs/deploy/installation.md
# (v3.5.0) that only read. Changes are below.
_BALANCER_READS = (
    "ec2:DescribeInstances",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeVpcs",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
)
# The same list also lets it change target groups and their attributes, for which a binding has no use
# (pkg/targetgroupbinding/targets_manager.go at 225f445 registers, deregisters and asks for health).
TARGET_ACTIONS = ("elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets")
"""What the controller does to a target group that a binding names."""

# "Full Cluster Autoscaler Features Policy", its changes held to groups of the cluster by the tags that EKS
# gives the groups of managed nodes:
# https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md, 2026-11
_AUTOSCALER_READS = (
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:DescribeAutoScalingInstances",
    "autoscaling:DescribeLaunchConfigurations",
    "autoscaling:DescribeScalingActivities",
    "ec2:DescribeImages",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:GetInstanceTypesFromInstanceRequirements",
    "eks:DescribeNodegroup",
)
_AUTOSCALER_CHANGES = (
    "autoscaling:SetDesiredCapacity",
    "autoscaling:TerminateInstanceInAutoScalingGroup",
)


def declare_balancer_controller(scope: EksScope) -> "tuple[iam.Role, list[pulumi.Resource]]":
    """Declare what AWS Load Balancer Controller needs to bind pods to target groups that exist.

    Each service adds its own target groups to the role: a TargetGroupBinding in the cluster then moves no
    traffic of another service in the account.

    Args:
        scope: The cluster.

    Returns:
        The role ``<name>-balancer-role``, and policy and association.
    """
    role, _ = declare_pod_role(
        scope, "balancer", namespace=CONTROLLER_NAMESPACE, service_account=BALANCER_ACCOUNT
    )
    policy = iam.RolePolicy(
        f"{scope.name}-balancer-policy",
        role=role.name,
        policy=policy_document([allow("ReadTargets", _BALANCER_READS, ["*"])]),
        opts=scope.child,
    )
    return role, [policy, _associate(scope, "balancer", BALANCER_ACCOUNT, role)]


def declare_cluster_autoscaler(scope: EksScope) -> list[pulumi.Resource]:
    """Declare what Cluster Autoscaler needs to size the cluster's node groups, and no others.

    Args:
        scope: The cluster.

    Returns:
        Policy and association of the role ``<name>-autoscaler-role``.
    """
    role, _ = declare_pod_role(
        scope, "autoscaler", namespace=CONTROLLER_NAMESPACE, service_account=AUTOSCALER_ACCOUNT
    )
    own = {"StringEquals": {f"aws:ResourceTag/k8s.io/cluster-autoscaler/{scope.cluster}": "owned"}}
    policy = iam.RolePolicy(
        f"{scope.name}-autoscaler-policy",
        role=role.name,
        policy=policy_document(
            [
                allow("ReadGroups", _AUTOSCALER_READS, ["*"]),
                allow("SizeOwnGroups", _AUTOSCALER_CHANGES, ["*"], own),
            ]
        ),
        opts=scope.child,
    )
    return [policy, _associate(scope, "autoscaler", AUTOSCALER_ACCOUNT, role)]


def _associate(
    scope: EksScope, key: str, service_account: str, role: "iam.Role"
) -> "eks.PodIdentityAssociation":
    name = f"{scope.name}-{key}-identity"
    return eks.PodIdentityAssociation(
        name,
        region=scope.region,
        cluster_name=scope.cluster_name,
        namespace=CONTROLLER_NAMESPACE,
        service_account=service_account,
        role_arn=role.arn,
        tags={**scope.tags, "Name": name},
        opts=scope.child,
    )
