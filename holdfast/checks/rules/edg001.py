"""EDG001: writes do not count on the origin failover of CloudFront."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import conclude
from holdfast.checks.model import Rule, Scope, Severity, unknown
from holdfast.checks.traffic import DISTRIBUTION
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.checks.model import Judgement
    from holdfast.graph import Resource, ResourceGraph

READS = frozenset({"GET", "HEAD", "OPTIONS"})


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each distribution that has an origin group."""
    for one in graph.of_type(DISTRIBUTION):
        groups = one.at("originGroups")
        if not groups:
            continue
        if not isinstance(groups, tuple):
            yield unknown(one, "its origin groups are not known yet")
        else:
            yield _judge(one, {one.at("originGroups", place, "originId") for place in range(len(groups))})


def _judge(one: Resource, groups: set[object]) -> Judgement:
    ordered = one.at("orderedCacheBehaviors")
    count = len(ordered) if isinstance(ordered, tuple) else 0
    behaviours: list[tuple[str | int, ...]] = [
        ("defaultCacheBehavior",),
        *(("orderedCacheBehaviors", place) for place in range(count)),
    ]
    wrong, unclear = [], [] if is_known(ordered) else ["orderedCacheBehaviors"]
    for path in behaviours:
        target, methods = one.at(*path, "targetOriginId"), one.at(*path, "allowedMethods")
        pattern = one.at(*path, "pathPattern") or "all other paths"
        if target not in groups:
            continue
        if not isinstance(methods, tuple) or not all(is_known(each) for each in methods):
            unclear.append(f"the methods of {pattern}")
        elif writes := sorted({str(each) for each in methods} - READS):
            wrong.append(
                f"{', '.join(writes)} of {pattern} go to the origin group {target}, which fails over for "
                "GET, HEAD and OPTIONS alone: writes fail for as long as the first origin is down"
            )
    return conclude(one, wrong, unclear, "only reads go to its origin groups")


RULE = Rule(
    id="EDG001-writes-bypass-origin-groups",
    title="Behaviours of CloudFront that take writes do not target an origin group.",
    explanation=(
        "CloudFront tries the second origin of a group for GET, HEAD and OPTIONS alone. A POST goes to the "
        "first origin and fails with it, so that an API behind an origin group is back for its readers only."
    ),
    severity=Severity.HIGH,
    fix="send paths that take writes to one origin, whose host name is a Route 53 name with failover",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html",
    subject="distributions with origin groups",
    check=check,
    frameworks=("REL11-BP02",),
    scope=Scope.RESOURCE,
)
