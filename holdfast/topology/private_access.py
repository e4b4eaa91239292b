"""Private ways in planned: which networks reach a region, over which carriers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective, effective_private_access
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import (
    DirectConnectLinePlan,
    DirectConnectPlan,
    PrivateAccessPlan,
    VpnPlan,
)

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.private_access import DirectConnectSettings, PrivateAccessSettings

_PATH = "holdfast:private_access"


def plan_private_access(place: str, settings: Settings) -> PrivateAccessPlan | None:
    """Plan the private ways into one region's network; None where there is none.

    Args:
        place: The region's place.
        settings: The whole settings.
    """
    asked = settings.private_access
    if asked is None or place not in asked.asns:
        return None
    networks = effective_private_access.answered(place, asked)
    attached = effective_private_access.attached(place, asked)
    return PrivateAccessPlan(
        asn=asked.asns[place],
        networks=networks,
        attached=attached,
        advertised=_advertised(place, settings, asked),
        vpns=tuple(
            VpnPlan(
                key=key,
                provider=vpn.provider,
                location=vpn.location,
                address=vpn.addresses[place],
                asn=vpn.asn,
            )
            for key, vpn in sorted(asked.vpns.items())
            if place in vpn.addresses
        ),
        direct_connects=tuple(
            _direct_connect(key, line, place)
            for key, line in sorted(asked.direct_connects.items())
            if place in effective_private_access.line_places(line, asked)
        ),
        peered=asked.peering,
        log_retention_days=asked.log_retention_days,
        origin=origin(
            asn=f"{_PATH}.asns.{place}",
            networks=f"{_PATH}.networks, {path_of(asked, _PATH, 'peering')}",
            attached=f"{_PATH}.networks",
            advertised=path_of(asked, _PATH, "peering"),
            vpns=path_of(asked, _PATH, "vpns"),
            direct_connects=path_of(asked, _PATH, "direct_connects"),
            peered=path_of(asked, _PATH, "peering"),
            log_retention_days=path_of(asked, _PATH, "log_retention_days"),
        ),
    )


def private_cidrs(entrance: EntranceSettings, settings: Settings) -> tuple[str, ...]:
    """Give who may connect to an internal entrance that does not say it: VPCs and who comes privately.

    Args:
        entrance: The entrance.
        settings: The whole settings.

    Returns:
        Blocks, sorted; none of an entrance that is public, says who may connect, or has no private ways in.
    """
    asked, door = settings.private_access, entrance.proxy or entrance.load_balancer
    if asked is None or not door.internal or "allowed_cidrs" in door.model_fields_set:
        return ()
    found: set[str] = set()
    for place in effective.endpoints(entrance, settings):
        if place in asked.asns:
            found.add(effective.cidr(place, settings.regions[place]))
            found.update(effective_private_access.answered(place, asked))
    return tuple(sorted(found))


def _advertised(place: str, settings: Settings, asked: PrivateAccessSettings) -> tuple[str, ...]:
    """Give the VPCs of other regions to which a network leads that is attached here and not there."""
    if not asked.peering:
        return ()
    here = set(effective_private_access.attached(place, asked))
    return tuple(
        effective.cidr(other, settings.regions[other])
        for other in effective_private_access.places(settings)
        if other != place and here - set(effective_private_access.attached(other, asked))
    )


def _direct_connect(key: str, asked: DirectConnectSettings, place: str) -> DirectConnectPlan:
    line = asked.lines.get(place)
    return DirectConnectPlan(
        key=key,
        provider=asked.provider,
        location=asked.location,
        asn=asked.asn,
        gateway_asn=asked.gateway_asn,
        line=None
        if line is None
        else DirectConnectLinePlan(
            connection_id=line.connection_id,
            vlan=line.vlan,
            customer_address=line.customer_address,
            amazon_address=line.amazon_address,
            mtu=line.mtu,
        ),
    )
