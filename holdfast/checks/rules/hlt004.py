"""HLT004: somebody is told before a certificate ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.noticing import METRIC_ALARM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

CERTIFICATE = "aws:acm/certificate:Certificate"
VALIDATION = "aws:acm/certificateValidation:CertificateValidation"
EVENT_RULE = "aws:cloudwatch/eventRule:EventRule"
EVENT = "ACM Certificate Approaching Expiration"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each certificate of Certificate Manager."""
    alarms = [one for one in graph.of_type(METRIC_ALARM) if one.at("metricName") == "DaysToExpiry"]
    watched = {urn for one in alarms for urn in one.property_dependencies.get("dimensions", ())}
    for validation in graph.of_type(VALIDATION):
        if validation.urn in watched:
            watched |= {one.urn for one in graph.references(validation, "certificateArn")}
    events: set[object] = {
        one.region for one in graph.of_type(EVENT_RULE) if EVENT in str(one.at("eventPattern"))
    }
    literal = {one.at("dimensions", "CertificateArn") for one in alarms}
    for one in graph.of_type(CERTIFICATE):
        yield _judge(graph, one, one.urn in watched or (one.id is not None and one.id in literal), events)


def _judge(graph: ResourceGraph, one: Resource, alarm: bool, events: set[object]) -> Judgement:
    if alarm:
        return passes(one, "an alarm watches its days to expiry")
    if isinstance(one.region, str) and one.region in events:
        return passes(one, "a rule catches the event that it approaches its end")
    if graph.partial:
        return unknown(one, "what watches its end may not be among what changes")
    return fails(
        one,
        "nothing tells before it expires: no alarm on DaysToExpiry, no rule for ACM's event",
    )


RULE = Rule(
    id="HLT004-certificates-are-watched",
    title="The end of every certificate is watched by an alarm or an event.",
    explanation=(
        "Route 53's HTTPS checks do not validate certificates: an expired one leaves them healthy and stops "
        "every client, in all regions on one day. ACM renews what it validates by DNS only as long as the "
        "validation records stand; what is imported it never renews."
    ),
    severity=Severity.LOW,
    fix="put an alarm on AWS/CertificateManager DaysToExpiry of the certificate, with somebody to tell",
    source="https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html",
    subject="certificates",
    check=check,
    frameworks=("REL06-BP01", "SEC09-BP01"),
)
