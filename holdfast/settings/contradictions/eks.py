"""Kubernetes on EKS: what a cluster cannot do without, and what EKS or Kubernetes refuses."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.eks import NEEDED_ADDONS
from holdfast.settings.mistakes import Problem
from holdfast.topology.instance_types import architecture_of
from holdfast.topology.values import EksAccessLevel, EksSupport, NatStrategy, ServiceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.eks import EksClusterSettings, EksServiceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.service import ServiceSettings
    from holdfast.settings.stack import Settings

_OLDEST_VERSION = 32
_OLDEST_STANDARD_VERSION = 34
"""Minor versions that EKS still offers, and those in standard support, from 2026-11-27: 1.31 ends on
2026-11-26, 1.32 and 1.33 left standard support on 2026-03-23 and 2026-07-29, 1.34 does on 2026-12-02, 1.35 on
2027-03-27.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html and
https://endoflife.date/amazon-eks (2026-11).
"""
_WIDEST_SERVICES, _NARROWEST_SERVICES = 12, 24
"""Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html."""
_ENDPOINTS = ("ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "elasticloadbalancing", "logs", "sts")
"""What nodes, pods with an identity and AWS Load Balancer Controller talk to.

Source: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html (2026-11).
"""
_POD_SCALING = ("cpu_percent", "max_factor")
"""What of a service's scaling its pods have: the rest is of Auto Scaling groups, or of the chart."""


def of_each_service(settings: Settings) -> Iterator[Problem]:
    """What a service on EKS says that nothing could do."""
    owners: dict[tuple[str, str], str] = {}
    for key, service in settings.services.items():
        if service.kind is not ServiceKind.EKS or service.eks is None:
            continue
        path = ("services", key)
        if service.artefact is not None:
            yield Problem(
                path=(*path, "artefact"),
                message="a node has nothing to start an artefact with: name an image, which the chart is "
                "handed, or leave it to the chart",
            )
        yield from _scaling((*path, "scaling"), service)
        yield from _names((*path, "eks"), key, service.eks, owners)


def _scaling(path: SettingPath, service: ServiceSettings) -> Iterator[Problem]:
    for field in sorted(service.scaling.model_fields_set - set(_POD_SCALING)):
        yield Problem(
            path=(*path, field),
            message="does nothing for pods, which their chart scales and replaces: leave it out; nodes are "
            "holdfast:eks.nodes",
        )


def _names(
    path: SettingPath, key: str, pods: EksServiceSettings, owners: dict[tuple[str, str], str]
) -> Iterator[Problem]:
    namespace, account = pods.namespace or key, pods.service_account or key
    if namespace.startswith("kube-"):
        yield Problem(
            path=(*path, "namespace"), message="begins with kube-, which Kubernetes keeps", value=namespace
        )
    if (other := owners.setdefault((namespace, account), key)) != key:
        yield Problem(
            path=(*path, "service_account"),
            message=f"{namespace}/{account} has the role of {other} already: EKS gives a service account one "
            "role, so name another",
            value=account,
        )


def of_clusters(settings: Settings) -> Iterator[Problem]:
    """What the clusters need where a service runs on one, and what says nothing where none does."""
    if all(service.kind is not ServiceKind.EKS for service in settings.services.values()):
        if settings.eks.model_fields_set:
            yield Problem(
                path=("eks",), message="does nothing: no service is of kind eks; leave it out or set the kind"
            )
        return
    asked = settings.eks
    yield from _version(asked, settings)
    yield from _access(asked)
    yield from _nodes(asked)
    for field in ("addons", "log_types"):
        yield from repeated(("eks", field), getattr(asked, field))
    for name in asked.addon_versions:
        if name not in (*NEEDED_ADDONS, *asked.addons):
            yield Problem(
                path=("eks", "addon_versions", name),
                message="is not among addons: add it there, or leave it out",
            )


def _version(asked: EksClusterSettings, settings: Settings) -> Iterator[Problem]:
    path, places = ("eks", "version"), _places(settings)
    if asked.version is None:
        yield Problem(path=("eks",), message="needs version, the Kubernetes version as quoted text: '1.35'")
        return
    named = asked.version if isinstance(asked.version, dict) else dict.fromkeys(places, asked.version)
    for place, version in named.items():
        where = (*path, place) if isinstance(asked.version, dict) else path
        if place not in places:
            yield Problem(path=where, message="no service of kind eks runs there", allowed=places)
            continue
        yield from _support(where, version, asked.support)
        if not isinstance(asked.version, dict):
            break
    missing = [place for place in places if place not in named]
    if missing:
        yield Problem(path=path, message=f"says nothing for {', '.join(missing)}: give every place a version")


