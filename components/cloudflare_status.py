"""What Cloudflare says of its own health, told by Cloudflare itself."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_cloudflare as cloudflare

from holdfast.components.cloudflare_description import cloudflare_name, description_of
from holdfast.components.cloudflare_mechanisms import declare_mechanisms
from holdfast.topology.values import CloudflareImpact


class CloudflareStatusArgs(TypedDict):
    """What notifications of Cloudflare's status page need."""

    account_id: str
    """Cloudflare account: 32 hexadecimal digits."""
    impacts: NotRequired[Sequence[str]]
    """Incidents that are told: ``minor``, ``major``, ``critical``. Default: ``major`` and ``critical``."""
    maintenance: NotRequired[bool]
    """Whether planned maintenance of data centres is told. Default: False."""
    emails: NotRequired[Sequence[str]]
    """Addresses that are told. Default: none."""
    webhooks: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Web addresses that are told, by a name; they are kept secret, since most hold a key. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags, written into the policies' descriptions, since they take none. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class CloudflareStatus(pulumi.ComponentResource):
    """Notifications of incidents on Cloudflare's status page, so that its failures are told from the API's.

    Declares: a policy about incidents as they are made, updated and resolved, by choice one about
    maintenance, and a destination per webhook. Both kinds come with all of Cloudflare's plans; webhooks do
    not with the free one (https://developers.cloudflare.com/notifications/notification-available/ and
    https://developers.cloudflare.com/notifications/get-started/, 2026-11).
    Survives: the loss of any region: Cloudflare sends them. Does not survive: the loss of Cloudflare's API.
    """

    policy_ids: pulumi.Output[Sequence[str]]
    """Ids of the policies."""

    def __init__(
        self, name: str, args: CloudflareStatusArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``CloudflareStatusArgs``.

        Raises:
            ValueError: There is nobody to tell, or an impact that Cloudflare does not know.
        """
        super().__init__("holdfast:index:CloudflareStatus", name, {**args}, opts)
        _check(name, args)
        child = pulumi.ResourceOptions(parent=self)
        impacts = args.get("impacts", (CloudflareImpact.MAJOR, CloudflareImpact.CRITICAL))
        mechanisms = declare_mechanisms(
            name,
            account_id=args["account_id"],
            emails=args.get("emails", ()),
            webhooks=args.get("webhooks", {}),
            opts=child,
        )
        policies = [
            cloudflare.NotificationPolicy(
                f"{name}-incidents",
                account_id=args["account_id"],
                name=cloudflare_name(f"{name}-incidents"),
                alert_type="incident_alert",
                mechanisms=mechanisms,
                filters=cloudflare.NotificationPolicyFiltersArgs(
                    incident_impacts=sorted(f"INCIDENT_IMPACT_{impact.upper()}" for impact in impacts)
                ),
                enabled=True,
                description=description_of(args.get("tags", {})),
                opts=child,
            )
        ]
        if args.get("maintenance", False):
            policies.append(
                cloudflare.NotificationPolicy(
                    f"{name}-maintenance",
                    account_id=args["account_id"],
                    name=cloudflare_name(f"{name}-maintenance"),
                    alert_type="maintenance_event_notification",
                    mechanisms=mechanisms,
                    enabled=True,
                    description=description_of(args.get("tags", {})),
                    opts=child,
                )
            )
        self.policy_ids = pulumi.Output.all(*(policy.id for policy in policies))
        self.register_outputs({"policy_ids": self.policy_ids, "origin": dict(args.get("origin", {}))})


def _check(name: str, args: CloudflareStatusArgs) -> None:
    problems = []
    if not args.get("emails") and not args.get("webhooks"):
        problems.append("name 'emails' or 'webhooks' to tell")
    known = {impact.value for impact in CloudflareImpact}
    asked = set(args.get("impacts", known))
    if not asked or asked - known:
        problems.append(
            f"'impacts' are of {', '.join(sorted(known))}, got {', '.join(sorted(asked - known)) or 'none'}"
        )
    if problems:
        raise ValueError(f"Cloudflare status {name!r}: " + "; ".join(problems))
