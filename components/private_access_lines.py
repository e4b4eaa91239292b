"""The lines of private ways in: a VPN of two tunnels, or Direct Connect."""

from typing import Any

import pulumi
from pulumi_aws import directconnect, ec2, ec2transitgateway

from holdfast.components.private_access_args import DirectConnectAttachmentArgs, VpnAttachmentArgs
from holdfast.components.private_access_scope import PrivateAccessScope
from holdfast.components.vended_logs import declare_vended_log_group

_MOST_SHORT_ASN = 2_147_483_647
"""Most that the provider's plain arguments for an ASN take; larger ones have arguments of their own."""
_TUNNELS = (1, 2)
# Of what AWS offers what has no known weakness: no SHA-1, no group below 2048 bits
# (https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html, 2026-11). CBC is for devices without GCM.
_ENCRYPTION = ["AES256", "AES256-GCM-16"]
_INTEGRITY = ["SHA2-256", "SHA2-384", "SHA2-512"]
_DH_GROUPS = [14, 15, 16, 19, 20, 21]
_DPD_SECONDS = 30


def declare_vpn(
    scope: PrivateAccessScope, key: str, vpn: VpnAttachmentArgs, gateway: "ec2transitgateway.TransitGateway"
) -> "ec2.VpnConnection":
    """Declare a VPN: the device at the other end, the connection with its logs, and an alarm per tunnel.

    No pre-shared key is in the program or its state: with ``SecretsManager`` AWS makes them, keeps them in a
    secret and tells ``REDACTED`` wherever else they would be
    (https://github.com/hashicorp/terraform-provider-aws/pull/42819,
    https://docs.aws.amazon.com/vpn/latest/s2svpn/enhanced-security.html, 2026-11).

    Args:
        scope: What all children have in common.
        key: Key of the attachment.
        vpn: The device at the other end.
        gateway: The region's transit gateway.
    """
    asn, device = int(vpn["asn"]), scope.noun(key, "cgw")
    customer = ec2.CustomerGateway(
        device,
        region=scope.region,
        type="ipsec.1",
        ip_address=vpn["address"],
        bgp_asn=str(asn) if asn <= _MOST_SHORT_ASN else None,
        bgp_asn_extended=None if asn <= _MOST_SHORT_ASN else str(asn),
        tags={**scope.tagged(device), **_carrier(vpn["provider"], vpn["location"])},
        opts=scope.options(),
    )
    logs = declare_vended_log_group(
        scope.noun(key, "log"),
        service="vpn",
        region=scope.region,
        retention_days=int(scope.args.get("log_retention_days", 90)),
        key_arn=scope.args["key_arn"],
        tags=scope.tagged(scope.noun(key, "log")),
        opts=scope.options(),
    )
    name = scope.noun(key, "vpn")
    options: dict[str, Any] = {}
    for number in _TUNNELS:
        options |= {f"tunnel{number}_{field}": value for field, value in _tunnel(logs.arn).items()}
    connection = ec2.VpnConnection(
        name,
        region=scope.region,
        type="ipsec.1",
        customer_gateway_id=customer.id,
        transit_gateway_id=gateway.id,
        static_routes_only=False,
        preshared_key_storage="SecretsManager",
        tags={**scope.tagged(name), **_carrier(vpn["provider"], vpn["location"])},
        opts=scope.options(protect=scope.protected),
        **options,
    )
    addresses = (connection.tunnel1_address, connection.tunnel2_address)
    for number, address in zip(_TUNNELS, addresses, strict=True):
        scope.alarm(
            scope.noun(key, f"tunnel{number}-down"),
            f"Tunnel {number} of {vpn['provider']} in {vpn['location']} is down: its BGP session is not"
            " established.",
            "AWS/VPN",
            "TunnelState",
            {"VpnId": connection.id, "TunnelIpAddress": address},
        )
    return connection


def _tunnel(log_group_arn: pulumi.Output[str]) -> dict[str, Any]:
    return {
        "ike_versions": ["ikev2"],
        # Either end begins: AWS can with IKEv2 and a known address.
        "startup_action": "start",
        "dpd_timeout_action": "restart",
        "dpd_timeout_seconds": _DPD_SECONDS,
        **{
            f"phase{phase}_{field}": list(values)
            for phase in (1, 2)
            for field, values in (
                ("encryption_algorithms", _ENCRYPTION),
                ("integrity_algorithms", _INTEGRITY),
                ("dh_group_numbers", _DH_GROUPS),
            )
        },
        "log_options": {
            "cloudwatch_log_options": {
                "log_enabled": True,
                "log_group_arn": log_group_arn,
                "log_output_format": "json",
                "bgp_log_enabled": True,
                "bgp_log_group_arn": log_group_arn,
                "bgp_log_output_format": "json",
            }
        },
    }


def declare_direct_connect(
    scope: PrivateAccessScope,
    key: str,
    line: DirectConnectAttachmentArgs,
    gateway: "ec2transitgateway.TransitGateway",
) -> "directconnect.GatewayAssociation":
    """Declare a Direct Connect attachment: its gateway, the association and, once the line is up, the rest.

    A connection can take weeks to be up, and a virtual interface on one that is not fails. So nothing waits
    for the line: gateway and association stand without one.

    Args:
        scope: What all children have in common.
        key: Key of the attachment.
        line: The line.
        gateway: The region's transit gateway.
    """
    name = scope.noun(key, "dxgw")
    own = directconnect.Gateway(
        name,
        amazon_side_asn=str(int(line["gateway_asn"])),
        tags={**scope.tagged(name), **_carrier(line["provider"], line["location"])},
        opts=scope.options(protect=scope.protected),
    )
    association = directconnect.GatewayAssociation(
        scope.noun(key, "dxgw-tgw"),
        region=scope.region,
        dx_gateway_id=own.id,
        associated_gateway_id=gateway.id,
        allowed_prefixes=sorted({scope.args["vpc_cidr"], *scope.args.get("advertised", ())}),
        opts=scope.options(),
    )
    up = line.get("line")
    if up is None:
        return association
    interface, asn = scope.noun(key, "vif"), int(line["asn"])
    directconnect.TransitVirtualInterface(
        interface,
        region=scope.region,
        connection_id=up["connection_id"],
        dx_gateway_id=own.id,
        vlan=int(up["vlan"]),
        address_family="ipv4",
        bgp_asn_long=str(asn),
        amazon_address=up.get("amazon_address"),
        customer_address=up.get("customer_address"),
        mtu=int(up.get("mtu", 1500)),
        tags={**scope.tagged(interface), **_carrier(line["provider"], line["location"])},
        opts=scope.options(),
    )
    scope.alarm(
        scope.noun(key, "line-down"),
        f"The Direct Connect line of {line['provider']} in {line['location']} is down.",
        "AWS/DX",
        "ConnectionState",
        {"ConnectionId": up["connection_id"]},
    )
    return association


def _carrier(provider: str, location: str) -> dict[str, str]:
    return {"Provider": provider, "Location": location}
