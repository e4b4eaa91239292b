"""Internet Monitor: whether the networks between clients and a region work."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.alarm_notes import AlarmNotesArgs, described, note_tags
from holdfast.components.child_scope import ChildScope
from holdfast.contracts.runbook import RunbookSection

_NAMESPACE = "AWS/InternetMonitor"
_SOURCE = "aws.internetmonitor"
_EVENTS = ("Health Event Created", "Health Event Closed")
"""What is told of an event: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-internetmonitor.html;
events of single cities are not sent, only those of all traffic (https://docs.aws.amazon.com/AmazonCloudWatch/
latest/monitoring/CloudWatch-InternetMonitor.what-is-cwim.html, 2026-11)."""
_PERIOD_SECONDS = 300
"""Measurements come every five minutes, as the same page has it."""
_PERIODS, _BREACHING = 3, 2
_MOST_CITY_NETWORKS = 500_000
_WHOLE = 100
_PAGE, _SLOW = "page_availability_percent", "performance_percent"
_SCORES: Mapping[str, float] = {"availability_percent": 95.0, _SLOW: 95.0, _PAGE: 90.0}
"""Scores and their defaults: Internet Monitor's own for health events, and an assumption for pages."""
_SECTION = RunbookSection.NETWORK_PATH


class InternetMonitorArgs(TypedDict):
    """What a monitor of the networks of clients needs."""

    region: str
    """AWS region of the monitor, its alarms and its rule."""
    resources: Sequence[pulumi.Input[str]]
    """ARNs of what clients reach: VPCs with an internet gateway, distributions of CloudFront."""
    max_city_networks: NotRequired[int]
    """Most pairs of a city and a provider, 1 to 500,000. Default: 100."""
    traffic_percent: NotRequired[int]
    """Share of the traffic that is measured, 1 to 100. Default: 100."""
    availability_percent: NotRequired[float]
    """Availability score below which a health event begins. Default: 95."""
    performance_percent: NotRequired[float]
    """Performance score below which a health event begins, and a ticket is written. Default: 95."""
    page_availability_percent: NotRequired[float]
    """Availability score below which somebody is paged. Default: 90."""
    page_topic_arn: pulumi.Input[str]
    """Topic of ``region`` that wakes somebody."""
    ticket_topic_arn: pulumi.Input[str]
    """Topic of ``region`` for what can wait; its policy must admit EventBridge."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class InternetMonitor(pulumi.ComponentResource):
    """Says whether the networks between clients and a region work, by the cities and providers of clients.

    Declares: a monitor of CloudWatch Internet Monitor, an alarm that pages on the share of clients that
    cannot reach the region, one that writes a ticket on the share that waits, and a rule that tells of every
    health event, with its cities and providers.

    Survives: the loss of any other region. Does not survive: the loss of its own, whose clients are then
    those of another monitor; and it knows clients by their traffic: one who never came through is not missed.
    """

    monitor_name: pulumi.Output[str]
    """Name of the monitor."""
    monitor_arn: pulumi.Output[str]
    """ARN of the monitor."""

    def __init__(
        self, name: str, args: InternetMonitorArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:InternetMonitor", name, {**args}, opts)
        _refuse(name, args)
        self._args = args
        self._scope = ChildScope(tags=args.get("tags", {}), parent=self)
        self._name = f"{name}-internet-monitor"
        self._name_in_aws = f"{pulumi.get_project()}-{pulumi.get_stack()}-{self._name}"
        page, slow = (_score(args, key) for key in (_PAGE, _SLOW))
        monitor = self._monitor()
        self._alarm(
            "availability",
            "AvailabilityScore",
            page,
            args["page_topic_arn"],
            f"Clients cannot reach {args['region']}: the availability score of their networks is below "
            f"{page:g}. Internet Monitor names the cities and providers.",
        )
        self._alarm(
            "performance",
            "PerformanceScore",
            slow,
            args["ticket_topic_arn"],
            f"Clients wait for {args['region']}: the performance score of their networks is below {slow:g}. "
            "Internet Monitor names the cities and providers.",
        )
        self._events()
        self.monitor_name, self.monitor_arn = monitor.monitor_name, monitor.arn
        self.register_outputs(
            {
                "monitor_name": self.monitor_name,
                "monitor_arn": self.monitor_arn,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _monitor(self) -> "cloudwatch.InternetMonitor":
        args = self._args
        return cloudwatch.InternetMonitor(
            self._name,
            region=args["region"],
            # Pulumi's pattern knows no property of this name; AWS never changes it.
            monitor_name=self._name_in_aws,
            resources=list(args["resources"]),
            max_city_networks_to_monitor=int(args.get("max_city_networks", 100)),
            traffic_percentage_to_monitor=int(args.get("traffic_percent", 100)),
            health_events_config={
                "availability_score_threshold": _score(args, "availability_percent"),
                "performance_score_threshold": _score(args, _SLOW),
            },
            status="ACTIVE",
            tags=self._scope.tagged(self._name),
            opts=self._scope.options(),
        )

    def _alarm(
        self, noun: str, metric: str, threshold: float, topic_arn: pulumi.Input[str], text: str
    ) -> None:
        name, notes = f"{self._name}-{noun}", self._args.get("notes")
        cloudwatch.MetricAlarm(
            name,
            region=self._args["region"],
            alarm_description=described(text, _SECTION, notes),
            metric_queries=[
                {
                    "id": "score",
                    # All traffic of the monitor, whatever the source of the measurement is called
                    # (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/
                    # CloudWatch-IM-create-alarm.html and cloudwatch-metrics-insights-querylanguage.html,
                    # 2026-11).
                    # An alarm reads one region: its own.
                    "expression": f'SELECT AVG({metric}) FROM SCHEMA("{_NAMESPACE}", MeasurementSource, '  # noqa: S608  # no database's
                    f"MonitorName) WHERE MonitorName = '{self._name_in_aws}'",
                    "period": _PERIOD_SECONDS,
                    "label": metric,
                    "return_data": True,
                }
            ],
            comparison_operator="LessThanThreshold",
            threshold=threshold,
            evaluation_periods=_PERIODS,
            datapoints_to_alarm=_BREACHING,
            # Without traffic there is nothing to measure.
            treat_missing_data="notBreaching",
            alarm_actions=[topic_arn],
            ok_actions=[topic_arn],
            tags={**self._scope.tagged(name), **note_tags(_SECTION, notes)},
            opts=self._scope.options(),
        )

    def _events(self) -> None:
        name, notes = f"{self._name}-events", self._args.get("notes")
        rule = cloudwatch.EventRule(
            name,
            region=self._args["region"],
            description="Health events of the networks between clients and AWS",
            # What of an event names the monitor is nowhere written: every monitor of the account tells.
            event_pattern=json.dumps({"source": [_SOURCE], "detail-type": list(_EVENTS)}),
            tags={**self._scope.tagged(name), **note_tags(_SECTION, notes)},
            opts=self._scope.options(),
        )
        cloudwatch.EventTarget(
            f"{name}-target",
            region=self._args["region"],
            rule=rule.name,
            arn=self._args["ticket_topic_arn"],
            opts=self._scope.options(),
        )


def _score(args: Mapping[str, Any], name: str) -> float:
    return float(args.get(name, _SCORES[name]))


def _refuse(name: str, args: InternetMonitorArgs) -> None:
    problems = []
    networks, percent = int(args.get("max_city_networks", 100)), int(args.get("traffic_percent", 100))
    if not args["resources"]:
        problems.append("'resources' must name at least one")
    if not 1 <= networks <= _MOST_CITY_NETWORKS:
        problems.append(f"'max_city_networks' is 1 to {_MOST_CITY_NETWORKS}, got {networks}")
    if not 1 <= percent <= _WHOLE:
        problems.append(f"'traffic_percent' is 1 to {_WHOLE}, got {percent}")
    problems += [
        f"'{score}' is more than 0 and less than {_WHOLE}, got {asked:g}"
        for score in _SCORES
        if not 0 < (asked := _score(args, score)) < _WHOLE
    ]
    if problems:
        raise ValueError(f"internet monitor {name!r}: " + "; ".join(problems))
