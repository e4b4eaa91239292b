"""What watches a stack, who is told, and whom to call."""

from __future__ import annotations

from typing import TypedDict


class Dashboards(TypedDict):
    """Names of CloudWatch dashboards: of the whole stack, and of each place that serves."""

    whole: str
    places: dict[str, str]


class Contact(TypedDict):
    """Whom to call, in this order: a name or a rota, how it is reached, and what for."""

    name: str
    reach: str
    role: str


class Runbook(TypedDict):
    """Who owns the stack, where its runbook stands, and whom to call."""

    owner: str
    url: str
    contacts: list[Contact]


class AlertTopics(TypedDict):
    """The topics of one AWS region: of what is a ticket, and of what pages."""

    region: str
    tickets: str
    pages: str


class Alerts(TypedDict):
    """Where alarms tell: topics by place, and the severities that each channel hears of.

    Places are those that serve, and where AWS tells what belongs to no region: ``use1`` or ``global``, and
    ``usw2``. A channel is ``slack-ops``, ``pagerduty-oncall`` and the like.
    """

    topics: dict[str, AlertTopics]
    channels: dict[str, list[str]]


class CanaryRun(TypedDict):
    """A canary of one entrance in one place, and the alarm of each of its steps by step."""

    name: str
    alarm_arns: dict[str, str]


class CanaryPlace(TypedDict):
    """The canaries of one place by entrance, and the bucket that holds what their runs leave."""

    region: str
    bucket: str
    canaries: dict[str, CanaryRun]


class Canaries(TypedDict):
    """Who watches, and what is said of each region that is watched.

    ``failed`` is place that is watched → place of the alarm → its ARN: that enough places elsewhere see it
    fail for every entrance, ``failures`` runs in a row. Where several say it, those that can take over come
    first.
    """

    every_minutes: int
    failures: int
    places: dict[str, CanaryPlace]
    failed: dict[str, dict[str, str]]


class InternetMonitor(TypedDict):
    """A monitor of the networks between clients and what stands in one region."""

    region: str
    monitor: str
    arn: str


class Apm(TypedDict):
    """Application performance monitoring: the vendor's role, and the streams of metrics by place."""

    backend: str
    role_arn: str | None
    metric_streams: dict[str, str]


class AlarmElsewhere(TypedDict):
    """An alarm of one region that says of another one that it fails."""

    region: str
    alarm_arn: str


class PlaceAlarms(TypedDict):
    """The alarms of a place, in its ``region``.

    ``paging`` is the ARN of the composite alarm that pages for all of them, ``stop`` that of the metric alarm
    on what clients get, by which experiments and shifts stop, ``outside`` the alarm in another region that
    says from outside that the place fails; each None where there is none. ``names`` are the names of all in
    CloudWatch, by their names in the plan.
    """

    region: str
    paging: str | None
    stop: str | None
    outside: AlarmElsewhere | None
    names: dict[str, str]
