"""The address plan: which block each subnet of a region gets."""

from __future__ import annotations

from ipaddress import IPv4Network

from holdfast.topology.values import Subnet, SubnetTier

ZONE_SLOT_BITS = 3
"""A VPC is cut into eight slots, one per zone letter from ``a``: a zone keeps its slot whatever other zones
the region uses, so that adding a zone moves no subnet."""


def carve(cidr: str, zones: tuple[str, ...]) -> tuple[Subnet, ...]:
    """Cut a VPC's block into a public, a private and an isolated subnet per zone.

    Half of a zone's slot is private, a quarter public and a quarter isolated: instances, containers and
    functions need the most addresses.

    Args:
        cidr: The VPC's IPv4 block, /16 to /22.
        zones: Full zone names such as ``us-east-1a``.

    Returns:
        The subnets by zone letter and tier; in a /22 the smallest is a /27, the least that an Application
        Load Balancer takes (source:
        https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html).
    """
    slots = list(IPv4Network(cidr).subnets(prefixlen_diff=ZONE_SLOT_BITS))
    subnets: list[Subnet] = []
    for zone in sorted(zones):
        letter = zone[-1]
        private, rest = slots[ord(letter) - ord("a")].subnets()
        public, isolated = rest.subnets()
        blocks = (
            (SubnetTier.PUBLIC, public),
            (SubnetTier.PRIVATE, private),
            (SubnetTier.ISOLATED, isolated),
        )
        subnets.extend(Subnet(tier=tier, zone=zone, key=letter, cidr=str(block)) for tier, block in blocks)
    return tuple(subnets)
