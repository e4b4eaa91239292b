"""A canary: what asks every region of an entrance, and its public name, from one place."""

import pulumi
from pulumi_aws import synthetics

from holdfast.components.canary_alarms import declare_alarms
from holdfast.components.canary_args import (
    CanaryArgs,
    every_minutes,
    longest_run_seconds,
    problems_of,
    retention_days,
    script_settings,
)
from holdfast.components.canary_code import ARTIFACTS, HANDLER
from holdfast.components.canary_role import declare_role
from holdfast.components.child_scope import ChildScope
from holdfast.components.refusals import refuse_if_any

__all__ = ["KEY", "Canary", "CanaryArgs"]

KEY = "canary"
"""Part of every child's name."""
_SETTINGS = "HOLDFAST_CANARY"
_MEMORY_MB = 960
"""The least that Synthetics takes, as the provider has it; no browser is started."""
_HOUR = 60


class Canary(pulumi.ComponentResource):
    """Asks every region of an entrance by its own host, its public name, and each DNS provider's path.

    Declares: a CloudWatch Synthetics canary with a step for each, its role, an alarm in its own region for
    each step but its own region's, and one for its silence. It takes no screenshots and records no requests,
    and what it writes holds no header.

    Survives: the loss of any region that it watches, which it tells in its own. Does not survive: the loss of
    its own region, which others tell; its steps' alarms then know nothing, and accuse nobody.
    """

    canary_name: pulumi.Output[str]
    """Name of the canary in AWS."""
    alarm_arns: pulumi.Output[dict[str, str]]
    """Step → ARN of its alarm."""

    def __init__(self, name: str, args: CanaryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:Canary", name, {**args}, opts)
        refuse_if_any(f"canary {name!r}", problems_of(args))
        scope = ChildScope(tags=args.get("tags", {}), parent=self)
        prefix = f"{args['place']}-{args['entrance']}-{KEY}"
        role, policy = declare_role(prefix, args, scope)
        canary = self._canary(prefix, args, role.arn, scope.options([policy]))
        alarms = declare_alarms(prefix, args, canary.name, scope)
        self.canary_name = canary.name
        self.alarm_arns = pulumi.Output.all(**{step: alarm.arn for step, alarm in alarms.items()})
        self.register_outputs(
            {
                "canary_name": self.canary_name,
                "alarm_arns": self.alarm_arns,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _canary(
        self, name: str, args: CanaryArgs, role_arn: pulumi.Output[str], opts: pulumi.ResourceOptions
    ) -> "synthetics.Canary":
        minutes = every_minutes(args)
        rate = {1: "1 minute", _HOUR: "1 hour"}.get(minutes, f"{minutes} minutes")
        stack = f"{pulumi.get_project()}-{pulumi.get_stack()}"
        return synthetics.Canary(
            name,
            region=args["region"],
            runtime_version=args["runtime"],
            handler=HANDLER,
            s3_bucket=args["bucket"],
            s3_key=args["code_key"],
            artifact_s3_location=pulumi.Output.concat(
                "s3://", args["bucket"], f"/{ARTIFACTS}/{args['entrance']}"
            ),
            execution_role_arn=role_arn,
            schedule={
                "expression": f"rate({rate})",
                "duration_in_seconds": 0,
                "retry_config": {"max_retries": int(args.get("retries", 0))},
            },
            run_config={
                "timeout_in_seconds": longest_run_seconds(args),
                "memory_in_mb": _MEMORY_MB,
                "environment_variables": {_SETTINGS: script_settings(args, stack)},
            },
            success_retention_period=retention_days(args),
            failure_retention_period=retention_days(args),
            start_canary=True,
            delete_lambda=True,
            tags={**args.get("tags", {}), "Name": name},
            opts=opts,
        )
