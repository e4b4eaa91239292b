"""Traces of a region's requests in AWS X-Ray: how many, which are watched, and who may send them."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import iam, xray

from holdfast.components.service_policy import allow, policy_document

_LONGEST_RULE = 32
"""Characters of a sampling rule's name
(https://docs.aws.amazon.com/xray/latest/api/API_SamplingRule.html, 2026-11), and of a group's."""
_PRIORITY = 9000
"""Before X-Ray's own rule, which has 10000 and comes last; behind rules that people make for an incident."""
_SENDS = (
    "xray:GetSamplingRules",
    "xray:GetSamplingStatisticSummaries",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
)
"""What AWS's own policy AWSXRayDaemonWriteAccess allows
(https://docs.aws.amazon.com/xray/latest/devguide/security_iam_id-based-policy-examples.html, 2026-11)."""


class TracingArgs(TypedDict):
    """What traces of one region need."""

    region: str
    """AWS region in which every child is declared."""
    title: str
    """Begin of the names in X-Ray, 24 characters at most: ``orders-prod-use1``."""
    sampled_percent: float
    """Share of requests, 0 to 100, that are traced besides those of ``per_second``."""
    per_second: int
    """Requests that are traced each second at least."""
    slow_seconds: float
    """From which duration a trace is in the group that is watched."""
    role_names: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Roles of services that may send traces, by the service's key. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class Tracing(pulumi.ComponentResource):
    """Traces of a region's requests.

    Declares: a sampling rule, which every SDK and collector of X-Ray in the region asks for; a group of the
    traces that are slow or failed, with insights, which X-Ray opens when they become more than usual; and for
    each service the right to send traces. Services send by themselves: an SDK or a collector is part of their
    image; functions and REST APIs send when their own setting ``tracing`` says so.
    Survives: the loss of any other region. Does not survive: the loss of its region; services serve on
    without X-Ray.
    """

    group_arn: pulumi.Output[str]
    """ARN of the group of slow and failed traces."""

    def __init__(self, name: str, args: TracingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """See ``TracingArgs``.

        Raises:
            ValueError: X-Ray would refuse it; every reason is listed.
        """
        super().__init__("holdfast:index:Tracing", name, {**args}, opts)
        _refuse(name, args)
        child, tags = pulumi.ResourceOptions(parent=self), args.get("tags", {})
        xray.SamplingRule(
            f"{name}-sampling",
            region=args["region"],
            rule_name=args["title"],
            priority=_PRIORITY,
            fixed_rate=float(args["sampled_percent"]) / 100,
            reservoir_size=int(args["per_second"]),
            service_name="*",
            service_type="*",
            host="*",
            http_method="*",
            url_path="*",
            resource_arn="*",
            version=1,
            tags={**tags, "Name": f"{name}-sampling"},
            opts=child,
        )
        group = xray.Group(
            f"{name}-slow-or-failed",
            region=args["region"],
            group_name=f"{args['title']}-watched",
            # Without ``error``: 4xx are the clients' own, and would fill the group with what nobody can mend.
            filter_expression=f"responsetime > {float(args['slow_seconds']):g} OR fault",
            insights_configuration={"insights_enabled": True, "notifications_enabled": False},
            tags={**tags, "Name": f"{name}-slow-or-failed"},
            opts=child,
        )
        for key, role in sorted(args.get("role_names", {}).items()):
            iam.RolePolicy(
                f"{name}-{key}-traces",
                role=role,
                # X-Ray knows no resources for these (same page).
                policy=policy_document([allow("SendTraces", list(_SENDS), ["*"])]),
                opts=child,
            )
        self.group_arn = group.arn
        self.register_outputs({"group_arn": self.group_arn, "origin": dict(args.get("origin", {}))})


def _refuse(name: str, args: TracingArgs) -> None:
    problems = []
    suffix = len("-watched")
    if len(args["title"]) + suffix > _LONGEST_RULE:
        problems.append(
            f"'title' has at most {_LONGEST_RULE - suffix} characters, got {len(args['title'])}: "
            f"{args['title']!r}"
        )
    percent = float(args["sampled_percent"])
    if not 0 <= percent <= 100:  # noqa: PLR2004  # a share of a hundred
        problems.append(f"'sampled_percent' lies between 0 and 100, got {percent:g}")
    if int(args["per_second"]) < 0:
        problems.append(f"'per_second' is 0 or more, got {int(args['per_second'])}")
    if float(args["slow_seconds"]) <= 0:
        problems.append(f"'slow_seconds' is above 0, got {float(args['slow_seconds']):g}")
    if problems:
        raise ValueError(f"tracing '{name}': " + "; ".join(problems))
