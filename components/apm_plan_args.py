"""Application performance monitoring, declared from the plan."""

from typing import Any

import pulumi

from holdfast.components.apm_integration import ApmIntegration
from holdfast.components.metric_stream import MetricStream
from holdfast.components.observed import Observed
from holdfast.topology.values import ApmBackend, MetricStreamPlan, Severity

_VENDORS = {
    ApmBackend.DATADOG: "Datadog",
    ApmBackend.NEW_RELIC: "New Relic",
    ApmBackend.DYNATRACE: "Dynatrace",
    ApmBackend.OPENTELEMETRY: "OpenTelemetry",
}


def declare_apm(observed: Observed) -> dict[str, Any] | None:
    """Declare the vendor's role and the streams of metrics; agents come with the services.

    Args:
        observed: What the stack declares.

    Returns:
        ``holdfast.contracts.operations.Apm``; None without monitoring of this kind.
    """
    plan = observed.topology.apm
    if plan is None:
        return None
    role_arn = None
    if plan.integration is not None:
        role_arn = ApmIntegration(
            "global-apm",
            {
                "vendor": _VENDORS[plan.backend],
                "vendor_account_id": plan.integration.vendor_account_id,
                "external_id": plan.integration.external_id,
                "tags": observed.topology.tags,
                "origin": plan.integration.origin,
            },
            pulumi.ResourceOptions(parent=observed.parent),
        ).role_arn
    streams = {}
    if plan.metric_stream is not None:
        places = sorted(observed.topics.tickets)
        streams = {place: _stream(observed, plan.metric_stream, place) for place in places}
    return {
        "backend": plan.backend.value,
        "role_arn": role_arn,
        "metric_streams": {place: stream.stream_arn for place, stream in streams.items()},
    }


def _stream(observed: Observed, plan: MetricStreamPlan, place: str) -> MetricStream:
    key = plan.keys[place]
    return MetricStream(
        f"{place}-apm",
        {
            "region": observed.region(place).region,
            "account_id": observed.topology.account_id,
            "key_arn": observed.foundations[place].key_arn,
            "url": plan.url,
            "endpoint_name": plan.endpoint_name,
            "format": plan.format,
            "secret_arn": observed.applications.secret_arns(place).get(key, key),
            "namespaces": plan.namespaces,
            "attributes": plan.attributes,
            "topic_arn": observed.topic_arn(place, Severity.TICKET),
            "notes": observed.notes,
            "protection": observed.topology.protection,
            "tags": observed.tags(place),
            "origin": plan.origin,
        },
        observed.options(place),
    )
