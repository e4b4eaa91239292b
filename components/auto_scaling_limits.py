"""Contradictions in an auto-scaling service's arguments, in a person's words."""

import re
from collections.abc import Iterator

from holdfast.components import boot, instance_role, service_stores, user_data
from holdfast.components.auto_scaling_args import (
    AutoScalingServiceArgs,
    ScheduledScaling,
    ServiceInstances,
    ServiceRefresh,
)
from holdfast.components.container_image import image_region_problems
from holdfast.components.refusals import refuse_if_any
from holdfast.components.service_environment import is_variable_name
from holdfast.components.service_policy import policy_problems
from holdfast.components.service_stores import store_problems
from holdfast.topology.values import LOG_RETENTION_DAYS

# MaxInstanceLifetime: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html
_LONGEST_LIFETIME_DAYS = 365
# https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceMaintenancePolicy.html
_LOWEST_MAX_HEALTHY, _HIGHEST_MAX_HEALTHY, _WIDEST_HEALTHY_RANGE = 100, 200, 100
_PERCENT, _HIGHEST_PORT = 100, 65_535
_KEY = re.compile(r"[a-z][a-z0-9-]*")
_LONGEST_ARN = "arn:aws:secretsmanager:" + "x" * 200
_LONGEST_LOG_GROUP = "x" * 128
# A DNS name has at most 255 octets (RFC 1035, section 2.3.4), a table's name at most 255 characters
# (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).
_LONGEST_STORE_VALUE = "x" * 255


def refuse(name: str, args: AutoScalingServiceArgs) -> None:
    """Refuse what AWS or reason refuses.

    Args:
        name: Logical name of the service's component.
        args: The service.

    Raises:
        ValueError: All problems at once.
    """
    workload = args["workload"]
    stores = store_problems(
        args.get("stores", {}),
        environment=workload.get("environment", {}),
        secrets=workload.get("secrets", {}),
    )
    problems = [*_argument_problems(args), *_workload_problems(args), *stores]
    # What is wrong in itself makes no policy.
    refuse_if_any(f"service '{name}'", problems or _policy_problems(name, args))


def _workload_problems(args: AutoScalingServiceArgs) -> list[str]:
    # Secrets, log group and what stores tell are known only later: what they will take at most is counted.
    largest = boot.service_boot(
        args,
        log_group=_LONGEST_LOG_GROUP,
        secrets=dict.fromkeys(args["workload"].get("secrets", {}), _LONGEST_ARN),
        stores=_largest_environment(args),
        agent=dict.fromkeys(args["workload"].get("agent", {}).get("secrets", {}), _LONGEST_ARN),
    )
    found = boot.problems(largest) or list(_place_problems(args, largest))
    return [f"workload: {problem}" for problem in found]


def _largest_environment(args: AutoScalingServiceArgs) -> dict[str, str]:
    """What stores tell at most, but for names that ``store_problems`` speaks of."""
    return {
        name: value if isinstance(value, str) else _LONGEST_STORE_VALUE
        for name, value in service_stores.environment(args.get("stores", {})).items()
        if is_variable_name(name) and name not in args["workload"].get("secrets", {})
    }


def _place_problems(args: AutoScalingServiceArgs, largest: boot.Boot) -> Iterator[str]:
    if largest.image is not None:
        yield from image_region_problems(largest.image, args["region"], runs="instances")
    if largest.agent is not None:
        yield from image_region_problems(largest.agent.image, args["region"], runs="instances")
    try:
        user_data.render(largest)
    except ValueError as error:
        yield str(error)


def _policy_problems(name: str, args: AutoScalingServiceArgs) -> Iterator[str]:
    """What is wrong with the role's policy, however short the values are that only deployment knows."""
    secrets = [arn for arn in args["workload"].get("secrets", {}).values() if isinstance(arn, str)]
    own = instance_role.statements(instance_role.service_access(name, args), "", "", secrets)
    return policy_problems(own, args.get("stores", {}))


def _argument_problems(args: AutoScalingServiceArgs) -> list[str]:
    return [
        *_instance_problems(args["instances"]),
        *_scaling_problems(args),
        *_spot_problems(args),
        *_refresh_problems(args.get("refresh", {}), fixed_ami="ami_id" in args["instances"]),
        *_other_problems(args),
    ]


def _instance_problems(instances: ServiceInstances) -> Iterator[str]:
    types = instances["types"]
    if "ami_id" in instances and "copied_ami_id" in instances:
        yield "'instances.ami_id' and 'instances.copied_ami_id' both say what is launched: leave one out"
    if not types:
        yield "'instances.types' is empty: name at least one instance type"
    if len(set(types)) < len(types):
        yield f"'instances.types' names a type twice: {', '.join(types)}"
    if int(instances.get("volume_gib", 20)) < 8:  # noqa: PLR2004  # the size of the AMI's own snapshot
        yield f"'instances.volume_gib' must be 8 or more, got {instances['volume_gib']}"
    if not 1 <= int(instances.get("max_lifetime_days", 1)) <= _LONGEST_LIFETIME_DAYS:
        yield f"'instances.max_lifetime_days' must be 1 to 365, got {instances['max_lifetime_days']}"
    for key, reservation in sorted(instances.get("capacity_reservations", {}).items()):
        if int(reservation["instances"]) < 1:
            yield f"'instances.capacity_reservations.{key}' must hold 1 instance or more"


