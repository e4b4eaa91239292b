"""Executions of a function's alias that are initialised ahead, and how their number follows their use."""

import pulumi
from pulumi_aws import appautoscaling, lambda_

from holdfast.components.lambda_args import LambdaServiceArgs, ProvisionedConcurrency

_TARGET_PERCENT = 70
_PERCENT = 100


def declare_provisioned_concurrency(
    name: str,
    args: LambdaServiceArgs,
    provisioned: ProvisionedConcurrency,
    *,
    function: "lambda_.Function",
    alias: "lambda_.Alias",
    child: pulumi.ResourceOptions,
) -> None:
    """Declare ``<name>-provisioned`` and, where the size may change, ``<name>-scaling`` twice.

    Args:
        name: Logical name of the service's component.
        args: The service.
        provisioned: How many executions are ready.
        function: The function.
        alias: The alias whose executions are ready.
        child: Options that make the service the parent.
    """
    least, most = int(provisioned["minimum"]), int(provisioned["maximum"])
    scales = most > least
    ready = lambda_.ProvisionedConcurrencyConfig(
        f"{name}-provisioned",
        region=args["region"],
        function_name=function.name,
        qualifier=alias.name,
        provisioned_concurrent_executions=least,
        # Scaling changes the number; an update would undo it in the middle of a failover.
        opts=pulumi.ResourceOptions.merge(
            child,
            pulumi.ResourceOptions(ignore_changes=["provisionedConcurrentExecutions"] if scales else None),
        ),
    )
    if not scales:
        return
    target = appautoscaling.Target(
        f"{name}-scaling",
        region=args["region"],
        service_namespace="lambda",
        # https://docs.aws.amazon.com/autoscaling/application/userguide/services-that-can-integrate-lambda.html
        resource_id=pulumi.Output.concat("function:", function.name, ":", alias.name),
        scalable_dimension="lambda:function:ProvisionedConcurrency",
        min_capacity=least,
        max_capacity=most,
        tags={**args.get("tags", {}), "Name": f"{name}-scaling"},
        opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[ready])),
    )
    appautoscaling.Policy(
        f"{name}-scaling",
        region=args["region"],
        policy_type="TargetTrackingScaling",
        service_namespace=target.service_namespace,
        resource_id=target.resource_id,
        scalable_dimension=target.scalable_dimension,
        target_tracking_scaling_policy_configuration={
            "predefined_metric_specification": {
                "predefined_metric_type": "LambdaProvisionedConcurrencyUtilization"
            },
            # A share, unlike other services' percentages.
            "target_value": int(provisioned.get("target_percent", _TARGET_PERCENT)) / _PERCENT,
        },
        opts=child,
    )
