from __future__ import annotations

from typing import Any

import pytest

from tests.components.private_access_sample import KEY_ARN, LINE, UP, VPNS, build

TGW = "aws:ec2transitgateway"
TABLES = ("vpc", "partners", "peers")


def of_vpn(key: str) -> set[tuple[str, str]]:
    name = f"use1-access-{key}"
    return {
        ("aws:ec2/customerGateway:CustomerGateway", f"{name}-cgw"),
        ("aws:ec2/vpnConnection:VpnConnection", f"{name}-vpn"),
        ("aws:cloudwatch/logGroup:LogGroup", f"{name}-log"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", f"{name}-tunnel1-down"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", f"{name}-tunnel2-down"),
        *of_attachment(key),
    }


def of_attachment(key: str) -> set[tuple[str, str]]:
    return {
        (f"{TGW}/routeTableAssociation:RouteTableAssociation", f"use1-access-rta-{key}"),
        (f"{TGW}/routeTablePropagation:RouteTablePropagation", f"use1-access-to-vpc-{key}"),
        (f"{TGW}/routeTablePropagation:RouteTablePropagation", f"use1-access-to-peers-{key}"),
    }


GATEWAY = {
    ("holdfast:index:PrivateAccess", "use1"),
    (f"{TGW}/transitGateway:TransitGateway", "use1-access-tgw"),
    (f"{TGW}/vpcAttachment:VpcAttachment", "use1-access-vpc"),
    *((f"{TGW}/routeTable:RouteTable", f"use1-access-rt-{noun}") for noun in TABLES),
    (f"{TGW}/routeTableAssociation:RouteTableAssociation", "use1-access-rta-vpc"),
    (f"{TGW}/routeTablePropagation:RouteTablePropagation", "use1-access-to-partners-vpc"),
    (f"{TGW}/routeTablePropagation:RouteTablePropagation", "use1-access-to-peers-vpc"),
    ("aws:ec2/route:Route", "use1-access-route-a-192-168-0-0-20"),
    ("aws:ec2/route:Route", "use1-access-route-b-192-168-0-0-20"),
}


def with_line(**line: Any) -> dict[str, Any]:
    return {"vpn": {"alpha": VPNS["alpha"]}, "direct_connect": {"gamma": {**LINE, **line}}}


def test_two_vpns_are_exactly_these_resources() -> None:
    assert build().pairs() == GATEWAY | of_vpn("alpha") | of_vpn("beta")


def test_direct_connect_waits_for_no_line() -> None:
    gamma = {
        ("aws:directconnect/gateway:Gateway", "use1-access-gamma-dxgw"),
        ("aws:directconnect/gatewayAssociation:GatewayAssociation", "use1-access-gamma-dxgw-tgw"),
        *of_attachment("gamma"),
    }
    assert build(**with_line()).pairs() == GATEWAY | of_vpn("alpha") | gamma
    assert build(**with_line(line=UP)).pairs() - build(**with_line()).pairs() == {
        ("aws:directconnect/transitVirtualInterface:TransitVirtualInterface", "use1-access-gamma-vif"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "use1-access-gamma-line-down"),
    }


def test_nothing_waits_for_the_virtual_interface() -> None:
    resources = build(**with_line(line=UP))
    assert not any("use1-access-gamma-vif" in one.depends_on for one in resources)


def test_the_gateway_accepts_and_routes_nothing_by_itself() -> None:
    inputs = build()("use1-access-tgw").inputs
    assert {key: value for key, value in inputs.items() if key not in {"tags", "description"}} == {
        "region": "us-east-1",
        "amazonSideAsn": 64512,
        "autoAcceptSharedAttachments": "disable",
        "defaultRouteTableAssociation": "disable",
        "defaultRouteTablePropagation": "disable",
        "dnsSupport": "enable",
        "vpnEcmpSupport": "enable",
    }
    attachment = build()("use1-access-vpc").inputs
    assert attachment["subnetIds"] == ["use1-private-a", "use1-private-b"]
    assert attachment["transitGatewayDefaultRouteTableAssociation"] is False
    assert attachment["transitGatewayDefaultRouteTablePropagation"] is False


