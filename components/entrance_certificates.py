"""The certificates of every entrance that a plan names."""

from collections.abc import Mapping

import pulumi

from holdfast.components.certificates import CertificateArgs, Certificates, CertificatesArgs
from holdfast.components.cloudflare_entrances import ZoneAtCloudflare
from holdfast.components.edge_plan_args import edge_certificates
from holdfast.components.held_regions import leave_regions_as_is
from holdfast.components.hosted_zone import HostedZone
from holdfast.topology.values import EntrancePlan, Topology


def declare_certificates(
    topology: Topology,
    *,
    zones: Mapping[str, HostedZone],
    cloudflare_zones: Mapping[str, ZoneAtCloudflare],
    parent: pulumi.Resource,
) -> dict[str, Certificates]:
    """Declare the certificates of each entrance whose doors or edge show one.

    Args:
        topology: The plan.
        zones: Zones at Route 53, by name.
        cloudflare_zones: Zones at Cloudflare, by name.
        parent: The component that they are children of.

    Returns:
        The certificates by the entrance's key.
    """
    return {
        entrance.key: _certificates(
            topology, entrance, wanted, zones=zones, cloudflare_zones=cloudflare_zones, parent=parent
        )
        for entrance in topology.entrances
        if (wanted := {**_certificates_of(entrance), **edge_certificates(entrance)})
    }


def _certificates(
    topology: Topology,
    entrance: EntrancePlan,
    wanted: Mapping[str, CertificateArgs],
    *,
    zones: Mapping[str, HostedZone],
    cloudflare_zones: Mapping[str, ZoneAtCloudflare],
    parent: pulumi.Resource,
) -> Certificates:
    held = frozenset(region.region for region in topology.regions if region.held)
    args: CertificatesArgs = {
        "entrance": entrance.key,
        "delegated": entrance.is_certified,
        "regions": wanted,
        "tags": topology.tags,
        "origin": {"regions": entrance.origin["endpoints"], "delegated": _delegated_by(entrance)},
    }
    if entrance.zone is not None:
        args["zone_id"] = zones[entrance.zone.name].zone_id
    if entrance.cloudflare is not None:
        args["cloudflare_zone_id"] = cloudflare_zones[entrance.cloudflare.zone.name].zone_id
    return Certificates(
        f"global-{entrance.key}",
        args,
        pulumi.ResourceOptions(parent=parent, transforms=[leave_regions_as_is(held)] if held else None),
    )


def _certificates_of(entrance: EntrancePlan) -> dict[str, CertificateArgs]:
    """The certificate of each region, where doors show one: the domain, and the region's own host."""
    if not entrance.shows_acm_certificates:
        return {}
    return {
        endpoint.place: {
            "region": endpoint.region,
            "domain": entrance.domain,
            "alternative_names": [endpoint.host],
        }
        for endpoint in entrance.endpoints
    }


def _delegated_by(entrance: EntrancePlan) -> str:
    """Settings paths of the zones, at either provider, that say whether the parent delegates to them."""
    paths = [] if entrance.zone is None else [entrance.origin["zone"]]
    if entrance.cloudflare is not None:
        paths.append(entrance.cloudflare.origin["zone"])
    return ", ".join(paths)
