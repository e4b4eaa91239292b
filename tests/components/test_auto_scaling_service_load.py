"""How a group of instances follows the load, and what it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pulumi
import pytest
from pulumi.provider.experimental.component import ComponentProvider

from holdfast.components.auto_scaling_service import AutoScalingService
from tests.components.auto_scaling_service_samples import (
    IMAGE,
    KEY,
    REGION,
    Change,
    arguments,
    build,
    group,
    statements,
    user_data,
)
from tests.components.declared import declared

if TYPE_CHECKING:
    from collections.abc import Callable


SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-db-AbCdEf"  # noqa: S105  # an ARN
PARAMETER = "arn:aws:ssm:eu-west-1:111122223333:parameter/orders/key"


def test_scaling_follows_cpu_and_requests() -> None:
    found = build({"scaling.requests_per_target_per_minute": 1200, "scaling.scale_in": False})
    assert found("euw1-orders-cpu").inputs["targetTrackingConfiguration"] == {
        "predefinedMetricSpecification": {"predefinedMetricType": "ASGAverageCPUUtilization"},
        "targetValue": 60,
        "disableScaleIn": True,
    }
    assert found("euw1-orders-requests-public").inputs == {
        "region": REGION,
        "autoscalingGroupName": "euw1-orders-asg-0000",
        "policyType": "TargetTrackingScaling",
        "targetTrackingConfiguration": {
            "predefinedMetricSpecification": {
                "predefinedMetricType": "ALBRequestCountPerTarget",
                "resourceLabel": "app/lb/0/targetgroup/tg/0",
            },
            "targetValue": 1200,
            "disableScaleIn": True,
        },
    }


def test_a_group_that_nothing_routes_to_scales_by_cpu_alone() -> None:
    found = build(
        {
            "scaling.requests_per_target_per_minute": 1200,
            "target_groups": {"public": {"arn": "arn:tg", "security_group_id": "sg-balancer"}},
        }
    )
    assert found.names("Policy") == {"euw1-orders-cpu"}


def test_a_schedule_leaves_alone_what_it_does_not_name() -> None:
    found = build({"scaling.schedules": {"evening": {"recurrence": "0 17 * * *", "minimum": 8}}})
    assert found("euw1-orders-schedule-evening").inputs == {
        "region": REGION,
        "autoscalingGroupName": "euw1-orders-asg-0000",
        "scheduledActionName": "evening",
        "recurrence": "0 17 * * *",
        "timeZone": "Etc/UTC",
        "minSize": 8,
        "maxSize": -1,
        "desiredCapacity": -1,
    }


def test_a_pilot_light_has_no_instance() -> None:
    found = group({"scaling.minimum": 0})
    assert (found.inputs["minSize"], found.inputs["maxSize"]) == (0, 12)


def test_without_a_load_balancer_ec2_judges() -> None:
    found = build({"target_groups": {}})
    assert found("euw1-orders-asg").inputs["healthCheckType"] == "EC2"
    assert found.of("SecurityGroupIngressRule") == []


def test_a_lifetime_is_told_in_seconds() -> None:
    assert group({"instances.max_lifetime_days": 30}).inputs["maxInstanceLifetime"] == 2_592_000


def test_only_the_balancer_comes_in_and_only_https_goes_out() -> None:
    found = build({"network.vpc_cidr": "10.0.0.0/16"})
    way_in = found("euw1-orders-sg-ingress-public").inputs
    assert way_in["referencedSecurityGroupId"] == "sg-balancer"
    assert (way_in["ipProtocol"], way_in["fromPort"], way_in["toPort"]) == ("tcp", 8080, 8080)
    ways_out = {
        one.name: (one.inputs["cidrIpv4"], one.inputs["fromPort"], one.inputs["toPort"])
        for one in found.of("SecurityGroupEgressRule")
    }
    assert ways_out == {
        "euw1-orders-sg-egress-https": ("0.0.0.0/0", 443, 443),
        "euw1-orders-sg-egress-vpc": ("10.0.0.0/16", 0, 65_535),
    }


def test_logs_are_encrypted_and_kept() -> None:
    logs = build({"log_retention_days": 90.0})("euw1-orders-logs").inputs
    assert (logs["retentionInDays"], logs["kmsKeyId"]) == (90, KEY)


def test_the_role_may_boot_and_no_more() -> None:
    found = build()
    trust = json.loads(found("euw1-orders-role").inputs["assumeRolePolicy"])
    assert trust["Statement"] == [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ]
    allowed = statements(found)
    assert allowed.keys() == {"SessionManager", "Logs", "Metrics", "OwnTags", "RegistryLogin", "PullImage"}
    assert allowed["PullImage"]["Resource"] == ["arn:aws:ecr:eu-west-1:111122223333:repository/orders"]
    log_group = found("euw1-orders-logs").arn
    assert allowed["Logs"]["Resource"] == [log_group, f"{log_group}:*"]
    assert allowed["Metrics"]["Condition"] == {"StringEquals": {"cloudwatch:namespace": "Holdfast/orders"}}
    everywhere = {sid for sid, one in allowed.items() if one["Resource"] == ["*"]}
    assert everywhere == {"SessionManager", "Metrics", "OwnTags", "RegistryLogin"}


def test_secrets_are_named_and_never_in_user_data() -> None:
    def service() -> None:
        secrets: dict[str, pulumi.Input[str]] = {
            "DB_PASSWORD": pulumi.Output.from_input(SECRET),
            "API_KEY": PARAMETER,
        }
        workload = {"port": 8080, "image": IMAGE}
        args = arguments({"workload": workload})
        args["workload"]["secrets"] = secrets
        AutoScalingService("euw1-orders", args)

    found = declared(service)
    allowed = statements(found)
    assert allowed["ReadSecrets"]["Resource"] == [SECRET]
    assert allowed["ReadParameters"]["Resource"] == [PARAMETER]
    assert allowed["DecryptThroughServices"]["Resource"] == [KEY]
    assert allowed["DecryptThroughServices"]["Condition"] == {
        "StringEquals": {
            "kms:ViaService": ["secretsmanager.eu-west-1.amazonaws.com", "ssm.eu-west-1.amazonaws.com"]
        }
    }
    assert f"DB_PASSWORD {SECRET}" in user_data(found)


def test_an_artefact_is_read_alone_and_runs_on_the_host() -> None:
    found = build({"workload": {"port": 8080, "artefact": "s3://builds/orders/1.tar.gz"}})
    allowed = statements(found)
    assert allowed["ReadArtefact"]["Resource"] == ["arn:aws:s3:::builds/orders/1.tar.gz"]
    assert "PullImage" not in allowed
    template = found("euw1-orders-lt").inputs
    assert template["metadataOptions"]["httpPutResponseHopLimit"] == 1


def test_user_data_knows_its_log_group() -> None:
    text = user_data(build())
    assert text.startswith("#cloud-config\n")
    assert "euw1-orders-logs-0000" in text


def test_the_order_of_maps_changes_nothing() -> None:
    groups = {key: {"arn": f"arn:{key}", "security_group_id": f"sg-{key}"} for key in ("public", "partners")}
    one = build({"target_groups": groups})
    other = build({"target_groups": dict(reversed(groups.items()))})
    assert {each.urn: each.inputs for each in one} == {each.urn: each.inputs for each in other}


def test_other_languages_can_declare_it() -> None:
    schema = json.loads(ComponentProvider([AutoScalingService], "holdfast", None, "0.0.0").schema or "")
    resource = schema["resources"]["holdfast:index:AutoScalingService"]
    assert set(resource["requiredInputs"]) == {
        "region",
        "service",
        "network",
        "workload",
        "instances",
        "scaling",
        "targetGroups",
        "keyArn",
    }
    stores = resource["inputProperties"]["stores"]["additionalProperties"]["$ref"]
    assert set(schema["types"][stores.removeprefix("#/types/")]["properties"]) == {
        "environment",
        "statements",
        "securityGroupId",
        "port",
    }


SPOT = {"on_demand_base": 4, "percent_above_base": 50}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"service": "Orders!"}, "'service' must be lower-case letters"),
        ({"instances.types": []}, "'instances.types' is empty"),
        ({"instances.types": ["m7g.large", "m7g.large"]}, "names a type twice"),
        ({"instances.volume_gib": 4}, "'instances.volume_gib' must be 8 or more, got 4"),
        ({"instances.max_lifetime_days": 400}, "'instances.max_lifetime_days' must be 1 to 365, got 400"),
        (
            {"instances.capacity_reservations": {"a": {"zone": "eu-west-1a", "instances": 0}}},
            "'instances.capacity_reservations.a' must hold 1 instance or more",
        ),
        ({"scaling.minimum": 13}, "got 13 and 12"),
        ({"scaling": {"minimum": 0, "maximum": 0}}, "'scaling.maximum' 1 or more"),
        ({"scaling.cpu_target_percent": 0}, "'scaling.cpu_target_percent' must be 1 to 100, got 0"),
        ({"scaling.requests_per_target_per_minute": 0}, "must be above 0"),
        (
            {"scaling.requests_per_target_per_minute": 9, "target_groups": {}},
            "needs a target group: nothing counts requests",
        ),
        ({"scaling.warm_pool": {"minimum": 1}}, "'scaling.warm_pool' needs 'workload.health_path'"),
        (
            {"scaling.warm_pool": {"minimum": 1}, "instances.spot": SPOT},
            "AWS keeps no warm pool for spot or mixed instances",
        ),
        (
            {"scaling.schedules": {"night": {"recurrence": "0 1 * * *"}}},
            "'scaling.schedules.night' changes nothing",
        ),
        (
            {"scaling.schedules": {"night": {"recurrence": "nightly", "minimum": 1}}},
            "'scaling.schedules.night.recurrence' must have five fields, got 'nightly'",
        ),
        (
            {"scaling.schedules": {"night": {"recurrence": "0 1 * * *", "minimum": 3, "maximum": 2}}},
            "'scaling.schedules.night' has a minimum above its maximum",
        ),
        (
            {"instances.spot": {"on_demand_base": 3, "percent_above_base": 50}},
            "'instances.spot.on_demand_base' is 3, but what has to run (4, at least 1) must not be spot",
        ),
        (
            {"instances.spot": {"on_demand_base": 0, "percent_above_base": 50}, "scaling.minimum": 0},
            "with a minimum of 0 give what a failover will need",
        ),
        (
            {"instances.spot": {"on_demand_base": 4, "percent_above_base": 0}},
            "'instances.spot.percent_above_base' must be 1 to 100, got 0",
        ),
        ({"instances.spot": SPOT}, "name at least two types"),
        ({"refresh": {"min_healthy_percent": 101}}, "'refresh.min_healthy_percent' must be 0 to 100"),
        (
            {"refresh": {"min_healthy_percent": 50, "max_healthy_percent": 200}},
            "'refresh' allows 50 to 200 percent, and AWS takes a range of at most 100",
        ),
        ({"refresh": {"auto_rollback": True}}, "'refresh.auto_rollback' needs 'instances.ami_id'"),
        ({"workload.port": 0}, "'workload.port' must be 1 to 65535, got 0"),
        ({"health": {"warmup_seconds": -1}}, "'health.warmup_seconds' must be 0 or more, got -1"),
        ({"health": {"grace_period_seconds": 0}}, "of 0 replaces instances that still boot"),
        ({"log_retention_days": 31}, "'log_retention_days' must be one of 0, 1, 3, 5, 7"),
        ({"workload": {"port": 8080}}, "workload: give either 'image' or 'artefact', and not both"),
        ({"region": "us-east-1"}, "the image lies in eu-west-1, and instances of us-east-1 could not start"),
        ({"workload.environment": {"A": "x" * 20_000}}, "EC2 takes 16384: shorten 'environment'"),
    ],
)
def test_contradictions_are_refused(change: Change, message: str) -> None:
    assert message in _refusal(lambda: AutoScalingService("euw1-orders", arguments(change)))


def test_all_contradictions_are_told_together() -> None:
    told = _refusal(
        lambda: AutoScalingService(
            "euw1-orders", arguments({"log_retention_days": 2, "workload.port": 0, "service": "-"})
        )
    )
    assert told.startswith("service 'euw1-orders':\n- ")
    assert told.count("\n- ") == 3


def _refusal(declare: Callable[[], object]) -> str:
    with pytest.raises(ValueError, match="service 'euw1-orders'") as caught:
        declared(declare)
    return str(caught.value)