@pytest.mark.parametrize(
    ("name", "attachment", "table"),
    [
        ("use1-access-rta-vpc", "use1-access-vpc-id", "use1-access-rt-vpc-id"),
        ("use1-access-to-partners-vpc", "use1-access-vpc-id", "use1-access-rt-partners-id"),
        ("use1-access-to-peers-vpc", "use1-access-vpc-id", "use1-access-rt-peers-id"),
        ("use1-access-rta-alpha", "use1-access-alpha-vpn-attachment", "use1-access-rt-partners-id"),
        ("use1-access-to-vpc-alpha", "use1-access-alpha-vpn-attachment", "use1-access-rt-vpc-id"),
        ("use1-access-to-peers-alpha", "use1-access-alpha-vpn-attachment", "use1-access-rt-peers-id"),
        ("use1-access-rta-gamma", "use1-access-gamma-dxgw-tgw-attachment", "use1-access-rt-partners-id"),
    ],
)
def test_who_reaches_whom(name: str, attachment: str, table: str) -> None:
    inputs = build(**with_line())(name).inputs
    assert inputs["transitGatewayAttachmentId"] == attachment
    assert inputs["transitGatewayRouteTableId"] == table


def test_partners_do_not_reach_one_another() -> None:
    into_partners = {one.name for one in build() if "use1-access-to-partners" in one.name}
    assert into_partners == {"use1-access-to-partners-vpc"}


def test_every_zones_subnet_has_the_way_back_once_the_vpc_is_attached() -> None:
    route = build()("use1-access-route-b-192-168-0-0-20")
    assert route.inputs == {
        "region": "us-east-1",
        "routeTableId": "use1-rt-b",
        "destinationCidrBlock": "192.168.0.0/20",
        "transitGatewayId": "use1-access-tgw-id",
    }
    assert "use1-access-vpc" in route.depends_on


def test_a_vpn_speaks_bgp_and_ikev2_and_holds_no_key() -> None:
    one = build()("use1-access-alpha-vpn")
    assert one.inputs["transitGatewayId"] == "use1-access-tgw-id"
    assert one.inputs["customerGatewayId"] == "use1-access-alpha-cgw-id"
    assert one.inputs["staticRoutesOnly"] is False
    assert one.inputs["presharedKeyStorage"] == "SecretsManager"
    assert not {key for key in one.inputs if "resharedKey" in key} - {"presharedKeyStorage"}
    for number in (1, 2):
        tunnel = f"tunnel{number}"
        assert one.inputs[f"{tunnel}IkeVersions"] == ["ikev2"]
        assert one.inputs[f"{tunnel}StartupAction"] == "start"
        assert one.inputs[f"{tunnel}DpdTimeoutAction"] == "restart"
        assert one.inputs[f"{tunnel}DpdTimeoutSeconds"] == 30
        for phase in (1, 2):
            assert one.inputs[f"{tunnel}Phase{phase}EncryptionAlgorithms"] == ["AES256", "AES256-GCM-16"]
            assert "SHA1" not in one.inputs[f"{tunnel}Phase{phase}IntegrityAlgorithms"]
            assert min(one.inputs[f"{tunnel}Phase{phase}DhGroupNumbers"]) >= 14
        logs = one.inputs[f"{tunnel}LogOptions"]["cloudwatchLogOptions"]
        assert (logs["logEnabled"], logs["bgpLogEnabled"]) == (True, True)
        assert logs["logGroupArn"].endswith("use1-access-alpha-log")


def test_the_device_is_known_by_address_and_number() -> None:
    customer = build()("use1-access-alpha-cgw").inputs
    assert (customer["ipAddress"], customer["bgpAsn"], customer["type"]) == ("192.0.43.1", "65010", "ipsec.1")
    large = {**VPNS, "alpha": {**VPNS["alpha"], "asn": 4_200_000_123}}
    customer = build(vpn=large)("use1-access-alpha-cgw").inputs
    assert customer["bgpAsnExtended"] == "4200000123"
    assert "bgpAsn" not in customer


def test_logs_of_tunnels_are_encrypted_and_end() -> None:
    group = build(log_retention_days=30)("use1-access-alpha-log").inputs
    assert group["name"] == "/aws/vendedlogs/vpn/holdfast-prod-use1-access-alpha-log"
    assert (group["kmsKeyId"], group["retentionInDays"]) == (KEY_ARN, 30)


@pytest.mark.parametrize("number", [1, 2])
def test_a_tunnel_that_is_down_or_silent_rings(number: int) -> None:
    topic = "arn:aws:sns:us-east-1:111122223333:topic"
    alarm = build(alarm_topic_arn=topic)(f"use1-access-alpha-tunnel{number}-down").inputs
    assert (alarm["namespace"], alarm["metricName"]) == ("AWS/VPN", "TunnelState")
    assert alarm["dimensions"] == {
        "VpnId": "use1-access-alpha-vpn-id",
        "TunnelIpAddress": f"use1-access-alpha-vpn-ip{number}",
    }
    assert (alarm["statistic"], alarm["threshold"], alarm["period"]) == ("Maximum", 1, 60)
    assert (alarm["comparisonOperator"], alarm["treatMissingData"]) == ("LessThanThreshold", "breaching")
    assert alarm["alarmActions"] == alarm["okActions"] == [topic]
    assert "alarmActions" not in build()(f"use1-access-alpha-tunnel{number}-down").inputs


