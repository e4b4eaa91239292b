"""Settings of Kubernetes on EKS."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag

from holdfast.settings import formats
from holdfast.settings.base import Cidr, Key, LogDays, OneOf, Percent, Place, SettingsModel
from holdfast.topology.values import EksAccessLevel, EksSupport, NodeOs

Label = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
        json_schema_extra={
            "patternErrorMessage": "a name in Kubernetes is 1 to 63 lower-case letters, digits and hyphens, "
            "no hyphen at an end"
        },
    ),
]
ServiceLabel = Annotated[
    str,
    Field(
        pattern=r"^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$",
        json_schema_extra={
            "patternErrorMessage": "a Service's name in Kubernetes is 1 to 63 lower-case letters, digits and "
            "hyphens, a letter first, no hyphen last"
        },
    ),
]
PrincipalArn = Annotated[
    str,
    Field(
        pattern=r"^arn:aws:iam::\d{12}:(role|user)/[\w+=,.@/-]+$",
        json_schema_extra={
            "patternErrorMessage": "a principal is an IAM role or user: arn:aws:iam::<account>:role/<name>"
        },
    ),
]
KubernetesVersion = Annotated[
    str,
    Field(
        pattern=r"^1\.\d{2}$",
        json_schema_extra={"patternErrorMessage": "a Kubernetes version is quoted text such as '1.35'"},
    ),
]
AddonVersion = Annotated[
    str,
    Field(
        pattern=r"^v\d+\.\d+\.\d+-eksbuild\.\d+$",
        json_schema_extra={"patternErrorMessage": "an add-on's version is such as v1.20.4-eksbuild.1"},
    ),
]
AddonByChoice = Literal[
    "amazon-cloudwatch-observability", "aws-ebs-csi-driver", "eks-node-monitoring-agent", "metrics-server"
]
NEEDED_ADDONS = ("coredns", "eks-pod-identity-agent", "kube-proxy", "vpc-cni")
"""Add-ons of every cluster."""
ADDONS = (
    *NEEDED_ADDONS,
    "amazon-cloudwatch-observability",
    "aws-ebs-csi-driver",
    "eks-node-monitoring-agent",
    "metrics-server",
)
"""Every add-on that a cluster can have."""
LogType = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]


def _version_tag(value: object) -> str | None:
    if isinstance(value, str):
        return "<text>"
    return "<places>" if isinstance(value, dict) else None


VersionPerRegion = Annotated[
    Annotated[KubernetesVersion, Tag("<text>")] | Annotated[dict[Place, KubernetesVersion], Tag("<places>")],
    Discriminator(
        _version_tag,
        custom_error_type="format",
        custom_error_message="expected quoted text such as '1.35', or one per place",
    ),
]
"""One version for every region, or one per place, by which regions are upgraded one after the other."""


class EksServiceSettings(SettingsModel):
    """A service's pods on EKS, and what one of them carries; the pods themselves are its chart's."""

    rps: Annotated[float, Field(gt=0)]
    """Requests per second that one pod carries at its scaling target, as measured by a load test."""
    pods_per_node: Annotated[int, Field(ge=1, le=250)]
    """Pods of this service that fill a node, by what they request of CPU and memory, beside what runs on
    every node (`kubectl describe node` shows both). Nodes are counted by it."""
    namespace: Label | None = None
    """Namespace of the pods. Default: the service's key."""
    service_account: Label | None = None
    """Service account of the pods, which gets the service's role; one service each. Default: the service's
    key."""
    kubernetes_service: ServiceLabel | None = None
    """Kubernetes Service of the pods, with the service's `port`. Default: the service's key."""


class EksEndpointSettings(SettingsModel):
    """Who reaches the Kubernetes API besides the nodes."""

    public_cidrs: tuple[Cidr, ...] = ()
    """Blocks that reach it over the internet. Default: none, there is no public endpoint."""
    private_cidrs: tuple[Cidr, ...] = ()
    """Blocks that reach it through the VPC, such as those of a pipeline's runners. Default: none."""


