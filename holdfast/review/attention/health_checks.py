"""Health checks that see less, later, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.checks.health import HEALTH_CHECK as CHECK
from holdfast.checks.health import Health
from holdfast.checks.pools import MONITOR
from holdfast.checks.routing import Routing
from holdfast.checks.traffic import ENDPOINT_GROUP, TARGET_GROUPS
from holdfast.review.attention.items import of_weaknesses
from holdfast.review.attention.telling import names
from holdfast.review.attention.weakening import (
    Row,
    Weakness,
    becomes,
    differs,
    fewer,
    higher,
    lower,
    off,
    on,
    removed,
    weaknesses,
)
from holdfast.review.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.graph import Value
    from holdfast.review.attention.context import Context
    from holdfast.review.model import Attention

_ID = "health-check-weakened"
_SOURCE = "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_withstand_component_failures_monitoring_health.html"
_LATER = "it is noticed later"
_WEIGHT = {"TCP": 0, "HTTP": 1, "HTTPS": 1, "HTTP_STR_MATCH": 2, "HTTPS_STR_MATCH": 2}


def _sees_less(was: Value, will: Value) -> bool:
    return isinstance(was, str) and isinstance(will, str) and _WEIGHT.get(will, 9) < _WEIGHT.get(was, -1)


_TARGETS = (
    Row(path="healthCheck.interval", worse=higher, says=_LATER, default=30, unit="s"),
    Row(path="healthCheck.unhealthyThreshold", worse=higher, says=_LATER, default=3),
    Row(
        path="healthCheck.enabled", worse=off, says="nothing is checked", default=True, severity=Severity.HIGH
    ),
    Row(path="healthCheck.matcher", worse=differs, says="other answers count as healthy", silent=True),
    Row(path="healthCheck.protocol", worse=becomes("TCP"), says="only the connection is tried"),
)
_CLOUDFLARE = (
    Row(path="interval", worse=higher, says=_LATER, default=60, unit="s"),
    Row(path="consecutiveDown", worse=higher, says=_LATER, default=1),
    Row(path="retries", worse=higher, says=_LATER, default=2),
    Row(path="timeout", worse=higher, says=_LATER, default=5, unit="s"),
    Row(path="expectedBody", worse=removed, says="the answer's text no longer counts", silent=True),
    Row(path="expectedCodes", worse=differs, says="other answers count as healthy", silent=True),
    Row(path="allowInsecure", worse=on, says="certificates no longer count"),
)
TABLE: Mapping[str, tuple[Row, ...]] = {
    CHECK: (
        Row(path="requestInterval", worse=higher, says=_LATER, default=30, unit="s"),
        Row(path="failureThreshold", worse=higher, says=_LATER, default=3),
        Row(path="searchString", worse=removed, says="the answer's text no longer counts", silent=True),
        Row(path="type", worse=_sees_less, says="it looks at less"),
        Row(path="disabled", worse=on, says="it always counts as healthy", severity=Severity.HIGH),
        Row(
            path="invertHealthcheck",
            worse=differs,
            says="healthy and unhealthy are exchanged",
            default=False,
            severity=Severity.HIGH,
        ),
        Row(path="insufficientDataHealthStatus", worse=becomes("Healthy"), says="no data counts as healthy"),
        Row(path="childHealthThreshold", worse=lower, says="more of its checks may fail"),
        Row(path="childHealthchecks", worse=fewer, says="it is made of fewer checks", severity=Severity.HIGH),
        Row(path="regions", worse=fewer, says="fewer regions look"),
        Row(path="enableSni", worse=off, says="the host name is no longer sent", default=True),
    ),
    ENDPOINT_GROUP: (
        Row(path="healthCheckIntervalSeconds", worse=higher, says=_LATER, default=30, unit="s"),
        Row(path="thresholdCount", worse=higher, says=_LATER, default=3),
    ),
    MONITOR: _CLOUDFLARE,
    "aws:autoscaling/group:Group": (
        Row(
            path="healthCheckType", worse=becomes("EC2"), says="what the load balancer sees no longer counts"
        ),
        Row(path="healthCheckGracePeriod", worse=higher, says="a new instance is judged later", unit="s"),
    ),
    "aws:ecs/service:Service": (
        Row(path="healthCheckGracePeriodSeconds", worse=higher, says="a new task is judged later", unit="s"),
    ),
    **dict.fromkeys(TARGET_GROUPS, _TARGETS),
}
"""Defaults as https://www.pulumi.com/registry/packages/aws/ and /cloudflare/ state them (2026-11)."""


def health_checks(context: Context) -> Iterator[Attention]:
    """Items for health checks that are weakened or go.

    Args:
        context: The change.
    """
    fix = "keep what it saw and how soon, or say in the change why less is enough"
    found = weaknesses(context.alike, TABLE)
    yield from of_weaknesses(_ID, found, "Weakens {}".format, fix=fix, source=_SOURCE)
    yield from of_weaknesses(_ID, _gone(context), "Takes away {}".format, fix=fix, source=_SOURCE)


def _gone(context: Context) -> Iterator[Weakness]:
    """Health checks that go while what they look at stays."""
    health = Health(Routing(context.before)) if context.before is not None else None
    for changes in context.alike:
        first = changes[0]
        if first.kind is not Kind.DELETE or context.goes_along(first):
            continue
        if first.resource.type == MONITOR:
            yield Weakness(severity=Severity.HIGH, line="its pools are no longer looked at", changes=changes)
        elif first.resource.type == CHECK and health is not None:
            decided = [record.name for one in changes for record in health.decides_for(one.resource)]
            yield Weakness(
                severity=Severity.HIGH if decided else Severity.MEDIUM,
                line=f"it decided for {names(decided)}" if decided else "it decided for no record",
                changes=changes,
            )
