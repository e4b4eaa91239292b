"""The add-ons of an EKS cluster, each with a role of its own where it calls AWS."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, eks

from holdfast.components.eks_args import FIRST_ADDONS, NEEDED_ADDONS
from holdfast.components.eks_roles import EksScope, declare_pod_role

OBSERVABILITY = "amazon-cloudwatch-observability"
"""Add-on that sends metrics and logs of nodes and pods to CloudWatch."""

# Names of the groups: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-EKS-logs.html
# and …/Container-Insights-setup-logs-FluentBit.html, 2026-11.
_INSIGHTS_GROUPS = ("application", "dataplane", "host", "performance")


@dataclass(frozen=True, kw_only=True)
class _Identity:
    """The service account of an add-on and what it may do in AWS."""

    key: str
    namespace: str
    service_account: str
    policy: str


# What each add-on suggests (aws eks describe-addon-configuration):
# https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html,
# https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html, whose newer policy holds to volumes that
# the driver made (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverPolicyV2.html),
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html
# (2026-11).
_IDENTITIES = {
    "vpc-cni": _Identity(
        key="vpc-cni", namespace="kube-system", service_account="aws-node", policy="AmazonEKS_CNI_Policy"
    ),
    "aws-ebs-csi-driver": _Identity(
        key="ebs-csi",
        namespace="kube-system",
        service_account="ebs-csi-controller-sa",
        policy="AmazonEBSCSIDriverPolicyV2",
    ),
    OBSERVABILITY: _Identity(
        key="cloudwatch",
        namespace="amazon-cloudwatch",
        service_account="cloudwatch-agent",
        policy="CloudWatchAgentServerPolicy",
    ),
}


def declare_addons(
    scope: EksScope,
    names: Iterable[str],
    *,
    versions: Mapping[str, str],
    zones: int,
    depends_on: Sequence[pulumi.Resource],
    parent: pulumi.Resource,
) -> list[pulumi.Resource]:
    """Declare ``<name>-addon-<add-on>``, and ``<name>-<key>-role`` for those that call AWS.

    Args:
        scope: The cluster.
        names: Add-ons.
        versions: Add-on → version; without one EKS takes its own when it makes the add-on.
        zones: Zones of the cluster.
        depends_on: What they wait for.
        parent: The component.

    Returns:
        The add-ons.
    """
    return [
        _declare_addon(
            scope,
            name,
            version=versions.get(name),
            configuration=_configuration(name, zones),
            depends_on=depends_on,
            parent=parent,
        )
        for name in sorted(names)
    ]


def addons_before_nodes() -> tuple[str, ...]:
    """Give the add-ons without which no node is ready: they are DaemonSets, and active without any node."""
    return FIRST_ADDONS


def addons_after_nodes(chosen: Sequence[str]) -> tuple[str, ...]:
    """Give the add-ons that need a node to become active: those of every cluster and those chosen.

    Args:
        chosen: Add-ons by choice.
    """
    return tuple(sorted({*NEEDED_ADDONS, *chosen} - {*FIRST_ADDONS}))


def declare_insights_groups(
    scope: EksScope, *, key_arn: pulumi.Input[str], retention_days: int
) -> list[pulumi.Resource]:
    """Declare the log groups of Container Insights, which its agents would else make open and for ever.

    Args:
        scope: The cluster.
        key_arn: Key of the logs.
        retention_days: Days that they are kept.
    """
    return [
        cloudwatch.LogGroup(
            f"{scope.name}-insights-{key}",
            region=scope.region,
            # The agents know no other.
            name=f"/aws/containerinsights/{scope.cluster}/{key}",
            retention_in_days=retention_days,
            kms_key_id=key_arn,
            tags={**scope.tags, "Name": f"{scope.name}-insights-{key}"},
            opts=scope.child,
        )
        for key in _INSIGHTS_GROUPS
    ]


def _declare_addon(
    scope: EksScope,
    name: str,
    *,
    version: str | None,
    configuration: Mapping[str, Any] | None,
    depends_on: Sequence[pulumi.Resource],
    parent: pulumi.Resource,
) -> "eks.Addon":
    associations: list[eks.AddonPodIdentityAssociationArgs] = []
    waits = [*depends_on]
    if (identity := _IDENTITIES.get(name)) is not None:
        role, attachments = declare_pod_role(
            scope,
            identity.key,
            namespace=identity.namespace,
            service_account=identity.service_account,
            managed=[identity.policy],
        )
        waits += attachments
        associations.append(
            eks.AddonPodIdentityAssociationArgs(role_arn=role.arn, service_account=identity.service_account)
        )
    return eks.Addon(
        f"{scope.name}-addon-{name}",
        region=scope.region,
        cluster_name=scope.cluster_name,
        addon_name=name,
        addon_version=version,
        configuration_values=None if configuration is None else json.dumps(configuration, sort_keys=True),
        pod_identity_associations=associations or None,
        # What is declared holds, also where somebody edited the object in the cluster.
        resolve_conflicts_on_create="OVERWRITE",
        resolve_conflicts_on_update="OVERWRITE",
        tags={**scope.tags, "Name": f"{scope.name}-addon-{name}"},
        opts=pulumi.ResourceOptions(parent=parent, depends_on=waits),
    )


def _configuration(name: str, zones: int) -> dict[str, Any] | None:
    if name == "vpc-cni":
        # Policies of Kubernetes then hold: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
        return {"enableNetworkPolicy": "true"}
    if name == "coredns":
        # One in each zone before there is any load; the add-on itself spreads them over zones:
        # https://docs.aws.amazon.com/eks/latest/userguide/coredns-autoscaling.html and
        # https://docs.aws.amazon.com/eks/latest/userguide/zone-shift.html (2026-11).
        return {"autoScaling": {"enabled": True, "minReplicas": zones, "maxReplicas": 10 * zones}}
    return None
