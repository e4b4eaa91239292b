"""What several sections tell in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.runbook.commands import aws, command
from holdfast.runbook.model import Do, Link, Section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.contracts.runbook import RunbookSection as At
    from holdfast.graph import Resource
    from holdfast.runbook.stack import Stack

BALANCER = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
TARGETS = ("aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup")
GROUP = "aws:autoscaling/group:Group"
TASKS = "aws:ecs/service:Service"
FUNCTION = "aws:lambda/function:Function"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
CHECK = "aws:route53/healthCheck:HealthCheck"

HEALTH = Link("AWS Health", "https://health.aws.amazon.com/health/status")
NO_UPDATE = (
    "Do not run `pulumi up` to mend it in the middle: it needs control planes, and may undo what others do."
)


def section(  # noqa: PLR0913  # the parts of a section
    at: At,
    symptom: str,
    *,
    decide: Iterable[str] = (),
    do: Iterable[Do] = (),
    back: Iterable[Do] = (),
    never: Iterable[str] = (),
    links: Iterable[Link] = (),
) -> Section:
    """A section, of which the graph adds alarms and the contract times."""
    return Section(
        anchor=at.value,
        symptom=symptom,
        decide=tuple(decide),
        do=tuple(do),
        back=tuple(back),
        never=tuple(never),
        links=tuple(links),
    )


def each(words: str, commands: Iterable[str]) -> list[Do]:
    """Something to do with each of some things; nothing where there is none of them."""
    found = tuple(dict.fromkeys(commands))
    return [Do(words, found)] if found else []


def of_each(
    stack: Stack, words: str, resources: Iterable[Resource], what: str, which: str, *more: str
) -> list[Do]:
    """Call the AWS CLI for each of some resources, in its region.

    Args:
        stack: The stack.
        words: What is done.
        resources: The resources; there is nothing to do where there is none.
        what: Service and operation.
        which: The option that names the resource, and what it takes: ``--topic-arn ARN``, or with the input
            that holds it ``--table-name NAME:name``.
        more: Options that are the same for each, and their values.
    """
    option, _, called = which.partition(" ")
    kind, _, key = called.partition(":")
    return each(
        words,
        (
            aws(stack.region(one), what, option, stack.called(kind, one, *([key] if key else [])), *more)
            for one in resources
        ),
    )


def regions(stack: Stack, resources: Iterable[Resource]) -> list[str]:
    """AWS regions of some resources, each once."""
    return sorted({stack.region(one) for one in resources})


def status(
    stack: Stack, words: str = "See every region, the public names, writers, lag and capacity"
) -> list[Do]:
    """Ask the tool how the stack fares."""
    return each(words, [command("holdfast", "status", stack.name)] if stack.ours else [])


def ringing(stack: Stack) -> list[Do]:
    """List the alarms that ring, region by region."""
    regions = sorted({one.region for those in stack.alarms.values() for one in those} - {"global", "REGION"})
    query = "[MetricAlarms,CompositeAlarms][].[AlarmName,StateUpdatedTimestamp,StateReason]"
    return each(
        "List the alarms that ring",
        (
            aws(
                region, "cloudwatch describe-alarms", "--state-value", "ALARM", "--alarm-types", "MetricAlarm"
            )
            + " "
            + command("CompositeAlarm", "--query", query, "--output", "table")
            for region in regions
        ),
    )


def service_logs(stack: Stack) -> list[Do]:
    """Read what services say."""
    groups = [one for one in stack.of_type(LOGS) if one.at("tags", "Service")]
    return each("Read what services say", (tail(stack, one) for one in groups))


def tail(stack: Stack, group: Resource, since: str = "15m") -> str:
    """Show the newest lines of a log group."""
    return aws(stack.region(group), "logs tail", stack.called("NAME", group, "name"), "--since", since)


def targets(stack: Stack) -> list[Do]:
    """Which targets are healthy, and why others are not."""
    query = (
        "TargetHealthDescriptions[].[Target.Id,Target.AvailabilityZone,TargetHealth.State,"
        "TargetHealth.Description]"
    )
    return of_each(
        stack,
        "See which targets are healthy, and why others are not",
        stack.of_type(*TARGETS),
        "elbv2 describe-target-health",
        "--target-group-arn ARN",
        "--query",
        query,
        "--output",
        "table",
    )


def bake(stack: Stack) -> list[Do]:
    """Hold that a place is quiet again."""
    return each(
        "Hold that it is quiet: it watches the region's alarms for the bake time and exits with 1 if one "
        "rings",
        (command("holdfast", "bake", stack.name, one.key) for one in stack.serving if stack.ours),
    )


def settings(stack: Stack, words: str) -> list[Do]:
    """Change a setting for good, once it is quiet."""
    return [
        Do(words, (command("pulumi", "preview", "-s", stack.name), command("pulumi", "up", "-s", stack.name)))
    ]


def ecs_names(stack: Stack, service: Resource) -> tuple[str, ...]:
    """The options that name a service on ECS and its cluster."""
    clusters = stack.graph.references(service, "cluster")
    cluster = stack.called("NAME", clusters[0], "name") if clusters else "CLUSTER"
    return ("--cluster", cluster, "--service", stack.called("NAME", service, "name"))
