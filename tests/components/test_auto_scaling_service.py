"""What a service on instances declares, and what it refuses."""

from __future__ import annotations

import base64
import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any, cast

import pulumi
import pytest
from pulumi.provider.experimental.component import ComponentProvider

from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.topology.values import Architecture, ZoneDistribution
from tests.components.declared import declared

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.components.auto_scaling_args import AutoScalingServiceArgs
    from tests.components.declared import Declared, Resources

REGION = "eu-west-1"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/0"
IMAGE = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1.4.2"
SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-db-AbCdEf"  # noqa: S105  # an ARN
PARAMETER = "arn:aws:ssm:eu-west-1:111122223333:parameter/orders/key"
TAGS = {"team": "orders"}

Change = dict[str, Any]


def arguments(change: Change | None = None) -> AutoScalingServiceArgs:
    """Arguments of an ordinary service; dotted keys change or (None) leave out what they name."""
    args: dict[str, Any] = {
        "region": REGION,
        "service": "orders",
        "network": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a", "subnet-b"]},
        "workload": {"port": 8080, "image": IMAGE},
        "instances": {"types": ["m7g.large"], "architecture": Architecture.ARM64},
        "scaling": {"minimum": 4, "maximum": 12},
        "target_groups": {
            "public": {
                "arn": "arn:tg",
                "security_group_id": "sg-balancer",
                "label": pulumi.Output.concat("app/lb/0", "/", "targetgroup/tg/0"),
            }
        },
        "key_arn": KEY,
        "tags": TAGS,
        "origin": {"minimum": "holdfast:services.orders.peak_rps"},
    }
    for path, value in (change or {}).items():
        *parents, last = path.split(".")
        place = args
        for parent in parents:
            place = place.setdefault(parent, {})
        if value is None:
            del place[last]
        else:
            place[last] = deepcopy(value)
    return cast("AutoScalingServiceArgs", args)


def build(change: Change | None = None) -> Resources:
    return declared(lambda: AutoScalingService("euw1-orders", arguments(change)))


def group(change: Change | None = None) -> Declared:
    return build(change)("euw1-orders-asg")


def statements(found: Resources) -> dict[str, Any]:
    document = json.loads(found("euw1-orders-policy").inputs["policy"])
    return {one["Sid"]: one for one in document["Statement"]}


def user_data(found: Resources) -> str:
    return base64.b64decode(found("euw1-orders-lt").inputs["userData"]).decode()


def test_declares_exactly_this() -> None:
    assert build().pairs() == {
        ("holdfast:index:AutoScalingService", "euw1-orders"),
        ("aws:cloudwatch/logGroup:LogGroup", "euw1-orders-logs"),
        ("aws:iam/role:Role", "euw1-orders-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-orders-policy"),
        ("aws:iam/instanceProfile:InstanceProfile", "euw1-orders-profile"),
        ("aws:ec2/securityGroup:SecurityGroup", "euw1-orders-sg"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "euw1-orders-sg-ingress-public"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "euw1-orders-sg-egress-https"),
        ("aws:ec2/launchTemplate:LaunchTemplate", "euw1-orders-lt"),
        ("aws:autoscaling/group:Group", "euw1-orders-asg"),
        ("aws:autoscaling/policy:Policy", "euw1-orders-cpu"),
    }


def test_by_choice_it_declares_more() -> None:
    more = build(
        {
            "network.vpc_cidr": "10.0.0.0/16",
            "workload.health_path": "/healthz",
            "scaling.requests_per_target_per_minute": 1200,
            "scaling.warm_pool": {"minimum": 2},
            "scaling.schedules": {"evening": {"recurrence": "0 17 * * *", "minimum": 8}},
            "instances.capacity_reservations": {"a": {"zone": "eu-west-1a", "instances": 3}},
        }
    )
    assert more.pairs() - build().pairs() == {
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "euw1-orders-sg-egress-vpc"),
        ("aws:autoscaling/policy:Policy", "euw1-orders-requests-public"),
        ("aws:autoscaling/lifecycleHook:LifecycleHook", "euw1-orders-hook-launch"),
        ("aws:autoscaling/schedule:Schedule", "euw1-orders-schedule-evening"),
        ("aws:ec2/capacityReservation:CapacityReservation", "euw1-orders-reservation-a"),
    }