def test_direct_connect_tells_of_the_vpc_and_of_peered_ones() -> None:
    resources = build(**with_line(line={**UP, "mtu": 8500}), advertised=["10.16.0.0/16"])
    gateway = resources("use1-access-gamma-dxgw").inputs
    assert gateway["amazonSideAsn"] == "64600"
    assert "region" not in gateway
    association = resources("use1-access-gamma-dxgw-tgw").inputs
    assert association["allowedPrefixes"] == ["10.0.0.0/16", "10.16.0.0/16"]
    assert association["associatedGatewayId"] == "use1-access-tgw-id"
    interface = resources("use1-access-gamma-vif").inputs
    assert {key: value for key, value in interface.items() if key != "tags"} == {
        "region": "us-east-1",
        "connectionId": "dxcon-fh6ayh1d",
        "dxGatewayId": "use1-access-gamma-dxgw-id",
        "vlan": 101,
        "addressFamily": "ipv4",
        "bgpAsnLong": "65030",
        "mtu": 8500,
    }
    alarm = resources("use1-access-gamma-line-down").inputs
    assert alarm["dimensions"] == {"ConnectionId": "dxcon-fh6ayh1d"}


def test_what_others_devices_point_to_is_protected_until_it_is_lifted() -> None:
    assert {one.name for one in build(**with_line()) if one.protect} == {
        "use1-access-tgw",
        "use1-access-alpha-vpn",
        "use1-access-gamma-dxgw",
    }
    assert not any(one.protect for one in build(**with_line(), protection=False))


def test_outputs_tell_what_the_other_end_needs() -> None:
    outputs = build()("use1").outputs
    assert outputs["vpn_connection_ids"] == {
        "alpha": "use1-access-alpha-vpn-id",
        "beta": "use1-access-beta-vpn-id",
    }
    assert outputs["tunnel_addresses"]["alpha"] == ["use1-access-alpha-vpn-ip1", "use1-access-alpha-vpn-ip2"]
    assert outputs["preshared_key_arns"]["beta"] == "use1-access-beta-vpn-keys"


def test_tags_reach_everything_that_takes_them() -> None:
    resources = build(**with_line(line=UP), tags={"Team": "net"})
    untagged = {
        "PrivateAccess",
        "Route",
        "RouteTableAssociation",
        "RouteTablePropagation",
        "GatewayAssociation",
    }
    for one in resources:
        if one.type.rsplit(":", 1)[-1] not in untagged:
            assert one.inputs["tags"]["Team"] == "net", one.name
            assert one.inputs["tags"]["Name"] == one.name
    assert resources("use1-access-gamma-vif").inputs["tags"]["Provider"] == "Gamma Fibre"


def vpn(key: str, **more: Any) -> dict[str, Any]:
    return {"vpn": {**VPNS, key: {**VPNS[key], **more}}}


REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"asn": 65535}, "'asn' must be private"),
    ({"vpn": {"alpha": VPNS["alpha"]}}, "needs two attachments of two providers or locations, got Alpha"),
    (vpn("beta", provider="Alpha Telecom"), "what hangs on one carrier and one place ends with it"),
    ({"vpn": {}}, "got none"),
    (vpn("alpha", asn=64512), "'alpha.asn' must be 1 to 4294967295 and not the transit gateway's"),
    (vpn("alpha", address="10.0.0.1"), "must be a public IPv4 address, got '10.0.0.1'"),
    (vpn("beta", address="192.0.43.1"), "end at one address, so one device"),
    ({"networks": []}, "'networks' is empty"),
    ({"networks": ["10.0.8.0/24"]}, "overlaps the VPC's 10.0.0.0/16"),
    ({"networks": ["192.168.0.1/20"]}, "'192.168.0.1/20' is no IPv4 block"),
    ({"log_retention_days": 4}, "'log_retention_days' must be one of"),
    ({"vpn": {**VPNS, "vpc": {**VPNS["beta"], "address": "192.0.43.9"}}}, "and not 'vpc'"),
    (with_line(gateway_asn=64512), "must be private and neither the transit gateway's nor"),
    (with_line(line={**UP, "vlan": 4095}), "'direct_connect.gamma.line.vlan' must be 1 to 4094"),
    (with_line(line={**UP, "mtu": 9001}), "must be 1500 or 8500"),
    (with_line(line={**UP, "amazon_address": "169.254.0.1/30"}), "go together: give both or none"),
]


@pytest.mark.parametrize(("more", "message"), REFUSALS)
def test_fails(more: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=r"^private access 'use1': ") as error:
        build(**more)
    assert message in str(error.value)
