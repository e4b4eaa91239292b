"""The record at Cloudflare by which ACM sees that a name is one's own."""

from collections.abc import Mapping

import pulumi
import pulumi_cloudflare as cloudflare

from holdfast.components.cloudflare_description import comment_of


def validation_record(
    name: str,
    zone_id: pulumi.Input[str],
    *,
    record_name: pulumi.Output[str],
    content: pulumi.Output[str],
    ttl_seconds: int,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> cloudflare.DnsRecord:
    """Declare the CNAME that ACM asks for.

    Args:
        name: Logical name.
        zone_id: Id of the zone at Cloudflare.
        record_name: Name of the record, as ACM gives it.
        content: What it leads to, as ACM gives it.
        ttl_seconds: Its time to live.
        tags: Tags, written into the comment.
        opts: The options of the component's children.
    """
    # ACM gives the same values in every region and at every request, so what is unknown until a certificate
    # is replaced must not replace the record (see Route 53's in ``certificates``).
    stays = pulumi.ResourceOptions(ignore_changes=["name", "content"])
    return cloudflare.DnsRecord(
        name,
        zone_id=zone_id,
        # Cloudflare writes names without the last dot, and would show a difference for ever.
        name=record_name.apply(_without_dot),
        type="CNAME",
        content=content.apply(_without_dot),
        ttl=ttl_seconds,
        # ACM reads the record itself; through the proxy it would see addresses of Cloudflare's.
        proxied=False,
        comment=comment_of(tags),
        opts=pulumi.ResourceOptions.merge(opts, stays),
    )


def _without_dot(name: str) -> str:
    return name.rstrip(".")
