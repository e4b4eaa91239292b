"""Arguments of a plan of ARC Region switch, and what the service refuses in them.

Facts that the limits come from:
https://docs.aws.amazon.com/arc-region-switch/latest/api/API_CreatePlan.html (2026-11)
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

_NAME = re.compile(r"[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?")
_REGIONS = 2
_MOST_MINUTES = 10_080
KINDS = (
    "auto_scaling_groups",
    "ecs_services",
    "aurora",
    "rds_instances",
    "functions",
    "routing_controls",
)
"""What a block can be about; it has exactly one of them."""


class EcsServiceArns(TypedDict):
    """A service on ECS in one region."""

    cluster_arn: pulumi.Input[str]
    """ARN of its cluster."""
    service_arn: pulumi.Input[str]
    """Its own ARN."""


class AuroraBlockArgs(TypedDict):
    """A global database whose writer moves: by switchover where both regions answer, else by failover."""

    global_cluster: pulumi.Input[str]
    """Identifier of the global database."""
    clusters: Mapping[str, pulumi.Input[str]]
    """AWS region → ARN of its cluster."""


class BlockArgs(TypedDict):
    """One execution block; exactly one of what it can be about is there, by AWS region."""

    name: str
    """Name of the step, unique in its workflow."""
    minutes: int
    """Minutes after which Region switch gives the block up, at least 1."""
    auto_scaling_groups: NotRequired[Mapping[str, pulumi.Input[str]]]
    """ARNs of a service's Auto Scaling groups: the one that takes over grows to the other's size. Default:
    none."""
    ecs_services: NotRequired[Mapping[str, EcsServiceArns]]
    """A service on ECS, which grows likewise. Default: none."""
    aurora: NotRequired[AuroraBlockArgs]
    """A global database of Aurora. Default: none."""
    rds_instances: NotRequired[Mapping[str, pulumi.Input[str]]]
    """ARNs of an RDS database's instances, of which the one that takes over is promoted. Default: none."""
    functions: NotRequired[Mapping[str, pulumi.Input[str]]]
    """ARNs of functions, of which the one in the region that takes over is invoked until it succeeds.
    Default: none."""
    routing_controls: NotRequired[Mapping[str, Mapping[str, pulumi.Input[str]]]]
    """Region whose traffic they decide about → entrance → ARN of its routing control: On for the one that
    takes over, Off for the other. Default: none."""


class RegionSwitchApprovalArgs(TypedDict):
    """Whose yes is needed before anything is done."""

    role_arn: pulumi.Input[str]
    """Role whose holders approve; they need ``arc-region-switch:ApprovePlanExecutionStep``."""
    minutes: int
    """Minutes after which the execution ends without an approval."""


class AlarmArgs(TypedDict):
    """An alarm that the plan reads."""

    arn: pulumi.Input[str]
    """ARN of the alarm, of any of both regions."""
    starts: NotRequired[bool]
    """Whether it can start the plan; else it says how the application is, by which Region switch measures the
    recovery. Default: false."""


class TriggersArgs(TypedDict):
    """When the plan starts without a person."""

    minutes_between: int
    """Least minutes between two automatic starts."""
    red: Mapping[str, str]
    """Region that takes over → name among ``alarms`` of the alarm that says that the other one fails. A
    region that is not here is not activated without a person."""
    green: Mapping[str, str]
    """Region that takes over → name among ``alarms`` of the alarm that must say that it is well itself."""


