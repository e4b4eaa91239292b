"""Application performance monitoring, planned: what is streamed, and who reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.topology.apm_layers import dynatrace_url
from holdfast.topology.applications import named
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import (
    ApmBackend,
    ApmPlan,
    ApplicationsPlan,
    Door,
    IntegrationPlan,
    MetricFormat,
    MetricStreamPlan,
    Role,
    ServiceKind,
    StoreKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from holdfast.settings import Settings
    from holdfast.settings.apm import ApmSettings
    from holdfast.topology.values import (
        CachePlan,
        EntrancePlan,
        RegionPlan,
        StorePlan,
    )

_PATH = "holdfast:apm"

# Accounts of the vendors that assume the role (2026-11):
# https://docs.datadoghq.com/integrations/guide/aws-manual-setup/,
# https://docs.newrelic.com/docs/infrastructure/amazon-integrations/connect/connect-aws-new-relic-infrastructure-monitoring/,
# https://docs.dynatrace.com/docs/ingest-from/amazon-web-services/integrate-with-aws/cloudwatch-metrics
_DATADOG_ACCOUNTS = {"ap1.datadoghq.com": "417141415827", "ap2.datadoghq.com": "412381753143"}
_DATADOG_ACCOUNT = "464622532012"
_NEW_RELIC_ACCOUNT = "754728514883"
_DYNATRACE_ACCOUNT = "509560245411"

# Where Amazon Data Firehose sends to, and in which format (2026-11):
# https://docs.datadoghq.com/integrations/guide/aws-cloudwatch-metric-streams-with-kinesis-data-firehose/,
# https://docs.newrelic.com/docs/infrastructure/amazon-integrations/aws-integrations-list/aws-metric-stream/,
# https://docs.dynatrace.com/docs/ingest-from/amazon-web-services/integrate-with-aws/aws-metric-streams
_DATADOG_URLS = {
    "datadoghq.com": "https://awsmetrics-intake.datadoghq.com/v1/input",
    "datadoghq.eu": "https://awsmetrics-intake.datadoghq.eu/v1/input",
}
_DATADOG_URL = "https://event-platform-intake.{site}/api/v2/awsmetrics?dd-protocol=aws-kinesis-firehose"
_NEW_RELIC_URLS = {
    "us": "https://aws-api.newrelic.com/cloudwatch-metrics/v1",
    "eu": "https://aws-api.eu01.nr-data.net/cloudwatch-metrics/v1",
}
_DYNATRACE_URLS = {
    "global": "https://aws.cloud.dynatrace.com/metrics",
    "us": "https://us.aws.cloud.dynatrace.com/metrics",
    "eu": "https://eu.aws.cloud.dynatrace.com/metrics",
}

_KINDS = {
    ServiceKind.INSTANCES: ("AWS/AutoScaling", "AWS/EBS", "AWS/EC2"),
    ServiceKind.ECS: ("AWS/ECS", "ECS/ContainerInsights"),
    ServiceKind.EKS: ("ContainerInsights",),
    ServiceKind.LAMBDA: ("AWS/Lambda",),
}
_DOORS = {
    Door.LOAD_BALANCER: ("AWS/ApplicationELB",),
    Door.PROXY: ("AWS/AutoScaling", "AWS/EC2", "AWS/NetworkELB"),
    Door.HTTP_API: ("AWS/ApiGateway",),
    Door.REST_API: ("AWS/ApiGateway",),
}
_STORES = {
    StoreKind.AURORA_POSTGRESQL: "AWS/RDS",
    StoreKind.AURORA_MYSQL: "AWS/RDS",
    StoreKind.RDS_POSTGRESQL: "AWS/RDS",
    StoreKind.RDS_MYSQL: "AWS/RDS",
    StoreKind.DYNAMODB: "AWS/DynamoDB",
    StoreKind.DSQL: "AWS/AuroraDSQL",
    StoreKind.ELASTICACHE: "AWS/ElastiCache",
    StoreKind.S3: "AWS/S3",
}


def plan_apm(settings: Settings, *, namespaces: Iterable[str], resolved: Mapping[str, str]) -> ApmPlan | None:
    """Plan what is streamed and who reads.

    Args:
        settings: The whole settings.
        namespaces: CloudWatch's namespaces of what the stack declares, from ``namespaces_in_use``.
        resolved: Place → the secret with the stream's key there, from ``stream_keys``.
    """
    apm = settings.apm
    if apm is None:
        return None
    stream = None
    if apm.metric_stream is not None:
        url, name, attributes = _endpoint(apm)
        path = f"{_PATH}.metric_stream"
        stream = MetricStreamPlan(
            url=url,
            endpoint_name=name,
            format=_format(apm),
            keys=resolved,
            attributes=attributes,
            namespaces=tuple(sorted(apm.metric_stream.namespaces)) or tuple(sorted(set(namespaces))),
            origin=origin(
                url=path_of(apm.metric_stream, path, "url"),
                format=path_of(apm.metric_stream, path, "format"),
                keys=path_of(apm.metric_stream, path, "key"),
                namespaces=path_of(apm.metric_stream, path, "namespaces"),
            ),
        )
    return ApmPlan(backend=apm.backend, integration=_integration(apm), metric_stream=stream)


def stream_keys(
    regions: Sequence[RegionPlan], settings: Settings, applications: ApplicationsPlan | None
) -> dict[str, str]:
    """Return the secret with the stream's key by place, of each region that serves; none without a stream.

    Args:
        regions: The regions.
        settings: The whole settings.
        applications: What the stack declares for its services, its secrets among it.
    """
    stream = settings.apm.metric_stream if settings.apm is not None else None
    if stream is None:
        return {}
    return {
        region.place: named(
            stream.key.replace("{region}", region.region),
            region,
            applications or ApplicationsPlan(),
            settings.account,
        )
        for region in regions
        if region.role is not Role.BACKUP
    }


def _integration(apm: ApmSettings) -> IntegrationPlan | None:
    if apm.datadog is not None and apm.datadog.external_id is not None:
        account = _DATADOG_ACCOUNTS.get(apm.datadog.site, _DATADOG_ACCOUNT)
        path = f"{_PATH}.datadog.external_id"
        return _role(account, apm.datadog.external_id, path)
    if apm.new_relic is not None and apm.new_relic.integration:
        return _role(_NEW_RELIC_ACCOUNT, apm.new_relic.account_id, f"{_PATH}.new_relic.account_id")
    if apm.dynatrace is not None and apm.dynatrace.external_id is not None:
        return _role(_DYNATRACE_ACCOUNT, apm.dynatrace.external_id, f"{_PATH}.dynatrace.external_id")
    return None


def _role(account: str, external_id: str, path: str) -> IntegrationPlan:
    return IntegrationPlan(
        vendor_account_id=account,
        external_id=external_id,
        origin=origin(vendor_account_id=f"{_PATH}.backend", external_id=path),
    )


def _endpoint(apm: ApmSettings) -> tuple[str, str, dict[str, str]]:
    """Where the stream goes: address, the endpoint's name, and what goes with every request."""
    if apm.datadog is not None:
        site = apm.datadog.site
        return _DATADOG_URLS.get(site, _DATADOG_URL.format(site=site)), "Datadog", {}
    if apm.new_relic is not None:
        return _NEW_RELIC_URLS[apm.new_relic.data_region], "New Relic", {}
    if apm.dynatrace is not None:
        return (
            _DYNATRACE_URLS[apm.dynatrace.endpoint],
            "Dynatrace",
            {"dt-url": dynatrace_url(apm.dynatrace.environment)},
        )
    stream = apm.metric_stream
    return str(stream.url if stream is not None else None), "OpenTelemetry", {}


def _format(apm: ApmSettings) -> MetricFormat:
    asked = apm.metric_stream.format if apm.metric_stream is not None else None
    if apm.backend is ApmBackend.OPENTELEMETRY:
        return asked or MetricFormat.OPENTELEMETRY_1_0
    return MetricFormat.OPENTELEMETRY_0_7


def namespaces_in_use(
    regions: Sequence[RegionPlan],
    entrances: Sequence[EntrancePlan],
    stores: Sequence[StorePlan],
    caches: Sequence[CachePlan],
) -> Iterator[str]:
    """Give CloudWatch's namespaces of what a stack declares, some several times.

    Args:
        regions: The regions.
        entrances: The entrances.
        stores: The stores.
        caches: The caches.
    """
    for region in regions:
        if region.network is not None:
            yield "AWS/NATGateway"
        for service in region.services:
            yield from _KINDS[service.kind]
    for entrance in entrances:
        yield from _DOORS[entrance.door]
    for store in stores:
        yield _STORES[store.kind]
    if caches:
        yield "AWS/ElastiCache"
