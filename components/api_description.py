"""What answers with an API's description in one region: a function that holds it."""

import json
from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch, lambda_

from holdfast.components.function_policy import log_statement
from holdfast.components.lambda_archive import lambda_archive
from holdfast.components.lambda_service import ALIAS
from holdfast.components.refusals import refuse_if_any
from holdfast.components.service_policy import policy_document
from holdfast.components.service_role import declare_service_role
from holdfast.topology.values import HEAD_BYTES, LARGEST_ANSWER_BYTES

TIMEOUT_SECONDS = 5
"""Longest time for an answer, most of it for a cold start (an assumption)."""
_PACKAGE = "openapi_description"
_LOG_DAYS = 90


class ApiDescriptionArgs(TypedDict):
    """What answers with an API's description in one region."""

    region: str
    """AWS region in which every child is declared."""
    text: str
    """The description, as JSON, at most about 1 MB with its quotes escaped."""
    etag: str
    """Its entity tag, in quotes, another one for another text."""
    cache_control: NotRequired[str]
    """How long clients may keep it, as the header says it. Default: ``no-cache``, never without asking."""
    cors: NotRequired[bool]
    """Whether scripts of any web site may read it. Default: False."""
    key_arn: pulumi.Input[str]
    """KMS key of the region for logs; its policy must let CloudWatch Logs use it."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class ApiDescription(pulumi.ComponentResource):
    """A function that answers with an API's description, for a load balancer or API Gateway to invoke.

    A load balancer's fixed answer holds 1,024 bytes
    (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html),
    and API Gateway's own have templates; a function holds 1 MB, and is the same behind all of them.

    Declares: the function with the description in its package, of which each change is published as a
    version; the alias ``live``, which leads to the newest and is all that callers name; a role that may write
    logs and nothing else; an encrypted log group, for what goes wrong. Whoever invokes it declares the
    permission.
    Survives: the loss of a zone; the services behind the API being away: it needs none of them, no network
    and no other service of AWS. Lambda's control plane being away.
    Does not survive: the loss of the region, of which each has its own. A quota of concurrent executions that
    is used up: the description is then refused, and the API is not.
    """

    function_name: pulumi.Output[str]
    """Name of the function."""
    function_arn: pulumi.Output[str]
    """ARN of the function, without a version."""
    alias_name: pulumi.Output[str]
    """Name of the alias, ``live``."""
    alias_arn: pulumi.Output[str]
    """ARN of the alias: what a load balancer names."""
    invoke_arn: pulumi.Output[str]
    """ARN by which API Gateway invokes the alias."""
    log_group_name: pulumi.Output[str]
    """Log group of the function."""

    def __init__(
        self, name: str, args: ApiDescriptionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:ApiDescription", name, {**args}, opts)
        refuse_if_any(f"API description '{name}'", _problems(args))
        child, tags = pulumi.ResourceOptions(parent=self), args.get("tags", {})
        logs = cloudwatch.LogGroup(
            f"{name}-logs",
            region=args["region"],
            retention_in_days=_LOG_DAYS,
            kms_key_id=args["key_arn"],
            tags={**tags, "Name": f"{name}-logs"},
            opts=child,
        )
        role, policy = declare_service_role(
            name,
            logs.arn.apply(lambda arn: policy_document([log_statement(arn)])),
            description=f"Function of {name}",
            tags=tags,
            child=child,
        )
        function = lambda_.Function(
            f"{name}-fn",
            region=args["region"],
            role=role.arn,
            publish=True,
            runtime="python3.13",
            architectures=["arm64"],
            handler=f"{_PACKAGE}.handler.handle",
            code=_code(args),
            memory_size=128,
            timeout=TIMEOUT_SECONDS,
            # Each request stands in the access logs of what invokes it.
            logging_config={"log_format": "JSON", "log_group": logs.name, "system_log_level": "WARN"},
            tags={**tags, "Name": f"{name}-fn"},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        alias = lambda_.Alias(
            f"{name}-alias",
            region=args["region"],
            name=ALIAS,
            function_name=function.name,
            function_version=function.version,
            opts=child,
        )
        self.function_name, self.function_arn = function.name, function.arn
        self.alias_name, self.alias_arn, self.invoke_arn = alias.name, alias.arn, alias.invoke_arn
        self.log_group_name = logs.name
        self.register_outputs(
            {
                "function_name": self.function_name,
                "function_arn": self.function_arn,
                "alias_name": self.alias_name,
                "alias_arn": self.alias_arn,
                "invoke_arn": self.invoke_arn,
                "log_group_name": self.log_group_name,
                "origin": dict(args.get("origin", {})),
            }
        )


def answer_headers(*, etag: str, cache_control: str, cors: bool) -> dict[str, str]:
    """Return the headers that go with a description, whoever answers with it.

    Args:
        etag: Its entity tag, in quotes.
        cache_control: How long clients may keep it.
        cors: Whether scripts of any web site may read it.
    """
    headers = {"ETag": etag, "Cache-Control": cache_control, "X-Content-Type-Options": "nosniff"}
    return {**headers, "Access-Control-Allow-Origin": "*"} if cors else headers


def _code(args: ApiDescriptionArgs) -> pulumi.AssetArchive:
    headers = answer_headers(
        etag=args["etag"],
        cache_control=args.get("cache_control", "no-cache"),
        cors=args.get("cors", False),
    )
    return pulumi.AssetArchive(
        {
            **lambda_archive(_PACKAGE).assets,
            f"{_PACKAGE}/headers.json": pulumi.StringAsset(json.dumps(headers, indent=1)),
            f"{_PACKAGE}/openapi.json": pulumi.StringAsset(args["text"]),
        }
    )


def _problems(args: ApiDescriptionArgs) -> list[str]:
    problems = []
    try:
        json.loads(args["text"])
    except ValueError as error:
        problems.append(f"'text' is no JSON: {error}")
    size = len(json.dumps(args["text"])) + HEAD_BYTES
    if size > LARGEST_ANSWER_BYTES:
        problems.append(
            f"'text' makes an answer of {size} bytes, and a load balancer takes {LARGEST_ANSWER_BYTES} of a"
            " function (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
            "lambda-functions.html)"
        )
    etag = args["etag"]
    if len(etag) < 3 or etag[0] != '"' or etag[-1] != '"' or '"' in etag[1:-1]:  # noqa: PLR2004  # quotes and a letter
        problems.append(f"'etag' must be in quotes, such as '\"a1b2\"', got {etag!r}")
    return problems
