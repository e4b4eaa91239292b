"""What is lost: an instance, a zone, a region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.contracts.runbook import RunbookSection as At
from holdfast.runbook.commands import aws, command
from holdfast.runbook.known import part
from holdfast.runbook.model import Do, Link, Section
from holdfast.runbook.sections.common import (
    BALANCER,
    GROUP,
    NO_UPDATE,
    TASKS,
    bake,
    each,
    ecs_names,
    section,
    service_logs,
    settings,
    status,
    targets,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.runbook.stack import Place, Stack

_AUTOSHIFT = "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration"
_HEALTH = Link("AWS Health", "https://health.aws.amazon.com/health/status")


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
                    for region in sorted({stack.region(one) for one in stack.of_type(GROUP)})
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
                    for region in sorted({stack.region(one) for one in balancers})
                ),
            ),
            *each(
                "See which shifts are on",
                (
                    aws(region, "arc-zonal-shift list-zonal-shifts", "--status", "ACTIVE")
                    for region in sorted({stack.region(one) for one in balancers})
                ),
            ),
            *each(
                "Shift traffic away from the zone; the line of its region",
                (
                    aws(
                        stack.region(one),
                        "arc-zonal-shift start-zonal-shift",
                        "--resource-identifier",
                        stack.called("ARN", one),
                        "--away-from",
                        "ZONE_ID",
                        "--expires-in",
                        "2h",
                        "--comment",
                        "grey zone",
                    )
                    for one in balancers
                ),
            ),
            *_database_zone(stack),
        ),
        back=(
            *each(
                "A shift ends by itself; end it before, when the zone is well",
                (
                    aws(region, "arc-zonal-shift cancel-zonal-shift", "--zonal-shift-id", "ZONAL_SHIFT_ID")
                    for region in sorted({stack.region(one) for one in balancers})
                ),
            ),
            *bake(stack),
        ),
        never=(
            "Do not shift away from a second zone: the others are sized for the loss of one.",
            "Do not detach subnets or change the group's zones: that is a control plane, and lasts.",
        ),
        links=(
            _HEALTH,
            Link(
                "Zonal shift",
                "https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.how-it-works.html",
            ),
        ),
    )


def region_lost(stack: Stack) -> Section:
    """A region is lost, or must be left."""
    by = part(stack.contract, "recovery").get("by")
    return section(
        At.REGION_LOST,
        "A region does not answer from outside, or fails so much that clients are better off elsewhere.",
        decide=(
            "Is it only we who cannot reach it? `holdfast status` asks from here; canaries and Route "
            "53's checkers ask "
            "from elsewhere. Two of them must agree."
            if stack.ours
            else "Is it only we who cannot reach it? Ask from somewhere else too.",
            "Do clients get errors, not only alarms? If the region serves well, it stays.",
            (
                "Is the other region well, with capacity and copies that are not behind? The guards of the "
                "command check "
                "it and refuse otherwise; `--force GUARD` shows what it costs."
            ),
            (
                "Will it be back sooner than leaving takes? AWS's estimate is no promise: after "
                "ten minutes without a cause that you can mend, leave."
            ),
            (
                "It answers, and writes work: leave it as in section `maintenance`, no write is lost. It "
                "does not: leave it "
                "as lost, and what had not been copied is lost or comes later."
            ),
        )
        if stack.spread
        else ("The stack serves from one region: nothing can take over until it is made anew elsewhere.",),
        do=(*status(stack), *_leave(stack, by), *_hold(stack)),
        back=(*_return(stack), *bake(stack)),
        never=(
            (
                "Do not come back as soon as it answers: wait until the provider says that it is over, and "
                "copies have "
                "caught up."
            ),
            "Do not delete or recreate anything in the lost region.",
            NO_UPDATE,
        ),
        links=(_HEALTH,),
    )


def maintenance(stack: Stack) -> Section:
    """A region is left on purpose, and come back to."""
    return section(
        At.MAINTENANCE,
        "A region is out on purpose, or AWS announces work on something in it.",
        decide=(
            "Read what AWS plans, and when. Most of it needs no more than instances that are replaced.",
            (
                "It needs the region: choose a quiet hour, tell the others, and leave it gracefully. No "
                "write is lost; "
                "writes stop for the time of a switchover where one region writes."
            ),
            "Somebody left it and forgot: see the last records in `holdfast status`, ask them, come back.",
        ),
        do=(*status(stack), *_gracefully(stack), *_switches(stack, put=True)),
        back=(*_return(stack), *_switches(stack, put=False), *bake(stack)),
        never=("Do not leave a region while another one is out or behind.",),
        links=(_HEALTH,),
    )


def _leave(stack: Stack, by: object) -> Iterator[Do]:
    if not stack.spread:
        yield from settings(
            stack, "Declare the stack in another region, and bring the data back: section `restore`"
        )
        return
    yield Do(
        "See the plan, its guards and the time of each step; nothing is changed",
        tuple(_failover(stack, one, "--lost", "--dry-run") for one in stack.serving),
    )
    yield Do(
        "Leave the region: traffic first, then capacity and writers. It asks before it acts, and the "
        "same command goes on "
        "after an interruption",
        tuple(_failover(stack, one, "--lost") for one in stack.serving),
    )
    yield from _watchdogs(stack)
    yield from _region_switch(stack, "ungraceful", by)


def _gracefully(stack: Stack) -> Iterator[Do]:
    if stack.spread:
        yield Do(
            "See the plan first, then leave",
            tuple(
                line
                for one in stack.serving
                for line in (
                    _failover(stack, one, "--maintenance", "--dry-run"),
                    _failover(stack, one, "--maintenance"),
                )
            ),
        )
        yield from _region_switch(stack, "graceful", part(stack.contract, "recovery").get("by"))


def _failover(stack: Stack, place: Place, *options: str) -> str:
    return command("holdfast", "failover", stack.name, "--away-from", place.key, *options)


def _return(stack: Stack) -> list[Do]:
    if not stack.spread:
        return []
    return [
        Do(
            "Come back when the region is well and its copies have caught up: capacity, then writers by "
            "switchover, then "
            "traffic. Nothing is lost. See the plan first",
            tuple(
                line
                for one in stack.serving
                for line in (
                    command("holdfast", "failback", stack.name, "--to", one.key, "--dry-run"),
                    command("holdfast", "failback", stack.name, "--to", one.key),
                )
            ),
        )
    ]


def _hold(stack: Stack) -> list[Do]:
    if not stack.spread:
        return []
    return [
        Do(
            "Only if an update must be made meanwhile: put the lost place into `holdfast:hold`, and "
            "leave it out",
            tuple(
                command("pulumi", "up", "-s", stack.name, "--exclude", f"**::{one.key}-**")
                for one in stack.serving
            ),
        )
    ]


def _region_switch(stack: Stack, mode: str, by: object) -> list[Do]:
    plans = stack.of_type("aws:arcregionswitch/plan:Plan")
    words = "The same by ARC Region switch" + (
        ", which is this stack's usual way" if by == "region-switch" else ""
    )
    return each(
        f"{words}: start the plan in the region that takes over",
        (
            aws(
                taking.region,
                "arc-region-switch start-plan-execution",
                "--plan-arn",
                stack.called("ARN", plan),
                "--target-region",
                taking.region,
                "--action",
                "activate",
                "--mode",
                mode,
            )
            for plan in plans
            for taking in stack.serving
        ),
    )


def _watchdogs(stack: Stack) -> Iterator[Do]:
    documents = [one for one in stack.of_type("aws:ssm/document:Document") if "-leave-" in one.name]
    yield from each(
        "The same by the automation: start the document in the region that takes over",
        (
            aws(
                stack.region(one),
                "ssm start-automation-execution",
                "--document-name",
                stack.called("NAME", one, "name"),
                "--parameters",
                "Mode=ungraceful,Reason=by hand",
            )
            for one in documents
        ),
    )
    watching = [
        child
        for one in stack.of_type("holdfast:index:Watchdog")
        for child in stack.graph.children(one.urn)
        if child.type == "aws:lambda/function:Function"
    ]
    yield from each(
        "Stop a watchdog that is wrong; with `1` it goes on",
        (
            aws(
                stack.region(one),
                "lambda put-function-concurrency",
                "--function-name",
                stack.called("NAME", one, "name"),
                "--reserved-concurrent-executions",
                "0",
            )
            for one in watching
        ),
    )
    yield from each(
        "Stop a document that runs; what is done stays done",
        (
            aws(region, "ssm stop-automation-execution", "--automation-execution-id", "EXECUTION_ID")
            for region in sorted({stack.region(one) for one in documents})
        ),
    )


def _switches(stack: Stack, *, put: bool) -> list[Do]:
    """The maintenance switch of each place, by hand."""
    words = (
        "Without the tool: put the switch, an object in another region; Route 53 then sends no clients"
        if put
        else "Without the tool: take the switch away"
    )
    return each(
        words,
        (
            aws(
                stack.region(one),
                "s3api put-object" if put else "s3api delete-object",
                "--bucket",
                _bucket(stack, one.urn, place),
                "--key",
                f"maintenance/{place}",
            )
            for one in stack.of_type("holdfast:index:MaintenanceSwitch")
            for place in _places_of(one.at("places"))
        ),
    )


def _places_of(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()


def _bucket(stack: Stack, urn: str, place: str) -> str:
    for child in stack.graph.children(urn):
        if child.type == "aws:s3/bucket:Bucket":
            name = stack.called("NAME", child, "bucket")
            return name if not name.startswith("NAME_OF_") else stack.named("NAME", f"switch-of-{place}")
    return stack.named("NAME", f"switch-of-{place}")


def _database_zone(stack: Stack) -> list[Do]:
    return each(
        "A database's writer lies in the grey zone: move it to another instance of its own region",
        (
            aws(
                stack.region(one),
                "rds failover-db-cluster",
                "--db-cluster-identifier",
                stack.called("NAME", one, "clusterIdentifier"),
            )
            for one in stack.of_type("aws:rds/cluster:Cluster")
        ),
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
