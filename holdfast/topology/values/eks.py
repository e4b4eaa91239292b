"""Kubernetes on EKS, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.words import Architecture


class NodeOs(StrEnum):
    """Operating system of nodes."""

    AL2023 = "al2023"
    BOTTLEROCKET = "bottlerocket"


class EksAccessLevel(StrEnum):
    """What a principal may do in a cluster, in the words of Kubernetes' own roles."""

    CLUSTER_ADMIN = "cluster-admin"
    ADMIN = "admin"
    EDIT = "edit"
    VIEW = "view"


class EksSupport(StrEnum):
    """What EKS does with a cluster whose version leaves standard support: upgrade it, or charge more."""

    STANDARD = "standard"
    EXTENDED = "extended"


@dataclass(frozen=True, kw_only=True, slots=True)
class EksServicePlan:
    """A service's pods in one region: the names in the cluster by which AWS and the chart meet."""

    namespace: str
    service_account: str
    kubernetes_service: str
    pods_per_node: int
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class EksAccessPlan:
    """A principal that may use the cluster, in the whole of it or in some namespaces."""

    key: str
    principal_arn: str
    level: EksAccessLevel
    namespaces: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EksNodesPlan:
    """The nodes of one cluster; all numbers are for one zone, and every zone has the same.

    ``minimum`` always runs, ``maximum`` is the ceiling of nodes on demand, and ``spot_maximum`` that of spot
    nodes beside them.
    """

    types: tuple[str, ...]
    architecture: Architecture
    os: NodeOs
    volume_gib: int
    minimum: int
    maximum: int
    spot_maximum: int


@dataclass(frozen=True, kw_only=True, slots=True)
class EksClusterPlan:
    """The EKS cluster of one region."""

    version: str
    support: EksSupport
    public_cidrs: tuple[str, ...]
    private_cidrs: tuple[str, ...]
    access: tuple[EksAccessPlan, ...]
    nodes: EksNodesPlan
    cluster_autoscaler: bool
    addons: tuple[str, ...]
    addon_versions: Mapping[str, str]
    service_cidr: str
    zonal_shift: bool
    log_types: tuple[str, ...]
    log_retention_days: int
    origin: Origin = field(default_factory=no_origin)
