"""Composite alarms, which tell once for several alarms."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.alarm_kind import AlarmKind
from holdfast.components.alarm_notes import described, note_tags
from holdfast.components.alarm_scope import AlarmScope

MOST_CHILDREN = 100
"""Alarms that one composite alarm can name
(https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html, 2026-11)."""
_SETTLE_SECONDS = 120
"""Longer than the minute in which a metric arrives, so that what silences an alarm rings before it."""


def declare_composite(
    scope: AlarmScope,
    kind: AlarmKind,
    children: "Mapping[str, cloudwatch.MetricAlarm]",
    *,
    topic_arn: pulumi.Input[str],
    subject: str = "",
    silenced_by: "cloudwatch.MetricAlarm | None" = None,
) -> "cloudwatch.CompositeAlarm":
    """Declare an alarm that rings while any of several rings.

    Args:
        scope: What the alarms of the place share.
        kind: Its kind.
        children: The alarms, by logical name.
        topic_arn: Topic that it tells.
        subject: Middle of its name. Default: none, the place itself.
        silenced_by: Alarm that keeps it from telling. Default: none.

    Raises:
        ValueError: There are more children than CloudWatch takes.
    """
    name = "-".join(part for part in (scope.place, subject, kind.noun) if part)
    if len(children) > MOST_CHILDREN:
        raise ValueError(f"{name}: a composite alarm joins at most {MOST_CHILDREN}, got {len(children)}")
    return cloudwatch.CompositeAlarm(
        name,
        region=scope.region,
        # AWS makes no name for it.
        alarm_name=f"{pulumi.get_project()}-{pulumi.get_stack()}-{name}",
        alarm_description=described(kind.purpose, kind.section, scope.notes),
        alarm_rule=pulumi.Output.all(*(children[key].name for key in sorted(children))).apply(_any_of),
        alarm_actions=[topic_arn],
        ok_actions=[topic_arn],
        actions_suppressor=None
        if silenced_by is None
        else {
            "alarm": silenced_by.arn,
            "wait_period": _SETTLE_SECONDS,
            "extension_period": _SETTLE_SECONDS,
        },
        tags={
            **scope.tags,
            **note_tags(kind.section, scope.notes),
            "Severity": str(kind.severity),
            "Name": name,
        },
        opts=scope.child,
    )


def _any_of(names: Sequence[str]) -> str:
    return " OR ".join(f'ALARM("{name}")' for name in names)
