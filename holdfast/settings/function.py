"""Settings of Lambda functions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import SettingsModel
from holdfast.topology.values import Architecture
from holdfast.topology.values.function import (
    FUNCTION_RUNTIME,
    LARGEST_FUNCTION_MEMORY_MIB,
    LEAST_FUNCTION_MEMORY_MIB,
    LONGEST_FUNCTION_SECONDS,
)


class ProvisionedConcurrencySettings(SettingsModel):
    """Executions that are initialised ahead: no cold start, paid for by the hour."""

    percent: Annotated[int, Field(ge=1, le=100)] = 100
    """Share of the needed executions that is always ready; in a standby region, of those that run there.
    Scaling adds more up to the maximum. Default: 100."""
    target_percent: Annotated[int, Field(ge=10, le=90)] = 70
    """Use of them that scaling holds. Default: 70."""


class FunctionSettings(SettingsModel):
    """A service's Lambda function, and what one concurrent execution carries.

    The code is the service's `artefact`, an `s3://<bucket>/<key>.zip`, or its `image` in Amazon ECR.
    """

    rps: Annotated[float, Field(gt=0)]
    """Requests per second that one concurrent execution carries, as measured by a load test: one second
    divided by how long a request takes."""
    architecture: Architecture = Architecture.ARM64
    """Processor architecture of the code, `arm64` or `x86_64`. Default: `arm64`."""
    handler: Annotated[str, Field(min_length=1, max_length=128, pattern=r"^\S+$")] | None = None
    """Entry point in an artefact, such as `app.handler`. Default: none; an image names its own."""
    runtime: (
        Annotated[
            str,
            Field(
                pattern=f"^{FUNCTION_RUNTIME}$",
                json_schema_extra={
                    "patternErrorMessage": "not a runtime that Lambda still supports, such as python3.13, "
                    "nodejs22.x, java21, dotnet8, ruby3.4 or provided.al2023"
                },
            ),
        ]
        | None
    ) = None
    """Lambda's runtime for an artefact, such as `python3.13`. Default: none; an image brings its own."""
    memory_mib: Annotated[int, Field(ge=LEAST_FUNCTION_MEMORY_MIB, le=LARGEST_FUNCTION_MEMORY_MIB)] = 512
    """Memory in MiB, 128 to 10240; CPU grows with it. Default: 512, an assumption: measure."""
    timeout_seconds: Annotated[int, Field(ge=1, le=LONGEST_FUNCTION_SECONDS)] = 10
    """Seconds after which an execution is cut off: at most 29 behind an HTTP API and 28 behind a REST API, so
    that the function says so and not API Gateway. Default: 10."""
    snap_start: bool = False
    """Start executions from a snapshot: Java, Python and .NET artefacts, without provisioned executions.
    Default: false."""
    provisioned: ProvisionedConcurrencySettings | None = None
    """Executions that are initialised ahead. Default: none, a new execution starts cold."""
    reserved: bool = False
    """Keep the service's maximum for it alone, which is then also the most that it gets. Default: false, all
    functions of the account share what there is."""
    quota: Annotated[int, Field(ge=1)] = 1000
    """Executions that the account may run at a time in each region, all functions together. Default: 1000,
    AWS's own, which new accounts may not have yet."""
    tracing: bool = False
    """Trace a sample of the requests with X-Ray. Default: false."""