def test_every_child_is_in_its_region_and_below_the_service() -> None:
    found = build()
    assert {one.parent for one in found if one.custom} == {"euw1-orders"}
    regional = [one for one in found if one.custom and not one.type.startswith("aws:iam/")]
    assert {one.region for one in regional} == {REGION}


def test_outputs() -> None:
    assert build()("euw1-orders").outputs == {
        "auto_scaling_group_name": "euw1-orders-asg-0000",
        "auto_scaling_group_arn": "arn:aws:autoscaling:eu-west-1:111122223333:Group/euw1-orders-asg",
        "security_group_id": "euw1-orders-sg-id",
        "log_group_name": "euw1-orders-logs-0000",
        "role_arn": "arn:aws:iam::111122223333:Role/euw1-orders-role",
        "role_name": "euw1-orders-role-0000",
        "launch_template_id": "euw1-orders-lt-id",
        "origin": {"minimum": "holdfast:services.orders.peak_rps"},
    }


def test_the_launch_template() -> None:
    template = build()("euw1-orders-lt").inputs
    assert template["imageId"] == (
        "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
    )
    assert template["instanceType"] == "m7g.large"
    assert template["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 2,
    }
    assert template["blockDeviceMappings"] == [
        {
            "deviceName": "/dev/xvda",
            "ebs": {
                "encrypted": "true",
                "kmsKeyId": KEY,
                "volumeType": "gp3",
                "volumeSize": 20,
                "deleteOnTermination": "true",
            },
        }
    ]
    assert template["iamInstanceProfile"]["arn"].endswith("/euw1-orders-profile")
    assert template["vpcSecurityGroupIds"] == ["euw1-orders-sg-id"]
    assert template["monitoring"] == {"enabled": True}
    assert template["updateDefaultVersion"] is True
    launched = {**TAGS, "Name": "euw1-orders"}
    assert template["tagSpecifications"] == [
        {"resourceType": "instance", "tags": launched},
        {"resourceType": "volume", "tags": launched},
    ]
    assert "keyName" not in template
    assert "networkInterfaces" not in template


def test_the_architecture_and_the_choices_reach_the_template() -> None:
    template = build(
        {
            "instances.architecture": Architecture.X86_64,
            "instances.volume_gib": 50.0,
            "instances.detailed_monitoring": False,
        }
    )("euw1-orders-lt").inputs
    assert template["imageId"].endswith("/al2023-ami-kernel-default-x86_64")
    assert template["blockDeviceMappings"][0]["ebs"]["volumeSize"] == 50
    assert template["monitoring"] == {"enabled": False}


def test_the_group() -> None:
    found = group()
    assert found.inputs == {
        "region": REGION,
        "minSize": 4,
        "maxSize": 12,
        "vpcZoneIdentifiers": ["subnet-a", "subnet-b"],
        "targetGroupArns": ["arn:tg"],
        "launchTemplate": {"id": "euw1-orders-lt-id", "version": "1"},
        "healthCheckType": "ELB",
        "healthCheckGracePeriod": 300,
        "defaultInstanceWarmup": 120,
        "instanceRefresh": {
            "strategy": "Rolling",
            "preferences": {
                "autoRollback": False,
                "minHealthyPercentage": 100,
                "maxHealthyPercentage": 110,
                "skipMatching": False,
            },
        },
        "instanceMaintenancePolicy": {"minHealthyPercentage": 100, "maxHealthyPercentage": 110},
        "availabilityZoneDistribution": {"capacityDistributionStrategy": "balanced-best-effort"},
        "capacityRebalance": False,
        "terminationPolicies": ["OldestLaunchTemplate", "AllocationStrategy", "OldestInstance"],
        "enabledMetrics": [
            "GroupDesiredCapacity",
            "GroupInServiceInstances",
            "GroupMaxSize",
            "GroupMinSize",
            "GroupPendingInstances",
            "GroupStandbyInstances",
            "GroupTerminatingInstances",
            "GroupTotalInstances",
        ],
        "waitForCapacityTimeout": "10m",
        "tags": [
            {"key": "Name", "value": "euw1-orders", "propagateAtLaunch": True},
            {"key": "team", "value": "orders", "propagateAtLaunch": True},
        ],
    }
    assert found.ignore_changes == ("desiredCapacity",)
    assert found.depends_on >= {
        "euw1-orders-policy",
        "euw1-orders-sg-egress-https",
        "euw1-orders-sg-ingress-public",
        "euw1-orders-lt",
    }


