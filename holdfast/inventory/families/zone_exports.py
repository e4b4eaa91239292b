"""Exports of DNS zones: what a function on a schedule, which is told of a zone, keeps in a bucket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.inventory import figures
from holdfast.inventory.families.bucket_replication import BUCKETS, groups
from holdfast.inventory.families.buckets import bucket_encryption
from holdfast.inventory.items import copy_of
from holdfast.inventory.model import Age, Copy, Role
from holdfast.inventory.schedule import longest_period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.inventory.view import View

FUNCTION = "aws:lambda/function:Function"
_BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
_SCHEDULE = "aws:scheduler/schedule:Schedule"
_EVENT_TARGET, _EVENT_RULE = "aws:cloudwatch/eventTarget:EventTarget", "aws:cloudwatch/eventRule:EventRule"


def exports(view: View, zone: str | Resource) -> tuple[Copy, ...]:
    """Copies of a zone's records.

    Args:
        view: The graph.
        zone: The zone, or its id where it is no resource of the stack.
    """
    return tuple(
        one
        for function in view.graph.of_type(FUNCTION)
        if _told(function, zone)
        for one in _kept(view, function)
    )


def _told(function: Resource, zone: str | Resource) -> bool:
    """Whether a function's environment names a zone."""
    if not isinstance(zone, str):
        return zone.urn in function.property_dependencies.get("environment", ())
    variables = function.at("environment", "variables")
    return isinstance(variables, Mapping) and any(
        isinstance(one, str) and zone in one for one in variables.values()
    )


def _kept(view: View, function: Resource) -> Iterator[Copy]:
    """What it writes: to the buckets that its environment names, as often as a schedule runs it."""
    period = next(iter(_periods(view, function)), None)
    buckets = set(view.made_of(function, "environment", *BUCKETS))
    for policy in view.made_of(function, "environment", _BUCKET_POLICY):
        buckets.update(view.made_of(policy, "bucket", *BUCKETS))
    if period is None or not buckets:
        return
    for members in groups(view):
        if buckets.isdisjoint(members):
            continue
        for one in members:
            yield copy_of(
                view, one, Role.EXPORT, bucket_encryption(view, one), _age(period, first=one in buckets)
            )


def _age(period: int, *, first: bool) -> Age:
    words = figures.in_words(period)
    return Age(text=words if first else f"more than {words}", seconds=period)


def _periods(view: View, function: Resource) -> Iterator[int]:
    """How often it is run, by each schedule."""
    for one in view.of(function, "target", _SCHEDULE):
        yield from _period(one.at("scheduleExpression"), one.at("scheduleExpressionTimezone"))
    for target in view.of(function, "arn", _EVENT_TARGET):
        for rule in view.made_of(target, "rule", _EVENT_RULE):
            yield from _period(rule.at("scheduleExpression"), None)


def _period(expression: object, zone: object) -> Iterator[int]:
    found = (
        longest_period(expression, zone if isinstance(zone, str) else None)
        if isinstance(expression, str)
        else None
    )
    if found is not None:
        yield found
