"""Contradictions in the arguments of a service on Lambda, in a person's words."""

import re
from collections.abc import Iterator

from holdfast.components import lambda_role
from holdfast.components.container_image import ecr_image, image_problems, image_region_problems
from holdfast.components.lambda_args import FunctionWorkload, LambdaServiceArgs, stands_in_network
from holdfast.components.refusals import refuse_if_any
from holdfast.components.service_environment import environment_problems
from holdfast.components.service_policy import policy_problems
from holdfast.components.service_stores import store_problems
from holdfast.topology.values import LOG_RETENTION_DAYS
from holdfast.topology.values.function import (
    FUNCTION_ARTEFACT,
    FUNCTION_RUNTIME,
    LAMBDA_RESERVED_VARIABLES,
    LARGEST_FUNCTION_MEMORY_MIB,
    LEAST_FUNCTION_MEMORY_MIB,
    LONGEST_FUNCTION_SECONDS,
    MOST_FUNCTION_ENVIRONMENT_BYTES,
    SNAP_START_RUNTIME,
)

_KEY = re.compile(r"[a-z][a-z0-9-]*")
_PERCENT = 100


def refuse(name: str, args: LambdaServiceArgs) -> None:
    """Refuse what AWS or reason refuses.

    Args:
        name: Logical name of the service's component.
        args: The service.

    Raises:
        ValueError: All problems at once.
    """
    workload = args["workload"]
    problems = [
        *_code_problems(args),
        *_size_problems(workload),
        *_environment_problems(workload),
        *_concurrency_problems(args),
        *_other_problems(args),
        *store_problems(
            args.get("stores", {}),
            environment=workload.get("environment", {}),
            secrets=workload.get("secrets", {}),
        ),
    ]
    # What is wrong in itself makes no policy.
    refuse_if_any(f"service '{name}'", problems or _policy_problems(args))


def _code_problems(args: LambdaServiceArgs) -> Iterator[str]:
    workload = args["workload"]
    image, artefact = workload.get("image"), workload.get("artefact")
    if (image is None) == (artefact is None):
        yield "workload: give either 'image' or 'artefact', and not both"
    if artefact is not None:
        if not re.fullmatch(FUNCTION_ARTEFACT, artefact):
            yield f"workload: 'artefact' must be like 's3://bucket/key.zip', got {artefact!r}"
        for needed in ("handler", "runtime"):
            if needed not in workload:
                yield f"workload: an artefact needs '{needed}'"
        runtime = workload.get("runtime", "")
        if runtime and not re.fullmatch(FUNCTION_RUNTIME, runtime):
            yield f"workload: 'runtime' is none that Lambda supports, such as 'python3.13', got {runtime!r}"
    if image is not None:
        yield from _image_problems(image, args)


def _image_problems(image: str, args: LambdaServiceArgs) -> Iterator[str]:
    yield from (f"workload: {problem}" for problem in image_problems(image))
    if ecr_image(image) is None:
        yield f"workload: 'image' must lie in Amazon ECR, Lambda takes no other registry, got {image!r}"
    yield from (
        f"workload: {problem}" for problem in image_region_problems(image, args["region"], runs="functions")
    )
    for useless in ("handler", "runtime"):
        if useless in args["workload"]:
            yield f"workload: an image brings its own '{useless}': leave it out"


def _size_problems(workload: FunctionWorkload) -> Iterator[str]:
    memory, timeout = int(workload.get("memory_mib", 512)), int(workload.get("timeout_seconds", 10))
    if not LEAST_FUNCTION_MEMORY_MIB <= memory <= LARGEST_FUNCTION_MEMORY_MIB:
        yield (
            f"'workload.memory_mib' must be {LEAST_FUNCTION_MEMORY_MIB} to {LARGEST_FUNCTION_MEMORY_MIB},"
            f" got {memory}"
        )
    if not 1 <= timeout <= LONGEST_FUNCTION_SECONDS:
        yield f"'workload.timeout_seconds' must be 1 to {LONGEST_FUNCTION_SECONDS}, got {timeout}"


def _environment_problems(workload: FunctionWorkload) -> Iterator[str]:
    environment, secrets = workload.get("environment", {}), workload.get("secrets", {})
    yield from (f"workload: {problem}" for problem in environment_problems(environment, secrets))
    for name in sorted({*environment, *secrets} & LAMBDA_RESERVED_VARIABLES):
        yield f"workload: {name!r} is Lambda's own environment variable: leave it out"
    size = sum(len(name.encode()) + len(value.encode()) for name, value in environment.items())
    if size > MOST_FUNCTION_ENVIRONMENT_BYTES:
        yield (
            f"'workload.environment' takes {size} bytes, and Lambda {MOST_FUNCTION_ENVIRONMENT_BYTES} for all"
            " variables: keep long values in a parameter and name it in 'secrets'"
        )


def _concurrency_problems(args: LambdaServiceArgs) -> Iterator[str]:
    asked = args.get("concurrency", {})
    reserved = asked.get("reserved")
    if reserved is not None and int(reserved) < 1:
        yield f"'concurrency.reserved' must be 1 or more (0 would stop the function), got {reserved}"
    if args["workload"].get("snap_start"):
        runtime = args["workload"].get("runtime", "")
        # https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-runtimes
        if not re.fullmatch(SNAP_START_RUNTIME, runtime):
            yield "'workload.snap_start' takes an artefact of Java 11, Python 3.12, .NET 8 or later"
        if "provisioned" in asked:
            yield "'workload.snap_start' and 'concurrency.provisioned' exclude each other: choose one"
    if "provisioned" not in asked:
        return
    provisioned = asked["provisioned"]
    least, most = int(provisioned["minimum"]), int(provisioned["maximum"])
    if least < 1 or most < least:
        yield (
            "'concurrency.provisioned' needs a minimum of 1 or more and a maximum no less than it,"
            f" got {least} and {most}"
        )
    if reserved is not None and most > int(reserved):
        yield f"'concurrency.provisioned.maximum' is {most}, above the {int(reserved)} that are reserved"
    percent = int(provisioned.get("target_percent", 70))
    if not 1 <= percent <= _PERCENT:
        yield f"'concurrency.provisioned.target_percent' must be 1 to 100, got {percent}"


def _other_problems(args: LambdaServiceArgs) -> Iterator[str]:
    if not _KEY.fullmatch(args["service"]):
        yield f"'service' must be lower-case letters, digits and hyphens, got {args['service']!r}"
    if stands_in_network(args) and "network" not in args:
        yield "'network' is needed: a store in 'stores' stands in a VPC"
    if int(args.get("log_retention_days", 30)) not in LOG_RETENTION_DAYS:
        allowed = ", ".join(map(str, LOG_RETENTION_DAYS))
        yield f"'log_retention_days' must be one of {allowed}, got {args['log_retention_days']}"


def _policy_problems(args: LambdaServiceArgs) -> Iterator[str]:
    """What is wrong with the role's policy, however short the values are that only deployment knows."""
    secrets = [arn for arn in args["workload"].get("secrets", {}).values() if isinstance(arn, str)]
    own = lambda_role.statements(
        lambda_role.function_access(args), log_group_arn="", dead_letters_arn="", key_arn="", secrets=secrets
    )
    return policy_problems(own, args.get("stores", {}))
