"""What the plan takes at most in a region, against the account's quotas there."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State
from holdfast.topology.values import NatStrategy
from holdfast.topology.values.ecs import TaskCapacity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.doctor.world import World
    from holdfast.topology.values import RegionPlan, ServicePlan

PURPOSE, SUBJECT = Purpose.DEPLOY, "quotas"
_CPU_UNITS = 1024
_STANDARD = re.compile(r"^[acdhimrtz]\d")
"""Families that count as Standard: A, C, D, H, I, M, R, T, Z."""
_REQUEST = "aws service-quotas request-service-quota-increase"


@dataclass(frozen=True, slots=True)
class Quota:
    """A quota of Service Quotas, by its codes there (`aws service-quotas list-service-quotas`, 2026-11)."""

    service: str
    code: str
    words: str


VCPUS = Quota("ec2", "L-1216C47A", "vCPUs of running On-Demand Standard instances")
SPOT_VCPUS = Quota("ec2", "L-34B43A08", "vCPUs of Standard Spot instances")
ADDRESSES = Quota("ec2", "L-0263D0A3", "Elastic IPs")
NETWORKS = Quota("vpc", "L-F678F1CE", "VPCs")
FARGATE = Quota("fargate", "L-3032A538", "vCPUs of Fargate On-Demand")
FARGATE_SPOT = Quota("fargate", "L-36FBB829", "vCPUs of Fargate Spot")
EXECUTIONS = Quota("lambda", "L-B99A9384", "concurrent executions of Lambda")


def check(world: World) -> Iterator[Finding]:
    """Ask Service Quotas in each region for what the plan needs there."""
    for region in () if world.plan is None else world.plan.regions:
        if world.unasked:
            yield Finding(PURPOSE, f"{region.place} quotas", State.UNKNOWN, world.unasked)
            continue
        for quota, needed in needs(region, _vcpus(world, region)).items():
            yield _judged(world, region, quota, needed)


def needs(region: RegionPlan, vcpus: Mapping[str, int]) -> dict[Quota, float]:
    """Give what a region takes at most; what a stack has running already is part of it.

    Args:
        region: The region's plan.
        vcpus: vCPUs by instance type.
    """
    found: defaultdict[Quota, float] = defaultdict(float)
    network = region.network
    if network is not None and network.adopted is None:
        found[NETWORKS] += 1
        ways = {
            NatStrategy.PER_ZONE: len(network.zones),
            NatStrategy.SHARED: 1,
            NatStrategy.REGIONAL: len(network.zones),
        }
        found[ADDRESSES] += ways.get(network.nat, 0)
    for service in region.services:
        _of_service(service, vcpus, found)
    if region.ecs is not None and region.ecs.instances is not None:
        _instances(region.ecs.instances.types, region.ecs.instances.maximum, 0, vcpus, found)
    if region.eks is not None and network is not None:
        nodes, zones = region.eks.nodes, len(network.zones)
        _instances(nodes.types, nodes.maximum * zones, nodes.spot_maximum * zones, vcpus, found)
    return {quota: needed for quota, needed in found.items() if needed}


def _of_service(service: ServicePlan, vcpus: Mapping[str, int], found: defaultdict[Quota, float]) -> None:
    most, above = service.capacity.maximum, service.capacity.maximum - service.capacity.needed
    if service.function is not None:
        found[EXECUTIONS] += most
    elif service.ecs is not None and service.ecs.capacity is TaskCapacity.FARGATE:
        spot = max(above, 0) * service.ecs.spot_percent / 100
        found[FARGATE] += (most - spot) * service.ecs.cpu / _CPU_UNITS
        found[FARGATE_SPOT] += spot * service.ecs.cpu / _CPU_UNITS
    elif service.instances is not None:
        spot_share = service.scaling.spot_percent_above_minimum / 100
        spot_count = round(max(above, 0) * spot_share)
        _instances(service.instances.types, most - spot_count, spot_count, vcpus, found)


def _instances(
    types: tuple[str, ...],
    on_demand: int,
    spot: int,
    vcpus: Mapping[str, int],
    found: defaultdict[Quota, float],
) -> None:
    largest = max((vcpus.get(one, 0) for one in types if _STANDARD.match(one)), default=0)
    found[VCPUS] += on_demand * largest
    found[SPOT_VCPUS] += spot * largest


def _vcpus(world: World, region: RegionPlan) -> dict[str, int]:
    """Give the vCPUs of the instance types that a region has."""
    wanted = {
        *(one for service in region.services if service.instances for one in service.instances.types),
        *(region.ecs.instances.types if region.ecs is not None and region.ecs.instances is not None else ()),
        *(region.eks.nodes.types if region.eks is not None else ()),
    }
    if not wanted:
        return {}
    told = world.clients("ec2", region.region).describe_instance_types(InstanceTypes=sorted(wanted))
    return {one["InstanceType"]: one["VCpuInfo"]["DefaultVCpus"] for one in told["InstanceTypes"]}


def _judged(world: World, region: RegionPlan, quota: Quota, needed: float) -> Finding:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # see operate/aws.py

    subject = f"{region.place} {quota.words}"
    asked = {"ServiceCode": quota.service, "QuotaCode": quota.code}
    try:
        client = world.clients("service-quotas", region.region)
        try:
            allowed = float(client.get_service_quota(**asked)["Quota"]["Value"])
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchResourceException":
                raise
            allowed = float(client.get_aws_default_service_quota(**asked)["Quota"]["Value"])
    except (BotoCoreError, ClientError) as error:
        return Finding(PURPOSE, subject, State.UNKNOWN, f"{needed:g} needed; the quota is not told: {error}")
    if allowed >= needed:
        return Finding(
            PURPOSE,
            subject,
            State.OK,
            f"{needed:g} needed at most, {allowed:g} allowed for all that runs there",
        )
    return Finding(
        PURPOSE,
        subject,
        State.MISSING,
        f"{needed:g} needed at most, {allowed:g} allowed",
        f"{_REQUEST} --service-code {quota.service} --quota-code {quota.code} --desired-value {needed:g} "
        f"--region {region.region}",
    )
