"""What an EKS cluster is told."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.topology.values import Architecture, EksAccessLevel, EksSupport, NodeOs

FIRST_ADDONS = ("eks-pod-identity-agent", "kube-proxy", "vpc-cni")
"""Add-ons that stand before the nodes, which are not ready without them."""
NEEDED_ADDONS = (*FIRST_ADDONS, "coredns")
"""Add-ons of every cluster."""
ADDONS_BY_CHOICE = (
    "amazon-cloudwatch-observability",
    "aws-ebs-csi-driver",
    "eks-node-monitoring-agent",
    "metrics-server",
)
"""Add-ons by choice."""
DEFAULT_SERVICE_CIDR = "172.20.0.0/16"
"""Block of Kubernetes services: one of the two that EKS itself picks
(https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html, 2026-11); the other lies in 10.0.0.0/8,
as networks do here."""
LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
"""Logs of the control plane
(https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html, 2026-11)."""


class EksNetwork(TypedDict):
    """Where control plane and nodes stand."""

    vpc_id: pulumi.Input[str]
    """Id of the VPC."""
    vpc_cidr: pulumi.Input[str]
    """IPv4 block of the VPC, in which nodes and pods reach any TCP port."""
    subnet_ids: Mapping[str, pulumi.Input[str]]
    """Zone's key (such as ``a``) → id of its private subnet, known once it reaches AWS. 2 to 6 zones."""


class EksEndpoint(TypedDict):
    """Who reaches the Kubernetes API besides the nodes; who may use it is for ``access`` to say."""

    public_cidrs: NotRequired[Sequence[str]]
    """IPv4 blocks that reach it over the internet. Default: none, there is no public endpoint."""
    private_cidrs: NotRequired[Sequence[str]]
    """IPv4 blocks that reach it through the VPC, such as those of runners of a pipeline in it or in networks
    connected to it. Default: none."""


class EksAccess(TypedDict):
    """A principal that may use the Kubernetes API."""

    principal_arn: str
    """ARN of an IAM role or user; one entry each."""
    level: EksAccessLevel
    """What it may do."""
    namespaces: NotRequired[Sequence[str]]
    """Where it may do it. Default: in the whole cluster."""


class EksNodes(TypedDict):
    """The machines, alike in every zone."""

    types: Sequence[str]
    """Instance types in order of preference, all of one architecture. A change makes new groups."""
    architecture: Architecture
    """Processor architecture of the types."""
    minimum: int
    """Nodes in each zone that always run, 1 or more."""
    maximum: int
    """Ceiling of nodes on demand in each zone, no less than ``minimum``."""
    spot_maximum: NotRequired[int]
    """Ceiling of spot nodes in each zone, beside those on demand. Default: 0, there are none."""
    os: NotRequired[NodeOs]
    """Operating system. Default: Amazon Linux 2023. A change makes new groups."""
    volume_gib: NotRequired[int]
    """Size of the encrypted gp3 volume that holds images and logs, 20 or more. Default: 50 (assumption)."""


class EksCaller(TypedDict):
    """What sends requests to pods, such as a load balancer."""

    security_group_id: pulumi.Input[str]
    """Its security group."""
    ports: Sequence[int]
    """Ports on which pods listen to it."""


class EksStore(TypedDict):
    """A store in the VPC that pods use."""

    security_group_id: pulumi.Input[str]
    """Its security group, which then admits nodes and pods."""
    port: int
    """Its TCP port."""


class EksClusterArgs(TypedDict):
    """What the EKS cluster of one region needs."""

    region: str
    """AWS region in which every child is declared."""
    account_id: str
    """The account's id, twelve digits, which roles name in their trust."""
    network: EksNetwork
    """Where it stands."""
    cluster_name: NotRequired[str]
    """Name of the cluster; a change replaces it, so give the former one to a component that is renamed.
    Default: project, stack and the component's name."""
    version: str
    """Kubernetes version, such as ``1.35``. EKS goes up one minor version at a time, and back one within
    seven days (https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html, 2026-11)."""
    nodes: EksNodes
    """The machines."""
    access: Mapping[str, EksAccess]
    """Key → principal that may use the Kubernetes API. Nobody else may, whoever made the cluster included."""
    key_arn: pulumi.Input[str]
    """KMS key of the region for Kubernetes secrets, volumes and logs."""
    endpoint: NotRequired[EksEndpoint]
    """Who reaches the Kubernetes API. Default: the nodes alone."""
    callers: NotRequired[Mapping[str, EksCaller]]
    """Entrance → what sends requests to pods. Default: nothing does."""
    stores: NotRequired[Mapping[str, EksStore]]
    """Key → store in the VPC that pods use; each group and port once. Default: none."""
    support: NotRequired[EksSupport]
    """What happens when the version leaves standard support. Default: ``extended``, as AWS's: EKS upgrades
    nothing by itself for another 12 months, at a higher price
    (https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html, 2026-11)."""
    cluster_autoscaler: NotRequired[bool]
    """Whether there is a role for Kubernetes' Cluster Autoscaler, whose chart the team installs; updates then
    leave alone how many nodes run. Default: False, ``nodes.minimum`` of them."""
    addons: NotRequired[Sequence[str]]
    """Add-ons by choice, of ``ADDONS_BY_CHOICE``. Default: none besides those that every cluster needs."""
    addon_versions: NotRequired[Mapping[str, str]]
    """Add-on → version. Default: EKS's own for the Kubernetes version when the add-on is made; it then stays
    until a version is said."""
    service_cidr: NotRequired[str]
    """IPv4 block of Kubernetes services, /12 to /24, in no network that pods reach. A change makes a new
    cluster. Default: ``DEFAULT_SERVICE_CIDR``."""
    zonal_shift: NotRequired[bool]
    """Whether traffic inside the cluster can be taken out of a zone by an ARC zonal shift. Default: True."""
    log_types: NotRequired[Sequence[str]]
    """Logs of the control plane, of ``LOG_TYPES``. Default: all."""
    log_retention_days: NotRequired[int]
    """Days that logs are kept, one of CloudWatch Logs' own steps; 0 for ever. Default: 90 (assumption)."""
    protection: NotRequired[bool]
    """Whether Pulumi and EKS refuse to delete the cluster. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags, of nodes and of their volumes. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
