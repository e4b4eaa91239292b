"""What clients feel: errors, waiting, and being turned away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.contracts.runbook import RunbookSection as At
from holdfast.runbook.commands import aws
from holdfast.runbook.model import Do, Link, Section
from holdfast.runbook.sections.common import (
    FUNCTION,
    GROUP,
    NO_UPDATE,
    TASKS,
    bake,
    each,
    ecs_names,
    of_each,
    regions,
    section,
    service_logs,
    settings,
    status,
    tail,
    targets,
)

if TYPE_CHECKING:
    from holdfast.runbook.stack import Stack

WEB_ACL = "aws:wafv2/webAcl:WebAcl"


def errors(stack: Stack) -> Section:
    """Clients get errors."""
    return section(
        At.ERRORS,
        "Clients get 5xx answers, or a canary does.",
        decide=(
            "An experiment or a drill under way? Then see whether it should end: section `experiment`.",
            (
                "A release in the last hour, in the region that errs? Undo it first, understand later: "
                "section `release`."
            ),
            "One region errs and the others do not: section `region-lost`. One zone of it: `zone-lost`.",
            "Writes fail and reads do not: section `store-lost`.",
            (
                "All regions err alike: a shared dependency, a bad release everywhere, or an attack; leaving "
                "a region "
                "helps nobody."
            ),
        ),
        do=(*status(stack), *targets(stack), *service_logs(stack)),
        back=bake(stack),
        never=(
            "Do not leave a region for an error that every region has.",
            NO_UPDATE,
        ),
    )


def latency(stack: Stack) -> Section:
    """Clients wait."""
    return section(
        At.LATENCY,
        "Answers take longer than they should, in the middle (p50) or at the slow end (p99).",
        decide=(
            (
                "p50 and p99 rise together: everything is slow. Look at processors, connections and the "
                "store: section `saturation`."
            ),
            (
                "Only p99 rises: one instance, one zone or one query. Compare targets and zones: section "
                "`zone-lost`."
            ),
            (
                "Targets answer as fast as ever and clients wait: it is the way between: section "
                "`network-path`."
            ),
            (
                "More requests than usual? See whether it scales, and whether it is an attack: section "
                "`attack`."
            ),
        ),
        do=(*status(stack), *targets(stack), *service_logs(stack)),
        back=bake(stack),
        never=("Do not restart everything at once: cold caches and new connections make it slower.",),
    )


def saturation(stack: Stack) -> Section:
    """Something runs full."""
    return section(
        At.SATURATION,
        "Processors, memory, disks, connections, ports or the size of a group are nearly used up.",
        decide=(
            "The group is at its largest size: raise the size now, by hand, then in the settings.",
            (
                "It is not, and processors are full: does it scale? Look at the scaling activities for what "
                "AWS refuses "
                "(no capacity, a quota)."
            ),
            "Memory or disk alone: a leak or a log; replace instances one by one: section `instance-lost`.",
            "A database: find the query that grew before giving it more.",
            (
                "Ports of a NAT gateway: something opens a connection for each request to one destination; "
                "reuse them."
            ),
        ),
        do=(*status(stack), *_activities(stack), *_grow(stack)),
        back=(
            *settings(
                stack,
                "Write the new size into the settings (`peak_rps`, the instance's `rps`, the store's "
                "capacity), or "
                "the next update takes it back",
            ),
            *bake(stack),
        ),
        never=("Do not lower a minimum during an incident: what was added would go before the load does.",),
    )


def throttled(stack: Stack) -> Section:
    """A limit is met."""
    return section(
        At.THROTTLED,
        "AWS, the API or a store refuses requests because there are too many.",
        decide=(
            (
                "Which limit: a table's (`table-throttles`), a balancer's (`rejected`), Lambda's "
                "concurrency, the web "
                "ACL's rate? The alarm's name says."
            ),
            "One client makes most of it: refuse that client, do not raise the limit: section `attack`.",
            "All clients, and it is real traffic: raise the limit, and ask AWS for a higher quota.",
        ),
        do=(
            *each(
                "See what Lambda may run at once",
                (
                    aws(stack.region(one), "lambda get-account-settings")
                    for one in stack.of_type(FUNCTION)
                    if one.at("tags", "Service")
                ),
            ),
            *of_each(
                stack,
                "See a table's own limits and state",
                stack.of_type("aws:dynamodb/table:Table"),
                "dynamodb describe-table",
                "--table-name NAME:name",
                "--query",
                "Table.[TableStatus,BillingModeSummary,OnDemandThroughput,WarmThroughput]",
            ),
            Do(
                "Find the quota, and ask for more; AWS decides, which can take days",
                (
                    aws(
                        stack.places[0].region if stack.places else "REGION",
                        "service-quotas list-service-quotas",
                        "--service-code",
                        "SERVICE",
                        "--query",
                        "Quotas[].[QuotaName,QuotaCode,Value]",
                    ),
                ),
            ),
        ),
        back=settings(stack, "Write the raised limit into the settings"),
        never=("Do not let clients try again at once: waiting longer each time ends it sooner.",),
        links=[
            Link(
                "Limits of DynamoDB",
                "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html",
            )
        ]
        if stack.of_type("aws:dynamodb/table:Table")
        else [],
    )


def attack(stack: Stack) -> Section:
    """Somebody attacks, or a guard refuses those it should not."""
    logs = [one for one in stack.of_type("aws:cloudwatch/logGroup:LogGroup") if "waf" in one.name]
    return section(
        At.ATTACK,
        "The web ACL blocks more than usual, or requests pour in.",
        decide=(
            "Read what was blocked: by which rule, from which addresses, on which path.",
            "Known clients are blocked by one rule: the rule is wrong. Let that rule only count.",
            "Strangers, many addresses, and the API holds: let it be blocked, and watch.",
            (
                "The API does not hold: lower the rate limit, and call AWS's Shield Response Team if you are "
                "subscribed."
            ),
        ),
        do=(
            *each("Read what the web ACLs did", (tail(stack, one) for one in logs)),
            *each(
                "List the web ACLs with their ids",
                (
                    aws(region, "wafv2 list-web-acls", "--scope", "REGIONAL")
                    for region in regions(stack, stack.of_type(WEB_ACL))
                ),
            ),
            *settings(
                stack,
                "Change the guard in the settings: `count_rules` of a group of `waf.managed_groups` "
                "names rules that only "
                "count, `waf.count_only` makes all of them count, `waf.rate_limits` limits",
            ),
        ),
        back=(Do("Take the change out of the settings when it is over, and update again."), *bake(stack)),
        never=(
            "Do not switch the web ACL off: let single rules count.",
            "Do not leave the region: the attack follows the name.",
        ),
    )


def _activities(stack: Stack) -> list[Do]:
    return of_each(
        stack,
        "See what scaling did, and what AWS refused",
        stack.of_type(GROUP),
        "autoscaling describe-scaling-activities",
        "--auto-scaling-group-name NAME:name",
        "--max-items",
        "10",
        "--query",
        "Activities[].[StartTime,StatusCode,Description,StatusMessage]",
    )


def _grow(stack: Stack) -> list[Do]:
    groups = (
        aws(
            stack.region(one),
            "autoscaling update-auto-scaling-group",
            "--auto-scaling-group-name",
            stack.called("NAME", one, "name"),
            "--min-size",
            str(one.at("maxSize") if isinstance(one.at("maxSize"), int) else "N"),
            "--desired-capacity",
            str(one.at("maxSize") if isinstance(one.at("maxSize"), int) else "N"),
        )
        for one in stack.of_type(GROUP)
    )
    tasks = (
        aws(stack.region(one), "ecs update-service", *ecs_names(stack, one), "--desired-count", "N")
        for one in stack.of_type(TASKS)
    )
    return each(
        "Raise a size now, here to its maximum; take the line of the region that runs full", [*groups, *tasks]
    )
