"""What a service on AWS Lambda is told."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.service_args import ServiceNetwork, ServiceStore
from holdfast.topology.values import Architecture


class FunctionWorkload(TypedDict):
    """What the function runs."""

    architecture: Architecture
    """Processor architecture of the code."""
    artefact: NotRequired[str]
    """``s3://bucket/key.zip`` in the function's own region. A release is a new key: Lambda looks at no object
    again whose key stays. Default: none, then ``image`` is needed."""
    image: NotRequired[str]
    """Container image in Amazon ECR, in the function's own region: Lambda takes no other registry
    (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html). Default: none, then ``artefact`` is
    needed."""
    handler: NotRequired[str]
    """Entry point in the artefact, such as ``app.handler``; an image names its own. Default: none."""
    runtime: NotRequired[str]
    """Lambda's runtime for the artefact, such as ``python3.13``; an image brings its own. Default: none."""
    layers: NotRequired[Sequence[str]]
    """ARNs of layers with their versions, in the function's own region, in the order in which they are laid;
    an image takes none. Default: none."""
    memory_mib: NotRequired[int]
    """Memory in MiB, 128 to 10240; CPU grows with it. Default: 512 (assumption)."""
    timeout_seconds: NotRequired[int]
    """Seconds after which an execution is cut off, 1 to 900; behind API Gateway at most 28 or 29. Default:
    10 (assumption)."""
    snap_start: NotRequired[bool]
    """Whether new executions start from a snapshot of the initialised version. Default: False."""
    environment: NotRequired[Mapping[str, str]]
    """Environment variables in the open; Lambda sets ``AWS_REGION`` and ``AWS_DEFAULT_REGION`` itself.
    Default: none."""
    secrets: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variable → ARN of the Secrets Manager secret or Parameter Store parameter, in the
    function's region and encrypted with ``key_arn`` or AWS's own key. The variable holds the ARN, never the
    value: the function reads it, as it may. Default: none."""


class ProvisionedConcurrency(TypedDict):
    """Executions of the alias that are initialised ahead, paid for by the hour."""

    minimum: int
    """Executions that are always ready, 1 or more."""
    maximum: int
    """Ceiling of scaling, no less than the minimum; the same number means a fixed size."""
    target_percent: NotRequired[int]
    """Use of them that scaling holds, 1 to 100 percent. Default: 70, as in AWS's example
    (https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html)."""


class FunctionConcurrency(TypedDict):
    """How many executions run at a time."""

    provisioned: NotRequired[ProvisionedConcurrency]
    """Executions that are initialised ahead. Default: none, each new execution starts cold."""
    reserved: NotRequired[int]
    """Executions that are the function's alone, and the most that it gets; 1 or more. Default: none, it
    shares the account's executions of the region with all other functions."""


class LambdaServiceArgs(TypedDict):
    """What one service on Lambda in one region needs."""

    region: str
    """AWS region in which every child is declared."""
    service: str
    """Key of the service: lower-case letters, digits and hyphens, a letter first."""
    workload: FunctionWorkload
    """What the function runs."""
    key_arn: pulumi.Input[str]
    """KMS key of the region for environment, logs and dead letters. Its policy must let CloudWatch Logs use
    it for the log group."""
    concurrency: NotRequired[FunctionConcurrency]
    """How many executions run at a time. Default: as many as are called for and the account has left."""
    network: NotRequired[ServiceNetwork]
    """Where the function stands in a VPC; used only when a store has a security group, since a function in a
    VPC needs a NAT gateway or endpoints for everything else. Default: none."""
    stores: NotRequired[Mapping[str, ServiceStore]]
    """Key of the store → what the service needs to use it. Default: none."""
    tracing: NotRequired[bool]
    """Whether X-Ray traces a sample of the requests. Default: False."""
    log_retention_days: NotRequired[int]
    """Days that logs are kept, one of CloudWatch Logs' own steps; 0 for ever. Default: 30 (assumption)."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def stands_in_network(args: LambdaServiceArgs) -> bool:
    """Whether the function stands in the VPC: only when a store can be reached no other way."""
    return any("security_group_id" in store for store in args.get("stores", {}).values())
