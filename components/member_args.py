"""What members of stores have in common, whatever their service."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi


class RegionMember(TypedDict):
    """One region's part of a store."""

    region: str
    """AWS region in which every child of the member is declared."""


class IsolatedMember(RegionMember):
    """One region's part of a store that stands in isolated subnets."""

    vpc_id: pulumi.Input[str]
    """VPC of the member's security group."""
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Isolated subnets in two zones or more."""
    key_arn: pulumi.Input[str]
    """Customer key of the region."""
