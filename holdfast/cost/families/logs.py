"""CloudWatch Logs: what each log group takes in and stores, by what writes to it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.schedules import DAYS_A_MONTH
from holdfast.cost.scope import MILLION, number, text
from holdfast.graph import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
WAF_LOG = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
WRITERS = {
    "aws:ec2/launchTemplate:LaunchTemplate": "userData",
    "aws:ecs/taskDefinition:TaskDefinition": "containerDefinitions",
}
"""What runs services, and the input that names their log group."""
MONTHS_FOR_EVER = Decimal(12)
"""Months that are counted of logs that are never deleted."""


def log_group(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Ingestion and storage; logs of AWS services have a price of their own."""
    key, gigabytes, usage, note = _taken_in(one, scope)
    place = place_of(one)
    name = "logs of AWS services" if "vended" in key else "logs taken in"
    yield scope.item(name, key, place, gigabytes, usage=usage, note=note)
    days = number(one.inputs.get("retentionInDays"))
    months = days / DAYS_A_MONTH if days else MONTHS_FOR_EVER
    yield scope.item(
        "logs stored",
        "cloudwatch/logs-stored/GB-month",
        place,
        gigabytes * scope.usage.share("log_compression_percent") * months,
        usage=(*usage, "log_compression_percent"),
        note="" if days else "never deleted: those of a year are counted",
    )


def _taken_in(one: Resource, scope: Scope) -> tuple[str, Decimal, tuple[str, ...], str]:
    graph, usage, place = scope.graph, scope.usage, place_of(one)
    own, vended = "cloudwatch/logs-ingested/GB", "cloudwatch/vended-logs/GB"
    if flows := graph.referring(one, "logDestination", FLOW_LOG):
        busy = scope.traffic.shares.get(place) or not scope.traffic.shares
        key = "flow_log_gigabytes" if busy else "other_log_gigabytes"
        note = "flow logs" if busy else "flow logs of a network in a region that serves nothing"
        return vended, usage[key] * len(flows), (key,), note
    if text(one.inputs.get("name")).startswith("aws-waf-logs") or graph.referring(
        one, "logDestinationConfigs", WAF_LOG
    ):
        logged = scope.served(place) * usage.share("logged_by_waf_percent") * usage["waf_log_kilobytes"]
        keys = ("requests_million", "logged_by_waf_percent", "waf_log_kilobytes")
        return vended, logged, keys, "the web ACL's log"
    if _of_service(one, scope):
        beside = sum(
            other.region == one.region and _of_service(other, scope) for other in graph.of_type(LOG_GROUP)
        )
        written = scope.served(place) * MILLION * usage["log_kilobytes_per_request"] / MILLION / beside
        return own, written, ("requests_million", "log_kilobytes_per_request"), "logs of a service"
    return own, usage["other_log_gigabytes"], ("other_log_gigabytes",), ""


def _of_service(one: Resource, scope: Scope) -> bool:
    return one.urn in scope.once("service logs", lambda: _named(scope))


def _named(scope: Scope) -> frozenset[str]:
    return frozenset(
        held.urn
        for token, name in WRITERS.items()
        for one in scope.graph.of_type(token)
        for held in scope.graph.references(one, name)
        if held.type == LOG_GROUP
    )


CALCULATORS: Mapping[str, Calculator] = {LOG_GROUP: log_group}