def _scaling_problems(args: AutoScalingServiceArgs) -> Iterator[str]:
    scaling = args["scaling"]
    minimum, maximum = int(scaling["minimum"]), int(scaling["maximum"])
    if minimum < 0 or maximum < 1 or minimum > maximum:
        yield (
            "'scaling.minimum' must be 0 or more, 'scaling.maximum' 1 or more and no less than the minimum,"
            f" got {minimum} and {maximum}"
        )
    if not 1 <= scaling.get("cpu_target_percent", 60) <= _PERCENT:
        yield f"'scaling.cpu_target_percent' must be 1 to 100, got {scaling['cpu_target_percent']}"
    if scaling.get("requests_per_target_per_minute", 1) <= 0:
        yield "'scaling.requests_per_target_per_minute' must be above 0"
    if "requests_per_target_per_minute" in scaling and not args["target_groups"]:
        yield "'scaling.requests_per_target_per_minute' needs a target group: nothing counts requests"
    if "warm_pool" in scaling and "health_path" not in args["workload"]:
        yield "'scaling.warm_pool' needs 'workload.health_path': an instance is put to sleep once it answers"
    for key, schedule in sorted(scaling.get("schedules", {}).items()):
        yield from _schedule_problems(f"scaling.schedules.{key}", schedule)


def _schedule_problems(path: str, schedule: ScheduledScaling) -> Iterator[str]:
    if not {"minimum", "maximum", "desired"} & schedule.keys():
        yield f"'{path}' changes nothing: give 'minimum', 'maximum' or 'desired'"
    if len(schedule["recurrence"].split()) != 5:  # noqa: PLR2004  # minute, hour, day, month, weekday
        yield f"'{path}.recurrence' must have five fields, got {schedule['recurrence']!r}"
    if "minimum" in schedule and "maximum" in schedule and schedule["minimum"] > schedule["maximum"]:
        yield f"'{path}' has a minimum above its maximum"


def _spot_problems(args: AutoScalingServiceArgs) -> Iterator[str]:
    instances, scaling = args["instances"], args["scaling"]
    if "warm_pool" in scaling and ("spot" in instances or len(instances["types"]) > 1):
        # https://docs.aws.amazon.com/cli/latest/reference/autoscaling/put-warm-pool.html
        yield (
            "'scaling.warm_pool' goes with one instance type bought on demand:"
            " AWS keeps no warm pool for spot or mixed instances"
        )
    if (spot := instances.get("spot")) is None:
        return
    base = int(spot["on_demand_base"])
    if base < max(1, int(scaling["minimum"])):
        yield (
            f"'instances.spot.on_demand_base' is {base}, but what has to run ({int(scaling['minimum'])}, at"
            " least 1) must not be spot; with a minimum of 0 give what a failover will need"
        )
    if not 1 <= int(spot["percent_above_base"]) <= _PERCENT:
        yield f"'instances.spot.percent_above_base' must be 1 to 100, got {spot['percent_above_base']}"
    if len(instances["types"]) == 1:
        yield "'instances.spot' with one instance type has one pool per zone to lose: name at least two types"


def _refresh_problems(refresh: ServiceRefresh, *, fixed_ami: bool) -> Iterator[str]:
    least, most = int(refresh.get("min_healthy_percent", 100)), int(refresh.get("max_healthy_percent", 110))
    if not 0 <= least <= _PERCENT or not _LOWEST_MAX_HEALTHY <= most <= _HIGHEST_MAX_HEALTHY:
        yield (
            "'refresh.min_healthy_percent' must be 0 to 100 and 'refresh.max_healthy_percent' 100 to 200,"
            f" got {least} and {most}"
        )
    elif most - least > _WIDEST_HEALTHY_RANGE:
        yield f"'refresh' allows {least} to {most} percent, and AWS takes a range of at most 100"
    if refresh.get("auto_rollback") and not fixed_ami:
        # https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html
        yield (
            "'refresh.auto_rollback' needs 'instances.ami_id': AWS rolls no group back whose AMI is a"
            " parameter's reference, and none to a copy that is gone"
        )


def _other_problems(args: AutoScalingServiceArgs) -> Iterator[str]:
    if not _KEY.fullmatch(args["service"]):
        yield f"'service' must be lower-case letters, digits and hyphens, got {args['service']!r}"
    port = int(args["workload"]["port"])
    if not 1 <= port <= _HIGHEST_PORT:
        yield f"'workload.port' must be 1 to 65535, got {port}"
    health = args.get("health", {})
    for key, value in sorted(health.items()):
        if int(str(value)) < 0:
            yield f"'health.{key}' must be 0 or more, got {value}"
    if args["target_groups"] and int(health.get("grace_period_seconds", 300)) == 0:
        yield "'health.grace_period_seconds' of 0 replaces instances that still boot, for ever"
    if int(args.get("log_retention_days", 30)) not in LOG_RETENTION_DAYS:
        allowed = ", ".join(map(str, LOG_RETENTION_DAYS))
        yield f"'log_retention_days' must be one of {allowed}, got {args['log_retention_days']}"
