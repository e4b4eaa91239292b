"""What everything in one region stands on: its encryption key and its network."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_topic import publishers_in
from holdfast.components.encryption_key import EncryptionKey
from holdfast.components.network import Network
from holdfast.components.plan_args import network_args
from holdfast.topology.values import RegionPlan


class RegionalFoundationArgs(TypedDict):
    """What the foundation of a region needs."""

    plan: RegionPlan
    """The region, planned."""
    account_id: str
    """The account's id, twelve digits."""
    key_shared_with: NotRequired[Sequence[str]]
    """Other AWS accounts that copy backups of what the region's own key encrypts. Default: none."""
    encrypts_dsql: NotRequired[bool]
    """Whether DSQL clusters are encrypted with the region's key. Default: False."""
    protection: NotRequired[bool]
    """Whether the key refuses to be deleted. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""


class RegionalFoundation(pulumi.ComponentResource):
    """What services, load balancers and stores of one region stand on.

    Declares: a customer key for what rests in the region, unless an existing one is used, and the network,
    where something needs one. Apart from what serves, so that stores can stand between both.
    Survives: the loss of a zone. Does not survive: the loss of the region.
    """

    key_arn: pulumi.Output[str]
    """ARN of the region's encryption key."""

    def __init__(
        self, name: str, args: RegionalFoundationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        plan, protection = args["plan"], args.get("protection", True)
        super().__init__("holdfast:index:RegionalFoundation", name, {"region": plan.region}, opts)
        child, tags = pulumi.ResourceOptions(parent=self), args.get("tags", {})
        if plan.key_arn is None:
            key = EncryptionKey(
                name,
                {
                    "region": plan.region,
                    "account_id": args["account_id"],
                    "description": f"Data at rest of {plan.place}",
                    "admitted": publishers_in(plan.region),
                    "shared_with": args.get("key_shared_with", ()),
                    "encrypts_dsql": args.get("encrypts_dsql", False),
                    "protection": protection,
                    "tags": tags,
                },
                child,
            )
            self.key_arn = key.key_arn
        else:
            self.key_arn = pulumi.Output.from_input(plan.key_arn)
        self._network = None
        if plan.network is not None:
            self._network = Network(
                name,
                network_args(
                    plan.network,
                    region=plan.region,
                    account_id=args["account_id"],
                    key_arn=self.key_arn,
                    tags=tags,
                ),
                child,
            )
        self.register_outputs({"key_arn": self.key_arn, "origin": dict(plan.origin)})

    @property
    def network(self) -> Network | None:
        """The region's network, None where nothing needs one."""
        return self._network


def network_for(what: str, place: str, foundation: RegionalFoundation) -> Network:
    """Return the network of a region for what needs one.

    Args:
        what: What needs it, for the message.
        place: Place of the region.
        foundation: Key and network of the region.

    Raises:
        ValueError: The region has no network.
    """
    if foundation.network is None:
        raise ValueError(f"the region {place} has no network for {what}")
    return foundation.network
