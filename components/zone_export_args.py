"""What the export of DNS zones needs, and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_notes import AlarmNotesArgs

EVERY_HOURS = 6
"""Hours between two exports. An assumption: records change with releases, and each version is kept."""
RETENTION_DAYS = 365
"""Days for which an export is kept after the next one took its place. An assumption."""
MOST_HOURS = 24
"""A day: exports that are older tell little of the zone that was lost."""


class CloudflareZoneArgs(TypedDict):
    """A zone at Cloudflare."""

    zone_id: pulumi.Input[str]
    """Id of the zone."""
    account_id: str
    """Account whose pools and monitors its load balancers use."""


class ZoneExportArgs(TypedDict):
    """What the export of DNS zones needs."""

    place: str
    """Place of ``region``, part of every child's name."""
    region: str
    """AWS region that runs the export and holds it: one on which nothing of the zones depends."""
    account_id: str
    """AWS account of the zones, twelve digits."""
    copies: Mapping[str, str]
    """Place → AWS region of each further bucket that receives every export: one or more."""
    route53_zones: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Name of each zone at Route 53 → its id. Default: none."""
    cloudflare_zones: NotRequired[Mapping[str, CloudflareZoneArgs]]
    """Name of each zone at Cloudflare → how Cloudflare knows it. Default: none."""
    cloudflare_token_secret: NotRequired[str]
    """ARN of the secret, in ``region``, whose text is an API token of Cloudflare that may read DNS and load
    balancers of the zones. Needed with ``cloudflare_zones``, and only then. Default: none."""
    every_hours: NotRequired[int]
    """Hours between two exports, 1 to 24. Default: 6."""
    retention_days: NotRequired[int]
    """Days for which an export is kept after the next one took its place. Default: 365."""
    emails: NotRequired[Sequence[str]]
    """Whom its alarms tell; each must confirm. Default: nobody."""
    protection: NotRequired[bool]
    """Whether buckets and keys refuse to be deleted. Default: True."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook, which each alarm names. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def problems_of(args: ZoneExportArgs) -> Iterator[str]:
    """Yield what is wrong with the arguments, a line each.

    Args:
        args: What the component needs.
    """
    at_cloudflare, secret = args.get("cloudflare_zones", {}), args.get("cloudflare_token_secret")
    if not at_cloudflare and not args.get("route53_zones"):
        yield "there is no zone to export: give 'route53_zones' or 'cloudflare_zones'"
    if not args["copies"]:
        yield "'copies' must name at least one more region: one bucket alone is lost with its region"
    if args["place"] in args["copies"] or args["region"] in args["copies"].values():
        yield f"'copies' must not name {args['place']} ({args['region']}), which holds the export itself"
    if at_cloudflare and secret is None:
        yield "'cloudflare_zones' need 'cloudflare_token_secret'"
    if secret is not None and not at_cloudflare:
        yield "'cloudflare_token_secret' is of no use without 'cloudflare_zones'"
    if secret is not None and not secret.startswith(f"arn:aws:secretsmanager:{args['region']}:"):
        yield f"'cloudflare_token_secret' must be the ARN of a secret in {args['region']}, got {secret!r}"
    hours, days = int(args.get("every_hours", EVERY_HOURS)), int(args.get("retention_days", RETENTION_DAYS))
    if not 1 <= hours <= MOST_HOURS:
        yield f"'every_hours' must be 1 to {MOST_HOURS}, got {hours}"
    if days < 1:
        yield f"'retention_days' must be 1 or more, got {days}"
