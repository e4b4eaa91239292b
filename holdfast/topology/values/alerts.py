"""Who is told, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.words import Severity


class ChatApplication(StrEnum):
    """Where Amazon Q Developer posts."""

    SLACK = "slack"
    TEAMS = "teams"


class CloudflareImpact(StrEnum):
    """How bad an incident on Cloudflare's status page is."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatChannelPlan:
    """A channel of a chat application; ``tenant_id`` is of Teams alone."""

    key: str
    application: ChatApplication
    team_id: str
    channel_id: str
    tenant_id: str | None
    severities: tuple[Severity, ...]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class HookPlan:
    """A web address that topics post to, kept in the configuration's secret ``<namespace>:<key>``.

    ``confirms_itself`` says whether it answers SNS's request for confirmation without a person.
    """

    namespace: str
    key: str
    confirms_itself: bool
    severities: tuple[Severity, ...]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class EmailListPlan:
    """Addresses that are told of some severities."""

    key: str
    emails: tuple[str, ...]
    severities: tuple[Severity, ...]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class AwsHealthPlan:
    """What AWS Health says and who hears of it; without ``services`` of every service of AWS."""

    issues: Severity
    scheduled_changes: bool
    account_notifications: bool
    services: tuple[str, ...]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class CloudflareStatusPlan:
    """What Cloudflare's status page says and who hears of it; ``webhooks`` are names of secrets."""

    account_ids: tuple[str, ...]
    impacts: tuple[CloudflareImpact, ...]
    maintenance: bool
    emails: tuple[str, ...]
    webhooks: tuple[str, ...]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertsPlan:
    """Whom alarms tell, and the days before a certificate's end from which its alarm rings."""

    emails: tuple[str, ...]
    certificate_days: int
    chat_channels: tuple[ChatChannelPlan, ...] = ()
    hooks: tuple[HookPlan, ...] = ()
    email_lists: tuple[EmailListPlan, ...] = ()
    aws_health: AwsHealthPlan | None = None
    cloudflare_status: CloudflareStatusPlan | None = None
    origin: Origin = field(default_factory=no_origin)
