"""What a watchdog needs, and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_notes import AlarmNotesArgs

FEWEST_VOTES = 2
"""Of a quorum: one voter alone cannot tell a lost region from its own way to it."""
INTERVALS = (20, 30, 60)
"""Seconds between rounds: what divides the minute between two invocations, and lets a round end."""


class ProbeTargetArgs(TypedDict):
    """An address, and what says that it is well."""

    url: str
    """HTTPS address; a success in its answer counts as well."""
    search: NotRequired[str]
    """Text that the answer must hold. Default: none."""


class WatchedSwitchArgs(TypedDict):
    """A maintenance switch of the watched place."""

    bucket: pulumi.Input[str]
    """Bucket of the object."""
    object_key: str
    """Key of the object."""
    region: str
    """AWS region of the bucket."""


class WatchdogRulesArgs(TypedDict):
    """How sure a watchdog must be, and how long it keeps still."""

    starts: bool
    """Whether it starts the document, or tells only when it would."""
    quorum: NotRequired[int]
    """Votes that must say that the region fails. Default: more than half of the voters."""
    failures: int
    """Rounds that must find it failing, the last among them."""
    rounds: int
    """Last rounds among which they must be."""
    interval_seconds: int
    """Seconds between two rounds: 20, 30 or 60."""
    hold_down_minutes: int
    """Minutes after a start in which nothing is started again."""


class WatchdogArgs(TypedDict):
    """What watching one place from another takes."""

    watched: str
    """The place that is watched."""
    place: str
    """The place that would take over, in whose region all children but one alarm stand."""
    region: str
    """AWS region of ``place``."""
    account_id: str
    """The account's id, twelve digits."""
    key_arn: pulumi.Input[str]
    """Customer key of ``region``."""
    targets: Sequence[ProbeTargetArgs]
    """Addresses of the watched region itself: its hosts, not names that lead elsewhere once it fails."""
    own_targets: NotRequired[Sequence[ProbeTargetArgs]]
    """Addresses of the own region: while not one answers, nothing is started. Default: none."""
    public_targets: NotRequired[Sequence[ProbeTargetArgs]]
    """Names that clients use; measured and told, not voted on. Default: none."""
    probes: Mapping[str, pulumi.Input[str]]
    """Place → ARN of the function that probes from there: two or more, none of the watched place."""
    alarms: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Name → ARN of each alarm outside of the watched region that says that it fails; a vote each. Default:
    none."""
    switches: NotRequired[Sequence[WatchedSwitchArgs]]
    """The watched place's switches: while all are put, it is left already. Default: none."""
    rules: WatchdogRulesArgs
    """How sure it must be."""
    document_name: pulumi.Input[str]
    """The SSM Automation document that leaves the place, in ``region``."""
    document_arn: pulumi.Input[str]
    """Its ARN."""
    document_role_arn: pulumi.Input[str]
    """The role that it takes on."""
    topic_arn: pulumi.Input[str]
    """Topic in ``region`` of what somebody must act on now."""
    topic_key_arn: pulumi.Input[str]
    """Customer key of that topic."""
    alarm_place: str
    """Place of the alarm on the watchdog itself: neither its own nor the watched one."""
    alarm_region: str
    """AWS region of ``alarm_place``."""
    alarm_topic_arn: pulumi.Input[str]
    """Topic in ``alarm_region``."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def quorum_of(args: WatchdogArgs) -> int:
    """Votes that must say that the region fails.

    Args:
        args: What the watchdog needs.
    """
    asked = args["rules"].get("quorum")
    return max(FEWEST_VOTES, _voters(args) // 2 + 1) if asked is None else int(asked)


def rules_of(args: WatchdogArgs) -> dict[str, Any]:
    """Give the rules as the function reads them.

    Args:
        args: What the watchdog needs.
    """
    rules = args["rules"]
    return {
        "quorum": quorum_of(args),
        "failures": int(rules["failures"]),
        "rounds": int(rules["rounds"]),
        "hold_down_seconds": int(rules["hold_down_minutes"]) * 60,
        "starts": rules["starts"],
    }


def _voters(args: WatchdogArgs) -> int:
    return 1 + len(args["probes"]) + len(args.get("alarms", {}))


def problems_of(args: WatchdogArgs) -> Iterator[str]:
    """Yield what is wrong with the arguments, a line each.

    Args:
        args: What the component needs.
    """
    yield from _place_problems(args)
    yield from _rule_problems(args)
    if not args["targets"]:
        yield "'targets' needs at least one address of the watched region"
    if wrong := sorted({one["url"] for one in _targets(args) if not one["url"].startswith("https://")}):
        yield f"addresses must be HTTPS, got {', '.join(wrong)}"


def _place_problems(args: WatchdogArgs) -> Iterator[str]:
    watched, place = args["watched"], args["place"]
    if watched == place:
        yield f"'place' is {place}, which is the watched one: it would be lost with it"
    if len(args["probes"]) < FEWEST_VOTES:
        yield f"'probes' needs {FEWEST_VOTES} or more places besides {place}, got {len(args['probes'])}"
    if watched in args["probes"]:
        yield f"'probes' must not name {watched}: what is lost with it cannot say so"
    if args["alarm_region"] == args["region"]:
        yield f"'alarm_region' must not be {args['region']}: it would be lost with the watchdog"
    if args["alarm_place"] in {watched, place}:
        yield f"'alarm_place' must be neither {watched} nor {place}, got {args['alarm_place']}"


def _rule_problems(args: WatchdogArgs) -> Iterator[str]:
    rules, most = args["rules"], _voters(args)
    if not FEWEST_VOTES <= quorum_of(args) <= most:
        yield f"'quorum' must be {FEWEST_VOTES} to {most}, the number of voters, got {quorum_of(args)}"
    if int(rules["failures"]) > int(rules["rounds"]):
        yield f"'failures' must be at most 'rounds', got {rules['failures']} of {rules['rounds']}"
    if int(rules["interval_seconds"]) not in INTERVALS:
        yield f"'interval_seconds' must be {', '.join(map(str, INTERVALS))}, got {rules['interval_seconds']}"


def _targets(args: WatchdogArgs) -> list[ProbeTargetArgs]:
    return [*args["targets"], *args.get("own_targets", ()), *args.get("public_targets", ())]
