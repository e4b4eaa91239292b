"""What a service on ECS declares, and what it refuses."""

from __future__ import annotations

import json

from pulumi_aws import cloudwatch

from holdfast.components.ecs_service import EcsService
from holdfast.components.service_stores import database_access, table_access
from tests.components.declared import declared
from tests.components.ecs_sample import (
    IMAGE,
    KEY,
    PARAMETER,
    REGION,
    SECRET,
    Change,
    service,
)
from tests.components.ecs_service_samples import DISCOVERY, SHIFTS, build, container, scheduler, statements


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
