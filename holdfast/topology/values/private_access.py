"""Private ways in, planned: partners and offices over two carriers per region."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.origin import Origin

MOST_ASN = 4_294_967_295
"""Largest ASN (https://www.rfc-editor.org/rfc/rfc6793)."""
_PRIVATE_ASNS = (range(64_512, 65_535), range(4_200_000_000, 4_294_967_295))


def is_private_asn(asn: int) -> bool:
    """Whether AWS takes an ASN for its side.

    Source: https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html (2026-11).
    """
    return any(asn in numbers for numbers in _PRIVATE_ASNS)


@dataclass(frozen=True, kw_only=True, slots=True)
class VpnPlan:
    """A VPN over one carrier: whose it is, where it ends, the address and ASN of the device there."""

    key: str
    provider: str
    location: str
    address: str
    asn: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DirectConnectLinePlan:
    """A Direct Connect connection that is up, and what its virtual interface needs."""

    connection_id: str
    vlan: int
    customer_address: str | None
    amazon_address: str | None
    mtu: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DirectConnectPlan:
    """A Direct Connect line over one carrier; ``line`` is None until it is up."""

    key: str
    provider: str
    location: str
    asn: int
    gateway_asn: int
    line: DirectConnectLinePlan | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PrivateAccessPlan:
    """The private ways into one region's network.

    ``networks`` are all that the VPC answers to, ``attached`` those of them that are attached in this region;
    with ``peered`` regions the others are reached through them. ``advertised`` are the VPCs of peered regions
    that partners here are told of.
    """

    asn: int
    networks: tuple[str, ...]
    attached: tuple[str, ...]
    advertised: tuple[str, ...]
    vpns: tuple[VpnPlan, ...]
    direct_connects: tuple[DirectConnectPlan, ...]
    peered: bool
    log_retention_days: int
    origin: Origin = field(default_factory=no_origin)
