"""The outcome as log lines that CloudWatch reads as metrics."""

from __future__ import annotations

import json
import time

NAMESPACE = "Holdfast/RestoreTesting"
SUCCEEDED = "Succeeded"
FAILED = "Failed"
HOURS_SINCE_SUCCESS = "HoursSinceSuccess"
LEFT_BEHIND = "LeftBehind"


def count(plan: str, store: str, name: str, value: float) -> None:
    """Write one value.

    Source of the format:
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    (2026-11).

    Args:
        plan: Name of the restore testing plan.
        store: Key of the store, or ``unknown``.
        name: Name of the metric.
        value: Its value.
    """
    say(
        Plan=plan,
        Store=store,
        **{
            name: value,
            "_aws": {
                "Timestamp": int(time.time() * 1000),
                "CloudWatchMetrics": [
                    {
                        "Namespace": NAMESPACE,
                        "Dimensions": [["Plan"], ["Plan", "Store"]],
                        "Metrics": [{"Name": name}],
                    }
                ],
            },
        },
    )


def say(**what: object) -> None:
    """Write one line to the log."""
    print(json.dumps(what, default=str))  # noqa: T201  # Lambda's log
