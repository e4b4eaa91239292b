"""Settings of private ways in: partners and offices over two carriers per region."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.base import Cidr, Key, LogDays, Place, SettingsModel
from holdfast.topology.values import MOST_ASN

Asn = Annotated[int, Field(ge=1, le=MOST_ASN)]
Carrier = Annotated[str, Field(min_length=1, max_length=100)]
ConnectionId = Annotated[
    str,
    Field(
        pattern=r"^dx(con|lag)-[0-9a-z]{8}$",
        json_schema_extra={
            "patternErrorMessage": "a Direct Connect connection's id is dxcon- and 8 digits or letters, a "
            "link aggregation group's dxlag- and 8"
        },
    ),
]


def _peer_address(text: str) -> str:
    """Check an IPv4 address with the length of its prefix, as BGP peers have it."""
    try:
        ipaddress.IPv4Interface(text)
    except ValueError:
        formats.refuse("not an IPv4 address with its prefix, such as 169.254.100.2/30")
    if "/" not in text:
        formats.refuse("an address in BGP has its prefix's length, such as 169.254.100.2/30")
    return text


PeerAddress = Annotated[str, AfterValidator(_peer_address)]


class PartnerNetworkSettings(SettingsModel):
    """A partner's or an office's network."""

    cidrs: Annotated[tuple[Cidr, ...], Field(min_length=1)]
    """Its IPv4 blocks."""
    regions: Annotated[tuple[Place, ...], Field(min_length=1)] | None = None
    """Places in which it is attached. Default: every place with private ways in."""


class LineSettings(SettingsModel):
    """A Direct Connect connection that is up in one region."""

    connection_id: ConnectionId
    """Id of the connection."""
    vlan: Annotated[int, Field(ge=1, le=4094)]
    """VLAN of the virtual interface."""
    customer_address: PeerAddress | None = None
    """The other end's address in BGP, such as `169.254.100.2/30`. Default: AWS chooses both."""
    amazon_address: PeerAddress | None = None
    """AWS's address in BGP, such as `169.254.100.1/30`. Default: AWS chooses both."""
    mtu: Literal[1500, 8500] = 1500
    """Largest packet. Default: 1500."""


class VpnSettings(SettingsModel):
    """A site-to-site VPN over one carrier, in each region that it has an address for."""

    provider: Carrier
    """The carrier: what must not fail together with another."""
    location: Carrier
    """Where its lines end: what must not fail together with another."""
    asn: Asn
    """ASN of the device at the other end."""
    addresses: Annotated[
        dict[Place, Annotated[str, AfterValidator(formats.public_ipv4)]], Field(min_length=1)
    ]
    """Public IPv4 address of that device, per place."""


class DirectConnectSettings(SettingsModel):
    """A Direct Connect line over one carrier."""

    provider: Carrier
    """The carrier: what must not fail together with another."""
    location: Carrier
    """The Direct Connect location: what must not fail together with another."""
    asn: Asn
    """ASN of the router at the other end."""
    gateway_asn: Asn
    """ASN of the Direct Connect gateways, private and no transit gateway's."""
    regions: Annotated[tuple[Place, ...], Field(min_length=1)] | None = None
    """Places that have it. Default: every place with private ways in."""
    lines: dict[Place, LineSettings] = Field(default_factory=dict)
    """Connections that are up, per place; a connection that was ordered is none yet. Default: none, and
    everything but their virtual interfaces is declared."""


class PrivateAccessSettings(SettingsModel):
    """Private ways into the regions' networks, through a transit gateway in each."""

    asns: Annotated[dict[Place, Asn], Field(min_length=1)]
    """Private ASN of each region's transit gateway: which regions have private ways in. It cannot change
    while anything is attached."""
    networks: Annotated[dict[Key, PartnerNetworkSettings], Field(min_length=1)]
    """Networks of partners and offices by name."""
    vpns: dict[Key, VpnSettings] = Field(default_factory=dict)
    """VPNs by name. Default: none."""
    direct_connects: dict[Key, DirectConnectSettings] = Field(default_factory=dict)
    """Direct Connect lines by name. Default: none. With `vpns` two in each region at least, of two providers
    or locations, so that no single carrier is needed."""
    peering: bool = False
    """Whether networks that are attached in one region reach the others through it. Default: false."""
    log_retention_days: LogDays = 90
    """How long CloudWatch Logs keeps the logs of tunnels; 0 keeps them for ever. Default: 90."""
