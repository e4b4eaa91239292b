"""Lambda functions: planned values as declared resources of a region."""

from collections.abc import Mapping

import pulumi

from holdfast.components.lambda_args import FunctionConcurrency, FunctionWorkload, LambdaServiceArgs
from holdfast.components.lambda_service import LambdaService
from holdfast.components.regional_scope import RegionalScope
from holdfast.components.service_args import ServiceStore
from holdfast.topology.values import FunctionPlan, ServicePlan


def declare_function(
    scope: RegionalScope, service: ServicePlan, *, stores: Mapping[str, ServiceStore]
) -> LambdaService:
    """Declare a service's function in the region.

    Args:
        scope: The region.
        service: The service as it runs there.
        stores: What it needs in order to use its stores, by their keys.
    """
    plan = function_of(service)
    args: LambdaServiceArgs = {
        "region": scope.plan.region,
        "service": service.key,
        "workload": _workload(service, plan, scope.secrets(service)),
        "key_arn": scope.key_arn,
        "concurrency": _concurrency(plan),
        "stores": stores,
        "tracing": plan.tracing,
        "log_retention_days": service.log_retention_days,
        "tags": {**scope.tags, "Service": service.key},
        "origin": {**service.origin, **plan.origin, **service.capacity.origin},
    }
    if scope.own_network is not None:
        args["network"] = {
            "vpc_id": scope.network["vpc_id"],
            "subnet_ids": scope.network["private_subnet_ids"],
            "vpc_cidr": scope.network["cidr"],
        }
    return LambdaService(f"{scope.name}-{service.key}", args, scope.child)


def function_of(service: ServicePlan) -> FunctionPlan:
    """Return what the function of a service is.

    Raises:
        ValueError: The service is of another kind.
    """
    if service.function is None:
        raise ValueError(f"{service.key}: a service of kind {service.kind} has no function")
    return service.function


def _workload(
    service: ServicePlan, plan: FunctionPlan, secrets: Mapping[str, pulumi.Input[str]]
) -> FunctionWorkload:
    workload: FunctionWorkload = {
        "architecture": plan.architecture,
        "memory_mib": plan.memory_mib,
        "timeout_seconds": plan.timeout_seconds,
        "snap_start": plan.snap_start,
        "environment": service.environment,
        "secrets": secrets,
    }
    if service.image is not None:
        workload["image"] = service.image
    if service.artefact is not None:
        workload["artefact"] = service.artefact
    if plan.handler is not None:
        workload["handler"] = plan.handler
    if plan.runtime is not None:
        workload["runtime"] = plan.runtime
    if plan.layers:
        workload["layers"] = plan.layers
    return workload


def _concurrency(plan: FunctionPlan) -> FunctionConcurrency:
    args: FunctionConcurrency = {}
    if plan.reserved is not None:
        args["reserved"] = plan.reserved
    if plan.provisioned is not None:
        args["provisioned"] = {
            "minimum": plan.provisioned.minimum,
            "maximum": plan.provisioned.maximum,
            "target_percent": plan.provisioned.target_percent,
        }
    return args
