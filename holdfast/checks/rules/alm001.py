"""ALM001: somebody outside a region sees that it is gone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes
from holdfast.checks.public_entrances import HTTP_STAGE, REST_STAGE
from holdfast.checks.traffic import BALANCERS, CLASSIC_BALANCER, SEVERAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph

ENTRANCES = (*BALANCERS, CLASSIC_BALANCER, REST_STAGE, HTTP_STAGE)
ALARMS = ("aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm")
CANARY = "aws:synthetics/canary:Canary"
HEALTH_CHECK = "aws:route53/healthCheck:HealthCheck"
NOTIFICATION = "cloudflare:index/notificationPolicy:NotificationPolicy"
ASKING = ("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP")
# Metrics of Route 53's checks are there alone:
# https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
CHECKS_REPORT_TO = "us-east-1"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each region with an entrance, where there are several; its first entrance stands for it."""
    entrances: defaultdict[str, list[str]] = defaultdict(list)
    for one in graph.of_type(*ENTRANCES):
        if isinstance(one.region, str):
            entrances[one.region].append(one.urn)
    if len(entrances) < SEVERAL:
        return
    alarmed = {one.region for one in graph.of_type(*ALARMS)}
    canaries = {one.region for one in graph.of_type(CANARY)} & alarmed
    asked = any(one.at("type") in ASKING for one in graph.of_type(HEALTH_CHECK))
    if asked and any(one.at("namespace") == "AWS/Route53" for one in graph.of_type(ALARMS[0])):
        canaries.add(CHECKS_REPORT_TO)
    told_by_cloudflare = bool(graph.of_type(NOTIFICATION))
    for region, urns in sorted(entrances.items()):
        watching = sorted(str(one) for one in canaries - {region})
        yield _judge(graph, min(urns), region, watching, outside=told_by_cloudflare)


def _judge(graph: ResourceGraph, urn: str, region: str, watching: list[str], *, outside: bool) -> Judgement:
    entrance = graph.resources[urn]
    if watching:
        return passes(entrance, f"{region} is watched, with an alarm, from {', '.join(watching)}")
    if outside:
        return passes(entrance, f"Cloudflare tells when it loses {region}")
    return fails(
        entrance,
        f"all that watches {region} and tells of it is in {region}: it goes down with what it watches",
    )


RULE = Rule(
    id="ALM001-region-is-watched-from-elsewhere",
    title="Each region is watched by something that tells of it from another region.",
    explanation=(
        "Alarms, topics and canaries of a region go down with it: the one outage that the second region is "
        "for is then told by clients. Metrics of Route 53's checks are all in us-east-1, so that they say "
        "nothing when that region is the one that fails."
    ),
    severity=Severity.MEDIUM,
    fix="add a canary with an alarm in another region that asks this region's own name",
    source="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/aws-service-types.html",
    subject="regions with entrances in a stack of several",
    check=check,
    frameworks=("REL06-BP01", "REL11-BP01"),
)
