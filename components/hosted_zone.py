"""The public DNS zone of an entrance, made here or adopted."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import route53


class HostedZoneArgs(TypedDict):
    """What a public zone needs."""

    domain: str
    """Name of the zone, for example ``example.com``."""
    zone_id: NotRequired[str]
    """Id of an existing public zone of this name; then nothing is declared and its own switches stay as they
    are. Default: a zone is made."""
    accelerated_recovery: NotRequired[bool]
    """Let Route 53 make DNS changes again within 60 minutes when us-east-1 is impaired
    (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/accelerated-recovery.html). It must be on
    before the event. Only for a zone that is made here, and only while ``protection`` is on, since AWS
    deletes no zone that has it. Default: true."""
    protection: NotRequired[bool]
    """Keep the zone from deletion: Pulumi refuses to destroy it, and records that others put into it are not
    removed. Default: true."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class HostedZone(pulumi.ComponentResource):
    """A public Route 53 zone, which answers for a domain once its parent delegates to it.

    Declares: a zone, or nothing where ``zone_id`` adopts one.

    Survives: the loss of any region; answers come from Route 53's data plane everywhere.
    Does not survive: changes to records while Route 53's control plane in us-east-1 is down (up to 60 minutes
    with accelerated recovery), and its own deletion: a new zone has other name servers.
    """

    zone_id: pulumi.Output[str]
    """Id of the zone, for records."""
    name_servers: pulumi.Output[Sequence[str]]
    """Name servers to which the parent domain must delegate; empty for an adopted zone."""

    def __init__(self, name: str, args: HostedZoneArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:HostedZone", name, {**args}, opts)
        if "zone_id" in args:
            self.zone_id = pulumi.Output.from_input(args["zone_id"])
            self.name_servers = pulumi.Output.from_input([])
        else:
            zone = self._zone(f"{name}-zone", args)
            self.zone_id = zone.zone_id
            self.name_servers = zone.name_servers
        self.register_outputs(
            {
                "zone_id": self.zone_id,
                "name_servers": self.name_servers,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _zone(self, name: str, args: HostedZoneArgs) -> "route53.Zone":
        protected = args.get("protection", True)
        return route53.Zone(
            name,
            # The zone's name is the domain itself.
            name=args["domain"],
            # AWS: "Cannot delete a hosted zone with accelerated recovery enabled. Please disable first." So
            # lifting the protection switches it off, by an explicit False: leaving it out changes nothing.
            enable_accelerated_recovery=args.get("accelerated_recovery", True) and protected,
            force_destroy=not protected,
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self, protect=protected),
        )
