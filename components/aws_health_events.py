"""What AWS says of its own health, told where alarms tell."""

import json
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.alarm_notes import AlarmNotesArgs, described, note_tags
from holdfast.components.chat_message import chat_message, message_template
from holdfast.contracts.runbook import RunbookSection

_CATEGORIES = {
    "issues": ("issue", RunbookSection.REGION_LOST, "is impaired", "open-issues"),
    "changes": ("scheduledChange", RunbookSection.MAINTENANCE, "will change", "scheduled-changes"),
    "notices": ("accountNotification", RunbookSection.MAINTENANCE, "has a notice", "other-notifications"),
}
"""What we call a category: what AWS calls it
(https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html, 2026-11), where the
runbook speaks of it, what it says of a service, and its page on AWS's dashboard."""

_LONGEST_PATTERN = 2048
"""Characters of a rule's pattern: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html."""


class AwsHealthEventsArgs(TypedDict):
    """What the rules on AWS Health's events in one region need."""

    region: str
    """AWS region of the rules and the topics."""
    event_regions: Sequence[str]
    """Regions that the events are about: the rules' own; ``global`` in us-east-1; others where AWS Health
    sends its events a second time, us-west-2, and us-east-1 for those of us-west-2."""
    topic_arns: Mapping[str, pulumi.Input[str]]
    """Topic by what it hears of: ``issues``, ``changes``, ``notices``. Each admits rules of the region, as
    its key does."""
    services: NotRequired[Sequence[str]]
    """Begins of the names of services, as AWS Health writes them (``EC2``). Default: every service."""
    copies: NotRequired[bool]
    """Whether these are the events that AWS Health sends a second time; messages say so. Default: False."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class AwsHealthEvents(pulumi.ComponentResource):
    """Events of AWS Health as alerts, so that a failure of AWS's is told from one of the API's own.

    Declares: for each thing that is told of an EventBridge rule and its target, which turns the event into a
    message that chat channels show and people can read. AWS Health delivers at least once and mostly minutes
    after the failure began; public events reach a new rule within an hour
    (https://docs.aws.amazon.com/health/latest/ug/cloudwatch-events-health.html, 2026-11).
    Survives: the loss of any other region. Does not survive: the loss of its own, whose events come a second
    time in us-west-2 (those of us-west-2 in us-east-1).
    """

    def __init__(
        self, name: str, args: AwsHealthEventsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``AwsHealthEventsArgs``.

        Raises:
            ValueError: Nothing is to be told, or more than a rule can ask for.
        """
        super().__init__("holdfast:index:AwsHealthEvents", name, {**args}, opts)
        _check(name, args)
        child, notes = pulumi.ResourceOptions(parent=self), args.get("notes")
        for subject, (category, section, _, _) in _CATEGORIES.items():
            if subject not in args["topic_arns"]:
                continue
            rule = cloudwatch.EventRule(
                f"{name}-aws-{subject}",
                region=args["region"],
                description=_rule_description(args, category, section),
                event_pattern=_pattern(args, category),
                tags={**args.get("tags", {}), **note_tags(section, notes), "Name": f"{name}-aws-{subject}"},
                opts=child,
            )
            cloudwatch.EventTarget(
                f"{name}-aws-{subject}-target",
                region=args["region"],
                rule=rule.name,
                arn=args["topic_arns"][subject],
                input_transformer=cloudwatch.EventTargetInputTransformerArgs(
                    input_paths=_PATHS, input_template=_template(args, subject)
                ),
                opts=child,
            )
        self.register_outputs({"origin": dict(args.get("origin", {}))})


_PATHS = {
    "service": "$.detail.service",
    "region": "$.detail.eventRegion",
    "code": "$.detail.eventTypeCode",
    "status": "$.detail.statusCode",
    "event": "$.detail.eventArn",
    "description": "$.detail.eventDescription[0].latestDescription",
}


def _check(name: str, args: AwsHealthEventsArgs) -> None:
    problems = []
    if not args["event_regions"]:
        problems.append("'event_regions' needs at least one region")
    strange = sorted(set(args["topic_arns"]) - set(_CATEGORIES))
    if strange or not args["topic_arns"]:
        problems.append(f"'topic_arns' are by {', '.join(_CATEGORIES)}, got {', '.join(strange) or 'none'}")
    longest = max((len(_pattern(args, one[0])) for one in _CATEGORIES.values()), default=0)
    if longest > _LONGEST_PATTERN:
        problems.append(
            f"'services' and 'event_regions' make a pattern of {longest} characters, and a rule takes "
            f"{_LONGEST_PATTERN}: name fewer services, or none for all"
        )
    if problems:
        raise ValueError(f"AWS Health events {name!r}: " + "; ".join(problems))


def _pattern(args: AwsHealthEventsArgs, category: str) -> str:
    detail: dict[str, object] = {
        "eventTypeCategory": [category],
        "eventRegion": sorted(set(args["event_regions"])),
    }
    if services := args.get("services"):
        detail["service"] = [{"prefix": service} for service in sorted(set(services))]
    # Wildcards in 'source' match nothing of AWS Health's:
    # https://docs.aws.amazon.com/health/latest/ug/about-public-events.html (2026-11)
    pattern = {"source": ["aws.health"], "detail-type": ["AWS Health Event"], "detail": detail}
    return json.dumps(pattern, separators=(",", ":"))


def _rule_description(args: AwsHealthEventsArgs, category: str, section: RunbookSection) -> str:
    # 512 characters: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html (2026-11)
    text = (
        f"AWS Health's events of category {category} about {', '.join(sorted(set(args['event_regions'])))}."
    )
    return described(text, section, args.get("notes"))[:512]


def _template(args: AwsHealthEventsArgs, subject: str) -> str:
    _, section, says, page = _CATEGORIES[subject]
    notes = args.get("notes")
    steps = [f"AWS's own page: https://health.aws.amazon.com/health/home#/account/dashboard/{page}"]
    if notes is not None:
        steps.insert(0, f"Runbook of {notes['owner']}: {notes['runbook_url']}#{section.value}")
    copy = " (second copy of AWS Health)" if args.get("copies", False) else ""
    return message_template(
        chat_message(
            f"AWS <service> in <region> {says}: <status>{copy}",
            "<description>",
            next_steps=[*steps, "Event <code>"],
            thread="<event>",
        ),
        "description",
    )
