"""Mutations of the rules of capacity, scaling and containers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.checks.mutations.model import REGIONS, Mutation, change
from tests.graph.documents import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.checks.mutations.model import Document

ASG = "aws:autoscaling/group:Group"
SUBNET = "aws:ec2/subnet:Subnet"


def _minimum(size: int) -> Callable[[Document], None]:
    return lambda prod: prod.change(ASG, "euw1-orders-asg", "minSize", size)


def _low_ceiling(prod: Document) -> None:
    prod.change(ASG, "euw1-orders-asg", "maxSize", 9)


def _spot_alone(prod: Document) -> None:
    policy = "mixedInstancesPolicy.instancesDistribution"
    for name in ("onDemandBaseCapacity", "onDemandPercentageAboveBaseCapacity"):
        prod.change(ASG, "euw1-orders-asg", f"{policy}.{name}", 0)


def _aim_high(prod: Document) -> None:
    prod.change(
        "aws:autoscaling/policy:Policy", "euw1-orders-cpu", "targetTrackingConfiguration.targetValue", 80
    )


def _small_subnet(prod: Document) -> None:
    prod.change(SUBNET, "euw1-private-a", "cidrBlock", "10.48.0.0/28")


def _quota_of_one_region(prod: Document) -> None:
    prod.add(
        "aws:servicequotas/serviceQuota:ServiceQuota",
        "use1-vcpus",
        {"region": "us-east-1", "serviceCode": "ec2", "quotaCode": "L-1216C47A", "value": 640},
    )


def _no_limit(prod: Document) -> None:
    acl = prod.one("aws:wafv2/webAcl:WebAcl", "euw1-*")
    kept = [one for one in acl["inputs"]["rules"] if "rateBasedStatement" not in one["statement"]]
    change(acl, "rules", kept)


def _services(**bad: Any) -> Callable[[Document], None]:
    """An ECS service in both regions, right but for some inputs of one of them."""

    def edit(prod: Document) -> None:
        for place, region in REGIONS.items():
            good = {
                "region": region,
                "desiredCount": 3,
                "availabilityZoneRebalancing": "ENABLED",
                "deploymentCircuitBreaker": {"enable": True, "rollback": True},
                "enableExecuteCommand": False,
                "launchType": "FARGATE",
                "loadBalancers": [{"targetGroupArn": UNKNOWN}],
                "networkConfiguration": {"subnets": [UNKNOWN] * 3, "assignPublicIp": False},
            }
            service = prod.add(
                "aws:ecs/service:Service",
                f"{place}-invoices-service",
                {**good, **(bad if place == "euw1" else {})},
                links={"networkConfiguration": prod.all(SUBNET, f"{place}-private-?")},
            )
            prod.add(
                "aws:appautoscaling/target:Target",
                f"{place}-invoices-scaling",
                {
                    "region": region,
                    "scalableDimension": "ecs:service:DesiredCount",
                    "resourceId": UNKNOWN,
                    "minCapacity": 3,
                    "maxCapacity": 6,
                },
                links={"resourceId": [service]},
            )

    return edit


def _scale_in_one_region(prod: Document) -> None:
    prod.remove("aws:autoscaling/policy:Policy", "euw1-*")


MUTATIONS = {
    "ASG002": Mutation(_minimum(2), companions=frozenset({"CAP002"})),
    "CAP001": Mutation(_low_ceiling),
    "CAP002": Mutation(_minimum(3)),
    "CAP003": Mutation(_spot_alone),
    "CAP004": Mutation(_aim_high),
    "CAP005": Mutation(_small_subnet),
    "CAP006": Mutation(_quota_of_one_region),
    "CAP007": Mutation(_no_limit),
    "ECS001": Mutation(_services(deploymentMinimumHealthyPercent=50)),
    "ECS002": Mutation(_services(deploymentCircuitBreaker={"enable": True, "rollback": False})),
    "ECS003": Mutation(_services(availabilityZoneRebalancing="DISABLED")),
    "REG002": Mutation(_scale_in_one_region),
}
