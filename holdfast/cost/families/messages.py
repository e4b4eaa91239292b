"""Queues, topics, schedules, delivery streams."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.schedules import runs_a_month
from holdfast.cost.scope import MILLION, text
from holdfast.graph import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource

CALLS_OF_A_MESSAGE = 3
"""A message is sent, received and deleted (https://aws.amazon.com/sqs/pricing/, 2026-11)."""
HUNDRED_THOUSAND = Decimal(100_000)
STREAMED_UPDATE_KILOBYTES = Decimal("0.5")
"""Size that is assumed of a metric update in a delivery stream."""


def queue(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Requests of a queue."""
    yield scope.item(
        "queue requests",
        "sqs/requests/million",
        place_of(one),
        scope.usage["queue_messages_million"] * CALLS_OF_A_MESSAGE,
        usage=("queue_messages_million",),
    )


def subscription(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Messages to one address of a topic; those to queues and functions are free."""
    kinds = {
        "email": ("emails", "sns/emails/hundred-thousand"),
        "email-json": ("emails", "sns/emails/hundred-thousand"),
        "http": ("HTTPS notifications", "sns/https/hundred-thousand"),
        "https": ("HTTPS notifications", "sns/https/hundred-thousand"),
        "sms": ("text messages", "sns/text-messages/message"),
    }
    found = kinds.get(text(one.inputs.get("protocol")))
    if found:
        per = Decimal(1) if found[0] == "text messages" else HUNDRED_THOUSAND
        yield scope.item(
            found[0], found[1], place_of(one), scope.usage["notifications"] / per, usage=("notifications",)
        )


def topic(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """What is published to a topic."""
    yield scope.item(
        "messages published",
        "sns/requests/million",
        place_of(one),
        scope.usage["notifications"] / MILLION,
        usage=("notifications",),
    )


def schedule(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Invocations of a schedule."""
    runs = runs_a_month(text(one.inputs.get("scheduleExpression")))
    note = "" if runs is not None else "its schedule is not known"
    yield scope.item(
        "schedule, invocations",
        "scheduler/million",
        place_of(one),
        None if runs is None else runs / MILLION,
        note=note,
    )


def delivery_stream(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """What a delivery stream takes in: what the metric streams that feed it send."""
    feeding = scope.graph.referring(one, "firehoseArn", "aws:cloudwatch/metricStream:MetricStream")
    sent = scope.usage["streamed_metric_updates_million"] * STREAMED_UPDATE_KILOBYTES
    yield scope.item(
        "delivery stream, data",
        "firehose/GB",
        place_of(one),
        sent * len(feeding) if feeding else None,
        usage=("streamed_metric_updates_million",),
        note=f"{STREAMED_UPDATE_KILOBYTES} kB an update" if feeding else "what feeds it is not known",
    )


CALCULATORS: Mapping[str, Calculator] = {
    "aws:sqs/queue:Queue": queue,
    "aws:sns/topic:Topic": topic,
    "aws:sns/topicSubscription:TopicSubscription": subscription,
    "aws:scheduler/schedule:Schedule": schedule,
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": delivery_stream,
}
