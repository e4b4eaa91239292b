"""Agents beside services: containers that take telemetry and send it on, and how services find them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdfast.topology.apm_layers import dynatrace_url, with_layers
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import AgentPlan, ApmBackend, ServiceKind

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.settings.apm import ApmAgentSettings, ApmSettings
    from holdfast.topology.values import RegionPlan, ServicePlan

_PATH = "holdfast:apm.agents"

# Where OTLP goes (2026-11): https://docs.newrelic.com/docs/opentelemetry/best-practices/opentelemetry-otlp/,
# https://docs.dynatrace.com/docs/ingest-from/opentelemetry/otlp-api
_NEW_RELIC_OTLP = {"us": "https://otlp.nr-data.net", "eu": "https://otlp.eu01.nr-data.net"}

_OTLP_PORT = 4318
_CONFIG = "COLLECTOR_CONFIG"
_KEY = "APM_KEY"
_DOCKER_HOST = "172.17.0.1"
"""The host as a container behind Docker's own bridge sees it:
https://docs.docker.com/engine/network/drivers/bridge/ (2026-11)."""


def with_agents(region: RegionPlan, settings: Settings, *, stack: str) -> RegionPlan:
    """Give a region's services their agents, and tell the services where those listen.

    Args:
        region: The region as planned so far.
        settings: The whole settings.
        stack: Name of the stack, which telemetry carries.
    """
    apm = settings.apm
    if apm is None or apm.agents is None:
        return region
    agents = apm.agents
    return replace(
        region, services=tuple(_with_agent(one, apm, agents, region.region, stack) for one in region.services)
    )


def _with_agent(
    service: ServicePlan, apm: ApmSettings, agents: ApmAgentSettings, region: str, stack: str
) -> ServicePlan:
    if agents.services is not None and service.key not in agents.services:
        return service
    if service.function is not None and service.key in agents.layers:
        return with_layers(service, apm, agents, region=region, stack=stack)
    if service.kind not in {ServiceKind.INSTANCES, ServiceKind.ECS} or agents.image is None:
        return service
    agent = AgentPlan(
        image=agents.image.replace("{region}", region),
        memory_mib=agents.memory_mib,
        origin=origin(
            image=path_of(agents, _PATH, "image"),
            secrets=path_of(agents, _PATH, "key"),
            memory_mib=path_of(agents, _PATH, "memory_mib"),
        ),
        **_agent(apm, agents.key.replace("{region}", region), service, stack),
    )
    behind_docker = service.kind is ServiceKind.INSTANCES and service.image is not None
    host = _DOCKER_HOST if behind_docker else "127.0.0.1"
    environment = {**_telemetry(apm, service, region, stack, host), **service.environment}
    return replace(service, agent=agent, environment=environment)


def _telemetry(apm: ApmSettings, service: ServicePlan, region: str, stack: str, host: str) -> dict[str, str]:
    """Variables by which OpenTelemetry's SDKs, and Datadog's, find the agent and say who they are."""
    found = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{host}:{_OTLP_PORT}",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_RESOURCE_ATTRIBUTES": f"deployment.environment.name={stack},cloud.region={region}",
        "OTEL_SERVICE_NAME": service.key,
    }
    if apm.backend is ApmBackend.DATADOG:
        found.update({"DD_AGENT_HOST": host, "DD_ENV": stack, "DD_SERVICE": service.key})
    return found


def _agent(apm: ApmSettings, key: str, service: ServicePlan, stack: str) -> dict[str, Any]:
    if apm.datadog is not None:
        # https://docs.datadoghq.com/opentelemetry/setup/otlp_ingest_in_the_agent/ and
        # https://docs.datadoghq.com/integrations/aws-fargate/ (2026-11)
        environment = {
            "DD_APM_ENABLED": "true",
            "DD_APM_NON_LOCAL_TRAFFIC": "true",
            "DD_DOGSTATSD_NON_LOCAL_TRAFFIC": "true",
            "DD_ENV": stack,
            "DD_OTLP_CONFIG_RECEIVER_PROTOCOLS_HTTP_ENDPOINT": f"0.0.0.0:{_OTLP_PORT}",
            "DD_SITE": apm.datadog.site,
            "DD_TAGS": f"service:{service.key}",
        }
        if service.kind is ServiceKind.ECS:
            environment["ECS_FARGATE"] = "true"
        return {"command": (), "environment": environment, "secrets": {"DD_API_KEY": key}}
    return {
        # https://opentelemetry.io/docs/collector/configuration/#location (2026-11): from a variable.
        "command": (f"--config=env:{_CONFIG}",),
        "environment": {_CONFIG: json.dumps(_collector(apm), separators=(",", ":"))},
        "secrets": {_KEY: key},
    }


def _collector(apm: ApmSettings) -> dict[str, Any]:
    """The collector's configuration; JSON is YAML.

    It listens on every address, since behind Docker's bridge a service is another host; from outside of the
    instance or the task no security group admits these ports.
    """
    exporter, settings = _exporter(apm)
    # Dynatrace takes deltas alone: https://docs.dynatrace.com/docs/ingest-from/opentelemetry/getting-started/metrics/ingest
    deltas = ["cumulativetodelta"] if apm.backend is ApmBackend.DYNATRACE else []
    pipeline = {"receivers": ["otlp"], "exporters": [exporter]}
    batched = {**pipeline, "processors": ["memory_limiter", "batch"]}
    return {
        "receivers": {
            "otlp": {
                "protocols": {
                    "grpc": {"endpoint": "0.0.0.0:4317"},
                    "http": {"endpoint": f"0.0.0.0:{_OTLP_PORT}"},
                }
            }
        },
        "processors": {
            "memory_limiter": {"check_interval": "1s", "limit_percentage": 80, "spike_limit_percentage": 20},
            "batch": {},
            **{name: {} for name in deltas},
        },
        "exporters": {exporter: settings},
        "service": {
            "pipelines": {
                "traces": batched,
                "metrics": {**pipeline, "processors": ["memory_limiter", *deltas, "batch"]},
                "logs": batched,
            }
        },
    }


def _exporter(apm: ApmSettings) -> tuple[str, dict[str, Any]]:
    if apm.new_relic is not None:
        endpoint = _NEW_RELIC_OTLP[apm.new_relic.data_region]
        return "otlphttp", {"endpoint": endpoint, "headers": {"api-key": f"${{env:{_KEY}}}"}}
    if apm.dynatrace is not None:
        endpoint = f"{dynatrace_url(apm.dynatrace.environment)}/api/v2/otlp"
        return "otlphttp", {
            "endpoint": endpoint,
            "headers": {"Authorization": f"Api-Token ${{env:{_KEY}}}"},
        }
    other = apm.opentelemetry
    if other is None:
        raise ValueError(f"backend {apm.backend} has no collector")
    headers = {other.header: f"{other.prefix}${{env:{_KEY}}}"}
    name = "otlphttp" if other.protocol == "http" else "otlp"
    return name, {"endpoint": other.endpoint, "headers": headers}
