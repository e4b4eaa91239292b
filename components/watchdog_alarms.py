"""Alarms of a watchdog: that it is silent, that it fails itself, and that what it watches fails."""

from typing import Any

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.alarm_notes import described, note_tags
from holdfast.components.watchdog_args import WatchdogArgs, quorum_of
from holdfast.contracts.runbook import RunbookSection

NAMESPACE = "Holdfast"
"""CloudWatch namespace of what the function measures, as it writes it."""
HEARTBEAT = "WatchdogHeartbeat"
"""What it counts in another region for as long as it lives, as it writes it."""
_MINUTE = 60
_SILENT_MINUTES = 5
"""Of silence until somebody is told. An assumption: a late invocation or two say nothing."""
_LOST_VOTES_MINUTES = 15
"""Without enough voters until somebody is told. An assumption: a region's short trouble mends itself."""


def declare_alarms(
    name: str,
    args: WatchdogArgs,
    *,
    stack: str,
    function_name: pulumi.Input[str],
    queue_name: pulumi.Input[str],
    child: pulumi.ResourceOptions,
) -> "cloudwatch.MetricAlarm":
    """Declare the alarms, of which the one on silence lies in another region.

    Args:
        name: Logical name of the watchdog.
        args: What it needs.
        stack: What its metrics have as the dimension ``Stack``.
        function_name: Its function.
        queue_name: The queue of invocations that were given up.
        child: Options that make it the parent.

    Returns:
        The alarm on silence.
    """
    watched, place = args["watched"], args["place"]
    own = {"Stack": stack, "Watched": watched, "From": place}
    voters = 1 + len(args["probes"]) + len(args.get("alarms", {}))

    def alarm(full: str, text: str, section: RunbookSection, **more: Any) -> "cloudwatch.MetricAlarm":  # noqa: ANN401  # properties of an alarm
        topic = more.pop("topic_arn", args["topic_arn"])
        defaults: dict[str, Any] = {
            "region": args["region"],
            "statistic": "Sum",
            "comparison_operator": "GreaterThanOrEqualToThreshold",
            "threshold": 1,
            "period": _MINUTE,
            "evaluation_periods": 1,
            "treat_missing_data": "notBreaching",
        }
        return cloudwatch.MetricAlarm(
            full,
            alarm_description=described(text, section, args.get("notes")),
            alarm_actions=[topic],
            ok_actions=[topic],
            tags={
                **args.get("tags", {}),
                "Name": full,
                **note_tags(section, args.get("notes")),
            },
            opts=child,
            **{**defaults, **more},
        )

    alarm(
        f"{name}-failing",
        f"The watchdog in {place} finds that {watched} fails, by a quorum of its voters.",
        RunbookSection.REGION_LOST,
        namespace=NAMESPACE,
        metric_name="WatchdogFailing",
        dimensions=own,
        statistic="Maximum",
        evaluation_periods=5,
        datapoints_to_alarm=3,
    )
    alarm(
        f"{name}-errors",
        f"The watchdog of {watched} fails itself: nothing would be started. Its log says why.",
        RunbookSection.MONITORING,
        namespace="AWS/Lambda",
        metric_name="Errors",
        dimensions={"FunctionName": function_name},
        evaluation_periods=5,
        datapoints_to_alarm=3,
    )
    alarm(
        f"{name}-given-up",
        f"Invocations of the watchdog of {watched} were given up: its schedule cannot start it.",
        RunbookSection.MONITORING,
        namespace="AWS/SQS",
        metric_name="ApproximateNumberOfMessagesVisible",
        dimensions={"QueueName": queue_name},
        statistic="Maximum",
    )
    alarm(
        f"{name}-voters",
        f"So many voters on {watched} cannot be asked that no quorum is left.",
        RunbookSection.MONITORING,
        namespace=NAMESPACE,
        metric_name="WatchdogAbstentions",
        dimensions=own,
        statistic="Minimum",
        threshold=voters - quorum_of(args) + 1,
        evaluation_periods=_LOST_VOTES_MINUTES,
    )
    return alarm(
        # Whoever leaves a region out of an update does so by the place that names begin with.
        f"{args['alarm_place']}-{place}-{watched}-silent",
        f"The watchdog of {watched} in {place} gave no sign of life for {_SILENT_MINUTES} minutes: nothing"
        f" would leave {watched} by itself. This alarm lies in another region than the watchdog.",
        RunbookSection.MONITORING,
        region=args["alarm_region"],
        topic_arn=args["alarm_topic_arn"],
        namespace=NAMESPACE,
        metric_name=HEARTBEAT,
        dimensions=own,
        comparison_operator="LessThanThreshold",
        evaluation_periods=_SILENT_MINUTES,
        treat_missing_data="breaching",
    )
