"""What changes the number of a service's tasks on ECS."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pulumi
from pulumi_aws import appautoscaling, ecs

from holdfast.components.cron import scheduled_action_expression
from holdfast.components.ecs_service_args import EcsServiceArgs

_CPU, _MEMORY = "ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"
_REQUESTS = "ALBRequestCountPerTarget"
_BOTH_GROUPS = "FILL(first, 0) + FILL(second, 0)"
# AWS's own: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html
_SCALE_IN_COOLDOWN_SECONDS = 300
_Configuration: TypeAlias = "appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgsDict"
_Predefined: TypeAlias = (
    "appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgsDict"
)
_Customized: TypeAlias = (
    "appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationArgsDict"
)
_Metric: TypeAlias = (
    "appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricArgsDict"
)


def declare_scaling(
    name: str, args: EcsServiceArgs, service: "ecs.Service", child: pulumi.ResourceOptions
) -> None:
    """Declare ``<name>-scaling``, the policies that track targets, and the scheduled actions.

    Args:
        name: Logical name of the service's component.
        args: The service's arguments.
        service: The service.
        child: Options that make the service the parent.
    """
    scaling = args["scaling"]
    target = appautoscaling.Target(
        f"{name}-scaling",
        region=args["region"],
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        resource_id=pulumi.Output.concat("service/", args["cluster"]["name"], "/", service.name),
        min_capacity=int(scaling["minimum"]),
        max_capacity=int(scaling["maximum"]),
        tags={**args.get("tags", {}), "Name": f"{name}-scaling"},
        opts=child,
    )
    scope = _Scope(args=args, target=target, child=child)
    scope.track(f"{name}-cpu", scaling.get("cpu_target_percent", 60), {"predefined_metric_type": _CPU})
    if (memory := scaling.get("memory_target_percent")) is not None:
        scope.track(f"{name}-memory", memory, {"predefined_metric_type": _MEMORY})
    if (requests := scaling.get("requests_per_target_per_minute")) is not None:
        for key, one in sorted(args["target_groups"].items()):
            if "blue_green" in one and "label" in one:
                both = [one["label"], one["blue_green"]["label"]]
                scope.track(f"{name}-requests-{key}", requests, customized=_of_both(both))
            elif "label" in one:
                metric: _Predefined = {"predefined_metric_type": _REQUESTS, "resource_label": one["label"]}
                scope.track(f"{name}-requests-{key}", requests, metric)
    for key in sorted(scaling.get("schedules", {})):
        scope.schedule(f"{name}-schedule-{key}", key)


@dataclass(frozen=True, kw_only=True)
class _Scope:
    """What the policies and actions of one service share."""

    args: EcsServiceArgs
    target: "appautoscaling.Target"
    child: pulumi.ResourceOptions

    def track(
        self,
        name: str,
        value: float,
        predefined: "_Predefined | None" = None,
        customized: "_Customized | None" = None,
    ) -> None:
        scaling = self.args["scaling"]
        configuration: _Configuration = {
            "target_value": float(value),
            "disable_scale_in": not scaling.get("scale_in", True),
            "scale_in_cooldown": _SCALE_IN_COOLDOWN_SECONDS,
            "scale_out_cooldown": int(scaling.get("scale_out_cooldown_seconds", 120)),
        }
        if predefined is not None:
            configuration["predefined_metric_specification"] = predefined
        if customized is not None:
            configuration["customized_metric_specification"] = customized
        appautoscaling.Policy(
            name,
            region=self.args["region"],
            policy_type="TargetTrackingScaling",
            service_namespace=self.target.service_namespace,
            scalable_dimension=self.target.scalable_dimension,
            resource_id=self.target.resource_id,
            target_tracking_scaling_policy_configuration=configuration,
            opts=self.child,
        )

    def schedule(self, name: str, key: str) -> None:
        schedule = self.args["scaling"]["schedules"][key]
        action: appautoscaling.ScheduledActionScalableTargetActionArgsDict = {}
        if "minimum" in schedule:
            action["min_capacity"] = int(schedule["minimum"])
        if "maximum" in schedule:
            action["max_capacity"] = int(schedule["maximum"])
        appautoscaling.ScheduledAction(
            name,
            region=self.args["region"],
            service_namespace=self.target.service_namespace,
            scalable_dimension=self.target.scalable_dimension,
            resource_id=self.target.resource_id,
            schedule=scheduled_action_expression(schedule["recurrence"]),
            timezone=schedule.get("time_zone", "Etc/UTC"),
            scalable_target_action=action,
            opts=self.child,
        )


def _of_both(labels: Sequence[pulumi.Input[str]]) -> _Customized:
    """Requests per task of two target groups, of which a blue/green deployment uses one at a time.

    AWS's own metric names one group and does not serve here: "The ALBRequestCountPerTarget metric for target
    tracking scaling policies is not supported for the blue/green deployment type"
    (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html,
    2026-11).

    Args:
        labels: ``app/<balancer>/<id>/targetgroup/<group>/<id>`` of each.
    """
    metrics: list[_Metric] = [
        {
            "id": key,
            "metric_stat": {
                "metric": {
                    "namespace": "AWS/ApplicationELB",
                    "metric_name": "RequestCountPerTarget",
                    "dimensions": [
                        {"name": "LoadBalancer", "value": _part(label, 0)},
                        {"name": "TargetGroup", "value": _part(label, 1)},
                    ],
                },
                "stat": "Sum",
            },
            "return_data": False,
        }
        for key, label in zip(("first", "second"), labels, strict=True)
    ]
    return {"metrics": [*metrics, {"id": "both", "expression": _BOTH_GROUPS, "return_data": True}]}


def _part(label: pulumi.Input[str], number: int) -> pulumi.Output[str]:
    """The load balancer's part of a label, or the target group's."""
    return pulumi.Output.from_input(label).apply(lambda text: _parts(text)[number])


def _parts(label: str) -> tuple[str, str]:
    balancer, _, group = label.partition("/targetgroup/")
    return balancer, f"targetgroup/{group}"