class EksAccessSettings(SettingsModel):
    """A principal that may use the Kubernetes API."""

    principal: PrincipalArn
    """ARN of an IAM role or user."""
    level: EksAccessLevel
    """What it may do: `cluster-admin`, or `admin`, `edit` or `view` as Kubernetes' own roles of the name."""
    namespaces: tuple[Label, ...] = ()
    """Where it may do it. Default: in the whole cluster."""


class EksNodeSettings(SettingsModel):
    """The nodes, alike in every zone."""

    types: Annotated[
        tuple[Annotated[str, AfterValidator(formats.instance_type)], ...], Field(min_length=1)
    ] = ("m7g.large",)
    """EC2 instance types of one architecture, best first. A change makes new node groups. Default:
    `m7g.large`."""
    os: NodeOs = NodeOs.AL2023
    """Operating system, `al2023` or `bottlerocket`. A change makes new node groups. Default: `al2023`."""
    volume_gib: Annotated[int, Field(ge=20, le=16384)] = 50
    """Size of the encrypted volume for images and logs in GiB. Default: 50."""
    headroom_percent: Annotated[int, Field(ge=0, le=200)] = 25
    """Room beyond what the pods need, for those that a deployment starts before it stops others. Default: 25,
    as many as a Deployment of Kubernetes starts ahead."""
    spot_percent_above_needed: Percent = 0
    """Share of spot nodes in those above what the peak needs; needs two instance types and
    `cluster_autoscaler`. Default: 0."""


class EksClusterSettings(SettingsModel):
    """What the EKS clusters of all regions have in common."""

    version: VersionPerRegion | None = None
    """Kubernetes version, or one per place, by which one region is upgraded before the others. Default: none;
    a service of kind `eks` needs it."""
    support: EksSupport = EksSupport.EXTENDED
    """What AWS does when the version leaves standard support: `extended` leaves it, at a higher price, for a
    year; `standard` upgrades the cluster by itself. Default: `extended`."""
    access: dict[Key, EksAccessSettings] = Field(default_factory=dict)
    """Who may use the Kubernetes API, by name; nobody else may. Default: none; a service of kind `eks` needs
    a `cluster-admin`."""
    endpoint: EksEndpointSettings = EksEndpointSettings.model_construct()
    """Who reaches the Kubernetes API. Default: the nodes alone."""
    nodes: EksNodeSettings = EksNodeSettings.model_construct()
    """The nodes. Default: `m7g.large` on Amazon Linux 2023."""
    cluster_autoscaler: bool = True
    """Whether the team installs Cluster Autoscaler, which gets a role. Default: true; without it as many
    nodes run as the services' maximum needs."""
    addons: tuple[AddonByChoice, ...] = ("eks-node-monitoring-agent", "metrics-server")
    """Add-ons besides `vpc-cni`, `kube-proxy`, `coredns` and `eks-pod-identity-agent`. Default: what
    repairing nodes and scaling pods take."""
    addon_versions: dict[Annotated[str, OneOf("add-on", ADDONS)], AddonVersion] = Field(default_factory=dict)
    """Versions of add-ons. Default: EKS's own when an add-on is made; it stays until a version is said."""
    service_cidr: Cidr = "172.20.0.0/16"
    """Block of Kubernetes services, /12 to /24, in no network that pods reach; it cannot be changed later.
    Default: `172.20.0.0/16`."""
    zonal_shift: bool = True
    """Whether traffic inside the clusters can be taken out of a zone by an ARC zonal shift. Default: true."""
    log_types: tuple[LogType, ...] = ("api", "audit", "authenticator", "controllerManager", "scheduler")
    """Logs of the control plane that are kept. Default: all."""
    log_retention_days: LogDays = 90
    """How long they are kept, one of CloudWatch Logs' own steps; 0 keeps them for ever. Default: 90."""
