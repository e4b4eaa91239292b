"""Alarms on a region's network, its queues, and who attacks it."""

from collections.abc import Mapping

import pulumi

from holdfast.components import alarm_kinds as kinds
from holdfast.components.alarm_scope import AT_LEAST, AlarmScope, Judged, Metric


def declare_nat_alarms(scope: AlarmScope, gateways: Mapping[str, pulumi.Input[str]]) -> None:
    """Declare the alarms of a region's NAT gateways, each over all of them; nothing without any.

    Metrics: https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html (2026-11).

    Args:
        scope: What the alarms of the place share.
        gateways: Ids of the gateways, by key.
    """
    if not gateways:
        return
    errors = {
        f"p{number}": _nat("ErrorPortAllocation", gateway)
        for number, (_, gateway) in enumerate(sorted(gateways.items()))
    }
    scope.computed(
        "",
        kinds.PORT_ERRORS,
        errors,
        _added(errors),
        judged=Judged(of=15, least=15, comparison=AT_LEAST),
    )
    for key, gateway in sorted(gateways.items()):
        # Three metrics each: those of four gateways would be more than one alarm takes.
        drops = {
            "dropped": _nat("PacketsDropCount", gateway),
            "inside": _nat("PacketsInFromSource", gateway),
            "outside": _nat("PacketsInFromDestination", gateway),
        }
        scope.computed(
            key,
            kinds.DROPPED_PACKETS,
            drops,
            "IF(inside + outside > 0, 100 * dropped / (inside + outside), 0)",
            judged=Judged(),
        )


def declare_queue_alarms(scope: AlarmScope, queues: Mapping[str, pulumi.Input[str]]) -> None:
    """Declare an alarm on the age of each queue's oldest message.

    Metrics: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/
    sqs-available-cloudwatch-metrics.html (2026-11); a queue that nobody uses tells nothing.

    Args:
        scope: What the alarms of the place share.
        queues: Names of the queues, by what they are for.
    """
    for key, name in sorted(queues.items()):
        scope.alarm(
            key,
            kinds.QUEUE_AGE,
            Metric(
                namespace="AWS/SQS",
                name="ApproximateAgeOfOldestMessage",
                dimensions={"QueueName": name},
                stat="Maximum",
            ),
            judged=Judged(of=3, least=3),
        )


def declare_waf_alarms(scope: AlarmScope, web_acls: Mapping[str, str]) -> None:
    """Declare an alarm on what each web ACL blocks.

    Metrics: https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html (2026-11).

    Args:
        scope: What the alarms of the place share.
        web_acls: Metric names of the web ACLs, by entrance.
    """
    for key, name in sorted(web_acls.items()):
        scope.alarm(
            key,
            kinds.WAF_BLOCKED,
            Metric(
                namespace="AWS/WAFV2",
                name="BlockedRequests",
                dimensions={"WebACL": name, "Region": scope.region, "Rule": "ALL"},
                stat="Sum",
            ),
            judged=Judged(of=5, least=3),
        )


def _nat(name: str, gateway: pulumi.Input[str]) -> Metric:
    return Metric(namespace="AWS/NATGateway", name=name, dimensions={"NatGatewayId": gateway}, stat="Sum")


def _added(metrics: Mapping[str, Metric]) -> str:
    return " + ".join(f"FILL({key}, 0)" for key in sorted(metrics))
