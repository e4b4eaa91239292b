"""The function that carries out the steps of a recovery, in the region that takes over."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch, lambda_

from holdfast.components.function_policy import environment_statement, log_statement
from holdfast.components.lambda_archive import lambda_archive
from holdfast.components.refusals import refuse_if_any
from holdfast.components.service_policy import allow, policy_document
from holdfast.components.service_role import declare_service_role

_LOG_DAYS = 90
_TIMEOUT_SECONDS = 290
"""A little less than SSM Automation waits for a function
(https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-lamb.html, 2026-11)."""


class GrantArgs(TypedDict):
    """What a step must be allowed."""

    actions: Sequence[str]
    """Actions, such as ``s3:GetObject``."""
    resources: Sequence[pulumi.Input[str]]
    """ARNs, or ``*`` where AWS knows no resource of the actions."""


class RecoveryStepArgs(TypedDict):
    """A step, as the function takes it, and what it must be allowed."""

    event: Mapping[str, Any]
    """``kind``, ``key`` and what the kind needs: flat, and inputs may be outputs."""
    grants: Sequence[GrantArgs]
    """What the step calls."""


class RecoveryStepFunctionArgs(TypedDict):
    """What the function needs."""

    region: str
    """AWS region of every child: one that takes over."""
    key_arn: pulumi.Input[str]
    """Customer key of the region, for log group and environment."""
    steps: Sequence[RecoveryStepArgs]
    """The steps that it may be asked for: one or more."""
    fixed: NotRequired[bool]
    """Whether it does its one step whatever event comes: ARC Region switch names a function and nothing more.
    Default: False, the event says which."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class RecoveryStepFunction(pulumi.ComponentResource):
    """A function for steps that neither ARC Region switch nor a plain call of an API does.

    A step reads first how far it is, begins what is not begun, and waits for at most four minutes: whoever
    asks again finishes what the last one left. Nobody invokes it but by IAM.

    Declares: the function, an encrypted log group, and a role that may do these steps and nothing else.
    Survives: the loss of the place that its steps leave: it stands in another, and calls that one's APIs.
    Does not survive: the loss of its own region, or of Lambda there.
    """

    function_arn: pulumi.Output[str]
    """ARN of the function, known once its role may do the steps."""
    function_name: pulumi.Output[str]
    """Name of the function."""
    log_group_name: pulumi.Output[str]
    """Log group of the function."""

    def __init__(
        self, name: str, args: RecoveryStepFunctionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:RecoveryStepFunction", name, {**args}, opts)
        _refuse(name, args)
        region, child = args["region"], pulumi.ResourceOptions(parent=self)

        def tags(noun: str) -> dict[str, str]:
            return {**args.get("tags", {}), "Name": f"{name}-{noun}"}

        logs = cloudwatch.LogGroup(
            f"{name}-logs",
            region=region,
            retention_in_days=_LOG_DAYS,
            kms_key_id=args["key_arn"],
            tags=tags("logs"),
            opts=child,
        )
        known = pulumi.Output.all(
            logs=logs.arn, key=args["key_arn"], grants=[dict(one) for one in grants_of(args["steps"])]
        )
        role, policy = declare_service_role(
            name,
            known.apply(lambda one: _policy(region, one)),
            description=f"Steps of {name}",
            tags=args.get("tags", {}),
            child=child,
        )
        fixed = args.get("fixed", False)
        function = lambda_.Function(
            f"{name}-fn",
            region=region,
            role=role.arn,
            runtime="python3.13",
            architectures=["arm64"],
            handler="recovery_step.handler.handle",
            code=lambda_archive("recovery_step"),
            memory_size=256,
            timeout=_TIMEOUT_SECONDS,
            environment={"variables": {"STEP": pulumi.Output.json_dumps(args["steps"][0]["event"])}}
            if fixed
            else None,
            kms_key_arn=args["key_arn"] if fixed else None,
            logging_config={"log_format": "JSON", "log_group": logs.name},
            tags=tags("fn"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        self.function_arn, self.function_name = function.arn, function.name
        self.log_group_name = logs.name
        self.register_outputs(
            {
                "function_arn": self.function_arn,
                "function_name": self.function_name,
                "log_group_name": self.log_group_name,
                "origin": dict(args.get("origin", {})),
            }
        )


def grants_of(steps: Sequence[RecoveryStepArgs]) -> list[GrantArgs]:
    """Join what steps must be allowed, the resources of the same actions in one grant.

    Args:
        steps: The steps.
    """
    joined: dict[tuple[str, ...], list[pulumi.Input[str]]] = {}
    for step in steps:
        for grant in step["grants"]:
            joined.setdefault(tuple(grant["actions"]), []).extend(grant["resources"])
    return [{"actions": list(actions), "resources": found} for actions, found in joined.items()]


def _policy(region: str, known: Mapping[str, Any]) -> str:
    grants = [
        allow(f"Step{number}", one["actions"], sorted(set(one["resources"])))
        for number, one in enumerate(known["grants"], start=1)
    ]
    return policy_document(
        [
            log_statement(known["logs"]),
            environment_statement(region, known["key"]),
            *grants,
        ]
    )


def _refuse(name: str, args: RecoveryStepFunctionArgs) -> None:
    problems = []
    if not args["steps"]:
        problems.append("'steps' needs at least one step")
    if args.get("fixed", False) and len(args["steps"]) != 1:
        problems.append(f"'fixed' needs exactly one step, got {len(args['steps'])}")
    keys = [json.dumps(one["event"].get("key")) for one in args["steps"]]
    problems += [
        f"step {key} has no 'kind'"
        for key, one in zip(keys, args["steps"], strict=True)
        if "kind" not in one["event"]
    ]
    refuse_if_any(f"recovery step function {name!r}", problems)
