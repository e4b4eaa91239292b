"""Samples of what serves requests, and of what it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.components.application_key import ApplicationKey
from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.container_registry import ContainerRegistry
from holdfast.components.ecs_cluster import EcsCluster
from holdfast.components.ecs_service import EcsService
from holdfast.components.eks_cluster import EksCluster
from holdfast.components.eks_service import EksService
from holdfast.components.lambda_service import LambdaService
from holdfast.components.machine_image import MachineImage
from holdfast.components.package_bucket import PackageBucket
from holdfast.components.parameters import Parameters
from holdfast.components.replicated_secret import ReplicatedSecret
from holdfast.topology.values import (
    Architecture,
    DeploymentStrategy,
)
from tests.components import (
    applications_sample,
    ecs_sample,
    eks_sample,
    lambda_sample,
    network_sample,
)
from tests.components.conformance.sample import COMMON, HERE, US, Sample
from tests.components.declared import ACCOUNT_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pulumi


def _service(workload: Mapping[str, Any], instances: Mapping[str, Any], scaling: Mapping[str, Any]) -> Sample:
    target = {"arn": "arn:tg", "security_group_id": "sg-balancer", "label": "app/lb/0/targetgroup/tg/0"}
    args = {
        **HERE,
        "service": "orders",
        "network": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a", "subnet-b"], "vpc_cidr": "10.0.0.0/16"},
        "workload": {"port": 8080, "health_path": "/healthz", **workload},
        "instances": {"architecture": Architecture.ARM64, **instances},
        "scaling": {"minimum": 4, "maximum": 12, "requests_per_target_per_minute": 600, **scaling},
        "target_groups": {"public": target, "partners": target},
        "key_arn": network_sample.KEY_ARN,
    }
    return Sample(name="use1-orders", args=args)


def _services() -> list[Sample]:
    morning = {"recurrence": "0 7 * * MON-FRI", "minimum": 6}
    secret = f"arn:aws:secretsmanager:{US}:{ACCOUNT_ID}:secret:orders-AbCdEf"
    return [
        _service(
            {
                "image": f"{ACCOUNT_ID}.dkr.ecr.{US}.amazonaws.com/orders:1.4.2",
                "environment": {"LOG_LEVEL": "info", "A": "b"},
                "secrets": {"SIGNING_KEY": secret, "DATABASE": f"{secret}2"},
            },
            {
                "types": ["m7g.large", "m6g.large"],
                "spot": {"on_demand_base": 4, "percent_above_base": 50},
                "capacity_reservations": {
                    zone: {"zone": f"{US}{zone}", "instances": 2} for zone in ("a", "b")
                },
            },
            {"schedules": {"morning": morning, "evening": {"recurrence": "0 19 * * *", "minimum": 4}}},
        ),
        _service(
            {"artefact": "s3://artefacts/orders.tar.gz"},
            {"types": ["m7g.large"]},
            {"warm_pool": {"minimum": 2}},
        ),
    ]


def _ecs_cluster(**changes: Any) -> Sample:
    return Sample(name="euw1-ecs", args={**ecs_sample.cluster(changes), **COMMON})


def _ecs_services() -> list[Sample]:
    target = {"arn": "arn:tg", "security_group_id": "sg-balancer", "label": "app/lb/0/targetgroup/tg/0"}
    discovery = {"namespace_arn": "arn:namespace", "security_group_id": "sg-mesh"}
    evening = {"recurrence": "0 17 * * *", "minimum": 8}
    changes: list[dict[str, Any]] = [
        {
            "target_groups": {"public": target, "partners": target},
            "workload.environment": {"B": "2", "A": "1"},
            "workload.secrets": {"Z": ecs_sample.SECRET, "K": ecs_sample.PARAMETER},
            "scaling.requests_per_target_per_minute": 600,
            "scaling.schedules": {"evening": evening, "early": evening},
            "discovery": discovery,
        },
        {
            "target_groups": {"public": {**target, "blue_green": ecs_sample.BLUE_GREEN}},
            "deployment.strategy": DeploymentStrategy.BLUE_GREEN,
            "scaling.requests_per_target_per_minute": 600,
            "task.shell": True,
        },
    ]
    return [Sample(name="euw1-orders", args={**ecs_sample.service(one), **COMMON}) for one in changes]


EKS_NAME = {"cluster_name": "holdfast-test-use1-eks"}
"""What a component keeps that is renamed."""

SAMPLES: dict[type[pulumi.ComponentResource], list[Sample]] = {
    AutoScalingService: _services(),
    EcsCluster: [_ecs_cluster(), _ecs_cluster(instances=ecs_sample.INSTANCES)],
    EcsService: _ecs_services(),
    EksCluster: [
        Sample(name="use1-eks", args={**eks_sample.cluster_args(), **EKS_NAME, **COMMON}),
        Sample(
            name="use1-eks",
            args={
                **eks_sample.cluster_args(),
                **EKS_NAME,
                "nodes": {**eks_sample.cluster_args()["nodes"], "spot_maximum": 2},
                "callers": {"public": {"security_group_id": "sg-1", "ports": [8080, 9090]}},
                "stores": {"orders": {"security_group_id": "sg-2", "port": 5432}},
                "endpoint": {"private_cidrs": ["10.1.0.0/24", "10.2.0.0/24"]},
                "addons": ["amazon-cloudwatch-observability", "aws-ebs-csi-driver"],
                "cluster_autoscaler": True,
                **COMMON,
            },
        ),
    ],
    EksService: [Sample(name="use1-orders", args={**eks_sample.service_args(), **COMMON})],
    LambdaService: [
        Sample(name="use1-orders", args={**lambda_sample.arguments(), **COMMON}),
        Sample(
            name="use1-orders",
            args={
                **lambda_sample.arguments(stores={"db": lambda_sample.IN_VPC}, network=lambda_sample.NETWORK),
                **COMMON,
                "concurrency": {"provisioned": {"minimum": 2, "maximum": 9}, "reserved": 9},
            },
        ),
    ],
    ApplicationKey: [
        Sample(name="global-cards", args={**applications_sample.KEY, **COMMON}),
        Sample(name="global-cards", args={**applications_sample.KEY, "multi_region": False, **COMMON}),
    ],
    ContainerRegistry: [Sample(name="global-registry", args={**applications_sample.REGISTRY, **COMMON})],
    MachineImage: [Sample(name="global-web", args={**applications_sample.IMAGE, **COMMON})],
    PackageBucket: [Sample(name="global-releases", args={**applications_sample.PACKAGES, **COMMON})],
    Parameters: [Sample(name="global-parameters", args={**applications_sample.PARAMETERS, **COMMON})],
    ReplicatedSecret: [Sample(name="global-token", args={**applications_sample.SECRET, **COMMON})],
}
