"""HLT009: a health check asks the application, not only the port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.health import HEALTH_CHECK
from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes, unknown
from holdfast.checks.pools import MONITOR
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

WEB_PORTS = frozenset({80, 443, 8000, 8080, 8443})
"""Ports behind which an HTTP request can be made (80 and 443 by IANA's registry, the others by custom)."""
BELOW_HTTP = frozenset({"TCP", "tcp", "icmp_ping", "udp_icmp"})


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each Route 53 check and Cloudflare monitor whose port is one of the web."""
    for one in graph.of_type(HEALTH_CHECK, MONITOR):
        kind, port = one.at("type"), one.at("port")
        if not is_known(kind):
            yield unknown(one, "what kind of check it is is not known yet")
        elif kind in BELOW_HTTP or "path" in one.inputs or "resourcePath" in one.inputs:
            yield _judge(one, kind in BELOW_HTTP, port)


def _judge(one: Resource, connects: bool, port: object) -> Judgement:
    if not connects:
        return passes(one, "it asks for a page")
    if port in WEB_PORTS or port is None:
        return fails(
            one,
            "it only sees whether the host answers: an application that hangs or returns errors is healthy",
        )
    return passes(one, f"port {port} is none that HTTP is known to be served at")


RULE = Rule(
    id="HLT009-check-asks-the-application",
    title="Health checks of web ports make a request and look at the answer.",
    explanation=(
        "A listening socket or an answered ping says that a kernel is alive. An application whose threads "
        "or database connections are used up still accepts connections, so traffic stays with it: a gray "
        "failure."
    ),
    severity=Severity.LOW,
    fix="check a path by HTTP or HTTPS, and a text of its answer",
    source="https://aws.amazon.com/builders-library/implementing-health-checks/",
    subject="health checks of web ports",
    check=check,
    frameworks=("REL11-BP01",),
    scope=Scope.RESOURCE,
)
