"""Lambda functions, planned, and what Lambda takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.words import Architecture

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, 2026-11
LEAST_FUNCTION_MEMORY_MIB, LARGEST_FUNCTION_MEMORY_MIB = 128, 10_240
LONGEST_FUNCTION_SECONDS = 900
MOST_FUNCTION_ENVIRONMENT_BYTES = 4096
LEAST_UNRESERVED_EXECUTIONS = 100
"""Concurrent executions of an account and region that no function may reserve
(https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html, 2026-11)."""

FUNCTION_ARTEFACT = r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[A-Za-z0-9._/=+-]+\.zip"
"""Where the code of a function lies, but for an image."""
FUNCTION_RUNTIME = r"(nodejs\d+\.x|python3\.\d+|java\d+|dotnet\d+|ruby\d+\.\d+|provided\.al2023)"
"""Forms of the runtimes that are not deprecated
(https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, 2026-11); of which there are new ones each
year, so no list."""
SNAP_START_RUNTIME = r"(java(1[1-9]|[2-9]\d)|python3\.(1[2-9]|[2-9]\d)|dotnet([89]|[1-9]\d))"
"""Java 11, Python 3.12, .NET 8 and later, no image
(https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-runtimes, 2026-11)."""
LAMBDA_RESERVED_VARIABLES = frozenset(
    {
        "_HANDLER",
        "_X_AMZN_TRACE_ID",
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
    }
)
"""Environment variables that Lambda sets and takes from nobody
(https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, reserved, 2026-11)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProvisionedPlan:
    """Executions that are initialised ahead, and the use of them in percent that scaling holds."""

    minimum: int
    maximum: int
    target_percent: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionPlan:
    """A service's function in one region.

    ``carried_rps`` is what the region's needed executions carry, after the loss that the stack survives.
    ``quota`` is what the account may run at a time in the region, all functions together.
    """

    architecture: Architecture
    handler: str | None
    runtime: str | None
    memory_mib: int
    timeout_seconds: int
    snap_start: bool
    tracing: bool
    provisioned: ProvisionedPlan | None
    reserved: int | None
    quota: int
    carried_rps: float
    layers: tuple[str, ...] = ()
    origin: Origin = field(default_factory=no_origin)
