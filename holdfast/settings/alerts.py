"""Settings of who is told."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.base import Key, SettingsModel
from holdfast.topology.values import CloudflareImpact, Severity

Email = Annotated[str, AfterValidator(formats.email)]
Severities = Annotated[tuple[Severity, ...], Field(min_length=1, max_length=2)]
_EVERY = (Severity.PAGE, Severity.TICKET)

# The patterns of Slack and Teams are those of
# https://docs.aws.amazon.com/chatbot/latest/APIReference/API_CreateSlackChannelConfiguration.html and
# https://docs.aws.amazon.com/chatbot/latest/APIReference/API_CreateMicrosoftTeamsChannelConfiguration.html
# (2026-11), with the first letter that Slack gives each kind of id.
SlackTeamId = Annotated[
    str,
    Field(
        pattern=r"^[TE][0-9A-Z]{1,254}$",
        json_schema_extra={
            "patternErrorMessage": "a Slack workspace's id is T and capital letters and digits, as in its "
            "web address app.slack.com/client/T…"
        },
    ),
]
SlackChannelId = Annotated[
    str,
    Field(
        pattern=r"^[CG][0-9A-Z]{1,254}$",
        json_schema_extra={
            "patternErrorMessage": "a Slack channel's id is C or G and capital letters and digits, at the "
            "end of the channel's link; not its name"
        },
    ),
]
Uuid = Annotated[
    str,
    Field(
        pattern=r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
        json_schema_extra={
            "patternErrorMessage": "an id of Microsoft's is 32 hexadecimal digits in groups of 8-4-4-4-12"
        },
    ),
]
TeamsChannelId = Annotated[
    str,
    Field(
        pattern=r"^[a-zA-Z0-9_=+/.,-]*%3[aA][a-zA-Z0-9_=+/.,-]*%40[a-zA-Z0-9_=+/.,-]*$",
        max_length=255,
        json_schema_extra={
            "patternErrorMessage": "a Teams channel's id is what the channel's link has between channel/ and "
            "the next /, as it stands there: 19%3a…%40thread.tacv2"
        },
    ),
]
HealthService = Annotated[
    str,
    Field(
        pattern=r"^[A-Z0-9][A-Z0-9_-]{1,29}$",
        json_schema_extra={
            "patternErrorMessage": "a service as AWS Health calls it is capital letters and digits, such as "
            "SQS or STEPFUNCTIONS"
        },
    ),
]


class SlackChannelSettings(SettingsModel):
    """A Slack channel, which Amazon Q Developer in chat applications posts to."""

    team_id: SlackTeamId
    """Id of the workspace, which somebody must have authorised in the console before."""
    channel_id: SlackChannelId
    """Id of the channel."""
    severities: Severities = _EVERY
    """What it hears of: `page` (somebody must act now), `ticket` (within working days). Default: both."""


class TeamsChannelSettings(SettingsModel):
    """A Microsoft Teams channel, which Amazon Q Developer in chat applications posts to."""

    team_id: Uuid
    """Id of the team, which somebody must have authorised in the console before."""
    tenant_id: Uuid
    """Id of the tenant."""
    channel_id: TeamsChannelId
    """Id of the channel, encoded as it stands in its link."""
    severities: Severities = _EVERY
    """What it hears of. Default: both."""


class PagerDutySettings(SettingsModel):
    """A service of PagerDuty with its integration for Amazon CloudWatch.

    Its integration URL holds a key and is a secret of the stack: `pulumi config set --secret
    pagerduty:<name> https://events.pagerduty.com/integration/…/enqueue`.
    """

    severities: Severities = (Severity.PAGE,)
    """What it hears of. Default: `page` alone."""


class WebhookSettings(SettingsModel):
    """A web address that SNS posts to.

    The address is a secret of the stack: `pulumi config set --secret webhooks:<name> https://…`.
    """

    confirms_itself: bool = False
    """Whether it answers SNS's request for confirmation by itself; an update then waits for it and fails
    without. Default: false, somebody opens the link in the request."""
    severities: Severities = _EVERY
    """What it hears of. Default: both."""


class EmailListSettings(SettingsModel):
    """Addresses that hear of some severities only."""

    emails: Annotated[tuple[Email, ...], Field(min_length=1, max_length=10)]
    """Addresses; each must confirm once per region and severity."""
    severities: Severities
    """What they hear of."""


class AwsHealthSettings(SettingsModel):
    """What AWS says of its own health, in the regions that the stack uses."""

    enabled: bool = True
    """Whether it is told at all. Default: true."""
    issues: Severity = Severity.TICKET
    """How soon somebody must act when a service of AWS fails. Default: `ticket`, since what clients feel
    pages by itself; this then says whose fault it is."""
    scheduled_changes: bool = True
    """Whether maintenance, retirements and ends of life are tickets. Default: true."""
    account_notifications: bool = False
    """Whether AWS's other notices to the account are tickets. Default: false."""
    services: Annotated[tuple[HealthService, ...], Field(max_length=40)] = ()
    """Begins of the names of services that are told of, as AWS Health writes them: `EC2`, `RDS`. AWS
    publishes no list of these names, and one that it does not use misses events without a word. Default:
    every service."""


