"""The network of a region, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.words import FlowLogTraffic, NatStrategy, SubnetTier


def admits_everybody(cidrs: Iterable[str]) -> bool:
    """Whether every IPv4 address is let in, and so are those that nobody knows before.

    Args:
        cidrs: The IPv4 blocks that are let in.
    """
    return any(IPv4Network(block).prefixlen == 0 for block in cidrs)


@dataclass(frozen=True, kw_only=True, slots=True)
class Subnet:
    """One subnet: its tier, its zone's full name, the zone's letter (its key) and its IPv4 block."""

    tier: SubnetTier
    zone: str
    key: str
    cidr: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowLogs:
    """VPC flow logs: traffic recorded, aggregation interval in seconds (60 or 600), retention in days."""

    traffic: FlowLogTraffic
    interval_seconds: int
    retention_days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AdoptedNetwork:
    """An existing VPC, by ids; subnets in the order of their zones."""

    vpc_id: str
    public_subnet_ids: tuple[str, ...]
    private_subnet_ids: tuple[str, ...]
    isolated_subnet_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkPlan:
    """The network of one region: its block, its subnets, its ways out; or the VPC that it adopts."""

    cidr: str
    zones: tuple[str, ...]
    subnets: tuple[Subnet, ...]
    nat: NatStrategy
    gateway_endpoints: tuple[str, ...]
    interface_endpoints: tuple[str, ...]
    flow_logs: FlowLogs | None
    adopted: AdoptedNetwork | None = None
    origin: Origin = field(default_factory=no_origin)
