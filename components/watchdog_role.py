"""What a watchdog may do, and what may start it."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import iam

from holdfast.components.service_policy import allow, policy_document, trust_document
from holdfast.components.watchdog_alarms import NAMESPACE
from holdfast.components.watchdog_args import WatchdogArgs


def declare_function_role(
    name: str,
    args: WatchdogArgs,
    *,
    log_group_arn: pulumi.Input[str],
    parameter_arn: pulumi.Input[str],
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> "tuple[iam.Role, iam.RolePolicy]":
    """Declare ``<name>-role`` and ``<name>-policy``.

    Args:
        name: Logical name of the watchdog.
        args: What it needs.
        log_group_arn: Its log group.
        parameter_arn: The parameter that it remembers in.
        tags: Tags of the role.
        child: Options that make it the parent.
    """
    role = iam.Role(
        f"{name}-role",
        description=f"Function of {name}",
        assume_role_policy=trust_document("lambda.amazonaws.com"),
        tags={**tags, "Name": f"{name}-role"},
        opts=child,
    )
    known = pulumi.Output.all(
        logs=log_group_arn,
        parameter=parameter_arn,
        key=args["key_arn"],
        document=args["document_arn"],
        document_role=args["document_role_arn"],
        topic=args["topic_arn"],
        topic_key=args["topic_key_arn"],
        probes=[arn for _, arn in sorted(args["probes"].items())],
        switches=[
            {"bucket": one["bucket"], "object_key": one["object_key"]} for one in args.get("switches", ())
        ],
        reads_alarms=bool(args.get("alarms")),
    )
    policy = iam.RolePolicy(
        f"{name}-policy",
        role=role.name,
        policy=known.apply(lambda one: policy_document(_statements(args["region"], one))),
        opts=child,
    )
    return role, policy


def _statements(region: str, known: Mapping[str, Any]) -> list[dict[str, Any]]:
    through_lambda = {"StringEquals": {"kms:ViaService": f"lambda.{region}.amazonaws.com"}}
    through_sns = {"StringEquals": {"kms:ViaService": f"sns.{region}.amazonaws.com"}}
    to_automation = {"StringEquals": {"iam:PassedToService": "ssm.amazonaws.com"}}
    # PutMetricData knows no resource, only namespaces (2026-11):
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
    namespace = {"StringEquals": {"cloudwatch:namespace": NAMESPACE}}
    buckets = sorted({f"arn:aws:s3:::{one['bucket']}" for one in known["switches"]})
    objects = sorted({f"arn:aws:s3:::{one['bucket']}/{one['object_key']}" for one in known["switches"]})
    return [
        allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], [f"{known['logs']}:*"]),
        allow("ReadOwnEnvironment", ["kms:Decrypt"], [known["key"]], through_lambda),
        allow("Remember", ["ssm:GetParameter", "ssm:PutParameter"], [known["parameter"]]),
        allow("ProbeElsewhere", ["lambda:InvokeFunction"], known["probes"]),
        allow("StartDocument", ["ssm:StartAutomationExecution"], _start(known["document"])),
        allow("PassDocumentsRole", ["iam:PassRole"], [known["document_role"]], to_automation),
        allow("Tell", ["sns:Publish"], [known["topic"]]),
        allow("TellEncrypted", ["kms:Decrypt", "kms:GenerateDataKey"], [known["topic_key"]], through_sns),
        allow("Measure", ["cloudwatch:PutMetricData"], ["*"], namespace),
        *([allow("ReadAlarms", ["cloudwatch:DescribeAlarms"], ["*"])] if known["reads_alarms"] else []),
        *([allow("ReadSwitches", ["s3:GetObject"], objects)] if objects else []),
        # Without it S3 answers 403 and not 404 for an object that is not there:
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html (2026-11)
        *([allow("SeeNoSwitch", ["s3:ListBucket"], buckets)] if buckets else []),
    ]


def _start(document_arn: str) -> list[str]:
    """Name all that the start of a document is authorised for: the document, by both its names, and a run.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/, page
    automation-setup-identity-based-policies (2026-11); before it was ``automation-definition``.
    """
    prefix, _, name = document_arn.partition(":document/")
    return [document_arn, f"{prefix}:automation-definition/{name}:*", f"{prefix}:automation-execution/*"]


def declare_schedule_role(
    name: str,
    *,
    region: str,
    account_id: str,
    arns: Mapping[str, pulumi.Input[str]],
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> "tuple[iam.Role, iam.RolePolicy]":
    """Declare ``<name>-schedule-role`` and ``<name>-schedule-policy``.

    Args:
        name: Logical name of the watchdog.
        region: Its region.
        account_id: The account of the schedule, which alone may assume the role.
        arns: ARNs of the ``function``, ``dead_letters`` and ``key``.
        tags: Tags of the role.
        child: Options that make the watchdog the parent.
    """
    role = iam.Role(
        f"{name}-schedule-role",
        description=f"Schedule of {name}",
        # https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
        assume_role_policy=trust_document(
            "scheduler.amazonaws.com", {"StringEquals": {"aws:SourceAccount": account_id}}
        ),
        tags={**tags, "Name": f"{name}-schedule-role"},
        opts=child,
    )
    through_sqs = {"StringEquals": {"kms:ViaService": f"sqs.{region}.amazonaws.com"}}
    policy = iam.RolePolicy(
        f"{name}-schedule-policy",
        role=role.name,
        policy=pulumi.Output.all(**arns).apply(
            lambda known: policy_document(
                [
                    allow("Start", ["lambda:InvokeFunction"], [known["function"]]),
                    allow("DeadLetters", ["sqs:SendMessage"], [known["dead_letters"]]),
                    allow(
                        "DeadLettersKey", ["kms:Decrypt", "kms:GenerateDataKey"], [known["key"]], through_sqs
                    ),
                ]
            )
        ),
        opts=child,
    )
    return role, policy
