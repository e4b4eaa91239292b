"""A place from which watchdogs probe: one more pair of eyes, in a region of its own."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch, lambda_

from holdfast.components.encryption_key import EncryptionKey
from holdfast.components.function_policy import log_statement
from holdfast.components.lambda_archive import lambda_archive
from holdfast.components.service_policy import policy_document
from holdfast.components.service_role import declare_service_role

KEY = "watchdog-probe"
"""Part of every child's name."""
_LOG_DAYS = 90
_TIMEOUT_SECONDS = 8
"""What the watchdog waits for an answer."""


class WatchdogProbeArgs(TypedDict):
    """What a place to probe from needs."""

    region: str
    """AWS region of every child."""
    account_id: str
    """The account's id, twelve digits."""
    key_arn: NotRequired[pulumi.Input[str]]
    """Customer key of the region, for the log group. Default: a key of its own."""
    protection: NotRequired[bool]
    """Whether a key of its own refuses to be deleted. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class WatchdogProbe(pulumi.ComponentResource):
    """A function that asks addresses over HTTPS and says what they answer; watchdogs elsewhere invoke it.

    Declares: the function, a role that may write its log and nothing else, an encrypted log group, and the
    log group's key where none is given.
    Survives: the loss of any other region. Does not survive: the loss of its own; it abstains then.
    """

    function_arn: pulumi.Output[str]
    """ARN of the function."""

    def __init__(
        self, name: str, args: WatchdogProbeArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:WatchdogProbe", name, {**args}, opts)
        region, child = args["region"], pulumi.ResourceOptions(parent=self)

        def tags(noun: str) -> dict[str, str]:
            return {**args.get("tags", {}), "Name": f"{name}-{noun}"}

        logs = cloudwatch.LogGroup(
            f"{name}-logs",
            region=region,
            retention_in_days=_LOG_DAYS,
            kms_key_id=args["key_arn"] if "key_arn" in args else _key(name, args, child),
            tags=tags("logs"),
            opts=child,
        )
        role, policy = declare_service_role(
            name,
            logs.arn.apply(lambda arn: policy_document([log_statement(arn)])),
            description=f"Function of {name}",
            tags=args.get("tags", {}),
            child=child,
        )
        function = lambda_.Function(
            f"{name}-fn",
            region=region,
            role=role.arn,
            runtime="python3.13",
            architectures=["arm64"],
            handler="watchdog.probe.handle",
            code=lambda_archive("watchdog"),
            memory_size=256,
            timeout=_TIMEOUT_SECONDS,
            logging_config={"log_format": "JSON", "log_group": logs.name},
            tags=tags("fn"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        self.function_arn = function.arn
        self.register_outputs({"function_arn": self.function_arn, "origin": dict(args.get("origin", {}))})


def _key(name: str, args: WatchdogProbeArgs, child: pulumi.ResourceOptions) -> pulumi.Output[str]:
    return EncryptionKey(
        name,
        {
            "region": args["region"],
            "account_id": args["account_id"],
            "description": "Logs of the watchdogs' probes",
            "protection": args.get("protection", True),
            "tags": args.get("tags", {}),
        },
        child,
    ).key_arn
