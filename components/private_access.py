"""The private ways into one region: partners and offices over two carriers, through a transit gateway."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import ec2, ec2transitgateway

from holdfast.components.private_access_args import PrivateAccessArgs
from holdfast.components.private_access_limits import check
from holdfast.components.private_access_lines import declare_direct_connect, declare_vpn
from holdfast.components.private_access_scope import PrivateAccessScope, slug


class PrivateAccess(pulumi.ComponentResource):
    """The private ways into one region's VPC, over two carriers or places at least.

    Declares: a transit gateway with an ASN of its own, its VPC attachment over the zones' private subnets,
    routes from those subnets to the partners' networks, and per attachment a VPN of two tunnels (IKEv2, BGP,
    AES-256, pre-shared keys that Secrets Manager keeps, logs, an alarm for each tunnel), or a Direct Connect
    gateway, its association and, once the line is up, a transit virtual interface and an alarm.

    Nothing is routed by default: three route tables say who reaches whom. What comes from a partner reaches
    the VPC and, where regions are peered, another region's, never another partner. What comes from the VPC
    reaches partners. What comes from a peered region reaches the VPC and the partners. BGP alone tells of
    partners' networks: their routes come and go with their lines.

    Survives: the loss of a carrier, a device at the other end or a line's place: BGP withdraws its routes
    and the other attachment carries all, if it is sized for all; the loss of a tunnel, of which AWS takes one
    at a time for maintenance
    (https://docs.aws.amazon.com/vpn/latest/s2svpn/endpoint-replacements.html, 2026-11); the loss of a zone.

    Does not survive: the loss of the region, unless partners are attached in another one too. Connections in
    flight over a line that fails wait until BGP or dead peer detection, 30 seconds here, has noticed. Two
    VPNs over one internet provider at the other end are one carrier, whatever is written here.
    """

    transit_gateway_id: pulumi.Output[str]
    """Id of the transit gateway."""
    vpc_route_table_id: pulumi.Output[str]
    """Transit gateway route table of the VPC: it learns partners' networks."""
    partner_route_table_id: pulumi.Output[str]
    """Transit gateway route table of partners: it knows the VPC."""
    peer_route_table_id: pulumi.Output[str]
    """Transit gateway route table of peered regions: it knows the VPC and partners' networks."""
    vpn_connection_ids: pulumi.Output[Mapping[str, str]]
    """Key of the attachment → id of its VPN connection."""
    preshared_key_arns: pulumi.Output[Mapping[str, str]]
    """Key of the attachment → ARN of the secret with the pre-shared keys of its tunnels."""
    tunnel_addresses: pulumi.Output[Mapping[str, list[str]]]
    """Key of the attachment → public addresses of its two tunnels, for the device at the other end."""

    def __init__(
        self, name: str, args: PrivateAccessArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        check(name, args)
        super().__init__("holdfast:index:PrivateAccess", name, {**args}, opts)
        scope = PrivateAccessScope(args=args, parent=self)
        gateway = _gateway(scope)
        tables = {noun: _route_table(scope, gateway, noun) for noun in ("vpc", "partners", "peers")}
        network = _vpc_attachment(scope, gateway)
        _routes(scope, gateway, network)
        _associate(scope, "vpc", network.id, tables["vpc"])
        _propagate(scope, "vpc", network.id, {noun: tables[noun] for noun in ("partners", "peers")})
        vpns = {
            key: declare_vpn(scope, key, vpn, gateway) for key, vpn in sorted(args.get("vpn", {}).items())
        }
        lines = {
            key: declare_direct_connect(scope, key, line, gateway)
            for key, line in sorted(args.get("direct_connect", {}).items())
        }
        attached = {
            **{key: vpn.transit_gateway_attachment_id for key, vpn in vpns.items()},
            **{key: line.transit_gateway_attachment_id for key, line in lines.items()},
        }
        for key, attachment_id in sorted(attached.items()):
            _associate(scope, key, attachment_id, tables["partners"])
            _propagate(scope, key, attachment_id, {noun: tables[noun] for noun in ("vpc", "peers")})
        self.transit_gateway_id = gateway.id
        self.vpc_route_table_id = tables["vpc"].id
        self.partner_route_table_id = tables["partners"].id
        self.peer_route_table_id = tables["peers"].id
        self.vpn_connection_ids = pulumi.Output.all(**{key: vpn.id for key, vpn in vpns.items()})
        self.preshared_key_arns = pulumi.Output.all(
            **{key: vpn.preshared_key_arn for key, vpn in vpns.items()}
        )
        self.tunnel_addresses = pulumi.Output.all(
            **{key: pulumi.Output.all(vpn.tunnel1_address, vpn.tunnel2_address) for key, vpn in vpns.items()}
        )
        self.register_outputs(
            {
                "transit_gateway_id": self.transit_gateway_id,
                "vpc_route_table_id": self.vpc_route_table_id,
                "partner_route_table_id": self.partner_route_table_id,
                "peer_route_table_id": self.peer_route_table_id,
                "vpn_connection_ids": self.vpn_connection_ids,
                "preshared_key_arns": self.preshared_key_arns,
                "tunnel_addresses": self.tunnel_addresses,
                "origin": dict(args.get("origin", {})),
            }
        )


def _gateway(scope: PrivateAccessScope) -> "ec2transitgateway.TransitGateway":
    name = scope.noun("tgw")
    return ec2transitgateway.TransitGateway(
        name,
        region=scope.region,
        description=f"Private ways into {scope.args['place']}",
        amazon_side_asn=int(scope.args["asn"]),
        auto_accept_shared_attachments="disable",
        default_route_table_association="disable",
        default_route_table_propagation="disable",
        dns_support="enable",
        # Both tunnels and both carriers carry traffic, so that a dead one is seen before it is needed.
        vpn_ecmp_support="enable",
        tags=scope.tagged(name),
        opts=scope.options(protect=scope.protected),
    )


def _route_table(
    scope: PrivateAccessScope, gateway: "ec2transitgateway.TransitGateway", noun: str
) -> "ec2transitgateway.RouteTable":
    name = scope.noun("rt", noun)
    return ec2transitgateway.RouteTable(
        name,
        region=scope.region,
        transit_gateway_id=gateway.id,
        tags=scope.tagged(name),
        opts=scope.options(),
    )


def _vpc_attachment(
    scope: PrivateAccessScope, gateway: "ec2transitgateway.TransitGateway"
) -> "ec2transitgateway.VpcAttachment":
    name = scope.noun("vpc")
    return ec2transitgateway.VpcAttachment(
        name,
        region=scope.region,
        transit_gateway_id=gateway.id,
        vpc_id=scope.args["vpc_id"],
        subnet_ids=scope.args["subnet_ids"],
        dns_support="enable",
        transit_gateway_default_route_table_association=False,
        transit_gateway_default_route_table_propagation=False,
        tags=scope.tagged(name),
        opts=scope.options(),
    )


def _routes(
    scope: PrivateAccessScope,
    gateway: "ec2transitgateway.TransitGateway",
    network: "ec2transitgateway.VpcAttachment",
) -> None:
    """Declare the way back from each zone's private subnet to each network."""
    for letter, table in sorted(scope.args["route_table_ids"].items()):
        for cidr in sorted(set(scope.args["networks"])):
            ec2.Route(
                scope.noun("route", letter, slug(cidr)),
                region=scope.region,
                route_table_id=table,
                destination_cidr_block=cidr,
                transit_gateway_id=gateway.id,
                # AWS takes no route to a transit gateway to which the VPC is not attached.
                opts=scope.options([network]),
            )


def _associate(
    scope: PrivateAccessScope,
    key: str,
    attachment_id: pulumi.Output[str],
    table: "ec2transitgateway.RouteTable",
) -> None:
    """Say by which table what comes from an attachment is routed."""
    ec2transitgateway.RouteTableAssociation(
        scope.noun("rta", key),
        region=scope.region,
        transit_gateway_attachment_id=attachment_id,
        transit_gateway_route_table_id=table.id,
        opts=scope.options(),
    )


def _propagate(
    scope: PrivateAccessScope,
    key: str,
    attachment_id: pulumi.Output[str],
    tables: "Mapping[str, ec2transitgateway.RouteTable]",
) -> None:
    """Say which tables learn the routes of an attachment."""
    for noun, table in sorted(tables.items()):
        ec2transitgateway.RouteTablePropagation(
            scope.noun("to", noun, key),
            region=scope.region,
            transit_gateway_attachment_id=attachment_id,
            transit_gateway_route_table_id=table.id,
            opts=scope.options(),
        )
