"""Application performance monitoring: sections that belong to the backend, and agents that can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import ApmBackend, NatStrategy, ServiceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.apm import ApmAgentSettings, ApmSettings
    from holdfast.settings.stack import Settings

_SECTIONS = {
    ApmBackend.DATADOG: "datadog",
    ApmBackend.NEW_RELIC: "new_relic",
    ApmBackend.DYNATRACE: "dynatrace",
    ApmBackend.OPENTELEMETRY: "opentelemetry",
}
_IN_CONTAINERS = (ServiceKind.INSTANCES, ServiceKind.ECS)
_ON_EKS = (
    "gets no agent from here: on Kubernetes an agent is a DaemonSet or an operator of the whole cluster, "
    "installed with the vendor's chart or AWS's add-on 'adot' (docs/apm.md); leave the service out"
)


def of_apm(settings: Settings) -> Iterator[Problem]:
    """The whole section."""
    apm = settings.apm
    if apm is None:
        return
    yield from _sections(apm)
    yield from _metric_stream(apm)
    if apm.agents is not None:
        yield from _agents(settings, apm, apm.agents)
    has_role = (
        (apm.datadog is not None and apm.datadog.external_id is not None)
        or (apm.new_relic is not None and apm.new_relic.integration)
        or (apm.dynatrace is not None and apm.dynatrace.external_id is not None)
    )
    if not has_role and apm.metric_stream is None and apm.agents is None:
        yield Problem(
            path=("apm",),
            message="does nothing: ask for 'metric_stream', 'agents' or the vendor's role (external_id)",
        )


def _sections(apm: ApmSettings) -> Iterator[Problem]:
    for backend, section in _SECTIONS.items():
        given = getattr(apm, section) is not None
        if backend is apm.backend and not given:
            yield Problem(path=("apm", section), message=f"is needed with backend '{backend}'")
        if backend is not apm.backend and given:
            yield Problem(
                path=("apm", section), message=f"does nothing with backend '{apm.backend}': leave it out"
            )


def _metric_stream(apm: ApmSettings) -> Iterator[Problem]:
    stream, path = apm.metric_stream, ("apm", "metric_stream")
    if stream is None:
        return
    if ":ssm:" in stream.key or stream.key.startswith("parameter://"):
        yield Problem(
            path=(*path, "key"),
            message="is a secret of Secrets Manager: Amazon Data Firehose reads no parameter",
            value=stream.key,
        )
    yield from repeated((*path, "namespaces"), stream.namespaces)
    other = apm.backend is ApmBackend.OPENTELEMETRY
    if other and stream.url is None:
        yield Problem(
            path=(*path, "url"),
            message="is needed with backend 'opentelemetry': Amazon Data Firehose speaks a protocol of its "
            "own, not OTLP, and only the backend knows where it takes that",
        )
    for name in ("url", "format"):
        if not other and getattr(stream, name) is not None:
            yield Problem(path=(*path, name), message=f"is known of backend '{apm.backend}': leave it out")


def _agents(settings: Settings, apm: ApmSettings, agents: ApmAgentSettings) -> Iterator[Problem]:
    path = ("apm", "agents")
    yield from repeated((*path, "services"), agents.services or ())
    kinds = {key: service.kind for key, service in settings.services.items()}
    for key in sorted({*(agents.services or ()), *agents.layers} - set(kinds)):
        where = "layers" if key in agents.layers else "services"
        yield Problem(path=(*path, where), message=f"'{key}' is no service", allowed=tuple(sorted(kinds)))
    for key in sorted(set(agents.services or ()) & set(kinds)):
        if kinds[key] is ServiceKind.EKS:
            yield Problem(path=(*path, "services"), message=f"'{key}' {_ON_EKS}")
        if kinds[key] is ServiceKind.LAMBDA and key not in agents.layers:
            yield Problem(
                path=(*path, "services"), message=f"'{key}' is a function, whose agent is in 'layers'"
            )
    if agents.layers and (":ssm:" in agents.key or agents.key.startswith("parameter://")):
        yield Problem(
            path=(*path, "key"),
            message="is a secret of Secrets Manager where functions have layers, which read nothing else",
            value=agents.key,
        )
    yield from _layers(settings, apm, agents)
    yield from _contained(settings, agents)


def _contained(settings: Settings, agents: ApmAgentSettings) -> Iterator[Problem]:
    """Agents in containers, on instances and ECS."""
    path = ("apm", "agents")
    kinds = {key: service.kind for key, service in settings.services.items()}
    contained = [
        key
        for key, kind in kinds.items()
        if kind in _IN_CONTAINERS and (agents.services is None or key in agents.services)
    ]
    if contained and agents.image is None:
        yield Problem(
            path=(*path, "image"), message=f"is needed for the agents of {', '.join(sorted(contained))}"
        )
    if not contained and agents.image is not None:
        yield Problem(path=(*path, "image"), message="no service on instances or ECS gets an agent")
    if not contained and not agents.layers:
        yield Problem(path=path, message="no service gets an agent: name 'layers', or leave it out")
    closed = {
        place
        for place in effective.serving(settings)
        if settings.regions[place].adopt is None
        and (settings.regions[place].nat or settings.network.nat) is NatStrategy.NONE
    }
    for key in sorted(contained):
        shut = sorted(closed & set(effective.service_places(key, settings)))
        if shut:
            yield Problem(
                path=path,
                message=f"the agent of '{key}' has no way out of {', '.join(shut)}: without NAT nothing "
                "reaches the vendor",
            )
        ecs = settings.services[key].ecs
        if kinds[key] is ServiceKind.ECS and ecs is not None and ecs.memory_mib <= agents.memory_mib:
            yield Problem(
                path=(*path, "memory_mib"),
                message=f"is no less than the whole task of '{key}' has ({ecs.memory_mib}): agent and "
                "service share it",
                value=agents.memory_mib,
            )


def _layers(settings: Settings, apm: ApmSettings, agents: ApmAgentSettings) -> Iterator[Problem]:
    path = ("apm", "agents", "layers")
    for key, layers in sorted(agents.layers.items()):
        service = settings.services.get(key)
        if service is None:
            continue
        yield from repeated((*path, key), layers)
        if service.kind is not ServiceKind.LAMBDA:
            yield Problem(path=(*path, key), message="is no function: layers are of functions alone")
        elif service.image is not None:
            yield Problem(
                path=(*path, key),
                message="runs an image, and Lambda takes layers with no image: put the agent into the image",
            )
        if agents.services is not None and key not in agents.services:
            yield Problem(path=(*path, key), message="is not among 'services', which get an agent")
    other = apm.backend is ApmBackend.OPENTELEMETRY
    if other and agents.layers and agents.collector_config is None:
        yield Problem(
            path=("apm", "agents", "collector_config"),
            message="is needed for layers with backend 'opentelemetry': the layer's collector does not know "
            "where to send",
        )
    if agents.collector_config is not None and not (other and agents.layers):
        yield Problem(
            path=("apm", "agents", "collector_config"),
            message="is for layers with backend 'opentelemetry' alone: leave it out",
        )
