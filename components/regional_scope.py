"""What everything that is declared in one region of the API is given."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from holdfast.components.plan_args import RegionalNetwork
from holdfast.topology.values import RegionPlan


@dataclass(frozen=True, kw_only=True)
class RegionalScope:
    """One region of the API, as the doors, clusters and services in it see it."""

    name: str
    """Begin of logical names: the place."""
    plan: RegionPlan
    """The region, planned."""
    key_arn: pulumi.Output[str]
    """ARN of the region's encryption key."""
    account_id: str
    """The account's id, twelve digits."""
    protection: bool
    """Whether stateful and traffic-bearing resources refuse to be deleted."""
    tags: Mapping[str, str]
    """Tags of every child that takes tags."""
    child: pulumi.ResourceOptions
    """Options that make the region the parent."""
    own_network: RegionalNetwork | None
    """Where load balancers and services stand, None in a region whose services need none."""

    @property
    def network(self) -> RegionalNetwork:
        """Where load balancers and services stand.

        Raises:
            ValueError: The region has no network.
        """
        if self.own_network is None:
            raise ValueError(f"{self.name}: has no network, and something in it needs one")
        return self.own_network
