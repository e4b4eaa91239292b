"""Arguments of the private ways into one region, and between regions."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_notes import AlarmNotesArgs


class VpnAttachmentArgs(TypedDict):
    """A site-to-site VPN over one carrier."""

    provider: str
    """Carrier of the line, such as ``Example Telecom``: what must not fail together with another."""
    location: str
    """Where the line ends, such as ``Frankfurt FR5``: what must not fail together with another."""
    address: str
    """Public IPv4 address of the device at the other end."""
    asn: int
    """The other end's ASN in BGP, 1 to 4294967295."""


class DirectConnectLineArgs(TypedDict):
    """A Direct Connect connection that is up."""

    connection_id: str
    """Id of the connection, such as ``dxcon-fh6ayh1d``."""
    vlan: int
    """VLAN of the virtual interface, 1 to 4094."""
    customer_address: NotRequired[str]
    """Other end's address in BGP with its prefix, such as ``169.254.100.2/30``; goes with
    ``amazon_address``. Default: AWS chooses both."""
    amazon_address: NotRequired[str]
    """AWS's address in BGP with its prefix. Default: AWS chooses both."""
    mtu: NotRequired[int]
    """Largest packet: 1500 or 8500. Default: 1500."""


class DirectConnectAttachmentArgs(TypedDict):
    """A Direct Connect line over one carrier."""

    provider: str
    """Carrier of the line, such as ``Example Telecom``."""
    location: str
    """Direct Connect location of the line, such as ``Equinix FR5``."""
    asn: int
    """The other end's ASN in BGP, 1 to 4294967295."""
    gateway_asn: int
    """ASN of the Direct Connect gateway, private and not the transit gateway's."""
    line: NotRequired[DirectConnectLineArgs]
    """The connection, once it is up. Default: none, then all but the virtual interface is declared, and no
    deployment waits for a carrier."""


class PrivateAccessArgs(TypedDict):
    """What the private ways into one region need."""

    place: str
    """Place of the region, such as ``use1``: part of every child's name."""
    region: str
    """AWS region in which every child is declared."""
    asn: int
    """ASN of the region's transit gateway, private and of its own in the whole network. It cannot change
    while anything is attached by BGP."""
    vpc_id: pulumi.Input[str]
    """The region's VPC."""
    vpc_cidr: str
    """Its IPv4 block: what partners are told of."""
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Its private subnets, one per zone: the transit gateway gets an interface in each."""
    route_table_ids: Mapping[str, pulumi.Input[str]]
    """Letter of the zone → route table of its private subnet: it gets a route to each network."""
    networks: Sequence[str]
    """IPv4 blocks of partners and offices that the VPC answers to, in whichever region they are attached."""
    advertised: NotRequired[Sequence[str]]
    """IPv4 blocks of peered regions' VPCs that partners on Direct Connect are told of besides this one's;
    VPNs learn of all that the partners' route table holds. Default: none."""
    vpn: NotRequired[Mapping[str, VpnAttachmentArgs]]
    """Key → VPN. Default: none."""
    direct_connect: NotRequired[Mapping[str, DirectConnectAttachmentArgs]]
    """Key → Direct Connect. Default: none. With ``vpn`` two attachments at least, of two providers or
    locations."""
    key_arn: pulumi.Input[str]
    """Customer key of the region, for the logs of tunnels."""
    log_retention_days: NotRequired[int]
    """Days for which CloudWatch Logs keeps the logs of tunnels; 0 keeps them for ever. Default: 90."""
    alarm_topic_arn: NotRequired[pulumi.Input[str]]
    """SNS topic that hears of a tunnel or line that is down, and up again. Default: none hears."""
    protection: NotRequired[bool]
    """Whether Pulumi refuses to delete transit gateway, VPNs and Direct Connect gateways, whose addresses are
    in other people's devices. Default: True."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook, which each alarm names. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class PeerArgs(TypedDict):
    """One region of several whose transit gateways are peered."""

    region: str
    """Its AWS region."""
    vpc_cidr: str
    """IPv4 block of its VPC."""
    networks: Sequence[str]
    """IPv4 blocks of the networks that are attached there."""
    transit_gateway_id: pulumi.Input[str]
    """Its transit gateway."""
    vpc_route_table_id: pulumi.Input[str]
    """Transit gateway route table of its VPC."""
    partner_route_table_id: pulumi.Input[str]
    """Transit gateway route table of its partners."""
    peer_route_table_id: pulumi.Input[str]
    """Transit gateway route table of what comes from other regions."""


class PrivateAccessPeeringArgs(TypedDict):
    """What peering between the regions' transit gateways needs."""

    members: Mapping[str, PeerArgs]
    """Place → its transit gateway; two or more."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