def test_a_fixed_ami_is_rolled_back() -> None:
    found = build({"instances.ami_id": "ami-1", "refresh": {"alarm_names": ["errors"]}})
    preferences = found("euw1-orders-asg").inputs["instanceRefresh"]["preferences"]
    assert found("euw1-orders-lt").inputs["imageId"] == "ami-1"
    assert preferences["autoRollback"] is True
    assert preferences["alarmSpecification"] == {"alarms": ["errors"]}
    kept = group({"instances.ami_id": "ami-1", "refresh": {"auto_rollback": False}})
    assert kept.inputs["instanceRefresh"]["preferences"]["autoRollback"] is False


def test_the_base_is_never_spot() -> None:
    found = group(
        {
            "instances.types": ["m7g.large", "m6g.large"],
            "instances.spot": {"on_demand_base": 4, "percent_above_base": 70},
        }
    ).inputs
    assert "launchTemplate" not in found
    assert found["capacityRebalance"] is True
    assert found["mixedInstancesPolicy"] == {
        "launchTemplate": {
            "launchTemplateSpecification": {"launchTemplateId": "euw1-orders-lt-id", "version": "1"},
            "overrides": [{"instanceType": "m7g.large"}, {"instanceType": "m6g.large"}],
        },
        "instancesDistribution": {
            "onDemandAllocationStrategy": "prioritized",
            "onDemandBaseCapacity": 4,
            "onDemandPercentageAboveBaseCapacity": 30,
            "spotAllocationStrategy": "price-capacity-optimized",
        },
    }


def test_several_types_without_spot_are_all_on_demand() -> None:
    found = group({"instances.types": ["m7g.large", "m6g.large"]}).inputs
    distribution = found["mixedInstancesPolicy"]["instancesDistribution"]
    assert distribution["onDemandPercentageAboveBaseCapacity"] == 100
    assert found["capacityRebalance"] is False


def test_reservations_are_targeted_and_used_first() -> None:
    found = build(
        {
            "instances.capacity_reservations": {
                "b": {"zone": "eu-west-1b", "instances": 3.0},
                "a": {"zone": "eu-west-1a", "instances": 3},
            },
            "instances.distribution": ZoneDistribution.BALANCED_ONLY,
        }
    )
    assert found("euw1-orders-reservation-b").inputs == {
        "region": REGION,
        "availabilityZone": "eu-west-1b",
        "instanceType": "m7g.large",
        "instancePlatform": "Linux/UNIX",
        "instanceCount": 3,
        "instanceMatchCriteria": "targeted",
        "endDateType": "unlimited",
        "tags": {**TAGS, "Name": "euw1-orders-reservation-b"},
    }
    inputs = found("euw1-orders-asg").inputs
    assert inputs["capacityReservationSpecification"] == {
        "capacityReservationPreference": "capacity-reservations-first",
        "capacityReservationTarget": {
            "capacityReservationIds": ["euw1-orders-reservation-a-id", "euw1-orders-reservation-b-id"]
        },
    }
    assert inputs["availabilityZoneDistribution"] == {"capacityDistributionStrategy": "balanced-only"}


def test_a_warm_instance_waits_until_it_is_ready() -> None:
    found = build(
        {
            "workload.health_path": "/healthz",
            "scaling.warm_pool": {"minimum": 2, "reuse_on_scale_in": True},
            "health": {"grace_period_seconds": 240},
        }
    )
    assert found("euw1-orders-asg").inputs["warmPool"] == {
        "poolState": "Stopped",
        "minSize": 2,
        "instanceReusePolicy": {"reuseOnScaleIn": True},
    }
    assert found("euw1-orders-hook-launch").inputs == {
        "region": REGION,
        "name": "launch",
        "autoscalingGroupName": "euw1-orders-asg-0000",
        "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING",
        "defaultResult": "ABANDON",
        "heartbeatTimeout": 240,
    }
    complete = statements(found)["CompleteLaunch"]
    assert complete["Condition"] == {"StringEquals": {"aws:ResourceTag/Name": "euw1-orders"}}
    assert "--lifecycle-hook-name launch" in user_data(found)


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
