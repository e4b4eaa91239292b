"""Agents of functions: layers, and what each vendor's layers read from the environment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.topology.values import ApmBackend

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.settings.apm import ApmAgentSettings, ApmSettings
    from holdfast.topology.values import FunctionPlan, ServicePlan


def dynatrace_url(environment: str) -> str:
    """Return the address of an environment of Dynatrace SaaS.

    Args:
        environment: Its id.
    """
    return f"https://{environment}.live.dynatrace.com"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Layered:
    """What a function with layers is given: variables, those that hold ARNs, and the layers' own handler."""

    environment: Mapping[str, str]
    secrets: Mapping[str, str]
    handler: str | None = None


def with_layers(
    service: ServicePlan, apm: ApmSettings, agents: ApmAgentSettings, *, region: str, stack: str
) -> ServicePlan:
    """Give a function its layers, and what those read from the environment.

    Args:
        service: The service, a function.
        apm: The section of the settings.
        agents: Its part on agents.
        region: AWS region of the function.
        stack: Name of the stack.
    """
    function = service.function
    if function is None:
        return service
    found = _LAYERS[apm.backend](apm, agents, function, agents.key.replace("{region}", region))
    named = {"OTEL_SERVICE_NAME": service.key}
    if apm.backend is ApmBackend.DATADOG:
        named = {"DD_ENV": stack, "DD_SERVICE": service.key}
    return replace(
        service,
        function=replace(
            function,
            handler=found.handler or function.handler,
            layers=tuple(layer.replace("{region}", region) for layer in agents.layers[service.key]),
        ),
        environment={**named, **found.environment, **service.environment},
        secrets={**found.secrets, **service.secrets},
    )


def _own_handler(function: FunctionPlan, handlers: Mapping[str, str]) -> str | None:
    """The handler of the layers, which calls the function's own; None for a runtime without one."""
    runtime = function.runtime or ""
    return next((handler for begin, handler in handlers.items() if runtime.startswith(begin)), None)


def _datadog(apm: ApmSettings, _agents: ApmAgentSettings, function: FunctionPlan, key: str) -> _Layered:
    # https://docs.datadoghq.com/serverless/aws_lambda/installation/ (2026-11)
    environment: dict[str, str] = {} if apm.datadog is None else {"DD_SITE": apm.datadog.site}
    handler = _own_handler(
        function,
        {
            "python": "datadog_lambda.handler.handler",
            "nodejs": "/opt/nodejs/node_modules/datadog-lambda-js/handler.handler",
        },
    )
    if handler is not None:
        environment["DD_LAMBDA_HANDLER"] = str(function.handler)
    elif (function.runtime or "").startswith(("java", "dotnet")):
        environment["AWS_LAMBDA_EXEC_WRAPPER"] = "/opt/datadog_wrapper"
    return _Layered(environment=environment, secrets={"DD_API_KEY_SECRET_ARN": key}, handler=handler)


def _new_relic(apm: ApmSettings, _agents: ApmAgentSettings, function: FunctionPlan, key: str) -> _Layered:
    # https://docs.newrelic.com/docs/serverless-function-monitoring/aws-lambda-monitoring/ and
    # https://github.com/newrelic/newrelic-lambda-extension, credentials/credentials.go (2026-11)
    environment = {"NEW_RELIC_ACCOUNT_ID": apm.new_relic.account_id if apm.new_relic is not None else ""}
    handler = _own_handler(
        function,
        {
            "python": "newrelic_lambda_wrapper.handler",
            "nodejs": "newrelic-lambda-wrapper.handler",
            "java": "com.newrelic.java.HandlerWrapper::handleRequest",
        },
    )
    if handler is not None:
        environment["NEW_RELIC_LAMBDA_HANDLER"] = str(function.handler)
    return _Layered(environment=environment, secrets={"NEW_RELIC_LICENSE_KEY_SECRET": key}, handler=handler)


def _dynatrace(apm: ApmSettings, _agents: ApmAgentSettings, _function: FunctionPlan, key: str) -> _Layered:
    # Dynatrace's page "Trace AWS Lambda functions" (https://docs.dynatrace.com, 2026-11).
    section = apm.dynatrace
    if section is None:
        raise ValueError("backend 'dynatrace' needs its section")
    environment = {
        "AWS_LAMBDA_EXEC_WRAPPER": "/opt/dynatrace",
        "DT_CLUSTER": section.cluster_id,
        "DT_CONNECTION_BASE_URL": dynatrace_url(section.environment),
        "DT_TENANT": section.environment,
    }
    return _Layered(environment=environment, secrets={"DT_CONNECTION_AUTH_TOKEN_SECRETS_MANAGER_ARN": key})


def _opentelemetry(
    _apm: ApmSettings, agents: ApmAgentSettings, _function: FunctionPlan, key: str
) -> _Layered:
    # https://aws-otel.github.io/docs/getting-started/lambda and
    # https://opentelemetry.io/docs/platforms/faas/lambda-collector/ (2026-11)
    environment = {
        "AWS_LAMBDA_EXEC_WRAPPER": "/opt/otel-instrument",
        "OPENTELEMETRY_COLLECTOR_CONFIG_URI": str(agents.collector_config),
    }
    return _Layered(environment=environment, secrets={"APM_KEY_ARN": key})


_LAYERS: Mapping[ApmBackend, Callable[[ApmSettings, ApmAgentSettings, FunctionPlan, str], _Layered]] = {
    ApmBackend.DATADOG: _datadog,
    ApmBackend.NEW_RELIC: _new_relic,
    ApmBackend.DYNATRACE: _dynatrace,
    ApmBackend.OPENTELEMETRY: _opentelemetry,
}
