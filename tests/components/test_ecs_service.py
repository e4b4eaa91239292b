"""What a service on ECS declares, and what it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pulumi.provider.experimental.component import ComponentProvider
from pulumi_aws import cloudwatch

from holdfast.components.ecs_service import EcsService
from holdfast.components.service_stores import database_access, table_access
from holdfast.topology.values import FARGATE_MEMORY_MIB, Architecture, DeploymentStrategy, TaskCapacity
from tests.components.declared import Declared, Resources, declared
from tests.components.ecs_sample import (
    BLUE_GREEN,
    IMAGE,
    KEY,
    PARAMETER,
    REGION,
    SECRET,
    TAGS,
    Change,
    service,
)

SHIFTS: Change = {
    "deployment.strategy": DeploymentStrategy.BLUE_GREEN,
    "target_groups.public.blue_green": BLUE_GREEN,
}
DISCOVERY = {"namespace_arn": "arn:namespace", "security_group_id": "sg-mesh"}
ON_EC2: Change = {"task.capacity": TaskCapacity.EC2, "cluster.capacity_provider": "own"}


def build(change: Change | None = None) -> Resources:
    return declared(lambda: EcsService("euw1-orders", service(change)))


def scheduler(change: Change | None = None) -> Declared:
    return build(change)("euw1-orders-service")


def container(change: Change | None = None) -> dict[str, Any]:
    (one,) = json.loads(build(change)("euw1-orders-task").inputs["containerDefinitions"])
    return dict(one)


def statements(found: Resources, policy: str) -> dict[str, Any]:
    return {one["Sid"]: one for one in json.loads(found(policy).inputs["policy"])["Statement"]}


def test_declares_exactly_this() -> None:
    assert build().pairs() == {
        ("holdfast:index:EcsService", "euw1-orders"),
        ("aws:cloudwatch/logGroup:LogGroup", "euw1-orders-logs"),
        ("aws:iam/role:Role", "euw1-orders-execution-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-orders-execution-policy"),
        ("aws:iam/role:Role", "euw1-orders-role"),
        ("aws:ec2/securityGroup:SecurityGroup", "euw1-orders-sg"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "euw1-orders-sg-ingress-public"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "euw1-orders-sg-egress-https"),
        ("aws:ecs/taskDefinition:TaskDefinition", "euw1-orders-task"),
        ("aws:ecs/service:Service", "euw1-orders-service"),
        ("aws:appautoscaling/target:Target", "euw1-orders-scaling"),
        ("aws:appautoscaling/policy:Policy", "euw1-orders-cpu"),
    }


def test_by_choice_it_declares_more() -> None:
    more = build(
        {
            **SHIFTS,
            "network.vpc_cidr": "10.0.0.0/16",
            "scaling.requests_per_target_per_minute": 1200,
            "scaling.memory_target_percent": 75,
            "scaling.schedules": {"evening": {"recurrence": "0 17 * * *", "minimum": 8}},
            "discovery": DISCOVERY,
            "task.shell": True,
        }
    )
    assert more.pairs() - build().pairs() == {
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "euw1-orders-sg-egress-vpc"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "euw1-orders-sg-ingress-services"),
        ("aws:appautoscaling/policy:Policy", "euw1-orders-requests-public"),
        ("aws:appautoscaling/policy:Policy", "euw1-orders-memory"),
        ("aws:appautoscaling/scheduledAction:ScheduledAction", "euw1-orders-schedule-evening"),
        ("aws:iam/role:Role", "euw1-orders-shift-role"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "euw1-orders-shift-policy"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-orders-policy"),
    }


def test_every_child_is_in_its_region_and_below_the_service() -> None:
    found = build({**SHIFTS, "discovery": DISCOVERY, "scaling.memory_target_percent": 75})
    assert {one.parent for one in found if one.custom} == {"euw1-orders"}
    regional = [one for one in found if one.custom and not one.type.startswith("aws:iam/")]
    assert {one.region for one in regional} == {REGION}


def test_outputs() -> None:
    assert build()("euw1-orders").outputs == {
        "service_name": "euw1-orders-service-0000",
        "service_arn": "arn:aws:ecs:eu-west-1:111122223333:Service/euw1-orders-service",
        "cluster_name": "euw1-cluster",
        "task_definition_arn": "arn:aws:ecs:eu-west-1:111122223333:TaskDefinition/euw1-orders-task",
        "security_group_id": "euw1-orders-sg-id",
        "log_group_name": "/ecs/holdfast/prod/euw1-orders",
        "role_arn": "arn:aws:iam::111122223333:Role/euw1-orders-role",
        "role_name": "euw1-orders-role-0000",
        "origin": {"minimum": "holdfast:services.orders.peak_rps"},
    }


def test_the_task_definition() -> None:
    found = build()
    task = found("euw1-orders-task")
    assert task.inputs["family"] == "holdfast-prod-euw1-orders"
    assert (task.inputs["cpu"], task.inputs["memory"]) == ("1024", "2048")
    assert task.inputs["networkMode"] == "awsvpc"
    assert task.inputs["requiresCompatibilities"] == ["FARGATE"]
    assert task.inputs["runtimePlatform"] == {
        "cpuArchitecture": "ARM64",
        "operatingSystemFamily": "LINUX",
    }
    assert task.inputs["executionRoleArn"] == found("euw1-orders-execution-role").arn
    assert task.inputs["taskRoleArn"] == found("euw1-orders-role").arn
    assert task.inputs["skipDestroy"] is True
    assert {"ephemeralStorage", "volumes"} & task.inputs.keys() == set()
    assert "euw1-orders-logs" in task.depends_on


def test_the_container_is_known_before_deployment() -> None:
    """Nothing of an ordinary service is made in an ``apply``, which a preview could not show."""
    task = build({"workload.secrets": {"PASSWORD": SECRET}})("euw1-orders-task")
    assert "containerDefinitions" not in {name for name, used in task.property_depends_on.items() if used}


def test_the_container() -> None:
    assert container({"workload.environment": {"B": "2", "A": "1"}, "workload.port": 8080.0}) == {
        "name": "orders",
        "image": IMAGE,
        "essential": True,
        "cpu": 0,
        "environment": [
            {"name": "A", "value": "1"},
            {"name": "AWS_DEFAULT_REGION", "value": REGION},
            {"name": "AWS_REGION", "value": REGION},
            {"name": "B", "value": "2"},
            {"name": "PORT", "value": "8080"},
        ],
        "secrets": [],
        "portMappings": [
            {
                "name": "orders",
                "containerPort": 8080,
                "hostPort": 8080,
                "protocol": "tcp",
                "appProtocol": "http",
            }
        ],
        "linuxParameters": {"initProcessEnabled": True},
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": "/ecs/holdfast/prod/euw1-orders",
                "awslogs-region": REGION,
                "awslogs-stream-prefix": "orders",
                "mode": "non-blocking",
                "max-buffer-size": "25m",
            },
        },
        "mountPoints": [],
        "readonlyRootFilesystem": False,
        "stopTimeout": 30,
        "systemControls": [],
        "volumesFrom": [],
    }


def test_secrets_are_references_and_read_by_the_start_alone() -> None:
    change: Change = {"workload.secrets": {"PASSWORD": SECRET, "KEY": PARAMETER}}
    assert container(change)["secrets"] == [
        {"name": "KEY", "valueFrom": PARAMETER},
        {"name": "PASSWORD", "valueFrom": SECRET},
    ]
    found = build(change)
    own = statements(found, "euw1-orders-execution-policy")
    assert own["ReadSecrets"]["Resource"] == [SECRET]
    assert own["ReadParameters"]["Action"] == ["ssm:GetParameters"]
    assert own["ReadParameters"]["Resource"] == [PARAMETER]
    assert own["DecryptThroughServices"]["Resource"] == [KEY]
    assert own["DecryptThroughServices"]["Condition"] == {
        "StringEquals": {
            "kms:ViaService": [f"secretsmanager.{REGION}.amazonaws.com", f"ssm.{REGION}.amazonaws.com"]
        }
    }
    assert "euw1-orders-policy" not in found.names()


def test_the_start_may_do_no_more() -> None:
    own = statements(build(), "euw1-orders-execution-policy")
    assert set(own) == {"Logs", "RegistryLogin", "PullImage"}
    assert own["PullImage"]["Resource"] == [f"arn:aws:ecr:{REGION}:111122223333:repository/orders"]
    group = "arn:aws:cloudwatch:eu-west-1:111122223333:LogGroup/euw1-orders-logs"
    assert own["Logs"]["Resource"] == [group, f"{group}:*"]
    public = build({"workload.image": "public.ecr.aws/nginx/nginx:1.29"})
    assert set(statements(public, "euw1-orders-execution-policy")) == {"Logs"}


def test_roles_are_for_tasks_of_this_account_and_region_alone() -> None:
    found = build()
    for name in ("euw1-orders-execution-role", "euw1-orders-role"):
        (trust,) = json.loads(found(name).inputs["assumeRolePolicy"])["Statement"]
        assert trust["Principal"] == {"Service": "ecs-tasks.amazonaws.com"}
        assert trust["Condition"] == {
            "ArnLike": {"aws:SourceArn": "arn:aws:ecs:eu-west-1:111122223333:*"},
            "StringEquals": {"aws:SourceAccount": "111122223333"},
        }


def test_stores_join_environment_role_and_network() -> None:
    store = database_access(
        "ledger",
        region=REGION,
        endpoint="ledger.test",
        reader_endpoint="reader.test",
        port=5432,
        database="app",
        secret_arn=SECRET,
        key_arn=KEY,
        security_group_id="sg-db",
    )
    found = build({"stores": {"ledger": store}})
    (one,) = json.loads(found("euw1-orders-task").inputs["containerDefinitions"])
    assert {"name": "STORE_LEDGER_ENDPOINT", "value": "ledger.test"} in one["environment"]
    assert statements(found, "euw1-orders-policy")["StoreLedger1"]["Resource"] == [SECRET]
    rule = found("euw1-orders-store-ledger").inputs
    assert (rule["securityGroupId"], rule["referencedSecurityGroupId"]) == ("sg-db", "euw1-orders-sg-id")
    assert rule["description"] == "Tasks of euw1-orders"
    assert {"euw1-orders-policy", "euw1-orders-store-ledger"} <= found("euw1-orders-service").depends_on


def test_a_store_that_deployment_knows_joins_the_environment_too() -> None:
    def program() -> None:
        table = cloudwatch.LogGroup("table")
        store = table_access(
            "orders", region=REGION, table_name=table.name, table_arn=table.arn, key_arn=None
        )
        EcsService("euw1-orders", {**service(), "stores": {"orders": store}})

    (one,) = json.loads(declared(program)("euw1-orders-task").inputs["containerDefinitions"])
    assert {"name": "STORE_ORDERS_TABLE", "value": "table-0000"} in one["environment"]


def test_the_log_group_is_encrypted() -> None:
    logs = build({"log_retention_days": 7.0})("euw1-orders-logs").inputs
    assert logs["kmsKeyId"] == KEY
    assert logs["retentionInDays"] == 7
    assert logs["name"] == "/ecs/holdfast/prod/euw1-orders"


def test_the_service() -> None:
    found = build()
    one = found("euw1-orders-service")
    assert one.inputs["cluster"] == "arn:cluster"
    assert one.inputs["taskDefinition"] == found("euw1-orders-task").arn
    assert one.inputs["desiredCount"] == 4
    assert one.inputs["availabilityZoneRebalancing"] == "ENABLED"
    assert one.inputs["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}
    assert one.inputs["deploymentConfiguration"] == {"strategy": "ROLLING"}
    assert one.inputs["deploymentMinimumHealthyPercent"] == 100
    assert one.inputs["deploymentMaximumPercent"] == 200
    assert one.inputs["healthCheckGracePeriodSeconds"] == 300
    assert one.inputs["forceNewDeployment"] is True
    assert one.inputs["enableExecuteCommand"] is False
    assert one.inputs["propagateTags"] == "SERVICE"
    assert one.inputs["networkConfiguration"] == {
        "subnets": ["subnet-a", "subnet-b"],
        "securityGroups": ["euw1-orders-sg-id"],
        "assignPublicIp": False,
    }
    assert one.inputs["loadBalancers"] == [
        {"targetGroupArn": "arn:tg", "containerName": "orders", "containerPort": 8080}
    ]
    assert "launchType" not in one.inputs
    assert "serviceConnectConfiguration" not in one.inputs
    assert one.ignore_changes == ("desiredCount",)


def test_the_service_waits_for_roles_and_rules() -> None:
    one = scheduler({"workload.secrets": {"KEY": SECRET}})
    assert {
        "euw1-orders-execution-policy",
        "euw1-orders-sg-ingress-public",
        "euw1-orders-sg-egress-https",
    } <= one.depends_on


def test_fargate_and_by_choice_spot_above_a_base() -> None:
    assert scheduler().inputs["capacityProviderStrategies"] == [
        {"capacityProvider": "FARGATE", "base": 0, "weight": 1}
    ]
    spot = scheduler({"scaling.spot": {"base": 4, "percent_above_base": 70}})
    assert spot.inputs["capacityProviderStrategies"] == [
        {"capacityProvider": "FARGATE", "base": 4, "weight": 30},
        {"capacityProvider": "FARGATE_SPOT", "base": 0, "weight": 70},
    ]


def test_on_instances_tasks_are_spread_over_the_zones_first() -> None:
    found = build({**ON_EC2, "task.cpu": 100, "task.memory_mib": 300})
    one = found("euw1-orders-service").inputs
    assert one["capacityProviderStrategies"] == [{"capacityProvider": "own", "base": 0, "weight": 1}]
    assert [step.get("field") for step in one["orderedPlacementStrategies"]] == [
        "attribute:ecs.availability-zone",
        "instanceId",
    ]
    assert found("euw1-orders-task").inputs["requiresCompatibilities"] == ["EC2"]
    assert "orderedPlacementStrategies" not in scheduler().inputs


def test_blue_green_shifts_between_two_groups() -> None:
    found = build({**SHIFTS, "deployment.bake_minutes": 15.0})
    one = found("euw1-orders-service")
    assert one.inputs["deploymentConfiguration"] == {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": "15"}
    (balancer,) = one.inputs["loadBalancers"]
    assert balancer["targetGroupArn"] == "arn:tg"
    assert balancer["advancedConfiguration"] == {
        "alternateTargetGroupArn": "arn:tg2",
        "productionListenerRule": "arn:rule",
        "roleArn": found("euw1-orders-shift-role").arn,
    }
    assert found("euw1-orders-shift-policy").inputs["policyArn"] == (
        "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"
    )
    (trust,) = json.loads(found("euw1-orders-shift-role").inputs["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "ecs.amazonaws.com"}
    assert "euw1-orders-shift-policy" in one.depends_on
    assert one.custom_timeouts["update"] == "35m"


def test_a_group_that_nothing_forwards_to_is_left_out() -> None:
    """Before a zone is delegated there is no listener, and ECS refuses a group without a load balancer."""
    waiting: Change = {"target_groups.public.label": None}
    found = build({**waiting, "deployment.strategy": DeploymentStrategy.BLUE_GREEN})
    one = found("euw1-orders-service").inputs
    assert one["loadBalancers"] == []
    assert one["deploymentConfiguration"] == {"strategy": "ROLLING"}
    assert "healthCheckGracePeriodSeconds" not in one
    assert "euw1-orders-shift-role" not in found.names()
    assert "euw1-orders-sg-ingress-public" in found.names()


def test_alarms_stop_a_deployment() -> None:
    assert "alarms" not in scheduler().inputs
    assert scheduler({"deployment.alarm_names": ["errors"]}).inputs["alarms"] == {
        "alarmNames": ["errors"],
        "enable": True,
        "rollback": True,
    }


def test_waiting_is_by_choice_and_long_enough() -> None:
    assert scheduler().inputs["waitForSteadyState"] is False
    waiting = scheduler({"deployment.wait": True})
    assert waiting.inputs["waitForSteadyState"] is True
    assert waiting.inputs["sigintRollback"] is True
    assert waiting.custom_timeouts["create"] == "20m"


def test_services_reach_each_other_by_their_keys() -> None:
    found = build({"discovery": DISCOVERY})
    one = found("euw1-orders-service").inputs
    connect = one["serviceConnectConfiguration"]
    assert connect["namespace"] == "arn:namespace"
    assert connect["services"] == [
        {
            "portName": "orders",
            "discoveryName": "orders",
            "clientAlias": [{"dnsName": "orders", "port": 8080}],
            "timeout": {"idleTimeoutSeconds": 4060, "perRequestTimeoutSeconds": 0},
        }
    ]
    assert connect["logConfiguration"]["options"]["awslogs-group"] == "/ecs/holdfast/prod/euw1-orders"
    assert one["networkConfiguration"]["securityGroups"] == ["euw1-orders-sg-id", "sg-mesh"]
    rule = found("euw1-orders-sg-ingress-services").inputs
    assert rule["referencedSecurityGroupId"] == "sg-mesh"
    assert (rule["fromPort"], rule["toPort"]) == (8080, 8080)
    assert "euw1-orders-sg-ingress-services" in found("euw1-orders-service").depends_on


def test_only_the_load_balancer_reaches_the_port() -> None:
    found = build()
    rule = found("euw1-orders-sg-ingress-public").inputs
    assert rule["referencedSecurityGroupId"] == "sg-balancer"
    assert (rule["fromPort"], rule["toPort"]) == (8080, 8080)
    assert found("euw1-orders-sg").inputs["description"] == "Tasks of the service orders"


def test_scaling_tracks_cpu_memory_and_requests() -> None:
    found = build({"scaling.memory_target_percent": 75, "scaling.requests_per_target_per_minute": 1200.0})
    target = found("euw1-orders-scaling").inputs
    assert target["resourceId"] == "service/euw1-cluster/euw1-orders-service-0000"
    assert target["scalableDimension"] == "ecs:service:DesiredCount"
    assert (target["minCapacity"], target["maxCapacity"]) == (4, 12)
    tracked = {
        one.name: one.inputs["targetTrackingScalingPolicyConfiguration"]
        for one in found.of("aws:appautoscaling/policy:Policy")
    }
    assert tracked["euw1-orders-cpu"] == {
        "targetValue": 60,
        "disableScaleIn": False,
        "scaleInCooldown": 300,
        "scaleOutCooldown": 120,
        "predefinedMetricSpecification": {"predefinedMetricType": "ECSServiceAverageCPUUtilization"},
    }
    assert tracked["euw1-orders-memory"]["predefinedMetricSpecification"] == {
        "predefinedMetricType": "ECSServiceAverageMemoryUtilization"
    }
    assert tracked["euw1-orders-requests-public"]["targetValue"] == 1200
    assert tracked["euw1-orders-requests-public"]["predefinedMetricSpecification"] == {
        "predefinedMetricType": "ALBRequestCountPerTarget",
        "resourceLabel": "app/lb/0/targetgroup/tg/0",
    }
    for one in found.of("aws:appautoscaling/policy:Policy"):
        assert one.inputs["resourceId"] == target["resourceId"]


def test_requests_of_both_groups_count_with_blue_green() -> None:
    found = build({**SHIFTS, "scaling.requests_per_target_per_minute": 1200})
    policy = found("euw1-orders-requests-public").inputs["targetTrackingScalingPolicyConfiguration"]
    assert "predefinedMetricSpecification" not in policy
    first, second, both = policy["customizedMetricSpecification"]["metrics"]
    groups = []
    for metric in (first, second):
        asked = metric["metricStat"]["metric"]
        assert (asked["namespace"], asked["metricName"]) == ("AWS/ApplicationELB", "RequestCountPerTarget")
        assert metric["metricStat"]["stat"] == "Sum"
        assert metric["returnData"] is False
        groups.append({dimension["name"]: dimension["value"] for dimension in asked["dimensions"]})
    assert groups == [
        {"LoadBalancer": "app/lb/0", "TargetGroup": "targetgroup/tg/0"},
        {"LoadBalancer": "app/lb/0", "TargetGroup": "targetgroup/tg2/0"},
    ]
    assert both == {"id": "both", "expression": "FILL(first, 0) + FILL(second, 0)", "returnData": True}
    assert (first["id"], second["id"]) == ("first", "second")


def test_scale_in_can_be_left_to_people() -> None:
    policy = build({"scaling.scale_in": False})("euw1-orders-cpu").inputs
    assert policy["targetTrackingScalingPolicyConfiguration"]["disableScaleIn"] is True


def test_schedules_in_the_words_of_application_auto_scaling() -> None:
    found = build(
        {
            "scaling.schedules": {
                "monday": {"recurrence": "30 7 * * MON-FRI", "time_zone": "Europe/Berlin", "minimum": 8.0},
                "first": {"recurrence": "0 0 1 * *", "maximum": 20},
            }
        }
    )
    monday, first = (found(f"euw1-orders-schedule-{key}").inputs for key in ("monday", "first"))
    assert monday["schedule"] == "cron(30 7 ? * MON-FRI *)"
    assert monday["timezone"] == "Europe/Berlin"
    assert monday["scalableTargetAction"] == {"minCapacity": 8}
    assert first["schedule"] == "cron(0 0 1 * ? *)"
    assert first["timezone"] == "Etc/UTC"
    assert first["scalableTargetAction"] == {"maxCapacity": 20}


def test_a_pilot_light_starts_at_nothing_and_can_grow() -> None:
    found = build({"scaling.minimum": 0, "scaling.spot": {"base": 6, "percent_above_base": 50}})
    assert found("euw1-orders-service").inputs["desiredCount"] == 0
    target = found("euw1-orders-scaling").inputs
    assert (target["minCapacity"], target["maxCapacity"]) == (0, 12)
    assert found("euw1-orders-service").inputs["capacityProviderStrategies"][0]["base"] == 6


def test_a_readonly_root_leaves_a_place_to_write() -> None:
    found = build({"task.readonly_root": True})
    (one,) = json.loads(found("euw1-orders-task").inputs["containerDefinitions"])
    assert one["readonlyRootFilesystem"] is True
    assert one["mountPoints"] == [
        {"sourceVolume": "scratch", "containerPath": "/tmp", "readOnly": False}  # noqa: S108  # in a container
    ]
    assert found("euw1-orders-task").inputs["volumes"] == [{"name": "scratch"}]


def test_a_health_command() -> None:
    assert "healthCheck" not in container()
    command = ["CMD-SHELL", "curl -f http://localhost:8080/healthz"]
    assert container({"task.health_command": command})["healthCheck"] == {
        "command": command,
        "interval": 30,
        "timeout": 5,
        "retries": 3,
        "startPeriod": 300,
    }


def test_a_shell_is_by_choice_and_logged() -> None:
    found = build({"task.shell": True})
    assert found("euw1-orders-service").inputs["enableExecuteCommand"] is True
    own = statements(found, "euw1-orders-policy")
    assert set(own) == {"SessionManager", "FindSessionLogs", "SessionLogs", "DecryptSessions"}
    assert "ssm:UpdateInstanceInformation" not in own["SessionManager"]["Action"]
    assert own["SessionLogs"]["Resource"] == ["arn:sessions", "arn:sessions:*"]
    assert own["DecryptSessions"]["Resource"] == [KEY]


def test_disk_and_stop_timeout() -> None:
    task = build({"task.ephemeral_storage_gib": 60.0})("euw1-orders-task").inputs
    assert task["ephemeralStorage"] == {"sizeInGib": 60}
    assert container({"task.stop_timeout_seconds": 90.0})["stopTimeout"] == 90


@pytest.mark.parametrize(
    ("architecture", "named"), [(Architecture.ARM64, "ARM64"), (Architecture.X86_64, "X86_64")]
)
def test_architecture(architecture: Architecture, named: str) -> None:
    task = build({"task.architecture": architecture})("euw1-orders-task").inputs
    assert task["runtimePlatform"]["cpuArchitecture"] == named


def test_tags_reach_everything() -> None:
    found = build({**SHIFTS, "discovery": DISCOVERY, "task.shell": True})
    for one in found:
        if one.custom and "tags" in one.inputs:
            assert TAGS.items() <= one.inputs["tags"].items()
    untagged = {one.type for one in found if one.custom and "tags" not in one.inputs}
    assert untagged == {
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:appautoscaling/policy:Policy",
    }


def test_the_order_of_keys_changes_nothing() -> None:
    targets = {
        key: {"arn": f"arn:{key}", "security_group_id": f"sg-{key}", "label": f"app/{key}/0/targetgroup/t/0"}
        for key in ("public", "partners")
    }
    one, other = (
        scheduler({"target_groups": dict(order)}).inputs["loadBalancers"]
        for order in (targets.items(), reversed(targets.items()))
    )
    assert one == other
    assert [balancer["targetGroupArn"] for balancer in one] == ["arn:partners", "arn:public"]


@pytest.mark.parametrize(
    ("cpu", "memory"), [(cpu, size) for cpu, sizes in FARGATE_MEMORY_MIB.items() for size in sizes[::4]]
)
def test_takes_what_fargate_has(cpu: int, memory: int) -> None:
    build({"task.cpu": cpu, "task.memory_mib": memory})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"task.cpu": 300}, "'task.cpu' on Fargate must be one of 256, 512, 1024"),
        ({"task.memory_mib": 1024}, "with 1024 CPU units on Fargate must be one of 2048, 3072"),
        ({"task.cpu": 8192, "task.memory_mib": 17408}, "must be one of 16384, 20480"),
        ({"task.ephemeral_storage_gib": 20}, "'task.ephemeral_storage_gib' must be 21 to 200, got 20"),
        ({**ON_EC2, "task.ephemeral_storage_gib": 30}, "is Fargate's"),
        ({"task.capacity": TaskCapacity.EC2}, "needs 'cluster.capacity_provider'"),
        ({**ON_EC2, "scaling.spot": {"base": 4, "percent_above_base": 50}}, "'scaling.spot' is Fargate's"),
        ({"task.stop_timeout_seconds": 121}, "'task.stop_timeout_seconds' must be 2 to 120, got 121"),
        ({"task.health_command": ["curl"]}, "must begin with 'CMD' or 'CMD-SHELL'"),
        ({"task.shell": True, "task.readonly_root": True}, "exclude each other"),
        ({"task.shell": True, "cluster.log_group_arn": None}, "needs 'cluster.log_group_arn'"),
        ({"workload.image": "UPPER case"}, "is not a container image's name"),
        ({"workload.image": IMAGE.replace(REGION, "us-east-1")}, "tasks of eu-west-1 could not start"),
        ({"workload.environment": {"PORT": "1"}}, "'PORT' is set already"),
        ({"workload.environment": {"A": "1"}, "workload.secrets": {"A": SECRET}}, "leave it in 'secrets'"),
        ({"workload.port": 0}, "'workload.port' must be 1 to 65535, got 0"),
        ({"service": "Orders"}, "'service' must be lower-case letters"),
        ({"scaling.minimum": 13}, "no less than the minimum, got 13 and 12"),
        ({"scaling.minimum": 1}, "'scaling.minimum' is 1, and a zone of 2 would have no task"),
        ({"scaling.cpu_target_percent": 0}, "'scaling.cpu_target_percent' must be 1 to 100"),
        ({"scaling.memory_target_percent": 101}, "'scaling.memory_target_percent' must be 1 to 100"),
        ({"scaling.requests_per_target_per_minute": 0}, "must be above 0"),
        (
            {"scaling.requests_per_target_per_minute": 9, "target_groups": {}},
            "needs a target group: nothing counts requests",
        ),
        ({"scaling.scale_out_cooldown_seconds": -1}, "must be 0 or more"),
        ({"scaling.spot": {"base": 3, "percent_above_base": 50}}, "what has to run (4, at least 1)"),
        ({"scaling.spot": {"base": 4, "percent_above_base": 100}}, "must be 1 to 99"),
        ({"scaling.schedules": {"x": {"recurrence": "0 0 * * *"}}}, "changes nothing"),
        ({"scaling.schedules": {"x": {"recurrence": "0 0 *", "minimum": 1}}}, "must have five fields"),
        ({"scaling.schedules": {"x": {"recurrence": "0 0 1 * 1", "minimum": 1}}}, "takes one"),
        (
            {"scaling.schedules": {"x": {"recurrence": "0 0 * * *", "minimum": 3, "maximum": 2}}},
            "has a minimum above its maximum",
        ),
        ({"deployment.max_percent": 100}, "'deployment.max_percent' 101 to 200, got 100 and 100"),
        ({"deployment.max_percent": 120}, "which of 2 tasks, one in each zone, is no room"),
        ({"deployment.bake_minutes": 5}, "goes with the strategy 'blue-green'"),
        ({**SHIFTS, "deployment.bake_minutes": 1441}, "must be 0 to 1440, got 1441"),
        ({"deployment.grace_period_seconds": -1}, "must be 0 or more"),
        ({"deployment.strategy": DeploymentStrategy.BLUE_GREEN}, "is needed by the strategy 'blue-green'"),
        ({"target_groups.public.blue_green": BLUE_GREEN}, "blue_green' goes with the strategy"),
        (
            {**SHIFTS, "target_groups.partners": {"arn": "a", "security_group_id": "s"}},
            "takes one load balancer, got partners, public",
        ),
        ({"log_retention_days": 31}, "'log_retention_days' must be one of"),
        ({"stores": {"Ledger": {"environment": {}, "statements": []}}}, "a store's key must be"),
    ],
)
def test_refuses(change: Change, message: str) -> None:
    with pytest.raises(ValueError, match=r"ECS service 'euw1-orders':\n- ") as refused:
        build(change)
    assert message in str(refused.value)


def test_says_all_problems_at_once_and_declares_nothing() -> None:
    with pytest.raises(ValueError, match="ECS service") as refused:
        build({"task.cpu": 300, "workload.port": 0, "scaling.minimum": 1})
    assert len(str(refused.value).splitlines()) == 4


def test_refuses_a_policy_that_iam_would() -> None:
    statement = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:" + "x" * 10_240]}
    with pytest.raises(ValueError, match="IAM takes 10240"):
        build({"stores": {"big": {"environment": {}, "statements": [statement]}}})


def test_other_languages_can_make_it() -> None:
    schema = json.loads(ComponentProvider([EcsService], "holdfast", None, "0.0.0").schema or "")
    resource = schema["resources"]["holdfast:index:EcsService"]
    assert {"region", "cluster", "task", "targetGroups"} <= set(resource["requiredInputs"])
    assert {"securityGroupId", "roleArn", "serviceName"} <= set(resource["properties"])
