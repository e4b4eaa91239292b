"""The Auto Scaling group of a service and what changes its size."""

from typing import TypeAlias

import pulumi
from pulumi_aws import autoscaling, ec2

from holdfast.components.auto_scaling_args import (
    AutoScalingServiceArgs,
    WarmPool,
    WarmPoolState,
)
from holdfast.components.boot_files import LAUNCH_HOOK
from holdfast.topology.values import ZoneDistribution

_SECONDS_PER_DAY = 86_400
_UNCHANGED = -1
_CPU, _REQUESTS = "ASGAverageCPUUtilization", "ALBRequestCountPerTarget"
_Metric: TypeAlias = "autoscaling.PolicyTargetTrackingConfigurationPredefinedMetricSpecificationArgsDict"


def declare_group(
    name: str,
    args: AutoScalingServiceArgs,
    template: "ec2.LaunchTemplate",
    *,
    depends_on: list[pulumi.Resource],
    parent: pulumi.Resource,
) -> "autoscaling.Group":
    """Declare ``<name>-asg``.

    Args:
        name: Logical name of the service's component.
        args: The service's arguments.
        template: What instances are made of, by its numbered version: AWS rolls nothing back to ``$Latest``.
        depends_on: What an instance needs when it boots.
        parent: The service's component.
    """
    instances, scaling, health = args["instances"], args["scaling"], args.get("health", {})
    reservations = _declare_reservations(name, args, pulumi.ResourceOptions(parent=parent))
    targets = [target["arn"] for _, target in sorted(args["target_groups"].items()) if "arn" in target]
    warm_pool = scaling.get("warm_pool")
    mixed = len(instances["types"]) > 1 or "spot" in instances
    version = template.latest_version.apply(lambda number: str(int(number)))
    lifetime_days = instances.get("max_lifetime_days")
    return autoscaling.Group(
        f"{name}-asg",
        region=args["region"],
        min_size=int(scaling["minimum"]),
        max_size=int(scaling["maximum"]),
        vpc_zone_identifiers=args["network"]["subnet_ids"],
        target_group_arns=targets,
        launch_template=None if mixed else {"id": template.id, "version": version},
        mixed_instances_policy=_mixed_instances(args, template, version) if mixed else None,
        health_check_type="ELB" if targets else "EC2",
        health_check_grace_period=int(health.get("grace_period_seconds", 300)),
        default_instance_warmup=int(health.get("warmup_seconds", 120)),
        instance_refresh=_instance_refresh(args),
        instance_maintenance_policy=_healthy_range(args),
        availability_zone_distribution={
            "capacity_distribution_strategy": instances.get(
                "distribution", ZoneDistribution.BALANCED_BEST_EFFORT
            )
        },
        capacity_reservation_specification=_reservation_use(reservations) if reservations else None,
        capacity_rebalance="spot" in instances,
        max_instance_lifetime=int(lifetime_days) * _SECONDS_PER_DAY if lifetime_days is not None else None,
        warm_pool=_warm_pool(warm_pool) if warm_pool is not None else None,
        termination_policies=["OldestLaunchTemplate", "AllocationStrategy", "OldestInstance"],
        enabled_metrics=_metrics(),
        # For launches alone, not for healthy targets: those wait for a listener, which may wait for a domain.
        wait_for_capacity_timeout="10m",
        tags=[
            {"key": key, "value": value, "propagate_at_launch": True}
            for key, value in sorted({**args.get("tags", {}), "Name": name}.items())
        ],
        opts=pulumi.ResourceOptions(parent=parent, depends_on=depends_on, ignore_changes=["desiredCapacity"]),
    )


def _metrics() -> "list[autoscaling.Metric]":
    return [
        autoscaling.Metric.GROUP_DESIRED_CAPACITY,
        autoscaling.Metric.GROUP_IN_SERVICE_INSTANCES,
        autoscaling.Metric.GROUP_MAX_SIZE,
        autoscaling.Metric.GROUP_MIN_SIZE,
        autoscaling.Metric.GROUP_PENDING_INSTANCES,
        autoscaling.Metric.GROUP_STANDBY_INSTANCES,
        autoscaling.Metric.GROUP_TERMINATING_INSTANCES,
        autoscaling.Metric.GROUP_TOTAL_INSTANCES,
    ]


def declare_scaling(
    name: str, args: AutoScalingServiceArgs, group: "autoscaling.Group", child: pulumi.ResourceOptions
) -> None:
    """Declare the scaling policies, the scheduled actions and the hook that a warm pool needs.

    Args:
        name: Logical name of the service's component.
        args: The service's arguments.
        group: The Auto Scaling group.
        child: Options that make the service the parent.
    """
    scaling = args["scaling"]
    cpu = float(scaling.get("cpu_target_percent", 60))
    _policy(f"{name}-cpu", args, group, _tracking(args, cpu, {"predefined_metric_type": _CPU}), child)
    requests = scaling.get("requests_per_target_per_minute")
    for key, target in sorted(args["target_groups"].items()):
        if requests is not None and "label" in target:
            metric: _Metric = {"predefined_metric_type": _REQUESTS, "resource_label": target["label"]}
            _policy(f"{name}-requests-{key}", args, group, _tracking(args, float(requests), metric), child)
    for key in sorted(scaling.get("schedules", {})):
        _schedule(name, args, group, key, child)
    if "warm_pool" in scaling:
        autoscaling.LifecycleHook(
            f"{name}-hook-launch",
            region=args["region"],
            name=LAUNCH_HOOK,
            autoscaling_group_name=group.name,
            lifecycle_transition="autoscaling:EC2_INSTANCE_LAUNCHING",
            default_result="ABANDON",
            heartbeat_timeout=int(args.get("health", {}).get("grace_period_seconds", 300)),
            opts=child,
        )


