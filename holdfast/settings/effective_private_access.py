"""What settings of private ways in come to once defaults that depend on other settings are applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.settings.private_access import (
        DirectConnectSettings,
        PartnerNetworkSettings,
        PrivateAccessSettings,
    )
    from holdfast.settings.stack import Settings


def places(settings: Settings) -> tuple[str, ...]:
    """Give the places that have private ways in, sorted: those whose transit gateway has an ASN."""
    asked = settings.private_access
    return () if asked is None else tuple(sorted(asked.asns))


def network_places(network: PartnerNetworkSettings, asked: PrivateAccessSettings) -> tuple[str, ...]:
    """Give the places in which a network is attached, sorted."""
    return tuple(sorted(asked.asns if network.regions is None else set(network.regions)))


def line_places(line: DirectConnectSettings, asked: PrivateAccessSettings) -> tuple[str, ...]:
    """Give the places that have a Direct Connect line, sorted."""
    return tuple(sorted(asked.asns if line.regions is None else set(line.regions)))


def attached(place: str, asked: PrivateAccessSettings) -> tuple[str, ...]:
    """Give the blocks of the networks that are attached in a place, sorted."""
    return tuple(
        sorted(
            {
                cidr
                for network in asked.networks.values()
                if place in network_places(network, asked)
                for cidr in network.cidrs
            }
        )
    )


def answered(place: str, asked: PrivateAccessSettings) -> tuple[str, ...]:
    """Give the blocks that a place answers to, sorted: with peering those of the others too."""
    if not asked.peering:
        return attached(place, asked)
    return tuple(sorted({cidr for network in asked.networks.values() for cidr in network.cidrs}))


def ways(place: str, asked: PrivateAccessSettings) -> dict[str, tuple[str, str]]:
    """Give the attachments of a place by name: whose each is, and where it ends."""
    return {
        **{key: (one.provider, one.location) for key, one in asked.vpns.items() if place in one.addresses},
        **{
            key: (one.provider, one.location)
            for key, one in asked.direct_connects.items()
            if place in line_places(one, asked)
        },
    }
