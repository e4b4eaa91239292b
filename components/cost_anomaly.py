"""Who hears when a stack's costs rise above what is usual."""

import json
from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import costexplorer


class CostAnomalyArgs(TypedDict):
    """What watching a stack's costs needs."""

    tag_key: str
    """Cost allocation tag, active in the account, by which costs are the stack's."""
    tag_value: str
    """Its value."""
    threshold_usd: float
    """US dollars above the usual from which an anomaly is told."""
    topic_arn: pulumi.Input[str]
    """Topic in us-east-1 whose policy, and whose key's, admits ``costalerts.amazonaws.com``."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class CostAnomaly(pulumi.ComponentResource):
    """A monitor of what a stack costs, and who hears of its anomalies.

    Declares: a custom monitor over one tag, since an account has one monitor of all services only, and a
    subscription that tells a topic at once
    (https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html, 2026-11). AWS looks
    three times a day, some hours after the costs arose.
    Survives: everything that the account survives. Does not survive: a tag that is no cost allocation tag,
    by which it never sees anything.
    """

    monitor_arn: pulumi.Output[str]
    """ARN of the monitor."""

    def __init__(self, name: str, args: CostAnomalyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:CostAnomaly", name, {**args}, opts)
        usd = float(args["threshold_usd"])
        if usd <= 0:
            raise ValueError(f"cost anomaly '{name}': 'threshold_usd' is above 0, got {usd:g}")
        child, tags = pulumi.ResourceOptions(parent=self), args.get("tags", {})
        monitor = costexplorer.AnomalyMonitor(
            f"{name}-cost-monitor",
            monitor_type="CUSTOM",
            monitor_specification=json.dumps(
                {
                    "And": None,
                    "CostCategories": None,
                    "Dimensions": None,
                    "Not": None,
                    "Or": None,
                    "Tags": {"Key": args["tag_key"], "MatchOptions": None, "Values": [args["tag_value"]]},
                }
            ),
            tags={**tags, "Name": f"{name}-cost-monitor"},
            opts=child,
        )
        costexplorer.AnomalySubscription(
            f"{name}-cost-anomalies",
            # A topic is told at once or not at all; the other frequencies send e-mail.
            frequency="IMMEDIATE",
            monitor_arn_lists=[monitor.arn],
            subscribers=[{"type": "SNS", "address": args["topic_arn"]}],
            threshold_expression={
                "dimension": {
                    "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                    "match_options": ["GREATER_THAN_OR_EQUAL"],
                    "values": [f"{usd:g}"],
                }
            },
            tags={**tags, "Name": f"{name}-cost-anomalies"},
            opts=child,
        )
        self.monitor_arn = monitor.arn
        self.register_outputs({"monitor_arn": self.monitor_arn, "origin": dict(args.get("origin", {}))})
