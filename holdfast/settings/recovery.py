"""Settings of how a stack leaves a region, or a zone."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import Key, SettingsModel
from holdfast.settings.recovery_automation import RecoveryAutomationSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.service import SecretArn  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import RecoveryBy, RecoveryRouting

Minutes = Annotated[int, Field(ge=1, le=1440)]
WorstSeconds = Annotated[int, Field(ge=1, le=86_400)]
RoleArn = Annotated[
    str,
    Field(
        pattern=r"^arn:aws:iam::\d{12}:role/[\w+=,.@/-]+$",
        json_schema_extra={
            "patternErrorMessage": "a role's ARN is such as arn:aws:iam::111122223333:role/on-call"
        },
    ),
]
ReportBucket = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9](/[^/ ]+)*$",
        max_length=512,
        json_schema_extra={
            "patternErrorMessage": "a bucket without dots in its name, perhaps with a prefix, such as "
            "orders-reports/recovery"
        },
    ),
]
PracticeWindow = Annotated[
    str,
    Field(
        pattern=r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun):([01]\d|2[0-3]):[0-5]\d-"
        r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun):([01]\d|2[0-3]):[0-5]\d$",
        json_schema_extra={"patternErrorMessage": "a window in UTC is such as Mon:08:00-Mon:18:00"},
    ),
]
PracticeDate = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$",
        json_schema_extra={"patternErrorMessage": "a date is such as 2026-12-24, quoted"},
    ),
]


class RegionSwitchTriggerSettings(SettingsModel):
    """Alarms that start the plan without a person."""

    minutes_between: Minutes = 60
    """Least minutes between two automatic starts, so that nothing goes to and fro. Default: 60
    (assumption)."""


class RegionSwitchSettings(SettingsModel):
    """ARC Region switch."""

    approval_role_arn: RoleArn | None = None
    """Role whose holders approve before anything else is done; they have `decision_minutes` for it. Default:
    none, nobody is asked."""
    triggers: RegionSwitchTriggerSettings | None = None
    """Start when the alarms that watch a region from elsewhere say that it fails. Default: none, people
    start it."""
    report_bucket: ReportBucket | None = None
    """Existing bucket, perhaps with a prefix, that gets a report of each execution. Default: none."""
    cloudflare_token_secret: SecretArn | None = None
    """Secret whose text is an API token of Cloudflare that may edit load balancers; `{region}` stands for the
    region that takes over. Needed with an entrance at Cloudflare. Default: none."""


class RoutingControlSettings(SettingsModel):
    """ARC's routing controls."""

    joined: bool = False
    """Whether the controls decide about traffic. A new control is Off, and a region whose control is Off gets
    no traffic: deploy without, switch all controls on, then set this. Default: false, the switches decide."""


class ZonalAutoshiftSettings(SettingsModel):
    """Zonal autoshift: AWS moves traffic out of a zone by itself, and practises that each week."""

    blocked_windows: Annotated[tuple[PracticeWindow, ...], Field(max_length=15)] = ()
    """Windows in UTC in which it does not practise, such as `Mon:08:00-Mon:18:00`. Default: none."""
    blocked_dates: Annotated[tuple[PracticeDate, ...], Field(max_length=15)] = ()
    """Days on which it does not practise, such as `2026-12-24`. Default: none."""


class RecoverySettings(SettingsModel):
    """How a region is left, by whom, and how long that takes at worst."""

    by: RecoveryBy = RecoveryBy.PEOPLE
    """Who carries the steps out: `people` with `holdfast failover`, a plan of ARC `region-switch`, or an
    `automation` that a watchdog starts. Default: `people`."""
    routing: RecoveryRouting = RecoveryRouting.SWITCH
    """What takes traffic away by hand where Route 53 answers: the maintenance `switch`, an object in another
    region, or a `routing-control` of ARC beside it, whose cluster costs USD 2.50 an hour. Default:
    `switch`."""
    routing_control: RoutingControlSettings | None = None
    """The routing controls, with `routing: routing-control`. Default: made, and not yet joined."""
    decision_minutes: Minutes = 5
    """How long people take to decide once something is known to fail, and to approve. Default: 5, as Google's
    SREs have for services with users (https://sre.google/sre-book/being-on-call/)."""
    capacity_seconds: dict[Key, WorstSeconds] = Field(default_factory=dict)
    """How long a service takes at worst until the whole load's size runs, as measured, by service. Default:
    none; then its grace period and the checks that admit it."""
    promotion_seconds: dict[Key, WorstSeconds] = Field(default_factory=dict)
    """How long the promotion of a store or a cache takes at worst, as measured, by its name. Default: none;
    then AWS's published figure, and for RDS, which has none, 600 (assumption)."""
    verify_seconds: WorstSeconds = 30
    """How long it takes to see that an entrance answers from where it should. Default: 30 (assumption)."""
    region_switch: RegionSwitchSettings | None = None
    """The plan of ARC Region switch, with `by: region-switch`. Default: without approval and triggers."""
    automation: RecoveryAutomationSettings | None = None
    """The document and its watchdog, needed with `by: automation`. Default: none."""
    zonal_autoshift: ZonalAutoshiftSettings | None = None
    """Zonal autoshift of every load balancer. Default: none; a zonal shift by hand is always possible."""
