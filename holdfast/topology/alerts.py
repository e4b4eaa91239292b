"""Who is told, planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import (
    AlertsPlan,
    AwsHealthPlan,
    ChatApplication,
    ChatChannelPlan,
    CloudflareImpact,
    CloudflareStatusPlan,
    EmailListPlan,
    HookPlan,
    Severity,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.settings import Settings
    from holdfast.settings.alerts import AlertSettings
    from holdfast.topology.values import EntrancePlan

_PATH = "holdfast:alerts"


def plan_alerts(settings: Settings, entrances: Sequence[EntrancePlan]) -> AlertsPlan:
    """Plan whom alarms tell.

    Args:
        settings: The whole settings.
        entrances: The entrances.
    """
    asked = settings.alerts
    return AlertsPlan(
        emails=tuple(sorted(set(asked.emails))),
        certificate_days=asked.certificate_days,
        chat_channels=_chat_channels(asked),
        hooks=_hooks(asked),
        email_lists=tuple(
            EmailListPlan(
                key=key,
                emails=tuple(sorted(set(one.emails))),
                severities=_sorted(one.severities),
                origin=_origin_of("email_lists", key),
            )
            for key, one in sorted(asked.email_lists.items())
        ),
        aws_health=_aws_health(asked),
        cloudflare_status=_cloudflare_status(asked, entrances),
        origin=origin(
            emails=path_of(asked, _PATH, "emails"),
            certificate_days=path_of(asked, _PATH, "certificate_days"),
        ),
    )


def _chat_channels(asked: AlertSettings) -> tuple[ChatChannelPlan, ...]:
    slack = [
        ChatChannelPlan(
            key=key,
            application=ChatApplication.SLACK,
            team_id=one.team_id,
            channel_id=one.channel_id,
            tenant_id=None,
            severities=_sorted(one.severities),
            origin=_origin_of("slack", key),
        )
        for key, one in sorted(asked.slack.items())
    ]
    teams = [
        ChatChannelPlan(
            key=key,
            application=ChatApplication.TEAMS,
            team_id=one.team_id,
            channel_id=one.channel_id,
            tenant_id=one.tenant_id,
            severities=_sorted(one.severities),
            origin=_origin_of("teams", key),
        )
        for key, one in sorted(asked.teams.items())
    ]
    return (*slack, *teams)


def _hooks(asked: AlertSettings) -> tuple[HookPlan, ...]:
    paging = [
        HookPlan(
            namespace="pagerduty",
            key=key,
            # https://support.pagerduty.com/main/docs/aws-cloudwatch-integration-guide (2026-11)
            confirms_itself=True,
            severities=_sorted(one.severities),
            origin=_origin_of("pagerduty", key),
        )
        for key, one in sorted(asked.pagerduty.items())
    ]
    others = [
        HookPlan(
            namespace="webhooks",
            key=key,
            confirms_itself=one.confirms_itself,
            severities=_sorted(one.severities),
            origin=_origin_of("webhooks", key),
        )
        for key, one in sorted(asked.webhooks.items())
    ]
    return (*paging, *others)


def _aws_health(asked: AlertSettings) -> AwsHealthPlan | None:
    health = asked.aws_health
    if not health.enabled:
        return None
    path = f"{_PATH}.aws_health"
    return AwsHealthPlan(
        issues=health.issues,
        scheduled_changes=health.scheduled_changes,
        account_notifications=health.account_notifications,
        services=tuple(sorted(health.services)),
        origin=origin(
            issues=path_of(health, path, "issues"),
            scheduled_changes=path_of(health, path, "scheduled_changes"),
            account_notifications=path_of(health, path, "account_notifications"),
            services=path_of(health, path, "services"),
        ),
    )


def _cloudflare_status(
    asked: AlertSettings, entrances: Sequence[EntrancePlan]
) -> CloudflareStatusPlan | None:
    status = asked.cloudflare_status
    accounts = {one.cloudflare.zone.account_id for one in entrances if one.cloudflare is not None}
    emails = asked.emails if status.emails is None else status.emails
    if not accounts or not (emails or status.webhooks):
        return None
    path = f"{_PATH}.cloudflare_status"
    return CloudflareStatusPlan(
        account_ids=tuple(sorted(accounts)),
        impacts=tuple(one for one in CloudflareImpact if one in status.impacts),
        maintenance=status.maintenance,
        emails=tuple(sorted(set(emails))),
        webhooks=tuple(sorted(status.webhooks)),
        origin=origin(
            account_ids="holdfast:entrances",
            impacts=path_of(status, path, "impacts"),
            maintenance=path_of(status, path, "maintenance"),
            emails=path_of(asked, _PATH, "emails")
            if status.emails is None
            else path_of(status, path, "emails"),
            webhooks=path_of(status, path, "webhooks"),
        ),
    )


def _sorted(severities: Sequence[Severity]) -> tuple[Severity, ...]:
    return tuple(one for one in Severity if one in severities)


def _origin_of(kind: str, key: str) -> dict[str, str]:
    return {"all": f"{_PATH}.{kind}.{key}"}
