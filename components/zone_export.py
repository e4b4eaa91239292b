"""Exports of DNS zones, kept apart from the provider that hosts them."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, lambda_, scheduler, sqs

from holdfast.components.alarm_topic import AlarmTopic
from holdfast.components.encryption_key import EncryptionKey
from holdfast.components.lambda_archive import lambda_archive
from holdfast.components.refusals import refuse_if_any
from holdfast.components.replicated_bucket import ReplicatedBucket
from holdfast.components.replicated_bucket_args import ReplicatedBucketArgs
from holdfast.components.schedule_role import declare_schedule_role, starts_function
from holdfast.components.zone_export_alarms import METRIC, AlarmScope, declare_alarms
from holdfast.components.zone_export_args import EVERY_HOURS, RETENTION_DAYS, ZoneExportArgs, problems_of
from holdfast.components.zone_export_role import METRIC_NAMESPACE, declare_function_role

__all__ = ["KEY", "ZoneExport", "ZoneExportArgs"]

KEY = "zone-export"
"""Part of every child's name."""
_LOG_DAYS = 90
_DEAD_LETTER_SECONDS = 1_209_600
"""14 days, the longest that SQS keeps a message
(https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html)."""


class ZoneExport(pulumi.ComponentResource):
    """Every DNS zone of a stack, exported on a schedule, so that a lost zone can be rebuilt anywhere.

    Declares: a function that reads each zone at Route 53 and Cloudflare and writes it into a versioned
    bucket, whose objects are copied to one or more other regions; a schedule; a role that may read those
    zones and write that bucket; a key per region; a queue for what was given up; a topic with three alarms:
    no export in time (no news is bad news), an export that failed, an export that was given up.

    The newest export never expires; each one is kept for ``retention_days`` after the next took its place,
    and ``manifest.json`` of that time names its versions and checksums.

    Survives: the loss of a zone, at Route 53 or Cloudflare, by whatever mistake; the loss of every region but
    one of those that hold the export; a wrong export, within ``retention_days``.
    Does not survive: the loss of the account with all its buckets. What no export holds: DNSSEC keys, what a
    registrar delegates to, Cloudflare's rules and certificates (this stack declares those it needs).
    """

    bucket: pulumi.Output[str]
    """Name of the bucket that is written to."""
    buckets: pulumi.Output[dict[str, str]]
    """Place → name of its bucket, copies included."""
    function_name: pulumi.Output[str]
    """Name of the function; invoke it for an export at once."""
    topic_arn: pulumi.Output[str]
    """Topic that its alarms tell."""

    def __init__(self, name: str, args: ZoneExportArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:ZoneExport", name, {**args}, opts)
        refuse_if_any(f"zone export {name!r}", problems_of(args))
        self._prefix, self._plan, self._child = (
            f"{args['place']}-{KEY}",
            args,
            pulumi.ResourceOptions(parent=self),
        )
        self._every_hours = int(args.get("every_hours", EVERY_HOURS))
        keys = {place: self._key(place, region) for place, region in sorted(self._regions().items())}
        self._key_arn = keys[args["place"]].key_arn
        topic = self._topic()
        kept = self._bucket(keys, topic)
        written = kept.member(args["place"])
        logs, dead_letters = self._logs(), self._dead_letters()
        function = self._function(written.bucket, written.arn, logs, dead_letters)
        self._schedule(function, dead_letters)
        declare_alarms(
            AlarmScope(
                name=self._prefix,
                region=args["region"],
                topic_arn=topic.topic_arn,
                notes=args.get("notes"),
                tags=args.get("tags", {}),
                child=self._child,
            ),
            stack=self._stack(),
            every_hours=self._every_hours,
            function_name=function.name,
            queue_name=dead_letters.name,
        )
        self.bucket, self.buckets = written.bucket, kept.buckets
        self.function_name, self.topic_arn = function.name, topic.topic_arn
        self.register_outputs(
            {
                "bucket": self.bucket,
                "buckets": self.buckets,
                "function_name": self.function_name,
                "topic_arn": self.topic_arn,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _regions(self) -> Mapping[str, str]:
        return {self._plan["place"]: self._plan["region"], **self._plan["copies"]}

    def _tags(self, name: str) -> dict[str, str]:
        return {**self._plan.get("tags", {}), "Name": name}

    def _stack(self) -> str:
        return f"{pulumi.get_project()}-{pulumi.get_stack()}"

    def _key(self, place: str, region: str) -> EncryptionKey:
        return EncryptionKey(
            f"{place}-{KEY}",
            {
                "region": region,
                "account_id": self._plan["account_id"],
                "description": "Exports of DNS zones",
                "protection": self._plan.get("protection", True),
                "tags": self._plan.get("tags", {}),
            },
            self._child,
        )

    def _topic(self) -> AlarmTopic:
        return AlarmTopic(
            self._prefix,
            {
                "region": self._plan["region"],
                "account_id": self._plan["account_id"],
                "key_arn": self._key_arn,
                "emails": self._plan.get("emails", ()),
                "tags": self._plan.get("tags", {}),
            },
            self._child,
        )

    def _bucket(self, keys: Mapping[str, EncryptionKey], topic: AlarmTopic) -> ReplicatedBucket:
        wanted: ReplicatedBucketArgs = {
            "key": KEY,
            "members": {
                place: {"region": region, "key_arn": keys[place].key_arn}
                for place, region in self._regions().items()
            },
            "noncurrent_days": int(self._plan.get("retention_days", RETENTION_DAYS)),
            "topic_arns": {self._plan["place"]: topic.topic_arn},
            "protection": self._plan.get("protection", True),
            "tags": self._plan.get("tags", {}),
        }
        if "notes" in self._plan:
            wanted["notes"] = self._plan["notes"]
        return ReplicatedBucket(f"global-{KEY}", wanted, self._child)

    def _logs(self) -> "cloudwatch.LogGroup":
        name = f"{self._prefix}-logs"
        return cloudwatch.LogGroup(
            name,
            region=self._plan["region"],
            retention_in_days=_LOG_DAYS,
            kms_key_id=self._key_arn,
            tags=self._tags(name),
            opts=self._child,
        )

    def _dead_letters(self) -> "sqs.Queue":
        name = f"{self._prefix}-dead-letters"
        return sqs.Queue(
            name,
            region=self._plan["region"],
            kms_master_key_id=self._key_arn,
            message_retention_seconds=_DEAD_LETTER_SECONDS,
            tags=self._tags(name),
            opts=self._child,
        )

    def _function(
        self,
        bucket: pulumi.Output[str],
        bucket_arn: pulumi.Output[str],
        logs: "cloudwatch.LogGroup",
        dead_letters: "sqs.Queue",
    ) -> "lambda_.Function":
        name, args = f"{self._prefix}-fn", self._plan
        role, policy = declare_function_role(
            self._prefix,
            region=args["region"],
            account_id=args["account_id"],
            arns={
                "logs": logs.arn,
                "dead_letters": dead_letters.arn,
                "bucket": bucket_arn,
                "key": self._key_arn,
            },
            zone_ids=[zone_id for _, zone_id in sorted(args.get("route53_zones", {}).items())],
            token_secret=args.get("cloudflare_token_secret"),
            tags=args.get("tags", {}),
            child=self._child,
        )
        return lambda_.Function(
            name,
            region=args["region"],
            role=role.arn,
            runtime="python3.13",
            architectures=["arm64"],
            handler="zone_export.handler.handle",
            code=lambda_archive("zone_export"),
            memory_size=256,
            timeout=900,
            environment={"variables": self._environment(bucket)},
            kms_key_arn=self._key_arn,
            dead_letter_config={"target_arn": dead_letters.arn},
            logging_config={"log_format": "JSON", "log_group": logs.name},
            tags=self._tags(name),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

    def _environment(self, bucket: pulumi.Output[str]) -> dict[str, Any]:
        args = self._plan
        zones = {
            "route53": [
                {"name": name, "id": zone_id}
                for name, zone_id in sorted(args.get("route53_zones", {}).items())
            ],
            "cloudflare": [
                {"name": name, "id": zone["zone_id"], "account_id": zone["account_id"]}
                for name, zone in sorted(args.get("cloudflare_zones", {}).items())
            ],
        }
        secret = args.get("cloudflare_token_secret")
        return {
            "BUCKET": bucket,
            "METRIC_NAME": METRIC,
            "METRIC_NAMESPACE": METRIC_NAMESPACE,
            "METRIC_STACK": self._stack(),
            "ZONES": pulumi.Output.json_dumps(zones),
            **({} if secret is None else {"CLOUDFLARE_TOKEN_SECRET": secret}),
        }

    def _schedule(self, function: "lambda_.Function", dead_letters: "sqs.Queue") -> None:
        name, args = f"{self._prefix}-schedule", self._plan
        role, policy = declare_schedule_role(
            name,
            description=f"Schedule of {self._prefix}",
            region=args["region"],
            account_id=args["account_id"],
            starts=function.arn.apply(starts_function),
            dead_letters_arn=dead_letters.arn,
            key_arn=self._key_arn,
            tags=args.get("tags", {}),
            child=self._child,
        )
        scheduler.Schedule(
            name,
            region=args["region"],
            description="Exports every DNS zone of the stack",
            schedule_expression=f"rate({self._every_hours} hour{'s' if self._every_hours > 1 else ''})",
            flexible_time_window={"mode": "OFF"},
            target={
                "arn": function.arn,
                "role_arn": role.arn,
                "dead_letter_config": {"arn": dead_letters.arn},
                "retry_policy": {"maximum_event_age_in_seconds": 3600, "maximum_retry_attempts": 10},
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
