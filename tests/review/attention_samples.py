"""A change of prod or of one resource, and what is told of it."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from holdfast.graph import ResourceGraph, read_preview
from holdfast.review.attention import Context, attention
from holdfast.review.compare import compare
from holdfast.review.groups import group
from holdfast.review.outlook import outlooks
from tests.checks.production import production
from tests.review.outlook_stacks import REGIONS

if TYPE_CHECKING:
    from holdfast.review.model import Attention

USE1, EUW1, *_ = REGIONS
GROUP = "aws:autoscaling/group:Group"
CHECK = "aws:route53/healthCheck:HealthCheck"
RECORD = "aws:route53/record:Record"
TARGETS = "aws:lb/targetGroup:TargetGroup"
LISTENER = "aws:lb/listener:Listener"
TABLE = "aws:dynamodb/table:Table"


@cache
def before() -> ResourceGraph:
    return read_preview(json.loads(production()))


def of(was: ResourceGraph | None, will: ResourceGraph | None, **more: Any) -> tuple[Attention, ...]:
    """What needs attention between two graphs."""
    return attention(context(was, will, **more))


def context(was: ResourceGraph | None, will: ResourceGraph | None, **more: Any) -> Context:
    changes = compare(was, will)
    return Context(
        changes=changes,
        groups=group(changes, was, will),
        before=was,
        after=will,
        outlooks=outlooks(was, will),
        **more,
    )


def told(found: tuple[Attention, ...]) -> list[tuple[str, str]]:
    """Severity and id of each item."""
    return [(one.severity.value, one.id) for one in found]


def only(found: tuple[Attention, ...], kind: str) -> Attention:
    """The one item of a kind."""
    (one,) = [each for each in found if each.id == kind]
    return one