class RegionSwitchPlanArgs(TypedDict):
    """What a plan needs."""

    plan_name: str
    """Name in AWS, unique in the account: at most 32 letters, digits and hyphens."""
    account_id: str
    """The AWS account's id."""
    regions: Sequence[str]
    """The two AWS regions."""
    primary_region: str
    """The one of them that the console shows as primary. No update changes it, so it is never what is
    active now."""
    workflows: Mapping[str, Sequence[Sequence[BlockArgs]]]
    """Region that takes over → groups of blocks in order, the blocks of a group side by side."""
    approval: NotRequired[RegionSwitchApprovalArgs]
    """Whose yes is needed first. Default: nobody's."""
    alarms: NotRequired[Mapping[str, AlarmArgs]]
    """Alarms that the plan reads, by a name. Default: none."""
    triggers: NotRequired[TriggersArgs]
    """When it starts without a person. Default: never."""
    recovery_time_minutes: NotRequired[int]
    """Recovery time objective, which Region switch compares with what it measures. Default: none."""
    report_bucket: NotRequired[str]
    """Existing bucket, perhaps with a prefix, for a report of each execution. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def refuse(name: str, args: RegionSwitchPlanArgs) -> None:
    """Refuse what Region switch would.

    Raises:
        ValueError: With every reason.
    """
    if problems := list(_problems(args)):
        raise ValueError(f"Region switch plan {name!r}: " + "; ".join(problems))


def _problems(args: RegionSwitchPlanArgs) -> Iterator[str]:
    regions = set(args["regions"])
    if not _NAME.fullmatch(args["plan_name"]):
        yield (
            f"'plan_name' has at most 32 letters, digits and hyphens, no hyphen first or last, got "
            f"{args['plan_name']!r}"
        )
    if len(regions) != _REGIONS:
        yield f"'regions' are exactly two, got {', '.join(sorted(regions)) or 'none'}"
    if args["primary_region"] not in regions:
        yield f"'primary_region' is one of 'regions', got {args['primary_region']!r}"
    if set(args["workflows"]) != regions:
        yield f"'workflows' has one for each region, got {', '.join(sorted(args['workflows'])) or 'none'}"
    minutes = args.get("recovery_time_minutes")
    if minutes is not None and not 1 <= int(minutes) <= _MOST_MINUTES:
        yield f"'recovery_time_minutes' lies between 1 and {_MOST_MINUTES}, got {int(minutes)}"
    for region, groups in sorted(args["workflows"].items()):
        yield from _block_problems(region, [block for group in groups for block in group], regions)
    yield from _trigger_problems(args)


def _block_problems(region: str, blocks: Sequence[BlockArgs], regions: set[str]) -> Iterator[str]:
    if not blocks:
        yield f"the workflow of {region} has no block, and AWS takes none without a step"
    names = [block["name"] for block in blocks]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        yield f"the workflow of {region} has two blocks {', '.join(twice)}"
    for block in blocks:
        about = [kind for kind in KINDS if kind in block]
        if len(about) != 1:
            yield f"block {block['name']!r} is about exactly one of {', '.join(KINDS)}, got {about or 'none'}"
            continue
        if int(block["minutes"]) < 1:
            yield f"'minutes' of block {block['name']!r} is at least 1, got {int(block['minutes'])}"
        found = set(block["aurora"]["clusters"] if "aurora" in block else block[about[0]])  # type: ignore[literal-required]
        if "functions" in block:
            if region not in found:
                yield f"block {block['name']!r} has no function in {region}, where it would run"
        elif found != regions:
            yield f"block {block['name']!r} names what is in each of both regions, got {sorted(found)}"


def _trigger_problems(args: RegionSwitchPlanArgs) -> Iterator[str]:
    triggers, alarms = args.get("triggers"), args.get("alarms", {})
    if triggers is None:
        return
    if int(triggers["minutes_between"]) < 1:
        yield f"'minutes_between' is at least 1, got {int(triggers['minutes_between'])}"
    if not set(triggers["red"]) <= set(args["regions"]) or set(triggers["red"]) != set(triggers["green"]):
        yield (
            f"'triggers' names an alarm that is red and one that is green for the same of 'regions', got "
            f"{sorted(triggers['red'])} and {sorted(triggers['green'])}"
        )
    for found in (triggers["red"], triggers["green"]):
        for alarm in sorted(set(found.values())):
            if not alarms.get(alarm, {"arn": ""}).get("starts", False):
                yield f"'triggers' names {alarm!r}, which is none of the 'alarms' that start the plan"
