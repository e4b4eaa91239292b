"""CloudWatch's metrics of one region, streamed to where somebody else keeps them."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch, kinesis

from holdfast.components.alarm_notes import AlarmNotesArgs, described, note_tags
from holdfast.components.closed_bucket import BucketScope, declare_closed_bucket, expire_objects
from holdfast.components.service_policy import (
    allow,
    decrypt_statements,
    policy_document,
    secret_statements,
    trust_document,
)
from holdfast.components.service_role import declare_service_role
from holdfast.contracts.runbook import RunbookSection
from holdfast.topology.values import MetricFormat

_KEPT_DAYS = 14
"""Days for which what could not be delivered is kept (assumption)."""
_LOG_DAYS = 30


class MetricStreamArgs(TypedDict):
    """What the stream of one region needs."""

    region: str
    """AWS region whose metrics are streamed."""
    account_id: str
    """The account's id, twelve digits."""
    key_arn: pulumi.Input[str]
    """Customer key of the region, whose policy admits CloudWatch Logs; it encrypts what waits, what was not
    delivered and the log."""
    url: str
    """Address of the endpoint, https."""
    endpoint_name: str
    """Name of the endpoint, as Amazon Data Firehose shows it."""
    format: MetricFormat
    """Format of the stream: what the endpoint takes."""
    secret_arn: pulumi.Input[str]
    """Secret of Secrets Manager in the region with the endpoint's key as JSON, ``{"api_key": "…"}``
    (https://docs.aws.amazon.com/firehose/latest/dev/secrets-manager-whats-secret.html), encrypted with
    ``key_arn`` or AWS's own key."""
    namespaces: Sequence[str]
    """CloudWatch's namespaces that are streamed, at least one."""
    attributes: NotRequired[Mapping[str, str]]
    """What goes with every request, by name. Default: nothing."""
    topic_arn: NotRequired[pulumi.Input[str]]
    """Topic of the region that hears when the endpoint takes nothing. Default: nobody."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook. Default: none."""
    protection: NotRequired[bool]
    """Whether the bucket of what was not delivered is kept while it holds something. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class MetricStream(pulumi.ComponentResource):
    """A CloudWatch metric stream through Amazon Data Firehose to an HTTPS endpoint.

    Declares: the stream of the namespaces named, a delivery stream that gets the endpoint's key from Secrets
    Manager, a role for each, a bucket and a log group for what could not be delivered, and an alarm on it.
    The same namespaces of all stacks of the account go with it: a stream knows no tags.
    Survives: the loss of any other region; the endpoint's being away for two hours, after which what came
    lies in the bucket for 14 days. Does not survive: the loss of its region.
    """

    stream_arn: pulumi.Output[str]
    """ARN of the metric stream."""

    def __init__(self, name: str, args: MetricStreamArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """See ``MetricStreamArgs``.

        Raises:
            ValueError: No namespace, an address that is not https, or a format that CloudWatch has not.
        """
        super().__init__("holdfast:index:MetricStream", name, {**args}, opts)
        _check(name, args)
        self._name, self._args, self._child = name, args, pulumi.ResourceOptions(parent=self)
        delivery = self._delivery()
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-metric-streams-trustpolicy.html
        role, policy = declare_service_role(
            f"{name}-stream",
            delivery.arn.apply(
                lambda arn: policy_document(
                    [allow("Put", ["firehose:PutRecord", "firehose:PutRecordBatch"], [arn])]
                )
            ),
            description=f"Metrics of {name} go into their delivery stream",
            trust=self._trust("streams.metrics.cloudwatch.amazonaws.com"),
            tags=args.get("tags", {}),
            child=self._child,
        )
        stream = cloudwatch.MetricStream(
            f"{name}-stream",
            region=args["region"],
            firehose_arn=delivery.arn,
            role_arn=role.arn,
            output_format=str(args["format"]),
            include_filters=[
                cloudwatch.MetricStreamIncludeFilterArgs(namespace=namespace)
                for namespace in sorted(set(args["namespaces"]))
            ],
            tags=self._tags("stream"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        self._alarm(delivery)
        self.stream_arn = stream.arn
        self.register_outputs({"stream_arn": self.stream_arn, "origin": dict(args.get("origin", {}))})

    def _tags(self, noun: str) -> dict[str, str]:
        return {**self._args.get("tags", {}), "Name": f"{self._name}-{noun}"}

    def _trust(self, service: str) -> str:
        # AWS's own example has no condition: where CloudWatch does not say for whom it calls, a plain one
        # would stop the stream.
        return trust_document(
            service, {"StringEqualsIfExists": {"aws:SourceAccount": self._args["account_id"]}}
        )

    def _delivery(self) -> "kinesis.FirehoseDeliveryStream":
        name, args = self._name, self._args
        scope = BucketScope(
            region=args["region"],
            protection=args.get("protection", True),
            tags=args.get("tags", {}),
            parent=self,
        )
        bucket, bucket_policy = declare_closed_bucket(
            f"{name}-undelivered", scope, lambda _arn: [], key_arn=args["key_arn"]
        )
        expire_objects(f"{name}-undelivered", scope, bucket, _KEPT_DAYS)
        logs = cloudwatch.LogGroup(
            f"{name}-delivery-logs",
            region=args["region"],
            retention_in_days=_LOG_DAYS,
            kms_key_id=args["key_arn"],
            tags=self._tags("delivery-logs"),
            opts=self._child,
        )
        errors = cloudwatch.LogStream(
            f"{name}-delivery-log-stream",
            region=args["region"],
            log_group_name=logs.name,
            opts=self._child,
        )
        known = pulumi.Output.all(
            bucket=bucket.arn, key=args["key_arn"], logs=logs.arn, secret=args["secret_arn"]
        )
        role, policy = declare_service_role(
            f"{name}-delivery",
            known.apply(lambda one: policy_document(_delivers(args["region"], **one))),
            description=f"Metrics of {name} go to {args['endpoint_name']}",
            trust=self._trust("firehose.amazonaws.com"),
            tags=args.get("tags", {}),
            child=self._child,
        )
        return kinesis.FirehoseDeliveryStream(
            f"{name}-delivery",
            region=args["region"],
            destination="http_endpoint",
            server_side_encryption=kinesis.FirehoseDeliveryStreamServerSideEncryptionArgs(
                enabled=True, key_type="CUSTOMER_MANAGED_CMK", key_arn=args["key_arn"]
            ),
            http_endpoint_configuration=kinesis.FirehoseDeliveryStreamHttpEndpointConfigurationArgs(
                url=args["url"],
                name=args["endpoint_name"],
                role_arn=role.arn,
                # What the vendors ask for; the longest that Firehose tries again is two hours:
                # https://docs.aws.amazon.com/firehose/latest/dev/create-destination.html (2026-11)
                buffering_size=4,
                buffering_interval=60,
                retry_duration=7200,
                s3_backup_mode="FailedDataOnly",
                secrets_manager_configuration=(
                    kinesis.FirehoseDeliveryStreamHttpEndpointConfigurationSecretsManagerConfigurationArgs(
                        enabled=True, secret_arn=args["secret_arn"], role_arn=role.arn
                    )
                ),
                request_configuration=(
                    kinesis.FirehoseDeliveryStreamHttpEndpointConfigurationRequestConfigurationArgs(
                        content_encoding="GZIP", common_attributes=_attributes(args)
                    )
                ),
                cloudwatch_logging_options=(
                    kinesis.FirehoseDeliveryStreamHttpEndpointConfigurationCloudwatchLoggingOptionsArgs(
                        enabled=True, log_group_name=logs.name, log_stream_name=errors.name
                    )
                ),
                s3_configuration=kinesis.FirehoseDeliveryStreamHttpEndpointConfigurationS3ConfigurationArgs(
                    role_arn=role.arn,
                    bucket_arn=bucket.arn,
                    compression_format="GZIP",
                    kms_key_arn=args["key_arn"],
                ),
            ),
            tags=self._tags("delivery"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy, bucket_policy]),
        )

    def _alarm(self, delivery: "kinesis.FirehoseDeliveryStream") -> None:
        args, section = self._args, RunbookSection.MONITORING
        if "topic_arn" not in args:
            return
        notes = args.get("notes")
        cloudwatch.MetricAlarm(
            f"{self._name}-undelivered-alarm",
            region=args["region"],
            alarm_description=described(
                f"{args['endpoint_name']} took no metrics of {args['region']} for half an hour: its "
                "dashboards and alerts show old figures. See the delivery stream's log, and whether the key "
                "still holds.",
                section,
                notes,
            ),
            # https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html, 2026-11
            namespace="AWS/Firehose",
            metric_name="DeliveryToHttpEndpoint.Success",
            dimensions={"DeliveryStreamName": delivery.name},
            statistic="Maximum",
            period=300,
            evaluation_periods=6,
            threshold=1,
            comparison_operator="LessThanThreshold",
            treat_missing_data="ignore",
            alarm_actions=[args["topic_arn"]],
            ok_actions=[args["topic_arn"]],
            tags={**self._tags("undelivered-alarm"), **note_tags(section, notes)},
            opts=self._child,
        )


def _attributes(
    args: MetricStreamArgs,
) -> "list[kinesis.FirehoseDeliveryStreamHttpEndpointConfigurationRequestConfigurationCommonAttributeArgs]":
    return [
        kinesis.FirehoseDeliveryStreamHttpEndpointConfigurationRequestConfigurationCommonAttributeArgs(
            name=key, value=value
        )
        for key, value in sorted(args.get("attributes", {}).items())
    ]


def _check(name: str, args: MetricStreamArgs) -> None:
    problems = []
    if not args["namespaces"]:
        problems.append("'namespaces' needs at least one: without a filter all of the account is streamed")
    if not args["url"].startswith("https://"):
        problems.append(f"'url' begins with https://, got {args['url']!r}")
    known = {one.value for one in MetricFormat}
    if str(args["format"]) not in known:
        problems.append(f"'format' is one of {', '.join(sorted(known))}, got {str(args['format'])!r}")
    if problems:
        raise ValueError(f"metric stream {name!r}: " + "; ".join(problems))


def _delivers(region: str, *, bucket: str, key: str, logs: str, secret: str) -> list[dict[str, Any]]:
    # https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-http (2026-11)
    return [
        allow(
            "KeepUndelivered",
            [
                "s3:AbortMultipartUpload",
                "s3:GetBucketLocation",
                "s3:GetObject",
                "s3:ListBucket",
                "s3:ListBucketMultipartUploads",
                "s3:PutObject",
            ],
            [bucket, f"{bucket}/*"],
        ),
        allow(
            "EncryptUndelivered",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            [key],
            {"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}},
        ),
        allow("Log", ["logs:PutLogEvents"], [f"{logs}:*"]),
        *secret_statements([secret]),
        *decrypt_statements(key, region=region, secret_arns=[secret]),
    ]
