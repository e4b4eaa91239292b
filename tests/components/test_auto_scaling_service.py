"""What a service on instances declares, and what it refuses."""

from __future__ import annotations

from holdfast.topology.values import Architecture, ZoneDistribution
from tests.components.auto_scaling_service_samples import (
    KEY,
    REGION,
    TAGS,
    build,
    group,
    statements,
    user_data,
)


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
