"""ALM002: an alarm reaches somebody, or moves something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.judging import settled
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
ALARMS = ("aws:cloudwatch/metricAlarm:MetricAlarm", COMPOSITE)
TOPIC = "aws:sns/topic:Topic"
SUBSCRIPTIONS = {
    "topic": ("aws:sns/topicSubscription:TopicSubscription",),
    "snsTopicArns": (
        "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
        "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
    ),
}
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
_IN_A_RULE = re.compile(r'(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*"?([^")]+?)"?\s*\)')
_DECOR = frozenset({"tags", "tagsAll", "dashboardBody"})


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each alarm."""
    view = view_of(graph)
    used = _used(graph)
    named = _named(graph)
    heard = {
        topic.urn: any(view.of(topic, name, *types) for name, types in SUBSCRIPTIONS.items())
        for topic in graph.of_type(TOPIC)
    }
    for alarm in graph.of_type(*ALARMS):
        name = alarm.at("name") or alarm.at("alarmName")
        yield _judge(graph, alarm, heard, used=alarm.urn in used or (isinstance(name, str) and name in named))


def _named(graph: ResourceGraph) -> set[str]:
    """Names of the alarms that composite alarms spell, by name or ARN."""
    rules = (one.at("alarmRule") for one in graph.of_type(COMPOSITE))
    return {
        name.rpartition(":alarm:")[2]
        for rule in rules
        if isinstance(rule, str)
        for name in _IN_A_RULE.findall(rule)
    }


def _used(graph: ResourceGraph) -> set[str]:
    """URNs of the alarms that something else is made of: other alarms, checks, scaling, experiments."""
    alarms = {one.urn for one in graph.of_type(*ALARMS)}
    return {
        urn
        for one in graph
        if not one.component
        for name, urns in one.property_dependencies.items()
        if name not in _DECOR
        for urn in alarms.intersection(urns)
    }


def _judge(graph: ResourceGraph, alarm: Resource, heard: dict[str, bool], *, used: bool) -> Judgement:
    if used:
        return passes(alarm, "something else listens to it")
    enabled = settled(alarm, "actionsEnabled", default=True)
    if not is_known(enabled):
        return unknown(alarm, "actionsEnabled is not known yet")
    if enabled is not True:
        return fails(alarm, "its actions are switched off, and nothing else listens to it")
    if not alarm.at("alarmActions"):
        return fails(
            alarm, "it has no action, and nothing else listens to it: it turns red where nobody looks"
        )
    return _told(graph, alarm, heard)


def _told(graph: ResourceGraph, alarm: Resource, heard: dict[str, bool]) -> Judgement:
    topics = [one for one in graph.references(alarm, "alarmActions") if one.urn in heard]
    actions = alarm.at("alarmActions")
    alone = bool(topics) and isinstance(actions, tuple) and len(topics) == len(actions)
    if not alone or any(heard[one.urn] for one in topics):
        return passes(alarm, "it tells somebody or does something")
    if graph.partial:
        return unknown(alarm, "no subscriber among what changes; the preview is not whole")
    return fails(alarm, f"nobody is subscribed to {', '.join(one.name for one in topics)}")


RULE = Rule(
    id="ALM002-alarm-reaches-somebody",
    title="Every alarm has an action that reaches somebody, or is part of something that has.",
    explanation=(
        "An alarm without an action, or to a topic without a subscriber, works perfectly and tells nobody. "
        "It is found out in the review after the outage, where it was red all the time."
    ),
    severity=Severity.MEDIUM,
    fix="give it alarmActions, subscribe somebody to the topic, or make it part of a composite alarm",
    source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_monitor_aws_resources_notification_monitor.html",
    subject="alarms",
    check=check,
    frameworks=("REL06-BP03",),
)
