"""The role by which a vendor of application performance monitoring reads an account's metrics."""

import json
from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import iam

from holdfast.components.service_policy import allow, policy_document

# Of what the vendors' integrations ask for, that on metrics and on what names and tags them; a page of theirs
# that stays empty may want more. None of it reads an object, a message, a row or a secret (2026-11):
# https://docs.datadoghq.com/integrations/amazon-web-services/#aws-iam-permissions,
# https://docs.newrelic.com/docs/infrastructure/amazon-integrations/get-started/integrations-managed-policies/,
# https://docs.dynatrace.com/docs/ingest-from/amazon-web-services/integrate-with-aws/cloudwatch-metrics
_ACTIONS = (
    "apigateway:GET",
    "autoscaling:Describe*",
    "cloudfront:GetDistributionConfig",
    "cloudfront:ListDistributions",
    "cloudwatch:Describe*",
    "cloudwatch:Get*",
    "cloudwatch:List*",
    "dynamodb:DescribeTable",
    "dynamodb:ListTables",
    "dynamodb:ListTagsOfResource",
    "ec2:Describe*",
    "ecs:Describe*",
    "ecs:List*",
    "eks:DescribeCluster",
    "eks:ListClusters",
    "elasticache:Describe*",
    "elasticache:ListTagsForResource",
    "elasticloadbalancing:Describe*",
    "health:DescribeAffectedEntities",
    "health:DescribeEventDetails",
    "health:DescribeEvents",
    "kinesis:DescribeStreamSummary",
    "kinesis:ListStreams",
    "lambda:ListFunctions",
    "lambda:ListTags",
    "organizations:DescribeOrganization",
    "rds:Describe*",
    "rds:ListTagsForResource",
    "route53:ListHealthChecks",
    "route53:ListHostedZones",
    "s3:GetBucketTagging",
    "s3:ListAllMyBuckets",
    "sns:ListTopics",
    "sqs:ListQueues",
    "sts:GetCallerIdentity",
    "tag:GetResources",
    "tag:GetTagKeys",
    "tag:GetTagValues",
)


class ApmIntegrationArgs(TypedDict):
    """What the vendor's role needs."""

    vendor: str
    """Name of the vendor, for descriptions."""
    vendor_account_id: str
    """AWS account of the vendor, twelve digits, that assumes the role."""
    external_id: str
    """External id that the vendor shows: it keeps other customers of theirs out."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class ApmIntegration(pulumi.ComponentResource):
    """A role that a vendor assumes, from its account and with an external id, to read metrics and tags.

    Declares: the role and its policy, the same in every region since IAM is global.
    Survives: the loss of any region. Does not survive: nothing of the API depends on it.
    """

    role_arn: pulumi.Output[str]
    """ARN of the role, which the vendor asks for."""

    def __init__(
        self, name: str, args: ApmIntegrationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``ApmIntegrationArgs``.

        Raises:
            ValueError: There is no external id, or the account is none.
        """
        super().__init__("holdfast:index:ApmIntegration", name, {**args}, opts)
        _check(name, args)
        child, tags = pulumi.ResourceOptions(parent=self), args.get("tags", {})
        role = iam.Role(
            f"{name}-role",
            description=f"{args['vendor']} reads metrics and tags",
            assume_role_policy=_trust(args),
            tags={**tags, "Name": f"{name}-role"},
            opts=child,
        )
        iam.RolePolicy(
            f"{name}-policy",
            role=role.name,
            policy=policy_document([allow("ReadMetrics", _ACTIONS, ["*"])]),
            opts=child,
        )
        self.role_arn = role.arn
        self.register_outputs({"role_arn": self.role_arn, "origin": dict(args.get("origin", {}))})


def _check(name: str, args: ApmIntegrationArgs) -> None:
    problems = []
    account = args["vendor_account_id"]
    if len(account) != 12 or not account.isdigit():  # noqa: PLR2004  # digits of an account's id
        problems.append(f"'vendor_account_id' has twelve digits, got {account!r}")
    if not args["external_id"]:
        problems.append("'external_id' is needed: without it any customer of the vendor could read")
    if problems:
        raise ValueError(f"APM integration {name!r}: " + "; ".join(problems))


def _trust(args: ApmIntegrationArgs) -> str:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html (2026-11)
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::{args['vendor_account_id']}:root"},
                    "Action": "sts:AssumeRole",
                    "Condition": {"StringEquals": {"sts:ExternalId": args["external_id"]}},
                }
            ],
        }
    )