class CloudflareStatusSettings(SettingsModel):
    """What Cloudflare's status page says, where the stack stands at Cloudflare, which sends it itself."""

    impacts: Annotated[tuple[CloudflareImpact, ...], Field(min_length=1, max_length=3)] = (
        CloudflareImpact.MAJOR,
        CloudflareImpact.CRITICAL,
    )
    """Incidents that are told. Default: `major` and `critical`."""
    maintenance: bool = False
    """Whether planned maintenance of its data centres is told. Default: false."""
    emails: Annotated[tuple[Email, ...], Field(max_length=10)] | None = None
    """Addresses. Default: `alerts.emails`."""
    webhooks: Annotated[tuple[Key, ...], Field(max_length=10)] = ()
    """Names of web addresses, each a secret of the stack: `pulumi config set --secret webhooks:<name>
    https://…`; a Slack incoming webhook is one. Default: none."""


class AlertSettings(SettingsModel):
    """Whom alarms tell, by two topics in each region: one for pages, one for tickets."""

    emails: Annotated[tuple[Email, ...], Field(max_length=10)] = ()
    """Addresses that hear of every severity; each must confirm once per region and severity. Default: none,
    the topics are there to subscribe to."""
    email_lists: dict[Key, EmailListSettings] = Field(default_factory=dict)
    """Addresses that hear of some severities, by name. Default: none."""
    slack: dict[Key, SlackChannelSettings] = Field(default_factory=dict)
    """Slack channels by name. Default: none."""
    teams: dict[Key, TeamsChannelSettings] = Field(default_factory=dict)
    """Microsoft Teams channels by name. Default: none."""
    pagerduty: dict[Key, PagerDutySettings] = Field(default_factory=dict)
    """PagerDuty services by name. Default: none."""
    webhooks: dict[Key, WebhookSettings] = Field(default_factory=dict)
    """Web addresses by name. Default: none."""
    aws_health: AwsHealthSettings = AwsHealthSettings.model_construct()
    """AWS's own health. Default: issues and scheduled changes are tickets."""
    cloudflare_status: CloudflareStatusSettings = CloudflareStatusSettings.model_construct()
    """Cloudflare's own health. Default: major and critical incidents go to `emails`."""
    certificate_days: Annotated[int, Field(ge=1, le=44)] = 30
    """Days before a certificate's end from which its alarm rings. ACM renews certificates of 198 days, which
    it issues since February 2026, 45 days before (https://nottinfra.co.uk/signals/
    aws-acm-certificate-validity-period-update), so one with 30 days left was not renewed. Default: 30."""
