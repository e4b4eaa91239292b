"""The nodes of an EKS cluster: a launch template, and a managed node group in each zone."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_aws import ec2, eks

from holdfast.components.eks_args import EksNodes
from holdfast.components.eks_roles import EksScope
from holdfast.topology.values import Architecture, NodeOs

DEFAULT_VOLUME_GIB = 50
"""Size of a node's volume where none is said: an assumption, images and logs need more than EKS's own 20."""

# https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html (amiType), 2026-11
_AMI_TYPES = {
    (NodeOs.AL2023, Architecture.ARM64): "AL2023_ARM_64_STANDARD",
    (NodeOs.AL2023, Architecture.X86_64): "AL2023_x86_64_STANDARD",
    (NodeOs.BOTTLEROCKET, Architecture.ARM64): "BOTTLEROCKET_ARM_64",
    (NodeOs.BOTTLEROCKET, Architecture.X86_64): "BOTTLEROCKET_x86_64",
}
# Bottlerocket keeps images and logs on a second volume: https://bottlerocket.dev/en/os/latest/concepts/image-layout/
_DATA_DEVICE = {NodeOs.AL2023: "/dev/xvda", NodeOs.BOTTLEROCKET: "/dev/xvdb"}
_SYSTEM_DEVICE = {NodeOs.AL2023: None, NodeOs.BOTTLEROCKET: "/dev/xvda"}


def declare_node_template(
    scope: EksScope, nodes: EksNodes, *, key_arn: pulumi.Input[str], security_group_id: pulumi.Input[str]
) -> "ec2.LaunchTemplate":
    """Declare ``<name>-nodes-lt``: IMDSv2 within one hop, encrypted volumes, no key pair, one security group.

    One hop keeps pods that have an address of their own from the node's role; they get theirs by pod identity
    (https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html, 2026-11).

    Args:
        scope: The cluster.
        nodes: The machines.
        key_arn: Key of the volumes.
        security_group_id: Group of nodes and pods. Without one EKS would give them its own, which lets all
            out (https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html, 2026-11).
    """
    launched = {**scope.tags, "Name": f"{scope.name}-nodes"}
    os = NodeOs(nodes.get("os", NodeOs.AL2023))
    encrypted: dict[str, Any] = {
        "encrypted": "true",
        "kms_key_id": key_arn,
        "volume_type": "gp3",
        "delete_on_termination": "true",
    }
    size = int(nodes.get("volume_gib", DEFAULT_VOLUME_GIB))
    devices: list[Any] = [
        {"device_name": _DATA_DEVICE[os], "ebs": {**encrypted, "volume_size": size}},
    ]
    if (system := _SYSTEM_DEVICE[os]) is not None:
        devices.append({"device_name": system, "ebs": encrypted})
    return ec2.LaunchTemplate(
        f"{scope.name}-nodes-lt",
        region=scope.region,
        description=f"Nodes of {scope.name}",
        update_default_version=True,
        vpc_security_group_ids=[security_group_id],
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
        },
        monitoring={"enabled": True},
        block_device_mappings=devices,
        tag_specifications=[
            {"resource_type": "instance", "tags": launched},
            {"resource_type": "volume", "tags": launched},
        ],
        tags={**scope.tags, "Name": f"{scope.name}-nodes-lt"},
        opts=scope.child,
    )


def declare_node_groups(
    scope: EksScope,
    nodes: EksNodes,
    *,
    version: str,
    role_arn: pulumi.Input[str],
    template: "ec2.LaunchTemplate",
    subnet_ids: Mapping[str, pulumi.Input[str]],
    scaled: bool,
    depends_on: Sequence[pulumi.Resource],
    parent: pulumi.Resource,
) -> "list[eks.NodeGroup]":
    """Declare ``<name>-nodes-<zone>``, and with spot nodes ``<name>-spot-<zone>``.

    One group for each zone: its minimum holds in every zone and not on average, a volume finds its pod in the
    zone that it is bound to, and Cluster Autoscaler knows which zone a new node will be in
    (https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html, 2026-11). Each waits for the
    zone before it, so that an update which breaks nodes stops in the first zone.

    Where something else scales them, the number that runs is ignored. Still the provider sends it with every
    change of least or greatest, as Pulumi last knew it (``expandNodegroupScalingConfig`` in
    https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/node_group.go): refresh
    the groups before such a change.

    Args:
        scope: The cluster.
        nodes: The machines.
        version: Kubernetes version, the cluster's.
        role_arn: Role of the nodes.
        template: Their launch template.
        subnet_ids: Zone's key → its subnet.
        scaled: Whether Cluster Autoscaler, or an operator after a failover, sets how many run.
        depends_on: What a node needs to join and to be ready.
        parent: The component.

    Returns:
        All groups in order.
    """
    groups: list[eks.NodeGroup] = []
    kinds = {"nodes": ("ON_DEMAND", int(nodes["minimum"]), int(nodes["maximum"]))}
    if spot := int(nodes.get("spot_maximum", 0)):
        kinds["spot"] = ("SPOT", 0, spot)
    os = NodeOs(nodes.get("os", NodeOs.AL2023))
    for zone, subnet_id in sorted(subnet_ids.items()):
        before: list[pulumi.Resource] = [*depends_on, *groups[-len(kinds) :]]
        for kind, (capacity_type, minimum, maximum) in kinds.items():
            name = f"{scope.name}-{kind}-{zone}"
            groups.append(
                eks.NodeGroup(
                    name,
                    region=scope.region,
                    cluster_name=scope.cluster_name,
                    version=version,
                    node_role_arn=role_arn,
                    subnet_ids=[subnet_id],
                    ami_type=_AMI_TYPES[os, Architecture(nodes["architecture"])],
                    capacity_type=capacity_type,
                    instance_types=list(nodes["types"]),
                    launch_template={
                        "id": template.id,
                        "version": template.latest_version.apply(str),
                    },
                    scaling_config={"min_size": minimum, "max_size": maximum, "desired_size": minimum},
                    update_config={"max_unavailable": 1},
                    node_repair_config={"enabled": True},
                    tags={**scope.tags, "Name": name},
                    opts=pulumi.ResourceOptions(
                        parent=parent,
                        depends_on=before,
                        ignore_changes=["scalingConfig.desiredSize"] if scaled else None,
                    ),
                )
            )
    return groups
