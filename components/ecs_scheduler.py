"""The ECS service itself: where tasks are placed, how they are replaced, who reaches them."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import ecs, iam

from holdfast.components.ecs_cluster import FARGATE, FARGATE_SPOT
from holdfast.components.ecs_roles import declare_shifting_role
from holdfast.components.ecs_service_args import EcsServiceArgs, EcsTarget
from holdfast.components.ecs_task import log_group_name, log_options
from holdfast.topology.values import DeploymentStrategy, TaskCapacity

_STRATEGIES = {DeploymentStrategy.ROLLING: "ROLLING", DeploymentStrategy.BLUE_GREEN: "BLUE_GREEN"}
_ALL_PERCENT = 100
# Longer than a load balancer's longest idle timeout, 4000 s, so that the proxy never closes first:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
_PROXY_IDLE_SECONDS = 4060
# The provider's own (terraform-provider-aws internal/service/ecs/service.go); the bake time is added.
_DEPLOYMENT_MINUTES = 20


def declare_scheduler(
    name: str,
    args: EcsServiceArgs,
    definition: "ecs.TaskDefinition",
    *,
    security_group_id: pulumi.Input[str],
    depends_on: Sequence[pulumi.Resource],
    parent: pulumi.Resource,
) -> "ecs.Service":
    """Declare ``<name>-service``, and for blue/green deployments the role that shifts requests.

    Args:
        name: Logical name of the service's component.
        args: The service's arguments.
        definition: What its tasks are.
        security_group_id: Security group of the tasks.
        depends_on: What a task needs when it starts.
        parent: The service's component.
    """
    deployment = args.get("deployment", {})
    attached = {key: one for key, one in sorted(args["target_groups"].items()) if "label" in one}
    wanted = DeploymentStrategy(deployment.get("strategy", DeploymentStrategy.ROLLING))
    # Without a group that a listener forwards to, there are no requests to shift.
    strategy = wanted if attached else DeploymentStrategy.ROLLING
    shifts = strategy is DeploymentStrategy.BLUE_GREEN
    bake_minutes = int(deployment.get("bake_minutes", 5)) if shifts else 0
    role, policies = (
        _shifting_role(name, args, pulumi.ResourceOptions(parent=parent)) if shifts else (None, [])
    )
    alarms, waits = deployment.get("alarm_names", ()), deployment.get("wait", False)
    minutes = f"{_DEPLOYMENT_MINUTES + bake_minutes}m"
    return ecs.Service(
        f"{name}-service",
        region=args["region"],
        cluster=args["cluster"]["arn"],
        task_definition=definition.arn,
        desired_count=int(args["scaling"]["minimum"]),
        capacity_provider_strategies=_capacity(args),
        # Or the provider refuses a change of the capacity providers, and older ones replace the service.
        force_new_deployment=True,
        availability_zone_rebalancing="ENABLED",
        ordered_placement_strategies=_placement(args),
        deployment_circuit_breaker={"enable": True, "rollback": True},
        deployment_configuration={
            "strategy": _STRATEGIES[strategy],
            **({"bake_time_in_minutes": str(bake_minutes)} if shifts else {}),
        },
        deployment_minimum_healthy_percent=int(deployment.get("min_healthy_percent", 100)),
        deployment_maximum_percent=int(deployment.get("max_percent", 200)),
        alarms={"alarm_names": list(alarms), "enable": True, "rollback": True} if alarms else None,
        load_balancers=_load_balancers(args, attached, role.arn if role else None),
        health_check_grace_period_seconds=int(deployment.get("grace_period_seconds", 300))
        if attached
        else None,
        network_configuration={
            "subnets": args["network"]["subnet_ids"],
            "security_groups": [
                security_group_id,
                *([args["discovery"]["security_group_id"]] if "discovery" in args else []),
            ],
            "assign_public_ip": False,
        },
        service_connect_configuration=_service_connect(name, args),
        enable_execute_command=args["task"].get("shell", False),
        enable_ecs_managed_tags=True,
        propagate_tags="SERVICE",
        wait_for_steady_state=waits,
        sigint_rollback=waits,
        tags={**args.get("tags", {}), "Name": name},
        opts=pulumi.ResourceOptions(
            parent=parent,
            depends_on=[*depends_on, *policies],
            ignore_changes=["desiredCount"],
            custom_timeouts=pulumi.CustomTimeouts(create=minutes, update=minutes),
        ),
    )


def _shifting_role(
    name: str, args: EcsServiceArgs, child: pulumi.ResourceOptions
) -> "tuple[iam.Role, list[pulumi.Resource]]":
    role, policy = declare_shifting_role(name, args, child)
    return role, [policy]


def _capacity(args: EcsServiceArgs) -> "list[ecs.ServiceCapacityProviderStrategyArgsDict]":
    if _runs_on(args) is TaskCapacity.EC2:
        return [{"capacity_provider": args["cluster"]["capacity_provider"], "base": 0, "weight": 1}]
    if (spot := args["scaling"].get("spot")) is None:
        return [{"capacity_provider": FARGATE, "base": 0, "weight": 1}]
    share = int(spot["percent_above_base"])
    return [
        {"capacity_provider": FARGATE, "base": int(spot["base"]), "weight": _ALL_PERCENT - share},
        {"capacity_provider": FARGATE_SPOT, "base": 0, "weight": share},
    ]


def _placement(args: EcsServiceArgs) -> "list[ecs.ServiceOrderedPlacementStrategyArgsDict] | None":
    """Over the zones first, which rebalancing needs on instances; Fargate does so by itself.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html, 2026-11.
    """
    if _runs_on(args) is TaskCapacity.FARGATE:
        return None
    return [
        {"type": "spread", "field": "attribute:ecs.availability-zone"},
        {"type": "spread", "field": "instanceId"},
    ]


def _runs_on(args: EcsServiceArgs) -> TaskCapacity:
    return TaskCapacity(args["task"].get("capacity", TaskCapacity.FARGATE))


def _load_balancers(
    args: EcsServiceArgs, attached: Mapping[str, EcsTarget], role_arn: pulumi.Input[str] | None
) -> "list[ecs.ServiceLoadBalancerArgsDict]":
    balancers: list[ecs.ServiceLoadBalancerArgsDict] = []
    for target in attached.values():
        balancer: ecs.ServiceLoadBalancerArgsDict = {
            "target_group_arn": target["arn"],
            "container_name": args["service"],
            "container_port": int(args["workload"]["port"]),
        }
        if role_arn is not None:
            shift = target["blue_green"]
            balancer["advanced_configuration"] = {
                "alternate_target_group_arn": shift["arn"],
                "production_listener_rule": shift["rule_arn"],
                "role_arn": role_arn,
            }
        balancers.append(balancer)
    return balancers


def _service_connect(
    name: str, args: EcsServiceArgs
) -> "ecs.ServiceServiceConnectConfigurationArgsDict | None":
    if "discovery" not in args:
        return None
    key, port = args["service"], int(args["workload"]["port"])
    return {
        "enabled": True,
        "namespace": args["discovery"]["namespace_arn"],
        "services": [
            {
                "port_name": key,
                "discovery_name": key,
                "client_alias": [{"dns_name": key, "port": port}],
                # Or the proxy would answer 504 after 15 seconds
                # (https://github.com/aws/containers-roadmap/issues/1958): 0 is no limit of its own, and what
                # calls has one.
                "timeout": {"idle_timeout_seconds": _PROXY_IDLE_SECONDS, "per_request_timeout_seconds": 0},
            }
        ],
        "log_configuration": {
            "log_driver": "awslogs",
            "options": log_options(args, log_group_name(name)),
        },
    }
