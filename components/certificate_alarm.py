"""The alarm on a certificate that nobody renewed."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.alarm_notes import AlarmNotesArgs, described, note_tags
from holdfast.contracts.runbook import RunbookSection

_DAY_SECONDS = 86400


class CertificateAlarmArgs(TypedDict):
    """What the alarm of one certificate needs."""

    region: str
    """AWS region of the certificate; us-east-1 for one at the edge."""
    certificate_arn: pulumi.Input[str]
    """The certificate, once it is issued."""
    domain: str
    """Name that the certificate is for, for the alarm's text."""
    topic_arn: pulumi.Input[str]
    """Topic of the region that the alarm publishes to."""
    days: NotRequired[int]
    """Days before the end from which the alarm rings, 1 or more. Default: 30, two weeks after ACM should have
    renewed it: those of 198 days, which ACM issues since February 2026, are renewed 45 days before their end
    (https://nottinfra.co.uk/signals/aws-acm-certificate-validity-period-update, 2026-11)."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook, which each alarm names. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class CertificateAlarm(pulumi.ComponentResource):
    """An alarm that rings while a certificate has few days left.

    Declares: a CloudWatch alarm on ``DaysToExpiry``, which ACM publishes daily for each certificate, the
    expired excepted (https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html): days without
    a value change nothing, so that a new certificate does not ring and one that ended goes on ringing.
    Survives: the loss of any other region. Does not survive: the loss of its region.
    """

    alarm_arn: pulumi.Output[str]
    """ARN of the alarm."""

    def __init__(
        self, name: str, args: CertificateAlarmArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:CertificateAlarm", name, {**args}, opts)
        days = int(args.get("days", 30))
        if days < 1:
            raise ValueError(f"certificate alarm '{name}': 'days' must be 1 or more, got {days}")
        alarm = cloudwatch.MetricAlarm(
            f"{name}-cert-expiry",
            region=args["region"],
            alarm_description=described(
                f"The certificate of {args['domain']} in {args['region']} ends within {days} days: ACM did "
                "not renew it. See whether its validation records still stand.",
                RunbookSection.CERTIFICATE,
                args.get("notes"),
            ),
            namespace="AWS/CertificateManager",
            metric_name="DaysToExpiry",
            dimensions={"CertificateArn": args["certificate_arn"]},
            statistic="Minimum",
            period=_DAY_SECONDS,
            evaluation_periods=1,
            threshold=days,
            comparison_operator="LessThanOrEqualToThreshold",
            treat_missing_data="ignore",
            alarm_actions=[args["topic_arn"]],
            ok_actions=[args["topic_arn"]],
            tags={
                **args.get("tags", {}),
                **note_tags(RunbookSection.CERTIFICATE, args.get("notes")),
                "Name": f"{name}-cert-expiry",
            },
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.alarm_arn = alarm.arn
        self.register_outputs({"alarm_arn": self.alarm_arn, "origin": dict(args.get("origin", {}))})
