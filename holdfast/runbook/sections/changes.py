"""What people and machines do to a stack: releases, queues, money, watching, experiments, the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.contracts.runbook import RunbookSection as At
from holdfast.runbook.commands import aws, command
from holdfast.runbook.model import Do, Link, Section
from holdfast.runbook.sections.common import (
    FUNCTION,
    GROUP,
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
)

if TYPE_CHECKING:
    from holdfast.runbook.stack import Stack

QUEUE = "aws:sqs/queue:Queue"
CANARY = "aws:synthetics/canary:Canary"
TOPIC = "aws:sns/topic:Topic"
BUDGET = "aws:budgets/budget:Budget"
ANOMALY = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"


def queue(stack: Stack) -> Section:
    """Messages wait too long, or were given up."""
    queues = stack.of_type(QUEUE)
    return section(
        At.QUEUE,
        "The oldest message of a queue is older than it should be, or lies among what was given up.",
        decide=(
            "Does anybody take messages? If not, the consumer is the cause: see its log.",
            (
                "It takes them and they come back: one kind of message fails. Read one, mend, then send what "
                "was given up again."
            ),
            "It takes them and more come than it can do: give it more.",
        ),
        do=(
            *of_each(
                stack,
                "See how many wait",
                queues,
                "sqs get-queue-attributes",
                "--queue-url URL",
                "--attribute-names",
                "All",
            ),
            *service_logs(stack),
            *of_each(
                stack,
                "Send what was given up to its queue again",
                [one for one in queues if "dead" in one.name],
                "sqs start-message-move-task",
                "--source-arn ARN",
            ),
        ),
        back=(Do("It is over when the oldest message is young again."), *bake(stack)),
        never=("Do not purge a queue whose messages nobody has read.",),
    )


def release(stack: Stack) -> Section:
    """A release is bad, or stands still."""
    return section(
        At.RELEASE,
        "Errors began with a release, or a release does not end.",
        decide=(
            (
                "Only the region that has the release errs: undo it there, and stop the pipeline before the "
                "next region."
            ),
            "Every region has it and errs: undo it everywhere, region by region, the quietest first.",
            "It stands still: new instances do not get healthy. What runs goes on; undo it or mend it.",
        ),
        do=(
            *each(
                "See whether a region's deployments are done and quiet",
                (command("holdfast", "bake", stack.name, one.key) for one in stack.serving if stack.ours),
            ),
            *of_each(
                stack,
                "Undo the release of instances that is under way",
                stack.of_type(GROUP),
                "autoscaling rollback-instance-refresh",
                "--auto-scaling-group-name NAME:name",
            ),
            *each(
                "Go back to the task definition before",
                (
                    aws(
                        stack.region(one),
                        "ecs update-service",
                        *ecs_names(stack, one),
                        "--task-definition",
                        "FAMILY:REVISION",
                    )
                    for one in stack.of_type(TASKS)
                ),
            ),
            *of_each(
                stack,
                "Lead the alias to the version before",
                [one for one in stack.of_type(FUNCTION) if one.at("tags", "Service")],
                "lambda update-alias",
                "--function-name NAME:name",
                "--name",
                "live",
                "--function-version",
                "VERSION",
            ),
            *service_logs(stack),
            *settings(
                stack,
                "Then put the release before into the settings, or the next update brings the bad one back",
            ),
        ),
        back=bake(stack),
        never=("Do not release to another region to see whether it works there.",),
    )


def cost(stack: Stack) -> Section:
    """The bill grows without a reason."""
    account = stack.contract.get("account_id")
    return section(
        At.COST,
        "The month's cost passes its budget, or AWS sees a jump that it cannot explain.",
        decide=(
            "Which service and which region? The anomaly's root causes say.",
            "A failover, a drill or a release: it is known; see that what was raised goes back.",
            "More requests: real clients, or an attack: section `attack`.",
            "Something that nobody made: treat the account as somebody else's: section `account-lost`.",
        ),
        do=(
            *each(
                "See jumps and their causes",
                [
                    aws(
                        "us-east-1",
                        "ce get-anomalies",
                        "--date-interval",
                        "StartDate=YYYY-MM-DD",
                        "--query",
                        "Anomalies[].[AnomalyStartDate,Impact.TotalImpact,RootCauses[0]]",
                    )
                ],
            ),
            *each(
                "See the budget",
                (
                    aws(
                        "us-east-1",
                        "budgets describe-budgets",
                        "--account-id",
                        account if isinstance(account, str) else "ACCOUNT",
                        "--query",
                        "Budgets[].[BudgetName,BudgetLimit.Amount,CalculatedSpend]",
                    )
                    for _ in stack.of_type(BUDGET)
                ),
            ),
        ),
        back=each(
            "What a failover raised goes back with the failback",
            [command("holdfast", "failback", stack.name, "--dry-run")] if stack.spread else [],
        ),
        never=("Do not switch off the other region to save money during an incident.",),
    )


def monitoring(stack: Stack) -> Section:
    """What watches is silent itself."""
    canaries = stack.of_type(CANARY)
    return section(
        At.MONITORING,
        "A canary, a watchdog, a stream of metrics or a topic says nothing, or nobody hears it.",
        decide=(
            "Do clients get answers? Look yourself first: what watches is blind, not necessarily the API.",
            "Everything in one region is silent: section `region-lost`.",
            "Alarms ring and nobody is told: the subscription or the channel.",
        ),
        do=(
            *status(stack),
            *each(
                "See the last runs of the canaries",
                (
                    aws(
                        region,
                        "synthetics describe-canaries-last-run",
                        "--query",
                        "CanariesLastRun[].[CanaryName,LastRun.Status.State,LastRun.Status.StateReason]",
                    )
                    for region in regions(stack, canaries)
                ),
            ),
            *of_each(
                stack,
                "See who hears of pages; `PendingConfirmation` hears nothing",
                [one for one in stack.of_type(TOPIC) if "pages" in one.name],
                "sns list-subscriptions-by-topic",
                "--topic-arn ARN",
                "--query",
                "Subscriptions[].[Protocol,SubscriptionArn]",
            ),
        ),
        back=(Do("Let something ring on purpose, and see that somebody hears it."),),
        never=("Do not silence an alarm that rings for want of data: that is what it is for.",),
    )


def experiment(stack: Stack) -> Section:
    """An experiment or a drill goes on, and must be stopped or judged."""
    regions = sorted({one.region for one in stack.serving} or {one.region for one in stack.places})
    return section(
        At.EXPERIMENT,
        "An experiment of AWS FIS or a drill is under way, or an alarm stopped one.",
        decide=(
            "Something else fails at the same time: stop it at once. Practice never comes before clients.",
            "It is worse than was agreed, or nobody knows whose it is: stop it.",
            "Otherwise let it end; it stops itself by its alarm.",
        ),
        do=(
            *each(
                "See what runs",
                (
                    aws(
                        region,
                        "fis list-experiments",
                        "--query",
                        "experiments[?state.status=='running'].[id,experimentTemplateId,creationTime,tags]",
                    )
                    for region in regions
                ),
            ),
            *each(
                "Stop one, in its region; what it did is put back as far as its actions can",
                (aws(region, "fis stop-experiment", "--id", "EXPERIMENT_ID") for region in regions),
            ),
            *each(
                "See which drills there are, and how they went",
                [command("holdfast", "drill", "--list")] if stack.ours else [],
            ),
            *status(stack),
        ),
        back=(
            *each(
                "A drill that left a region: come back",
                [
                    command("holdfast", "failback", stack.name, "--dry-run"),
                    command("holdfast", "failback", stack.name),
                ]
                if stack.spread
                else [],
            ),
            *bake(stack),
        ),
        never=("Do not start the next one before the last is judged.",),
        links=(Link("FIS", "https://docs.aws.amazon.com/fis/latest/userguide/experiments.html"),),
    )


def account_lost(stack: Stack) -> Section:
    """The account is lost, or somebody else's."""
    return section(
        At.ACCOUNT_LOST,
        "Nobody can sign in, AWS closed or suspended the account, or somebody else acts in it.",
        decide=(
            "Nobody of us can sign in: AWS's support, from another account or by the form for it.",
            (
                "Somebody else acts in it: take their keys and sessions away first, then find out what they "
                "did."
            ),
            (
                "What is deleted or cannot be trusted is made anew in another account, from code and from "
                "copies that lie there."
            ),
        ),
        do=(
            Do(
                "See who you are, and what was done lately",
                (
                    aws("", "sts get-caller-identity"),
                    aws(
                        "us-east-1",
                        "cloudtrail lookup-events",
                        "--max-items",
                        "50",
                        "--query",
                        "Events[].[EventTime,Username,EventName]",
                        "--output",
                        "table",
                    ),
                ),
            ),
            Do(
                "Take a key away that somebody else has",
                (
                    aws(
                        "",
                        "iam update-access-key",
                        "--access-key-id",
                        "KEY",
                        "--status",
                        "Inactive",
                        "--user-name",
                        "USER",
                    ),
                ),
            ),
            *each(
                "See which copies another account has, and how everything comes back",
                [command("holdfast", "inventory", stack.name)],
            ),
            Do(
                "Make the stack anew: copy the stack file, change `holdfast:account`, and update as a "
                "new stack",
                (
                    command("pulumi", "stack", "init", f"{stack.name}-anew"),
                    command("pulumi", "up", "-s", f"{stack.name}-anew"),
                ),
            ),
        ),
        back=(
            Do(
                "Restore the data into the new account first: section `restore`. Move the names last: "
                "section `dns`."
            ),
            *bake(stack),
        ),
        never=(
            "Do not delete anything before somebody has seen what was done: it is evidence.",
            "Do not write to the account's own mailboxes about it: the other side may read them.",
        ),
        links=(
            Link("Sign-in trouble", "https://support.aws.amazon.com/#/contacts/aws-account-support"),
            Link(
                "What to do about an account that is not safe",
                "https://repost.aws/knowledge-center/potential-account-compromise",
            ),
        ),
    )
