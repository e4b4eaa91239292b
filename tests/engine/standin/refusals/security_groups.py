"""EC2: rules of security groups.

Duplicates: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
(``InvalidPermission.Duplicate``); one source or destination per rule:
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html. Both 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.engine.standin.refusals.wanted import Rule, Wanted, others

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.engine.standin.cloud import Cloud

GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
_PEER = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
_PORTS = ("fromPort", "toPort")
_HIGHEST_PORT = 65_535


def _meaning(inputs: Mapping[str, Any]) -> tuple[str, ...]:
    every = str(inputs.get("ipProtocol")) == "-1"
    ports = () if every else tuple(str(int(inputs.get(key) or 0)) for key in _PORTS)
    return (
        str(inputs.get("securityGroupId")),
        str(inputs.get("ipProtocol")),
        *ports,
        *(str(inputs.get(key) or "") for key in _PEER),
    )


def _is_new(cloud: Cloud, wanted: Wanted) -> str | None:
    mine = _meaning(wanted.inputs)
    if any(_meaning(thing.state) == mine for thing in others(cloud, wanted)):
        peer = next((wanted.text(key) for key in _PEER if wanted.text(key)), "")
        return (
            f'InvalidPermission.Duplicate: the specified rule "peer: {peer}, '
            f"{wanted.text('ipProtocol').upper()}, from port: {wanted.number('fromPort')}, "
            f'to port: {wanted.number("toPort")}, ALLOW" already exists'
        )
    return None


def _has_one_peer(_cloud: Cloud, wanted: Wanted) -> str | None:
    """The provider asks for exactly one."""
    if sum(bool(wanted.text(key)) for key in _PEER) != 1:
        return f"Invalid Attribute Combination: exactly one of {', '.join(_PEER)} must be set"
    return None


def _ports_are_a_range(_cloud: Cloud, wanted: Wanted) -> str | None:
    if wanted.text("ipProtocol") not in ("tcp", "udp", "6", "17"):
        return None
    low, high = wanted.number("fromPort", -1), wanted.number("toPort", -1)
    if 0 <= low <= high <= _HIGHEST_PORT:
        return None
    return (
        f"InvalidParameterValue: Invalid value '{low}-{high}' for portRange. The TCP port range is 0 to 65535"
    )


def _every_protocol_has_no_ports(_cloud: Cloud, wanted: Wanted) -> str | None:
    """``ipProtocol`` -1 allows traffic on all ports: the page of ``IpPermission`` above."""
    if wanted.text("ipProtocol") == "-1" and wanted.number("fromPort", -1) not in (-1, 0):
        return (
            "InvalidParameterValue: You may not specify all protocols and specific ports. Please specify "
            "each protocol and port range combination individually, or all protocols and no port range."
        )
    return None


def _referenced_group_is_near(cloud: Cloud, wanted: Wanted) -> str | None:
    """A group of another network can be named only over a peering or a transit gateway of the same region."""
    mine, other = (cloud.named(wanted.text(key)) for key in ("securityGroupId", "referencedSecurityGroupId"))
    if mine is None or other is None or mine.state.get("vpcId") == other.state.get("vpcId"):
        return None
    if any(cloud.of(*_WAYS)):
        return None
    return (
        "InvalidGroup.NotFound: You have specified two resources that belong to different networks: "
        f"{mine.id}, {other.id}"
    )


_WAYS = (
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
)
_OF_RULES: tuple[Rule, ...] = (
    _has_one_peer,
    _ports_are_a_range,
    _every_protocol_has_no_ports,
    _is_new,
    _referenced_group_is_near,
)
RULES: Mapping[str, tuple[Rule, ...]] = {INGRESS: _OF_RULES, EGRESS: _OF_RULES}
