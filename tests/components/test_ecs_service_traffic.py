"""How an ECS service is placed, reached, and follows the load."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdfast.topology.values import DeploymentStrategy
from tests.components.ecs_service_samples import DISCOVERY, ON_EC2, SHIFTS, build, scheduler

if TYPE_CHECKING:
    from tests.components.ecs_sample import (
        Change,
    )


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
