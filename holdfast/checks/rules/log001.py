"""LOG001: every entrance and every firewall keeps a log of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.judging import settled
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.public_entrances import HTTP_STAGE, REST_STAGE
from holdfast.checks.traffic import BALANCERS, CLASSIC_BALANCER, DISTRIBUTION
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory.view import View

WEB_ACL = "aws:wafv2/webAcl:WebAcl"
WAF_LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
DELIVERY = "aws:cloudwatch/logDeliverySource:LogDeliverySource"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each load balancer that reads requests, each stage, distribution and web ACL."""
    view = view_of(graph)
    for one in graph.of_type(*BALANCERS, CLASSIC_BALANCER, DISTRIBUTION, REST_STAGE, HTTP_STAGE, WEB_ACL):
        if one.type in BALANCERS and one.at("loadBalancerType") not in (None, "application"):
            continue
        yield _judge(view, one)


def _judge(view: View, one: Resource) -> Judgement:
    if view.of(one, "resourceArn", DELIVERY, WAF_LOGGING):
        return passes(one, "its requests are logged")
    if one.type in BALANCERS or one.type == CLASSIC_BALANCER:
        # The provider's own defaults: off for new load balancers, on for the classic ones' block.
        on = settled(one, "accessLogs", "enabled", default=one.type == CLASSIC_BALANCER)
        logged = on if one.at("accessLogs") else False
    else:
        inputs = ("accessLogSettings",) if one.type in (REST_STAGE, HTTP_STAGE) else ("loggingConfig",)
        logged = any(bool(one.at(name)) for name in inputs) and one.type != WEB_ACL
    if not is_known(logged):
        return unknown(one, "whether its access log is on is not known yet")
    if logged is True:
        return passes(one, "its requests are logged")
    if view.graph.partial and one.type in (DISTRIBUTION, WEB_ACL):
        return unknown(one, "no log of it among what changes; the preview is not whole")
    return fails(one, "its requests are not logged")


RULE = Rule(
    id="LOG001-requests-are-logged",
    title="Load balancers, APIs, distributions and web ACLs keep a log of requests.",
    explanation=(
        "After an attack or a failover the first question is who asked what, and which of it failed. Metrics "
        "do not tell, applications that were down wrote nothing, and nothing brings back what was not kept."
    ),
    severity=Severity.MEDIUM,
    fix="switch access logs on, to a bucket or log group in the entrance's own region",
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_detect_investigate_events_app_service_logging.html",
    subject="load balancers, stages of APIs, distributions and web ACLs",
    check=check,
    frameworks=("SEC04-BP01", "REL06-BP01"),
)
