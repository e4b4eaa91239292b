"""Application performance monitoring, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin


class ApmBackend(StrEnum):
    """Where metrics and traces go."""

    DATADOG = "datadog"
    NEW_RELIC = "new-relic"
    DYNATRACE = "dynatrace"
    OPENTELEMETRY = "opentelemetry"


class MetricFormat(StrEnum):
    """Formats of CloudWatch's metric streams."""

    JSON = "json"
    OPENTELEMETRY_0_7 = "opentelemetry0.7"
    OPENTELEMETRY_1_0 = "opentelemetry1.0"


@dataclass(frozen=True, kw_only=True, slots=True)
class AgentPlan:
    """The agent beside a service's process: a container that takes telemetry and sends it on.

    ``environment`` is the agent's own in the open, ``secrets`` are its variables by ARN; ``command`` is what
    its image is run with, none for the image's own.
    """

    image: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    secrets: Mapping[str, str]
    memory_mib: int
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class IntegrationPlan:
    """The role by which a vendor reads metrics and tags: who assumes it, with which external id."""

    vendor_account_id: str
    external_id: str
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class MetricStreamPlan:
    """A stream of CloudWatch's metrics from each region, and where it goes.

    ``keys`` are the secrets with the endpoint's key, by place; ``attributes`` go with every request.
    """

    url: str
    endpoint_name: str
    format: MetricFormat
    keys: Mapping[str, str]
    attributes: Mapping[str, str]
    namespaces: tuple[str, ...]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class ApmPlan:
    """Application performance monitoring of a stack."""

    backend: ApmBackend
    integration: IntegrationPlan | None
    metric_stream: MetricStreamPlan | None
