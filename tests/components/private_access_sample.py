"""Arguments of private ways in for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.components.private_access import PrivateAccess
from holdfast.components.private_access_peering import PrivateAccessPeering
from tests.components.declared import ACCOUNT_ID, declared

if TYPE_CHECKING:
    from tests.components.declared import Resources

KEY_ARN = f"arn:aws:kms:us-east-1:{ACCOUNT_ID}:key/use1"
VPNS: dict[str, Any] = {
    "alpha": {"provider": "Alpha Telecom", "location": "Ashburn", "address": "192.0.43.1", "asn": 65010},
    "beta": {"provider": "Beta Networks", "location": "Ashburn", "address": "192.0.43.2", "asn": 65020},
}
LINE: dict[str, Any] = {
    "provider": "Gamma Fibre",
    "location": "Equinix DC2",
    "asn": 65030,
    "gateway_asn": 64600,
}
UP: dict[str, Any] = {"connection_id": "dxcon-fh6ayh1d", "vlan": 101}


def arguments(**more: Any) -> Any:
    """Arguments over two VPNs."""
    return {
        "place": "use1",
        "region": "us-east-1",
        "asn": 64512,
        "vpc_id": "use1-vpc",
        "vpc_cidr": "10.0.0.0/16",
        "subnet_ids": ["use1-private-a", "use1-private-b"],
        "route_table_ids": {"a": "use1-rt-a", "b": "use1-rt-b"},
        "networks": ["192.168.0.0/20"],
        "vpn": VPNS,
        "key_arn": KEY_ARN,
        **more,
    }


def build(**more: Any) -> Resources:
    """Declare the private ways into use1."""
    args = arguments(**more)
    return declared(lambda: PrivateAccess("use1", args))


def member(region: str, cidr: str, *networks: str) -> dict[str, Any]:
    """One region of a peering; its names begin with the region's."""
    return {
        "region": region,
        "vpc_cidr": cidr,
        "networks": networks,
        "transit_gateway_id": f"{region}-tgw",
        "vpc_route_table_id": f"{region}-vpc-rt",
        "partner_route_table_id": f"{region}-partner-rt",
        "peer_route_table_id": f"{region}-peer-rt",
    }


def build_peering(**members: Any) -> Resources:
    """Declare the peering of regions."""
    args: Any = {"members": members, "tags": {"Team": "net"}}
    return declared(lambda: PrivateAccessPeering("global-access", args))
