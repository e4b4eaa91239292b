"""Who is told when a pool of Cloudflare's goes down, comes back, or is switched off or on."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_cloudflare as cloudflare

from holdfast.components.cloudflare_description import cloudflare_name, description_of
from holdfast.components.cloudflare_mechanisms import declare_mechanisms


class CloudflareNotificationsArgs(TypedDict):
    """What the notifications of a load balancer need."""

    account_id: str
    """Cloudflare account: 32 hexadecimal digits."""
    pool_ids: Mapping[str, pulumi.Input[str]]
    """The pools by place."""
    emails: NotRequired[Sequence[str]]
    """Addresses that are told. Default: none."""
    webhooks: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Web addresses that are told, by a name; they are kept secret, since most hold a key. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags, written into the policies' descriptions, since they take none. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class CloudflareNotifications(pulumi.ComponentResource):
    """Notifications about a load balancer's pools.

    Declares: a policy about health (a pool or its endpoint goes down or comes back), one about pools that
    somebody disables or enables, and a destination per webhook.
    Survives: the loss of any region: Cloudflare sends them. Does not survive: the loss of Cloudflare's API,
    an address that nobody reads.
    """

    policy_ids: pulumi.Output[Sequence[str]]
    """Ids of the policies."""

    def __init__(
        self, name: str, args: CloudflareNotificationsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``CloudflareNotificationsArgs``.

        Raises:
            ValueError: There is nobody to tell, or nothing to tell of.
        """
        super().__init__("holdfast:index:CloudflareNotifications", name, {**args}, opts)
        if not args.get("emails") and not args.get("webhooks"):
            raise ValueError(f"Cloudflare notifications {name!r}: name 'emails' or 'webhooks' to tell")
        if not args["pool_ids"]:
            raise ValueError(f"Cloudflare notifications {name!r}: 'pool_ids' needs at least one pool")
        self._args, self._child = args, pulumi.ResourceOptions(parent=self)
        mechanisms = declare_mechanisms(
            name,
            account_id=args["account_id"],
            emails=args.get("emails", ()),
            webhooks=args.get("webhooks", {}),
            opts=self._child,
        )
        pools = [args["pool_ids"][place] for place in sorted(args["pool_ids"])]
        health = self._policy(
            f"{name}-health",
            "load_balancing_health_alert",
            mechanisms,
            cloudflare.NotificationPolicyFiltersArgs(
                pool_ids=pools, new_healths=["Healthy", "Unhealthy"], event_sources=["origin", "pool"]
            ),
        )
        enablement = self._policy(
            f"{name}-enablement",
            "load_balancing_pool_enablement_alert",
            mechanisms,
            cloudflare.NotificationPolicyFiltersArgs(pool_ids=pools, enableds=["false", "true"]),
        )
        self.policy_ids = pulumi.Output.all(health.id, enablement.id)
        self.register_outputs({"policy_ids": self.policy_ids, "origin": dict(args.get("origin", {}))})

    def _policy(
        self,
        name: str,
        alert_type: str,
        mechanisms: cloudflare.NotificationPolicyMechanismsArgs,
        filters: cloudflare.NotificationPolicyFiltersArgs,
    ) -> cloudflare.NotificationPolicy:
        return cloudflare.NotificationPolicy(
            name,
            account_id=self._args["account_id"],
            name=cloudflare_name(name),
            alert_type=alert_type,
            mechanisms=mechanisms,
            filters=filters,
            enabled=True,
            description=description_of(self._args.get("tags", {})),
            opts=self._child,
        )