def _policy(
    name: str,
    args: AutoScalingServiceArgs,
    group: "autoscaling.Group",
    tracking: "autoscaling.PolicyTargetTrackingConfigurationArgsDict",
    child: pulumi.ResourceOptions,
) -> None:
    autoscaling.Policy(
        name,
        region=args["region"],
        autoscaling_group_name=group.name,
        policy_type="TargetTrackingScaling",
        target_tracking_configuration=tracking,
        opts=child,
    )


def _tracking(
    args: AutoScalingServiceArgs, target_value: float, metric: _Metric
) -> "autoscaling.PolicyTargetTrackingConfigurationArgsDict":
    return {
        "predefined_metric_specification": metric,
        "target_value": target_value,
        "disable_scale_in": not args["scaling"].get("scale_in", True),
    }


def _schedule(
    name: str,
    args: AutoScalingServiceArgs,
    group: "autoscaling.Group",
    key: str,
    child: pulumi.ResourceOptions,
) -> None:
    schedule = args["scaling"]["schedules"][key]
    autoscaling.Schedule(
        f"{name}-schedule-{key}",
        region=args["region"],
        autoscaling_group_name=group.name,
        scheduled_action_name=key,
        recurrence=schedule["recurrence"],
        time_zone=schedule.get("time_zone", "Etc/UTC"),
        # Left out, a size would become 0.
        min_size=int(schedule.get("minimum", _UNCHANGED)),
        max_size=int(schedule.get("maximum", _UNCHANGED)),
        desired_capacity=int(schedule.get("desired", _UNCHANGED)),
        opts=child,
    )


def _declare_reservations(
    name: str, args: AutoScalingServiceArgs, child: pulumi.ResourceOptions
) -> "list[ec2.CapacityReservation]":
    return [
        ec2.CapacityReservation(
            f"{name}-reservation-{key}",
            region=args["region"],
            availability_zone=reservation["zone"],
            instance_type=args["instances"]["types"][0],
            instance_platform="Linux/UNIX",
            instance_count=int(reservation["instances"]),
            # Targeted: only who names it gets it, so that another group cannot take the room.
            instance_match_criteria="targeted",
            end_date_type="unlimited",
            tags={**args.get("tags", {}), "Name": f"{name}-reservation-{key}"},
            opts=child,
        )
        for key, reservation in sorted(args["instances"].get("capacity_reservations", {}).items())
    ]


def _reservation_use(
    reservations: "list[ec2.CapacityReservation]",
) -> "autoscaling.GroupCapacityReservationSpecificationArgsDict":
    # First and not only: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CapacityReservationSpecification.html
    return {
        "capacity_reservation_preference": "capacity-reservations-first",
        "capacity_reservation_target": {"capacity_reservation_ids": [one.id for one in reservations]},
    }


def _mixed_instances(
    args: AutoScalingServiceArgs, template: "ec2.LaunchTemplate", version: pulumi.Output[str]
) -> "autoscaling.GroupMixedInstancesPolicyArgsDict":
    spot = args["instances"].get("spot")
    distribution: autoscaling.GroupMixedInstancesPolicyInstancesDistributionArgsDict = {
        "on_demand_allocation_strategy": "prioritized",
        "on_demand_base_capacity": int(spot["on_demand_base"]) if spot else 0,
        "on_demand_percentage_above_base_capacity": 100 - int(spot["percent_above_base"]) if spot else 100,
        "spot_allocation_strategy": "price-capacity-optimized",
    }
    return {
        "launch_template": {
            "launch_template_specification": {"launch_template_id": template.id, "version": version},
            "overrides": [{"instance_type": one} for one in args["instances"]["types"]],
        },
        "instances_distribution": distribution,
    }


def _healthy_range(args: AutoScalingServiceArgs) -> "autoscaling.GroupInstanceMaintenancePolicyArgsDict":
    refresh = args.get("refresh", {})
    return {
        "min_healthy_percentage": int(refresh.get("min_healthy_percent", 100)),
        "max_healthy_percentage": int(refresh.get("max_healthy_percent", 110)),
    }


def _instance_refresh(args: AutoScalingServiceArgs) -> "autoscaling.GroupInstanceRefreshArgsDict":
    refresh, healthy = args.get("refresh", {}), _healthy_range(args)
    preferences: autoscaling.GroupInstanceRefreshPreferencesArgsDict = {
        "auto_rollback": refresh.get("auto_rollback", "ami_id" in args["instances"]),
        "min_healthy_percentage": healthy["min_healthy_percentage"],
        "max_healthy_percentage": healthy["max_healthy_percentage"],
        # AWS starts no refresh that skips matching instances where the AMI is a parameter's reference:
        # https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html
        "skip_matching": not {"ami_id", "copied_ami_id"}.isdisjoint(args["instances"]),
    }
    if alarms := refresh.get("alarm_names"):
        preferences["alarm_specification"] = {"alarms": list(alarms)}
    return {"strategy": "Rolling", "preferences": preferences}


def _warm_pool(pool: WarmPool) -> "autoscaling.GroupWarmPoolArgsDict":
    return {
        "pool_state": pool.get("state", WarmPoolState.STOPPED),
        "min_size": int(pool["minimum"]),
        "instance_reuse_policy": {"reuse_on_scale_in": pool.get("reuse_on_scale_in", False)},
    }
