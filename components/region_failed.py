"""The alarm, in another region, that a region fails: as enough places see it that watch from elsewhere."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.alarm_notes import AlarmNotesArgs, described, note_tags
from holdfast.components.canary_args import VIEW_METRIC, VIEW_NAMESPACE
from holdfast.components.child_scope import ChildScope
from holdfast.contracts.runbook import RunbookSection

_MOST_WATCHERS = 19
"""Metrics of one alarm, besides their sum: 20 queries in all
(https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, 2026-11)."""
_SECTION = RunbookSection.REGION_LOST


class RegionFailedArgs(TypedDict):
    """What the alarm that a region fails needs."""

    place: str
    """Place of ``region``, part of every child's name: one that does not fail with the region."""
    region: str
    """AWS region of the alarms."""
    failed: str
    """Place of the region that they are about; never ``place``."""
    entrances: Sequence[str]
    """Keys of the entrances that lead to it."""
    watchers: Sequence[str]
    """Places whose canaries watch it, ``failed`` left out."""
    views_needed: int
    """How many of them must see it fail, 1 to all."""
    every_minutes: int
    """Minutes between two runs of the canaries."""
    failures: int
    """Runs in a row that must fail."""
    page_topic_arn: pulumi.Input[str]
    """Topic of ``region`` that wakes somebody."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class RegionFailed(pulumi.ComponentResource):
    """Whether a region fails, as enough places see it that watch it from elsewhere.

    Declares: per entrance an alarm, in another region, on how many canaries see the region fail, and, where
    several entrances lead to it, a composite that rings when it fails for all of them. A canary that reached
    nothing at all is not counted, and neither is one that is silent: nobody then knows more than before.

    Survives: the loss of the region that it is about. Does not survive: the loss of its own; there is one in
    every place that watches.
    """

    alarm_arn: pulumi.Output[str]
    """ARN of the alarm that says that the region fails for every entrance."""

    def __init__(self, name: str, args: RegionFailedArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:RegionFailed", name, {**args}, opts)
        _refuse(name, args)
        scope = ChildScope(tags=args.get("tags", {}), parent=self)
        alarms = [
            _alarm(f"{name}-failed-{entrance}", entrance, args, scope)
            for entrance in sorted(args["entrances"])
        ]
        whole = alarms[0] if len(alarms) == 1 else _whole(f"{name}-failed", alarms, args, scope)
        self.alarm_arn = whole.arn
        self.register_outputs({"alarm_arn": self.alarm_arn, "origin": dict(args.get("origin", {}))})


def _refuse(name: str, args: RegionFailedArgs) -> None:
    watchers, needed = args["watchers"], int(args["views_needed"])
    problems = []
    if args["failed"] == args["place"]:
        problems.append("'failed' must be another place than 'place': a lost region says nothing")
    if not args["entrances"]:
        problems.append("'entrances' must name at least one")
    if args["failed"] in watchers:
        problems.append("'watchers' must not name 'failed', which is no witness of itself")
    if not 1 <= len(watchers) <= _MOST_WATCHERS:
        problems.append(f"'watchers' are 1 to {_MOST_WATCHERS}, got {len(watchers)}")
    elif not 1 <= needed <= len(watchers):
        problems.append(f"'views_needed' is 1 to {len(watchers)}, got {needed}")
    if problems:
        raise ValueError(f"region failed {name!r}: " + "; ".join(problems))


def _alarm(name: str, entrance: str, args: RegionFailedArgs, scope: ChildScope) -> "cloudwatch.MetricAlarm":
    notes = args.get("notes")
    watchers, needed = sorted(args["watchers"]), int(args["views_needed"])
    period, runs = 60 * int(args["every_minutes"]), int(args["failures"])
    text = (
        f"{args['failed']} fails for {entrance}: so see {needed} or more of {len(watchers)} places elsewhere "
        f"({', '.join(watchers)}), {runs} runs in a row."
    )
    views = [_view(index, watcher, entrance, args, period) for index, watcher in enumerate(watchers)]
    total: cloudwatch.MetricAlarmMetricQueryArgsDict = {
        "id": "views",
        "expression": " + ".join(f"FILL(view{index}, 0)" for index in range(len(watchers))),
        "label": f"places that see {args['failed']} fail",
        "return_data": True,
    }
    return cloudwatch.MetricAlarm(
        name,
        region=args["region"],
        alarm_description=described(text, _SECTION, notes),
        metric_queries=[*views, total],
        comparison_operator="GreaterThanOrEqualToThreshold",
        threshold=needed,
        # Runs drift through periods: one of them may have none, and is filled with "does not fail".
        evaluation_periods=runs + 1,
        datapoints_to_alarm=runs,
        treat_missing_data="notBreaching",
        alarm_actions=[args["page_topic_arn"]],
        ok_actions=[args["page_topic_arn"]],
        tags={**scope.tagged(name), **note_tags(_SECTION, notes)},
        opts=scope.options(),
    )


def _view(
    index: int, watcher: str, entrance: str, args: RegionFailedArgs, period: int
) -> "cloudwatch.MetricAlarmMetricQueryArgsDict":
    return {
        "id": f"view{index}",
        "metric": {
            "namespace": VIEW_NAMESPACE,
            "metric_name": VIEW_METRIC,
            "dimensions": {
                "Stack": f"{pulumi.get_project()}-{pulumi.get_stack()}",
                "Entrance": entrance,
                "From": watcher,
                "Region": args["failed"],
            },
            "period": period,
            # The last of several runs in one period may have succeeded.
            "stat": "Minimum",
        },
        "return_data": False,
    }


def _whole(
    name: str, alarms: "Sequence[cloudwatch.MetricAlarm]", args: RegionFailedArgs, scope: ChildScope
) -> "cloudwatch.CompositeAlarm":
    notes = args.get("notes")
    rule = pulumi.Output.all(*[alarm.name for alarm in alarms]).apply(
        lambda names: " AND ".join(f'ALARM("{one}")' for one in names)
    )
    text = (
        f"{args['failed']} fails for every entrance. Each entrance's own alarm tells; this one is for what "
        "acts on the whole region."
    )
    return cloudwatch.CompositeAlarm(
        name,
        region=args["region"],
        # AWS has no name of its own for it, and Pulumi's pattern knows no property of this name.
        alarm_name=f"{pulumi.get_project()}-{pulumi.get_stack()}-{name}",
        alarm_description=described(text, _SECTION, notes),
        alarm_rule=rule,
        tags={**scope.tagged(name), **note_tags(_SECTION, notes)},
        opts=scope.options(),
    )
