"""The export of zones, planned, over the zones of all entrances."""

from collections.abc import Mapping
from typing import Any

import pulumi

from holdfast.components.cloudflare_entrances import ZoneAtCloudflare, cloudflare_zone_plans
from holdfast.components.held_regions import leave_regions_as_is
from holdfast.components.runbook_plan_args import alarm_notes
from holdfast.components.zone_export import KEY, ZoneExport
from holdfast.components.zone_export_args import CloudflareZoneArgs, ZoneExportArgs
from holdfast.topology.values import Topology


def declare_zone_export(
    topology: Topology,
    *,
    zone_ids: Mapping[str, pulumi.Input[str]],
    cloudflare_zones: Mapping[str, ZoneAtCloudflare],
    opts: pulumi.ResourceOptions,
) -> ZoneExport | None:
    """Declare the export of zones where the settings ask for it.

    Args:
        topology: The plan.
        zone_ids: Id of each hosted zone of Route 53 by name.
        cloudflare_zones: The zones at Cloudflare by name.
        opts: Options, with the parent.

    Returns:
        The export; None where nobody asked for it.
    """
    plan = topology.zone_export
    if plan is None:
        return None
    at_cloudflare: dict[str, CloudflareZoneArgs] = {
        zone.name: {"zone_id": cloudflare_zones[zone.name].zone_id, "account_id": zone.account_id}
        for zone in cloudflare_zone_plans(topology)
    }
    args: ZoneExportArgs = {
        "place": plan.place,
        "region": plan.region,
        "account_id": topology.account_id,
        "copies": plan.copies,
        "route53_zones": zone_ids,
        "cloudflare_zones": at_cloudflare,
        "every_hours": plan.every_hours,
        "retention_days": plan.retention_days,
        "emails": topology.alerts.emails,
        "notes": alarm_notes(topology.runbook),
        "protection": topology.protection,
        "tags": topology.tags,
        "origin": {**plan.origin, "emails": topology.alerts.origin["emails"]},
    }
    if plan.cloudflare_token_secret is not None:
        args["cloudflare_token_secret"] = plan.cloudflare_token_secret
    held = frozenset(region.region for region in topology.regions if region.held)
    transforms = pulumi.ResourceOptions(transforms=[leave_regions_as_is(held)] if held else None)
    return ZoneExport(f"global-{KEY}", args, pulumi.ResourceOptions.merge(opts, transforms))


def zone_export_operations(topology: Topology, export: ZoneExport | None) -> dict[str, Any] | None:
    """What operators name of the export, in the shape of ``holdfast.contracts.operations.ZoneExports``.

    Args:
        topology: The plan.
        export: What was declared of it.
    """
    plan = topology.zone_export
    if plan is None or export is None:
        return None
    return {
        "region": plan.region,
        "function": export.function_name,
        "topic_arn": export.topic_arn,
        "every_hours": plan.every_hours,
        "buckets": export.buckets,
    }