def _support(path: SettingPath, version: str, support: EksSupport) -> Iterator[Problem]:
    minor = int(version.partition(".")[2])
    if minor < _OLDEST_VERSION:
        yield Problem(
            path=path,
            message=f"EKS makes no cluster of it any more: the oldest is 1.{_OLDEST_VERSION}, in extended "
            "support",
            value=version,
        )
    elif support is EksSupport.STANDARD and minor < _OLDEST_STANDARD_VERSION:
        yield Problem(
            path=path,
            message="is out of standard support, so that AWS would upgrade the clusters of all regions by "
            f"itself: take 1.{_OLDEST_STANDARD_VERSION} or newer, or set support to extended",
            value=version,
        )


def _access(asked: EksClusterSettings) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for key, access in asked.access.items():
        path = ("eks", "access", key)
        yield from repeated((*path, "namespaces"), access.namespaces)
        if (other := owners.setdefault(access.principal, key)) != key:
            yield Problem(
                path=(*path, "principal"),
                message=f"is {other}'s already: EKS has one entry for a principal",
                value=access.principal,
            )
        if access.level is EksAccessLevel.CLUSTER_ADMIN and access.namespaces:
            yield Problem(
                path=(*path, "namespaces"),
                message="a cluster-admin is one of the whole cluster: take level admin within namespaces",
            )
    if all(access.level is not EksAccessLevel.CLUSTER_ADMIN for access in asked.access.values()):
        yield Problem(
            path=("eks", "access"),
            message="needs a principal of level cluster-admin: nobody else gets in, whoever makes the "
            "cluster included, so nothing could ever be installed",
        )


def _nodes(asked: EksClusterSettings) -> Iterator[Problem]:
    path, types = ("eks", "nodes"), asked.nodes.types
    yield from repeated((*path, "types"), types)
    if len({architecture_of(name) for name in types}) > 1:
        yield Problem(
            path=(*path, "types"),
            message="mixes Graviton and x86 types: nodes of one group start from one image",
            value=types,
        )
    if asked.nodes.spot_percent_above_needed:
        where = (*path, "spot_percent_above_needed")
        if len(set(types)) == 1:
            yield Problem(
                path=where,
                message=f"with one instance type ({types[0]}) there is one spot pool per zone to lose: name "
                "at least two under types, or buy no spot nodes",
                value=asked.nodes.spot_percent_above_needed,
            )
        if not asked.cluster_autoscaler:
            yield Problem(
                path=where,
                message="nothing but cluster_autoscaler starts spot nodes, and it is off",
                value=asked.nodes.spot_percent_above_needed,
            )


def of_networks(settings: Settings) -> Iterator[Problem]:
    """Addresses of Kubernetes services that a network has too, and closed networks that lack endpoints."""
    places = _places(settings)
    if not places:
        return
    services = IPv4Network(settings.eks.service_cidr)
    path = ("eks", "service_cidr")
    if not services.is_private or not _WIDEST_SERVICES <= services.prefixlen <= _NARROWEST_SERVICES:
        yield Problem(
            path=path,
            message=f"must be a private block from /{_WIDEST_SERVICES} to /{_NARROWEST_SERVICES}",
            value=settings.eks.service_cidr,
        )
    for place, region in sorted(settings.regions.items()):
        if services.overlaps(IPv4Network(effective.cidr(place, region))):
            yield Problem(
                path=path,
                message=f"overlaps the network of {place}: pods would not reach what lies there",
                value=settings.eks.service_cidr,
            )
    closed = [
        place
        for place in places
        if settings.regions[place].adopt is None
        and (settings.regions[place].nat or settings.network.nat) is NatStrategy.NONE
    ]
    needed = {*_ENDPOINTS, *(("autoscaling",) if settings.eks.cluster_autoscaler else ())}
    missing = sorted(needed - set(settings.network.interface_endpoints))
    if closed and missing:
        yield Problem(
            path=("network", "interface_endpoints"),
            message=f"without NAT ({', '.join(closed)}) Kubernetes reaches AWS through endpoints alone: "
            f"add {', '.join(missing)}",
        )


def _places(settings: Settings) -> tuple[str, ...]:
    return tuple(
        place for place in sorted(settings.regions) if effective.runs(ServiceKind.EKS, place, settings)
    )
