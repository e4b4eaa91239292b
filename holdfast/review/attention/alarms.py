"""Alarms, canaries and routes to people that go or fall silent."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.review.attention.items import of_weaknesses
from holdfast.review.attention.telling import counted, names, noun, shortened, urns
from holdfast.review.attention.types import CANARY, DATA, TRAFFIC
from holdfast.review.attention.weakening import Row, becomes, fewer, higher, off, weaknesses
from holdfast.review.model import Attention, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.attention.context import Context
    from holdfast.review.model import Change

_ALARMS = frozenset(
    {"aws:cloudwatch/compositeAlarm:CompositeAlarm", "aws:cloudwatch/metricAlarm:MetricAlarm"}
)
_WATCHED = (
    TRAFFIC
    | DATA
    | {CANARY, "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/logMetricFilter:LogMetricFilter"}
)
"""What an alarm can be about."""
_ALARM = (
    Row(path="actionsEnabled", worse=off, says="it tells nobody", default=True),
    Row(path="alarmActions", worse=fewer, says="it tells fewer", silent=True),
    Row(path="evaluationPeriods", worse=higher, says="it tells later"),
    Row(path="datapointsToAlarm", worse=higher, says="it tells later"),
    Row(path="period", worse=higher, says="it tells later", unit="s"),
    Row(path="treatMissingData", worse=becomes("notBreaching", "ignore"), says="silence is no alarm"),
)
TABLE = {
    "aws:cloudwatch/metricAlarm:MetricAlarm": _ALARM,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": _ALARM,
    CANARY: (
        Row(path="startCanary", worse=off, says="it does not run"),
        Row(
            path="schedule.expression",
            worse=lambda was, will: was is not None and was != will,
            says="it runs at other times",
        ),
    ),
}
"""Inputs as https://www.pulumi.com/registry/packages/aws/ names them (2026-11)."""
_TELLING = (*TABLE, "aws:sns/topic:Topic", "aws:sns/topicSubscription:TopicSubscription")


def alarms(context: Context) -> Iterator[Attention]:
    """One item for the alarms that go, and items for those that tell less.

    Args:
        context: The change.
    """
    gone = [
        one
        for one in context.resources
        if one.kind is Kind.DELETE and one.resource.type in _TELLING and not _goes_with_it(context, one)
    ]
    if gone:
        yield Attention(
            id="alarms-removed",
            severity=Severity.MEDIUM,
            title=f"Takes away {counted(len(gone), 'alarm or route', 'alarms or routes')} to people",
            details=shortened(_lines(gone)),
            resources=urns(gone),
            fix="keep what tells that clients are not served, or name what tells it instead",
        )
    yield from of_weaknesses("alarm-weakened", weaknesses(context.alike, TABLE), "Weakens {}".format)


def _goes_with_it(context: Context, change: Change) -> bool:
    """Whether what it looks at goes too; where it writes and whom it tells does not count."""
    if change.resource.type == CANARY:
        return False
    return context.goes_along(change, _WATCHED if change.resource.type in _ALARMS else None)


def _lines(gone: list[Change]) -> Iterator[str]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in gone:
        found[noun(one.resource.type)].append(one.resource.name)
    for kind, listed in sorted(found.items()):
        yield f"{kind}: {names(listed)}"
