"""Who may use the Kubernetes API of an EKS cluster."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import eks

from holdfast.components.eks_args import EksAccess
from holdfast.components.eks_roles import EksScope
from holdfast.topology.values import EksAccessLevel

# https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html, 2026-11
_POLICIES = {
    EksAccessLevel.CLUSTER_ADMIN: "AmazonEKSClusterAdminPolicy",
    EksAccessLevel.ADMIN: "AmazonEKSAdminPolicy",
    EksAccessLevel.EDIT: "AmazonEKSEditPolicy",
    EksAccessLevel.VIEW: "AmazonEKSViewPolicy",
}


def declare_access(scope: EksScope, access: Mapping[str, EksAccess]) -> None:
    """Declare ``<name>-access-<key>`` and ``<name>-access-<key>-policy`` for each principal.

    Args:
        scope: The cluster.
        access: Key → principal.
    """
    for key, one in sorted(access.items()):
        name = f"{scope.name}-access-{key}"
        entry = eks.AccessEntry(
            name,
            region=scope.region,
            cluster_name=scope.cluster_name,
            principal_arn=one["principal_arn"],
            tags={**scope.tags, "Name": name},
            opts=scope.child,
        )
        namespaces = sorted(one.get("namespaces", ()))
        eks.AccessPolicyAssociation(
            f"{name}-policy",
            region=scope.region,
            cluster_name=scope.cluster_name,
            principal_arn=entry.principal_arn,
            policy_arn=f"arn:aws:eks::aws:cluster-access-policy/{_POLICIES[EksAccessLevel(one['level'])]}",
            access_scope={"type": "namespace", "namespaces": namespaces}
            if namespaces
            else {"type": "cluster"},
            opts=pulumi.ResourceOptions.merge(
                scope.child,
                # Another scope is the same association to EKS: deleting the old one last would take both.
                pulumi.ResourceOptions(depends_on=[entry], delete_before_replace=True),
            ),
        )
