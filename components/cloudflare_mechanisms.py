"""How notifications of Cloudflare's reach people."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_cloudflare as cloudflare

from holdfast.components.cloudflare_description import cloudflare_name


def declare_mechanisms(
    name: str,
    *,
    account_id: str,
    emails: Sequence[str],
    webhooks: Mapping[str, pulumi.Input[str]],
    opts: pulumi.ResourceOptions,
) -> "cloudflare.NotificationPolicyMechanismsArgs":
    """Declare a destination per webhook, and name it and the addresses for policies.

    Args:
        name: Begin of the destinations' names.
        account_id: Cloudflare account.
        emails: Addresses.
        webhooks: Web addresses by a name; they are kept secret, since most hold a key.
        opts: Options that make the component the parent.
    """
    hooks = [
        cloudflare.NotificationPolicyWebhooks(
            f"{name}-webhook-{key}",
            account_id=account_id,
            name=cloudflare_name(f"{name}-{key}"),
            url=pulumi.Output.secret(webhooks[key]),
            opts=opts,
        )
        for key in sorted(webhooks)
    ]
    return cloudflare.NotificationPolicyMechanismsArgs(
        emails=[cloudflare.NotificationPolicyMechanismsEmailArgs(id=email) for email in sorted(emails)]
        or None,
        webhooks=[cloudflare.NotificationPolicyMechanismsWebhookArgs(id=hook.id) for hook in hooks] or None,
    )
