"""Who is told, and of what besides alarms: declared from the plan."""

from collections.abc import Iterator
from typing import Any

import pulumi

from holdfast.components.alarm_topic import GLOBAL_REGION
from holdfast.components.alert_channels import AlertChannels
from holdfast.components.alert_channels_args import (
    AlertChannelsArgs,
    AlertTopicArgs,
    ChatChannelArgs,
)
from holdfast.components.alerts import HEALTH_BACKUP_REGION
from holdfast.components.aws_health_events import AwsHealthEvents, AwsHealthEventsArgs
from holdfast.components.backup_vault_topic import NOT_COMPLETED
from holdfast.components.observed import Observed
from holdfast.components.regional_topics import TopicsOfRegion
from holdfast.topology.values import AwsHealthPlan, ChatChannelPlan, HookPlan, Severity


def declare_alert_channels(observed: Observed) -> AlertChannels | None:
    """Declare who listens to every topic of the stack, those of vaults and of exports of zones among them.

    Args:
        observed: What the stack declares.

    Returns:
        The channels; None where the settings name none.
    """
    plan = observed.topology.alerts
    if not (plan.chat_channels or plan.hooks or plan.email_lists):
        return None
    args: AlertChannelsArgs = {
        "topics": dict(_topics(observed)),
        "chat_channels": {
            f"{channel.application}-{channel.key}": _chat(channel) for channel in plan.chat_channels
        },
        "hooks": {
            f"{hook.namespace}-{hook.key}": {
                "url": _url(hook),
                "confirms_itself": hook.confirms_itself,
                "severities": hook.severities,
            }
            for hook in plan.hooks
        },
        "email_lists": {
            listed.key: {"emails": listed.emails, "severities": listed.severities}
            for listed in plan.email_lists
        },
        "notes": observed.notes,
        "tags": observed.topology.tags,
        "origin": {
            **{f"{one.application}-{one.key}": one.origin["all"] for one in plan.chat_channels},
            **{f"{one.namespace}-{one.key}": one.origin["all"] for one in plan.hooks},
            **{f"email-{one.key}": one.origin["all"] for one in plan.email_lists},
        },
    }
    return AlertChannels("global-alerts", args, observed.across())


def declare_aws_health(observed: Observed) -> None:
    """Declare what AWS Health tells in each region that has topics.

    Args:
        observed: What the stack declares.
    """
    plan = observed.topology.alerts.aws_health
    if plan is None:
        return
    used = {region.region for region in observed.topology.regions}
    for topics in observed.topics.regions:
        own = sorted(used & {topics.region}) + (["global"] if topics.region == GLOBAL_REGION else [])
        if own:
            _declare_health(observed, plan, topics, own, copies=False)
        if topics.region == HEALTH_BACKUP_REGION:
            _declare_health(observed, plan, topics, [*sorted(used - {topics.region}), "global"], copies=True)
        elif topics.region == GLOBAL_REGION and HEALTH_BACKUP_REGION in used:
            _declare_health(observed, plan, topics, [HEALTH_BACKUP_REGION], copies=True)


def declare_cloudflare_status(observed: Observed) -> None:
    """Declare what Cloudflare tells of itself, once for each account that entrances stand in.

    Args:
        observed: What the stack declares.
    """
    plan = observed.topology.alerts.cloudflare_status
    if plan is None:
        return
    # Cloudflare's SDK takes a second to import, which stacks without it are spared.
    from holdfast.components.cloudflare_status import CloudflareStatus  # noqa: PLC0415

    secrets = pulumi.Config("webhooks")
    for account_id in plan.account_ids:
        CloudflareStatus(
            f"global-cloudflare-status-{account_id[:8]}",
            {
                "account_id": account_id,
                "impacts": plan.impacts,
                "maintenance": plan.maintenance,
                "emails": plan.emails,
                "webhooks": {key: secrets.require_secret(key) for key in plan.webhooks},
                "tags": observed.topology.tags,
                "origin": plan.origin,
            },
            pulumi.ResourceOptions(parent=observed.parent),
        )


def alert_operations(observed: Observed) -> dict[str, Any]:
    """Return ``holdfast.contracts.operations.Alerts``.

    Args:
        observed: What the stack declares.
    """
    plan = observed.topology.alerts
    channels = {f"{one.application}-{one.key}": one.severities for one in plan.chat_channels}
    channels |= {f"{one.namespace}-{one.key}": one.severities for one in plan.hooks}
    channels |= {f"email-{one.key}": one.severities for one in plan.email_lists}
    return {
        "topics": {
            one.place: {"region": one.region, "tickets": one.tickets, "pages": one.pages}
            for one in observed.topics.regions
        },
        "channels": {
            key: [severity.value for severity in severities] for key, severities in sorted(channels.items())
        },
    }


def _declare_health(
    observed: Observed,
    plan: AwsHealthPlan,
    topics: TopicsOfRegion,
    event_regions: list[str],
    *,
    copies: bool,
) -> None:
    told = {"issues": topics.topic_arn(plan.issues)}
    # A second copy is for the day on which a region cannot speak for itself: then of issues alone.
    if plan.scheduled_changes and not copies:
        told["changes"] = topics.tickets
    if plan.account_notifications and not copies:
        told["notices"] = topics.tickets
    args: AwsHealthEventsArgs = {
        "region": topics.region,
        "event_regions": event_regions,
        "topic_arns": told,
        "services": plan.services,
        "copies": copies,
        "notes": observed.notes,
        "tags": observed.tags(topics.place),
        "origin": plan.origin,
    }
    AwsHealthEvents(f"{topics.place}{'-copies' if copies else ''}", args, observed.across())


def _topics(observed: Observed) -> Iterator[tuple[str, AlertTopicArgs]]:
    for one in observed.topics.regions:
        for severity, prefix in ((Severity.TICKET, one.place), (Severity.PAGE, f"{one.place}-pages")):
            yield (
                prefix,
                {
                    "place": one.place,
                    "region": one.region,
                    "topic_arn": one.topic_arn(severity),
                    "severity": severity,
                },
            )
    edge = observed.edge
    if edge is not None and "global" not in {one.place for one in observed.topics.regions}:
        yield "global", _ticket("global", GLOBAL_REGION, edge.topic_arn)
    regions = {region.place: region.region for region in observed.topology.regions}
    for place, vault in sorted(observed.backups.vaults.items()):
        topic = _ticket(place, regions[place], vault.topic_arn)
        yield f"{place}-backup", {**topic, "filter_policy": NOT_COMPLETED}
    export = observed.topology.zone_export
    if export is not None and observed.zone_export is not None:
        topic_arn = observed.zone_export.topic_arn
        yield f"{export.place}-zone-export", _ticket(export.place, regions[export.place], topic_arn)


def _ticket(place: str, region: str, topic_arn: pulumi.Output[str]) -> AlertTopicArgs:
    return {"place": place, "region": region, "topic_arn": topic_arn, "severity": Severity.TICKET}


def _chat(channel: ChatChannelPlan) -> ChatChannelArgs:
    args: ChatChannelArgs = {
        "application": channel.application,
        "team_id": channel.team_id,
        "channel_id": channel.channel_id,
        "severities": channel.severities,
    }
    if channel.tenant_id is not None:
        args["tenant_id"] = channel.tenant_id
    return args


def _url(hook: HookPlan) -> pulumi.Output[str]:
    return pulumi.Config(hook.namespace).require_secret(hook.key)
