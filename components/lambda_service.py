"""One service as a Lambda function in one region: from its code to the executions that wait."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, ec2, lambda_, sqs

from holdfast.components import service_stores
from holdfast.components.lambda_args import LambdaServiceArgs, stands_in_network
from holdfast.components.lambda_concurrency import declare_provisioned_concurrency
from holdfast.components.lambda_limits import refuse
from holdfast.components.lambda_role import declare_function_role
from holdfast.components.service_security_group import declare_service_security_group

ALIAS = "live"
"""The alias that callers name, whatever version it leads to."""
_DEAD_LETTER_SECONDS = 1_209_600
"""14 days, the longest that SQS keeps a message
(https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html)."""


class LambdaService(pulumi.ComponentResource):
    """A service as a Lambda function, which AWS runs in all zones of the region and scales by itself.

    Declares: the function from an artefact in S3 or an image in ECR, of which each change is published as a
    version; the alias ``live``, which leads to the newest version and is all that callers name; an execution
    role for what running takes; a log group; a queue for the events of asynchronous calls that failed
    (nothing that API Gateway sends gets there: its calls are synchronous, and their errors go back to the
    client); by choice executions that are initialised ahead and scale with their use, and reserved
    concurrency. Where a store stands in the VPC: a security group, and the function joined to the private
    subnets.

    The settings say which version is live: nothing of the alias is ignored, and an update that changes the
    code moves it. Rolling back is naming the former artefact, which publishes its code anew. A weight that a
    release tool has put on another version is not undone by an update that changes nothing here, since an
    update looks at no resource that is not changed; one that changes the alias takes the weight away.

    Survives: the loss of a zone, which AWS makes up for in the others; the loss of a single execution; a bad
    version, for as long as the former one is named again; Lambda's control plane being away, as far as what
    runs and what is provisioned carries.
    Does not survive: the loss of the region. A quota of concurrent executions that is used up: calls are then
    refused, by other functions' fault too unless concurrency is reserved. The artefact's bucket or repository
    being away while a version is published.
    """

    function_name: pulumi.Output[str]
    """Name of the function."""
    function_arn: pulumi.Output[str]
    """ARN of the function, without a version."""
    alias_name: pulumi.Output[str]
    """Name of the alias, ``live``."""
    alias_arn: pulumi.Output[str]
    """ARN of the alias: what callers name."""
    invoke_arn: pulumi.Output[str]
    """ARN by which API Gateway invokes the alias."""
    dead_letter_queue_arn: pulumi.Output[str]
    """Queue of events of asynchronous calls that failed."""
    security_group_id: pulumi.Output[str | None]
    """Security group of the function, which stores admit; none outside of a VPC."""
    log_group_name: pulumi.Output[str]
    """Log group of the function."""
    role_arn: pulumi.Output[str]
    """Role of the function."""
    role_name: pulumi.Output[str]
    """Name of that role, to attach what the service itself may do."""

    def __init__(
        self, name: str, args: LambdaServiceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:LambdaService", name, {**args}, opts)
        refuse(name, args)
        self._prefix, self._plan, self._child = name, args, pulumi.ResourceOptions(parent=self)
        logs, dead_letters = self._log_group(), self._dead_letters()
        role, policy = declare_function_role(
            name, args, log_group_arn=logs.arn, dead_letters_arn=dead_letters.arn, child=self._child
        )
        group, rules = self._security_group()
        # Lambda tries the role's permissions on key, queue and subnets when the function is made.
        function = self._function(
            group, logs=logs, dead_letters=dead_letters, role_arn=role.arn, after=[policy, *rules]
        )
        alias = lambda_.Alias(
            f"{name}-alias",
            region=args["region"],
            name=ALIAS,
            function_name=function.name,
            function_version=function.version,
            opts=self._child,
        )
        if (provisioned := args.get("concurrency", {}).get("provisioned")) is not None:
            declare_provisioned_concurrency(
                name, args, provisioned, function=function, alias=alias, child=self._child
            )
        self.function_name, self.function_arn = function.name, function.arn
        self.alias_name, self.alias_arn, self.invoke_arn = alias.name, alias.arn, alias.invoke_arn
        self.dead_letter_queue_arn = dead_letters.arn
        self.security_group_id = pulumi.Output.from_input(group.id if group else None)
        self.log_group_name, self.role_arn, self.role_name = logs.name, role.arn, role.name
        self.register_outputs(
            {
                "function_name": self.function_name,
                "function_arn": self.function_arn,
                "alias_name": self.alias_name,
                "alias_arn": self.alias_arn,
                "invoke_arn": self.invoke_arn,
                "dead_letter_queue_arn": self.dead_letter_queue_arn,
                "security_group_id": self.security_group_id,
                "log_group_name": self.log_group_name,
                "role_arn": self.role_arn,
                "role_name": self.role_name,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _tags(self, name: str) -> dict[str, str]:
        return {**self._plan.get("tags", {}), "Name": name}

    def _log_group(self) -> "cloudwatch.LogGroup":
        name = f"{self._prefix}-logs"
        return cloudwatch.LogGroup(
            name,
            region=self._plan["region"],
            retention_in_days=int(self._plan.get("log_retention_days", 30)),
            kms_key_id=self._plan["key_arn"],
            tags=self._tags(name),
            opts=self._child,
        )

    def _dead_letters(self) -> "sqs.Queue":
        name = f"{self._prefix}-dead-letters"
        return sqs.Queue(
            name,
            region=self._plan["region"],
            kms_master_key_id=self._plan["key_arn"],
            message_retention_seconds=_DEAD_LETTER_SECONDS,
            tags=self._tags(name),
            opts=self._child,
        )

    def _security_group(self) -> "tuple[ec2.SecurityGroup | None, list[pulumi.Resource]]":
        if not stands_in_network(self._plan):
            return None, []
        return declare_service_security_group(
            self._prefix,
            region=self._plan["region"],
            service=self._plan["service"],
            runs="Functions",
            network=self._plan["network"],
            port=None,
            target_groups={},
            stores=self._plan.get("stores", {}),
            tags=self._plan.get("tags", {}),
            child=self._child,
        )

    def _function(
        self,
        group: "ec2.SecurityGroup | None",
        *,
        logs: "cloudwatch.LogGroup",
        dead_letters: "sqs.Queue",
        role_arn: pulumi.Output[str],
        after: list[pulumi.Resource],
    ) -> "lambda_.Function":
        name, workload = f"{self._prefix}-fn", self._plan["workload"]
        reserved = self._plan.get("concurrency", {}).get("reserved")
        return lambda_.Function(
            name,
            region=self._plan["region"],
            role=role_arn,
            publish=True,
            architectures=[str(workload["architecture"])],
            memory_size=int(workload.get("memory_mib", 512)),
            timeout=int(workload.get("timeout_seconds", 10)),
            environment={"variables": self._environment()},
            kms_key_arn=self._plan["key_arn"],
            reserved_concurrent_executions=None if reserved is None else int(reserved),
            dead_letter_config={"target_arn": dead_letters.arn},
            tracing_config={"mode": "Active" if self._plan.get("tracing", False) else "PassThrough"},
            logging_config={"log_format": "JSON", "log_group": logs.name},
            snap_start={"apply_on": "PublishedVersions"} if workload.get("snap_start") else None,
            vpc_config=None
            if group is None
            else {"subnet_ids": self._plan["network"]["subnet_ids"], "security_group_ids": [group.id]},
            tags=self._tags(name),
            opts=pulumi.ResourceOptions(parent=self, depends_on=after),
            **_code(self._plan),
        )

    def _environment(self) -> Mapping[str, pulumi.Input[str]]:
        workload = self._plan["workload"]
        return {
            **workload.get("environment", {}),
            **workload.get("secrets", {}),
            **service_stores.environment(self._plan.get("stores", {})),
        }


def _code(args: LambdaServiceArgs) -> dict[str, Any]:
    workload = args["workload"]
    if "image" in workload:
        return {"package_type": "Image", "image_uri": workload["image"]}
    bucket, _, key = workload["artefact"].removeprefix("s3://").partition("/")
    return {
        "package_type": "Zip",
        "s3_bucket": bucket,
        "s3_key": key,
        "handler": workload["handler"],
        "runtime": workload["runtime"],
        **({"layers": list(workload["layers"])} if workload.get("layers") else {}),
    }
