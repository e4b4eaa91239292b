"""What a region loses by itself: instances, and a zone of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.contracts.runbook import RunbookSection as At
from holdfast.runbook.commands import aws
from holdfast.runbook.model import Do, Link, Section
from holdfast.runbook.sections.common import (
    BALANCER,
    GROUP,
    HEALTH,
    TASKS,
    bake,
    each,
    ecs_names,
    of_each,
    regions,
    section,
    service_logs,
    targets,
)

if TYPE_CHECKING:
    from holdfast.graph import Resource
    from holdfast.runbook.stack import Stack

_AUTOSHIFT = "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration"


def instance_lost(stack: Stack) -> Section:
    """Instances, tasks or pods are lost or unhealthy."""
    return section(
        At.INSTANCE_LOST,
        "Targets are unhealthy, or none is left in a region.",
        decide=(
            (
                "Some are unhealthy and others are not: they are replaced by themselves. Watch; act if it "
                "goes on for "
                "more than ten minutes."
            ),
            "New ones die too: a bad release, a missing secret or image: section `release`.",
            (
                "All of one zone: section `zone-lost`. All of one region and nothing comes up: section "
                "`region-lost`."
            ),
        ),
        do=(
            *targets(stack),
            *each(
                "See what runs, and what was replaced",
                [
                    *(
                        aws(
                            stack.region(one),
                            "autoscaling describe-auto-scaling-groups",
                            "--auto-scaling-group-names",
                            stack.called("NAME", one, "name"),
                            "--query",
                            "AutoScalingGroups[].Instances[].[InstanceId,AvailabilityZone,LifecycleState,HealthStatus]",
                            "--output",
                            "table",
                        )
                        for one in stack.of_type(GROUP)
                    ),
                    *(
                        aws(stack.region(one), "ecs describe-services", *_several(stack, one))
                        for one in stack.of_type(TASKS)
                    ),
                ],
            ),
            *each(
                "Replace an instance that hangs, by its id",
                (
                    aws(
                        region,
                        "autoscaling terminate-instance-in-auto-scaling-group",
                        "--instance-id",
                        "INSTANCE_ID",
                        "--no-should-decrement-desired-capacity",
                    )
                    for region in regions(stack, stack.of_type(GROUP))
                ),
            ),
            *each(
                "Replace every task of a service, a few at a time",
                (
                    aws(
                        stack.region(one),
                        "ecs update-service",
                        *ecs_names(stack, one),
                        "--force-new-deployment",
                    )
                    for one in stack.of_type(TASKS)
                ),
            ),
            *service_logs(stack),
        ),
        back=bake(stack),
        never=("Do not terminate all instances of a service at once.",),
    )


def zone_lost(stack: Stack) -> Section:
    """An Availability Zone is lost, or grey."""
    balancers = stack.of_type(*BALANCER)
    itself = (
        " AWS shifts by itself here (autoshift); look first whether it has."
        if stack.of_type(_AUTOSHIFT)
        else ""
    )
    return section(
        At.ZONE_LOST,
        "Healthy targets are missing in one zone, or one zone answers slowly and fails some requests.",
        decide=(
            (
                "A zone that is gone is left by itself: balancers, groups and Multi-AZ databases do it. Only "
                "watch."
            ),
            (
                "A zone that is grey passes health checks: compare errors and latency zone by zone. If one "
                "is worse than "
                f"the others for five minutes, shift away from it.{itself}"
            ),
            "Two zones are bad: that is the region: section `region-lost`.",
        ),
        do=(
            *targets(stack),
            *each(
                "Find the zone's id, such as `use1-az2`: letters differ between accounts",
                (
                    aws(
                        region,
                        "ec2 describe-availability-zones",
                        "--query",
                        "AvailabilityZones[].[ZoneName,ZoneId,State]",
                        "--output",
                        "table",
                    )
                    for region in regions(stack, balancers)
                ),
            ),
            *each(
                "See which shifts are on",
                (
                    aws(region, "arc-zonal-shift list-zonal-shifts", "--status", "ACTIVE")
                    for region in regions(stack, balancers)
                ),
            ),
            *of_each(
                stack,
                "Shift traffic away from the zone; the line of its region",
                balancers,
                "arc-zonal-shift start-zonal-shift",
                "--resource-identifier ARN",
                "--away-from",
                "ZONE_ID",
                "--expires-in",
                "2h",
                "--comment",
                "grey zone",
            ),
            *_database_zone(stack),
        ),
        back=(
            *each(
                "A shift ends by itself; end it before, when the zone is well",
                (
                    aws(region, "arc-zonal-shift cancel-zonal-shift", "--zonal-shift-id", "ZONAL_SHIFT_ID")
                    for region in regions(stack, balancers)
                ),
            ),
            *bake(stack),
        ),
        never=(
            "Do not shift away from a second zone: the others are sized for the loss of one.",
            "Do not detach subnets or change the group's zones: that is a control plane, and lasts.",
        ),
        links=(
            HEALTH,
            Link(
                "Zonal shift",
                "https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.how-it-works.html",
            ),
        ),
    )


def _database_zone(stack: Stack) -> list[Do]:
    return of_each(
        stack,
        "A database's writer lies in the grey zone: move it to another instance of its own region",
        stack.of_type("aws:rds/cluster:Cluster"),
        "rds failover-db-cluster",
        "--db-cluster-identifier NAME:clusterIdentifier",
    )


def _several(stack: Stack, service: Resource) -> tuple[str, ...]:
    _, cluster, _, name = ecs_names(stack, service)
    return (
        "--cluster",
        cluster,
        "--services",
        name,
        "--query",
        "services[].[runningCount,desiredCount,events[:5]]",
    )
