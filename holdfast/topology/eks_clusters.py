"""EKS clusters planned: one in each region with a service of that kind, its nodes counted from pods."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from holdfast.settings import effective
from holdfast.topology.instance_types import architecture_of
from holdfast.topology.origins import origin, path_of
from holdfast.topology.services import plan_capacity
from holdfast.topology.shares import survives_of
from holdfast.topology.values import (
    EksAccessPlan,
    EksClusterPlan,
    EksNodesPlan,
    ServiceKind,
    Survives,
)
from holdfast.topology.zones import zones_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.settings import Settings

PERCENT = 100


class _Pods(NamedTuple):
    """Pods of one service, and how many of them fill a node."""

    pods: int
    per_node: int


def nodes_in_zone(pods: Iterable[_Pods], *, zones: int, headroom_percent: int, survives: Survives) -> int:
    """Return how many nodes each zone has for pods that are spread evenly over the zones, at least one.

    Args:
        pods: Pods of each service in all zones, and how many of them fill a node.
        zones: Zones over which they are spread.
        headroom_percent: Room beyond them, in percent.
        survives: With ``instance`` the pods have no zone to spare, so that a node more stands in for the
            largest that can be lost; else the loss of a zone is in their number already.
    """
    room = 1 + Fraction(headroom_percent, PERCENT)
    pods = [one for one in pods if one.pods]
    if survives is Survives.INSTANCE:
        in_all = ceil(sum((Fraction(one.pods, one.per_node) for one in pods), Fraction(0)) * room)
        return max(1, ceil(Fraction(in_all + bool(pods), zones)))
    in_zone = sum((Fraction(ceil(Fraction(one.pods, zones)), one.per_node) for one in pods), Fraction(0))
    return max(1, ceil(in_zone * room))


def plan_eks_cluster(place: str, settings: Settings) -> EksClusterPlan | None:
    """Plan the region's cluster; None where no service needs one.

    Args:
        place: The region's place.
        settings: The whole settings.
    """
    asked, path = settings.eks, "holdfast:eks"
    if not effective.runs(ServiceKind.EKS, place, settings) or asked.version is None:
        return None
    version = asked.version if isinstance(asked.version, str) else asked.version[place]
    own = {
        field: path_of(asked, path, field)
        for field in (
            *("version", "support", "endpoint", "access", "nodes", "cluster_autoscaler", "addons"),
            *("addon_versions", "service_cidr", "zonal_shift", "log_types", "log_retention_days"),
        )
    }
    return EksClusterPlan(
        version=version,
        support=asked.support,
        public_cidrs=tuple(sorted(set(asked.endpoint.public_cidrs))),
        private_cidrs=tuple(sorted(set(asked.endpoint.private_cidrs))),
        access=tuple(
            EksAccessPlan(
                key=key,
                principal_arn=access.principal,
                level=access.level,
                namespaces=tuple(sorted(access.namespaces)),
            )
            for key, access in sorted(asked.access.items())
        ),
        nodes=_nodes(place, settings),
        cluster_autoscaler=asked.cluster_autoscaler,
        addons=tuple(sorted(asked.addons)),
        addon_versions=dict(sorted(asked.addon_versions.items())),
        service_cidr=asked.service_cidr,
        zonal_shift=asked.zonal_shift,
        log_types=tuple(sorted(asked.log_types)),
        log_retention_days=asked.log_retention_days,
        origin=origin(**{**own, **_node_origin(place, settings)}),
    )


def _services(place: str, settings: Settings) -> list[str]:
    return [
        key
        for key, service in sorted(settings.services.items())
        if service.kind is ServiceKind.EKS and place in effective.service_places(key, settings)
    ]


def _nodes(place: str, settings: Settings) -> EksNodesPlan:
    """Count nodes: what always runs, what the peak needs, and what the ceiling of pods takes."""
    asked, zones = settings.eks.nodes, len(zones_of(place, settings))
    per_node = {key: one.eks.pods_per_node for key, one in settings.services.items() if one.eks is not None}
    capacity = {key: plan_capacity(place, key, settings, zones) for key in _services(place, settings)}

    def count(pods: Mapping[str, int], *, over: int) -> int:
        return nodes_in_zone(
            [_Pods(number, per_node[key]) for key, number in pods.items()],
            zones=over,
            headroom_percent=asked.headroom_percent,
            survives=survives_of(settings),
        )

    minimum = count({key: one.minimum for key, one in capacity.items()}, over=zones)
    needed = max(minimum, count({key: one.needed for key, one in capacity.items()}, over=zones))
    # With a zone lost, the others have to hold every pod that scaling may ask for.
    ceiling = max(needed, count({key: one.maximum for key, one in capacity.items()}, over=zones - 1))
    spot = floor(Fraction((ceiling - needed) * asked.spot_percent_above_needed, PERCENT))
    return EksNodesPlan(
        types=asked.types,
        architecture=architecture_of(asked.types[0]),
        os=asked.os,
        volume_gib=asked.volume_gib,
        # Without an autoscaler nothing adds a node, so that all that scaling may ask for has to run.
        minimum=minimum if settings.eks.cluster_autoscaler else ceiling,
        maximum=ceiling - spot,
        spot_maximum=spot,
    )


def _node_origin(place: str, settings: Settings) -> dict[str, str]:
    """Where the numbers of nodes come from."""
    nodes, sources = settings.eks.nodes, []
    for key in _services(place, settings):
        service, path = settings.services[key], f"holdfast:services.{key}"
        sources += [path_of(service, path, "peak_rps"), f"{path}.eks.rps", f"{path}.eks.pods_per_node"]
    headroom = path_of(nodes, "holdfast:eks.nodes", "headroom_percent")
    sized = ", ".join([*sources, headroom])
    share = path_of(nodes, "holdfast:eks.nodes", "spot_percent_above_needed")
    autoscaler = path_of(settings.eks, "holdfast:eks", "cluster_autoscaler")
    return {
        "minimum": f"{sized}, {autoscaler}",
        "maximum": f"{sized}, {share}",
        "spot_maximum": f"{sized}, {share}",
    }
