"""EC2: networks, subnets, routes and gateways.

The codes and texts: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html; sizes of
blocks: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html and
https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html. All 2026-11.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from tests.engine.standin.refusals.wanted import Rule, Wanted, others

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.engine.standin.cloud import Cloud, Thing

VPC, SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
_BLOCK = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
_LARGEST, _SMALLEST = 16, 28
_DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")


def _block_is_allowed(_cloud: Cloud, wanted: Wanted) -> str | None:
    text = wanted.text("cidrBlock")
    if not text:
        return None
    try:
        block = ipaddress.IPv4Network(text)
    except ValueError:
        return (
            f"InvalidParameterValue: Value ({text}) for parameter cidrBlock is invalid. This is not a "
            "valid CIDR block."
        )
    if not _LARGEST <= block.prefixlen <= _SMALLEST:
        kind = "InvalidVpc.Range" if wanted.type == VPC else "InvalidSubnet.Range"
        return f"{kind}: The CIDR '{text}' is invalid."
    return None


def _lies_in_its_network(cloud: Cloud, wanted: Wanted) -> str | None:
    blocks = list(_blocks(cloud, wanted.text("vpcId")))
    text = wanted.text("cidrBlock")
    if not text or not blocks or any(ipaddress.IPv4Network(text).subnet_of(block) for block in blocks):
        return None
    return f"InvalidSubnet.Range: The CIDR '{text}' is invalid."


def _blocks(cloud: Cloud, vpc_id: str) -> Iterator[ipaddress.IPv4Network]:
    vpc = cloud.named(vpc_id)
    more = [thing for thing in cloud.of(_BLOCK) if thing.state.get("vpcId") == vpc_id]
    for thing in [*([vpc] if vpc is not None else []), *more]:
        try:
            yield ipaddress.IPv4Network(thing.state["cidrBlock"])
        except ValueError:  # an adopted network of which nobody told the block
            return


def _overlaps_none(cloud: Cloud, wanted: Wanted) -> str | None:
    text = wanted.text("cidrBlock")
    for thing in others(cloud, wanted):
        if thing.state["vpcId"] == wanted.text("vpcId") and _overlap(text, thing):
            return f"InvalidSubnet.Conflict: The CIDR '{text}' conflicts with another subnet"
    return None


def _overlap(text: str, thing: Thing) -> bool:
    try:
        return ipaddress.IPv4Network(text).overlaps(ipaddress.IPv4Network(thing.state["cidrBlock"]))
    except ValueError:  # an adopted subnet of which nobody told the block
        return False


def _zone_is_of_its_region(_cloud: Cloud, wanted: Wanted) -> str | None:
    zone = wanted.text("availabilityZone")
    if not zone or re.fullmatch(rf"{re.escape(wanted.region)}[a-f]", zone):
        return None
    if re.fullmatch(rf"{re.escape(wanted.region)}-[a-z]+-\d[a-z]", zone):  # a Local Zone
        return None
    return (
        f"InvalidParameterValue: Value ({zone}) for parameter availabilityZone is invalid. "
        f"Subnets can currently only be created in the following availability zones: "
        f"{', '.join(wanted.region + letter for letter in 'abc')}."
    )


def _goes_one_way(cloud: Cloud, wanted: Wanted) -> str | None:
    for thing in others(cloud, wanted):
        for key in _DESTINATIONS:
            same = wanted.text(key) and thing.state.get(key) == wanted.text(key)
            if same and thing.state["routeTableId"] == wanted.text("routeTableId"):
                return f"RouteAlreadyExists: The route identified by {wanted.text(key)} already exists."
    return None


def _has_one_table(cloud: Cloud, wanted: Wanted) -> str | None:
    subnet = wanted.text("subnetId")
    if subnet and any(thing.state.get("subnetId") == subnet for thing in others(cloud, wanted)):
        return (
            "Resource.AlreadyAssociated: the specified association for route table "
            f"{wanted.text('routeTableId')} conflicts with an existing association"
        )
    return None


def _table_is_of_the_network(cloud: Cloud, wanted: Wanted) -> str | None:
    subnet, table = (cloud.named(wanted.text(key)) for key in ("subnetId", "routeTableId"))
    if subnet is None or table is None or subnet.state["vpcId"] == table.state.get("vpcId"):
        return None
    return (
        f"InvalidParameterValue: Route table {table.id} and subnet {subnet.id} belong to different networks"
    )


def _network_has_one_gateway(cloud: Cloud, wanted: Wanted) -> str | None:
    vpc = wanted.text("vpcId")
    for thing in others(cloud, wanted):
        if vpc and thing.state.get("vpcId") == vpc:
            return f"InvalidParameterValue: Network {vpc} already has an internet gateway attached"
    return None


def _endpoint_is_of_its_region(_cloud: Cloud, wanted: Wanted) -> str | None:
    service = wanted.text("serviceName")
    found = re.match(r"(?:com\.amazonaws|aws\.api)\.([a-z]{2}(?:-[a-z]+)+-\d)\.", service)
    asked = wanted.text("serviceRegion") or wanted.region
    if found and found[1] != asked:
        return f"InvalidServiceName: The Vpc Endpoint Service '{service}' does not exist"
    return None


def _endpoint_is_alone(cloud: Cloud, wanted: Wanted) -> str | None:
    """Gateway endpoints conflict by route table, private names by network."""
    for thing in others(cloud, wanted):
        if any(thing.state.get(key) != wanted.inputs.get(key) for key in ("vpcId", "serviceName")):
            continue
        shared = set(wanted.texts("routeTableIds")) & set(thing.state.get("routeTableIds") or ())
        if shared:
            return (
                f"RouteAlreadyExists: route table {min(shared)} already has a route with "
                "destination-prefix-list-id "
                f"of {wanted.text('serviceName')}"
            )
        if wanted.inputs.get("privateDnsEnabled") and thing.state.get("privateDnsEnabled"):
            return (
                "InvalidParameter: private-dns-enabled cannot be set because there is already a "
                "conflicting DNS "
                f"domain for {wanted.text('serviceName')} in the VPC {wanted.text('vpcId')}"
            )
    return None


RULES: Mapping[str, tuple[Rule, ...]] = {
    VPC: (_block_is_allowed,),
    SUBNET: (_block_is_allowed, _lies_in_its_network, _overlaps_none, _zone_is_of_its_region),
    "aws:ec2/route:Route": (_goes_one_way,),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": (_has_one_table, _table_is_of_the_network),
    "aws:ec2/internetGateway:InternetGateway": (_network_has_one_gateway,),
    "aws:ec2/vpcEndpoint:VpcEndpoint": (_endpoint_is_of_its_region, _endpoint_is_alone),
}
