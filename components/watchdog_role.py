"""What a watchdog may do."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import iam

from holdfast.components.function_policy import environment_statement, log_statement, metric_statement
from holdfast.components.service_policy import allow, policy_document
from holdfast.components.service_role import declare_service_role
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
    return declare_service_role(
        name,
        known.apply(lambda one: policy_document(_statements(args["region"], one))),
        description=f"Function of {name}",
        tags=tags,
        child=child,
    )


def _statements(region: str, known: Mapping[str, Any]) -> list[dict[str, Any]]:
    through_sns = {"StringEquals": {"kms:ViaService": f"sns.{region}.amazonaws.com"}}
    to_automation = {"StringEquals": {"iam:PassedToService": "ssm.amazonaws.com"}}
    buckets = sorted({f"arn:aws:s3:::{one['bucket']}" for one in known["switches"]})
    objects = sorted({f"arn:aws:s3:::{one['bucket']}/{one['object_key']}" for one in known["switches"]})
    return [
        log_statement(known["logs"]),
        environment_statement(region, known["key"]),
        allow("Remember", ["ssm:GetParameter", "ssm:PutParameter"], [known["parameter"]]),
        allow("ProbeElsewhere", ["lambda:InvokeFunction"], known["probes"]),
        allow("StartDocument", ["ssm:StartAutomationExecution"], _start(known["document"])),
        allow("PassDocumentsRole", ["iam:PassRole"], [known["document_role"]], to_automation),
        allow("Tell", ["sns:Publish"], [known["topic"]]),
        allow("TellEncrypted", ["kms:Decrypt", "kms:GenerateDataKey"], [known["topic_key"]], through_sns),
        metric_statement("Measure", NAMESPACE),
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
