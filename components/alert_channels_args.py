"""Who listens to the topics of a stack, as plain arguments."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_notes import AlarmNotesArgs
from holdfast.topology.values import ChatApplication, Severity


class AlertTopicArgs(TypedDict):
    """A topic that is listened to."""

    place: str
    """Place of its region, such as ``use1``."""
    region: str
    """AWS region of the topic."""
    topic_arn: pulumi.Input[str]
    """ARN of the topic."""
    severity: Severity
    """How soon somebody must act on what it carries: ``page`` or ``ticket``."""
    filter_policy: NotRequired[str]
    """Filter policy on message attributes, JSON, for those who are not to hear all of it. Default: none."""


class ChatChannelArgs(TypedDict):
    """A channel of a chat application."""

    application: ChatApplication
    """``slack`` or ``teams``."""
    team_id: str
    """Id of the workspace or team, authorised by somebody in the console of Amazon Q Developer before."""
    channel_id: str
    """Id of the channel; of Teams encoded as in its link."""
    tenant_id: NotRequired[str]
    """Id of the tenant, needed for ``teams``. Default: none, as for ``slack``."""
    severities: Sequence[str]
    """What it hears of."""


class HookArgs(TypedDict):
    """A web address that SNS posts to."""

    url: pulumi.Input[str]
    """The address, https; kept secret, since most hold a key."""
    confirms_itself: NotRequired[bool]
    """Whether it answers the request for confirmation at once, as PagerDuty does; the update waits for that.
    Default: False, a person opens the link in the request."""
    severities: Sequence[str]
    """What it hears of."""


class EmailListArgs(TypedDict):
    """Addresses that hear of some severities."""

    emails: Sequence[str]
    """Addresses, in any order; each must confirm, once per topic."""
    severities: Sequence[str]
    """What they hear of."""


class AlertChannelsArgs(TypedDict):
    """What those who listen need."""

    topics: Mapping[str, AlertTopicArgs]
    """The topics by a name that begins with their place, such as ``use1`` and ``use1-pages``."""
    chat_channels: NotRequired[Mapping[str, ChatChannelArgs]]
    """Channels by a name that is unique among them. Default: none."""
    hooks: NotRequired[Mapping[str, HookArgs]]
    """Web addresses by name. Default: none."""
    email_lists: NotRequired[Mapping[str, EmailListArgs]]
    """Addresses by name of a list; no address is in two lists of one severity. Default: none."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook, for the alarms on what could not be delivered. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def problems_of(args: AlertChannelsArgs) -> list[str]:
    """Find what is wrong with the arguments, in a person's words; no address of a hook is repeated."""
    problems = [
        *_severity_problems(args),
        *_chat_problems(args),
    ]
    if not args["topics"]:
        problems.append("'topics' needs at least one")
    if not any(args.get(kind) for kind in ("chat_channels", "hooks", "email_lists")):
        problems.append("name 'chat_channels', 'hooks' or 'email_lists' to tell")
    heard: dict[tuple[str, str], str] = {}
    for key, listed in sorted(args.get("email_lists", {}).items()):
        if not listed["emails"]:
            problems.append(f"'email_lists' {key!r} needs at least one address")
        for email in sorted(set(listed["emails"])):
            for severity in sorted(set(listed["severities"])):
                other = heard.setdefault((email, str(severity)), key)
                if other != key:
                    problems.append(f"{email} is in 'email_lists' {other!r} and {key!r} for {severity}")
    return problems


def _severity_problems(args: AlertChannelsArgs) -> list[str]:
    known = {severity.value for severity in Severity}
    said = {f"'topics' {key!r}": [str(topic["severity"])] for key, topic in args["topics"].items()}
    said |= {f"'chat_channels' {key!r}": [*one["severities"]] for key, one in _items(args, "chat_channels")}
    said |= {f"'hooks' {key!r}": [*one["severities"]] for key, one in _items(args, "hooks")}
    said |= {f"'email_lists' {key!r}": [*one["severities"]] for key, one in _items(args, "email_lists")}
    return [
        f"{what}: severities are of {', '.join(sorted(known))}, got {', '.join(map(str, given)) or 'none'}"
        for what, given in sorted(said.items())
        if not given or set(map(str, given)) - known
    ]


def _chat_problems(args: AlertChannelsArgs) -> list[str]:
    problems = []
    for key, channel in sorted(args.get("chat_channels", {}).items()):
        application = str(channel["application"])
        if application not in {one.value for one in ChatApplication}:
            problems.append(f"'chat_channels' {key!r}: 'application' is slack or teams, got {application!r}")
        elif (application == ChatApplication.TEAMS) != ("tenant_id" in channel):
            problems.append(f"'chat_channels' {key!r}: 'tenant_id' goes with teams, and with teams alone")
    return problems


def _items(args: AlertChannelsArgs, kind: str) -> list[tuple[str, Mapping[str, Sequence[str]]]]:
    found: Mapping[str, Mapping[str, Sequence[str]]] = args.get(kind, {})  # type: ignore[assignment]  # one of three
    return sorted(found.items())
