"""Alarms of one canary: which region, name or DNS provider fails as seen from its place, and its silence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.alarm_notes import described, note_tags
from holdfast.components.canary_args import CanaryArgs, every_minutes, failures
from holdfast.components.child_scope import ChildScope
from holdfast.contracts.runbook import RunbookSection
from holdfast.topology.values import Severity

NAMESPACE = "CloudWatchSynthetics"
"""Where Synthetics puts ``SuccessPercent``, of a canary and of each of its steps (``StepName``):
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html."""
METRIC = "SuccessPercent"
PUBLIC = "public"
"""Step of the public name, as the script has it."""
ANSWERS, SERVES = "answers", "serves"
"""Ends of the names of a DNS provider's two steps, as the script has them."""
_NAMES = {"cloudflare": "Cloudflare", "route53": "Route 53"}


@dataclass(frozen=True, kw_only=True)
class Watched:
    """One step, and what its failure means."""

    text: str
    section: RunbookSection
    severity: Severity


def watched_steps(args: CanaryArgs) -> dict[str, Watched]:
    """Give the steps that have an alarm: all but the place's own region, of which it is no witness.

    Args:
        args: What the canary needs.
    """
    here, domain = args["place"], args["domain"]
    found = {
        place: Watched(
            text=f"{place} ({host}) fails as seen from {here}. Alone it may be the way between them: compare "
            "what other places see.",
            section=RunbookSection.REGION_LOST,
            severity=Severity.TICKET,
        )
        for place, host in args["hosts"].items()
        if place != here
    }
    found[PUBLIC] = Watched(
        text=f"{domain} fails for whoever asks from {here}.",
        section=RunbookSection.ERRORS,
        severity=Severity.PAGE,
    )
    for provider in args.get("name_servers", {}):
        found[f"{provider}-{ANSWERS}"] = Watched(
            text=f"{_NAMES[provider]} gives no address for {domain} to whoever asks from {here}.",
            section=RunbookSection.DNS,
            severity=Severity.TICKET,
        )
        found[f"{provider}-{SERVES}"] = Watched(
            text=f"What {_NAMES[provider]} answers for {domain} does not serve it, as seen from {here}.",
            section=RunbookSection.NETWORK_PATH,
            severity=Severity.TICKET,
        )
    return dict(sorted(found.items()))


def declare_alarms(
    name: str, args: CanaryArgs, canary_name: pulumi.Input[str], scope: ChildScope
) -> "dict[str, cloudwatch.MetricAlarm]":
    """Declare an alarm for each step that has one, and one for the canary's silence.

    A step that says nothing is not taken for a failure: that is what the last one is for.

    Args:
        name: Logical name of the canary.
        args: What it needs.
        canary_name: Its name in AWS.
        scope: What its children have in common.

    Returns:
        The steps' alarms by step.
    """
    alarms = {
        step: _alarm(
            f"{name}-{step}",
            args,
            scope,
            watched,
            dimensions={"CanaryName": canary_name, "StepName": step},
            # A run that Synthetics did again has several results in one period: one that succeeded counts.
            statistic="Maximum",
            threshold=100,
            evaluation_periods=failures(args) + 1,
            datapoints_to_alarm=failures(args),
            treat_missing_data="missing",
        )
        for step, watched in watched_steps(args).items()
    }
    minutes = (failures(args) + 1) * every_minutes(args)
    silent = Watched(
        text=f"The canary of {args['domain']} in {args['place']} says nothing for {minutes} minutes: what it "
        "watches is not seen from there.",
        section=RunbookSection.MONITORING,
        severity=Severity.TICKET,
    )
    _alarm(
        f"{name}-silent",
        args,
        scope,
        silent,
        # A step's, since a run that ends before its steps, for want of a secret, has a result too.
        dimensions={"CanaryName": canary_name, "StepName": PUBLIC},
        statistic="SampleCount",
        threshold=1,
        evaluation_periods=failures(args) + 1,
        treat_missing_data="breaching",
    )
    return alarms


def _alarm(
    name: str,
    args: CanaryArgs,
    scope: ChildScope,
    watched: Watched,
    *,
    dimensions: Mapping[str, pulumi.Input[str]],
    **more: Any,  # noqa: ANN401  # properties of an alarm
) -> "cloudwatch.MetricAlarm":
    notes, page = args.get("notes"), watched.severity is Severity.PAGE
    topic = args["page_topic_arn"] if page else args["ticket_topic_arn"]
    return cloudwatch.MetricAlarm(
        name,
        region=args["region"],
        alarm_description=described(watched.text, watched.section, notes),
        namespace=NAMESPACE,
        metric_name=METRIC,
        dimensions=dimensions,
        comparison_operator="LessThanThreshold",
        period=60 * every_minutes(args),
        alarm_actions=[topic],
        ok_actions=[topic],
        tags={**scope.tagged(name), **note_tags(watched.section, notes)},
        opts=scope.options(),
        **more,
    )
