"""What everything that is declared in one region of the API is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from holdfast.components.plan_args import RegionalNetwork
from holdfast.topology.values import RegionPlan, ServicePlan


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
    secret_arns: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Whole ARN of each of the stack's own secrets, by the ARN without its random end. Default: none."""

    def secrets(self, service: ServicePlan) -> dict[str, pulumi.Input[str]]:
        """Return environment variable → whole ARN of what a service reads, as far as the stack knows it."""
        return {name: self.secret_arns.get(arn, arn) for name, arn in service.secrets.items()}

    @property
    def network(self) -> RegionalNetwork:
        """Where load balancers and services stand.

        Raises:
            ValueError: The region has no network.
        """
        if self.own_network is None:
            raise ValueError(f"{self.name}: has no network, and something in it needs one")
        return self.own_network
