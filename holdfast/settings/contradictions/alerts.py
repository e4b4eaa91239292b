"""Who is told: addresses that hear twice, and settings that do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.alerts import AlertSettings
    from holdfast.settings.stack import Settings


def of_alerts(settings: Settings) -> Iterator[Problem]:
    """Whom alarms tell."""
    alerts = settings.alerts
    yield from repeated(("alerts", "emails"), alerts.emails)
    for kind in ("email_lists", "slack", "teams", "pagerduty", "webhooks"):
        for key, one in sorted(getattr(alerts, kind).items()):
            yield from repeated(("alerts", kind, key, "severities"), one.severities)
    yield from _email_lists(alerts)
    yield from _chat_channels(alerts)
    yield from _aws_health(alerts)


def of_cloudflare_status(settings: Settings) -> Iterator[Problem]:
    """What Cloudflare tells of itself."""
    alerts, status = settings.alerts, settings.alerts.cloudflare_status
    path = ("alerts", "cloudflare_status")
    if "cloudflare_status" not in alerts.model_fields_set:
        return
    if all(entrance.cloudflare is None for entrance in settings.entrances.values()):
        yield Problem(path=path, message="no entrance stands at Cloudflare: leave it out")
        return
    yield from repeated((*path, "impacts"), status.impacts)
    yield from repeated((*path, "emails"), status.emails or ())
    yield from repeated((*path, "webhooks"), status.webhooks)
    told = alerts.emails if status.emails is None else status.emails
    off = status.model_fields_set == {"emails"}
    if not told and not status.webhooks and not off:
        yield Problem(
            path=path,
            message="tells nobody: name 'emails' or 'webhooks' here, or 'alerts.emails' "
            "('emails: []' alone turns it off)",
        )


def _email_lists(alerts: AlertSettings) -> Iterator[Problem]:
    heard = {(email, severity): "alerts.emails" for email in alerts.emails for severity in ("page", "ticket")}
    for key, listed in sorted(alerts.email_lists.items()):
        path = ("alerts", "email_lists", key, "emails")
        yield from repeated(path, listed.emails)
        for email in sorted(set(listed.emails)):
            others = {
                heard.setdefault((email, severity.value), f"alerts.email_lists.{key}")
                for severity in listed.severities
            } - {f"alerts.email_lists.{key}"}
            if others:
                yield Problem(
                    path=path,
                    message=f"{email} hears of it already by {', '.join(sorted(others))}: a topic has one "
                    "subscription for each address",
                    value=email,
                )


def _chat_channels(alerts: AlertSettings) -> Iterator[Problem]:
    channels: dict[tuple[str, str], str] = {}
    for key, channel in sorted(alerts.slack.items()):
        other = channels.setdefault((channel.team_id, channel.channel_id), key)
        if other != key:
            yield Problem(
                path=("alerts", "slack", key),
                message=f"is the channel of '{other}': name both severities there",
            )
    teams: dict[str, str] = {}
    for key, one in sorted(alerts.teams.items()):
        other = teams.setdefault(one.team_id, key)
        if other != key:
            # https://github.com/hashicorp/terraform-provider-aws, internal/service/chatbot/
            # teams_channel_configuration.go (2026-11): it looks configurations up by their team alone.
            yield Problem(
                path=("alerts", "teams", key, "team_id"),
                message=f"is the team of '{other}', and the provider keeps one channel of a team apart from "
                "no other: name one channel of each team",
                value=one.team_id,
            )


def _aws_health(alerts: AlertSettings) -> Iterator[Problem]:
    health, path = alerts.aws_health, ("alerts", "aws_health")
    yield from repeated((*path, "services"), health.services)
    if not health.enabled:
        for name in sorted(health.model_fields_set - {"enabled"}):
            yield Problem(path=(*path, name), message="does nothing while 'enabled' is false: leave it out")
