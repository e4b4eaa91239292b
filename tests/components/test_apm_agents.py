"""Agents beside the services of whole stacks, by backend and by kind of service."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.next_steps import next_steps
from tests.components.api_sample import api, exported, planned
from tests.topology.examples import ENTRANCE, SERVICE, changed

if TYPE_CHECKING:
    from tests.components.declared import Resources

KEY = "arn:aws:secretsmanager:{region}:111122223333:secret:apm-AbCdEf"  # an ARN
OWN = KEY.replace("{region}", "us-east-1")
IMAGE = "111122223333.dkr.ecr.{region}.amazonaws.com/agent:7"
OWN_IMAGE = IMAGE.replace("{region}", "us-east-1")
SECTIONS: dict[str, dict[str, Any]] = {
    "datadog": {"datadog": {"site": "datadoghq.eu", "external_id": "f00f00"}},
    "new-relic": {"new_relic": {"account_id": "1234567", "data_region": "eu"}},
    "dynatrace": {"dynatrace": {"environment": "abc12345", "external_id": "f00f00"}},
    "opentelemetry": {"opentelemetry": {"endpoint": "https://otlp.example.com"}},
}
FUNCTION = {
    "kind": "lambda",
    "artefact": "s3://artefacts-{region}/orders.zip",
    "peak_rps": 100,
    "function": {"rps": 20, "handler": "app.handler", "runtime": "python3.13"},
}


def apm(backend: str, **more: Any) -> dict[str, Any]:
    return {"backend": backend, **SECTIONS[backend], **more}


def agents(**more: Any) -> dict[str, Any]:
    return {"key": KEY, "image": IMAGE, **more}


def files(resources: Resources, name: str = "use1-orders-lt") -> dict[str, str]:
    text = base64.b64decode(resources(name).inputs["userData"]).decode()
    written = json.loads(text.removeprefix("#cloud-config\n"))["write_files"]
    return {one["path"]: one["content"] for one in written}


def containers(resources: Resources) -> dict[str, dict[str, Any]]:
    found = json.loads(resources("use1-orders-task").inputs["containerDefinitions"])
    return {one["name"]: one for one in found}


def test_instances_run_the_agent_apart_from_the_service() -> None:
    resources = api(changed(apm=apm("datadog", agents=agents())))
    written = files(resources)
    unit = written["/etc/systemd/system/holdfast-agent.service"]
    assert f" {OWN_IMAGE}\n" in unit
    assert "--memory 256m" in unit
    assert "Restart=always" in unit
    service = written["/etc/systemd/system/holdfast-orders.service"]
    assert "agent" not in service.replace("DD_AGENT_HOST", "")
    assert 'DD_SITE="datadoghq.eu"' in written["/etc/holdfast/agent.env"]
    assert f"DD_API_KEY {OWN}" in written["/etc/holdfast/fetch-agent-secrets"]
    assert "DD_API_KEY" not in service
    assert 'DD_AGENT_HOST="172.17.0.1"' in written["/etc/holdfast/service.env"]
    assert "111122223333.dkr.ecr.us-east-1" in written["/root/.docker/config.json"]
    policy = json.loads(resources("use1-orders-policy").inputs["policy"])["Statement"]
    allowed = {one["Sid"]: one["Resource"] for one in policy}
    assert allowed["ReadSecrets"] == [OWN]
    assert allowed["PullImage"] == ["arn:aws:ecr:us-east-1:111122223333:repository/agent"]


def test_without_agents_nothing_of_them_is_there() -> None:
    plain, streamed = api(changed()), api(changed(apm=apm("datadog")))
    assert files(plain) == files(streamed)
    assert not any("agent.service" in path for path in files(plain))


def test_an_artefact_gets_docker_for_its_agent_and_finds_it_on_its_own_host() -> None:
    service = {**SERVICE, "artefact": "s3://artefacts-{region}/orders.tar.gz"}
    del service["image"]
    resources = api(changed(services={"orders": service}, apm=apm("new-relic", agents=agents())))
    text = base64.b64decode(resources("use1-orders-lt").inputs["userData"]).decode()
    config = json.loads(text.removeprefix("#cloud-config\n"))
    assert "docker" in config["packages"]
    assert ["systemctl", "enable", "--now", "docker.service"] in config["runcmd"]
    assert (
        'OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:4318"' in files(resources)["/etc/holdfast/service.env"]
    )


def test_a_task_has_the_agent_beside_the_service_and_outlives_it() -> None:
    service = {
        "kind": "ecs",
        "port": 8080,
        "image": "public.ecr.aws/x/orders:1",
        "peak_rps": 100,
        "ecs": {"rps": 10},
    }
    resources = api(changed(services={"orders": service}, apm=apm("datadog", agents=agents(memory_mib=300))))
    found = containers(resources)
    assert found.keys() == {"orders", "apm-agent"}
    agent = found["apm-agent"]
    assert agent["essential"] is False
    assert agent["memory"] == 300
    assert agent["image"] == OWN_IMAGE
    assert agent["secrets"] == [{"name": "DD_API_KEY", "valueFrom": OWN}]
    assert {"name": "ECS_FARGATE", "value": "true"} in agent["environment"]
    assert {"name": "DD_AGENT_HOST", "value": "127.0.0.1"} in found["orders"]["environment"]
    assert found["orders"]["secrets"] == []
    policy = json.loads(resources("use1-orders-execution-policy").inputs["policy"])["Statement"]
    allowed = {one["Sid"]: one["Resource"] for one in policy}
    assert allowed["ReadSecrets"] == [OWN]
    assert "arn:aws:ecr:us-east-1:111122223333:repository/agent" in allowed["PullImage"]


@pytest.mark.parametrize(
    ("backend", "endpoint", "headers"),
    [
        ("new-relic", "https://otlp.eu01.nr-data.net", {"api-key": "${env:APM_KEY}"}),
        (
            "dynatrace",
            "https://abc12345.live.dynatrace.com/api/v2/otlp",
            {"Authorization": "Api-Token ${env:APM_KEY}"},
        ),
        ("opentelemetry", "https://otlp.example.com", {"Authorization": "Bearer ${env:APM_KEY}"}),
    ],
)
def test_a_collector_sends_otlp_with_the_key_from_its_environment(
    backend: str, endpoint: str, headers: dict[str, str]
) -> None:
    agent = planned(changed(apm=apm(backend, agents=agents()))).regions[0].services[0].agent
    assert agent is not None
    assert agent.command == ("--config=env:COLLECTOR_CONFIG",)
    assert agent.secrets == {"APM_KEY": OWN}
    config = json.loads(agent.environment["COLLECTOR_CONFIG"])
    assert config["exporters"] == {"otlphttp": {"endpoint": endpoint, "headers": headers}}
    for pipeline in config["service"]["pipelines"].values():
        assert set(pipeline["receivers"]) <= set(config["receivers"])
        assert set(pipeline["processors"]) <= set(config["processors"])
        assert set(pipeline["exporters"]) <= set(config["exporters"])
    deltas = "cumulativetodelta" in config["service"]["pipelines"]["metrics"]["processors"]
    assert deltas is (backend == "dynatrace")


def test_grpc_by_choice() -> None:
    other = {"endpoint": "https://otlp.example.com:4317", "protocol": "grpc", "header": "x-key", "prefix": ""}
    raw = {"backend": "opentelemetry", "opentelemetry": other, "agents": agents()}
    agent = planned(changed(apm=raw)).regions[0].services[0].agent
    assert agent is not None
    exporters = json.loads(agent.environment["COLLECTOR_CONFIG"])["exporters"]
    assert exporters == {
        "otlp": {"endpoint": "https://otlp.example.com:4317", "headers": {"x-key": "${env:APM_KEY}"}}
    }


LAYER = "arn:aws:lambda:{region}:464622532012:layer:Datadog-Extension-ARM:79"


@pytest.mark.parametrize(
    ("backend", "handler", "environment", "secret"),
    [
        (
            "datadog",
            "datadog_lambda.handler.handler",
            {"DD_LAMBDA_HANDLER": "app.handler", "DD_SITE": "datadoghq.eu"},
            "DD_API_KEY_SECRET_ARN",
        ),
        (
            "new-relic",
            "newrelic_lambda_wrapper.handler",
            {"NEW_RELIC_LAMBDA_HANDLER": "app.handler", "NEW_RELIC_ACCOUNT_ID": "1234567"},
            "NEW_RELIC_LICENSE_KEY_SECRET",
        ),
        (
            "dynatrace",
            "app.handler",
            {"AWS_LAMBDA_EXEC_WRAPPER": "/opt/dynatrace", "DT_TENANT": "abc12345"},
            "DT_CONNECTION_AUTH_TOKEN_SECRETS_MANAGER_ARN",
        ),
        (
            "opentelemetry",
            "app.handler",
            {
                "AWS_LAMBDA_EXEC_WRAPPER": "/opt/otel-instrument",
                "OPENTELEMETRY_COLLECTOR_CONFIG_URI": "/var/task/collector.yaml",
            },
            "APM_KEY_ARN",
        ),
    ],
)
def test_a_function_gets_its_vendors_layers(
    backend: str, handler: str, environment: dict[str, str], secret: str
) -> None:
    section: dict[str, Any] = {"key": KEY, "layers": {"orders": [LAYER]}}
    if backend == "opentelemetry":
        section["collector_config"] = "/var/task/collector.yaml"
    stack = changed(
        services={"orders": FUNCTION},
        entrances={"public": {**ENTRANCE, "api_gateway": {}}},
        apm=apm(backend, agents=section),
    )
    function = api(stack)("use1-orders-fn").inputs
    assert function["layers"] == [LAYER.replace("{region}", "us-east-1")]
    assert function["handler"] == handler
    variables = function["environment"]["variables"]
    assert environment.items() <= variables.items()
    assert variables[secret] == OWN


def test_what_the_team_says_itself_stays() -> None:
    service = {**SERVICE, "environment": {"OTEL_SERVICE_NAME": "shop"}}
    stack = planned(changed(services={"orders": service}, apm=apm("datadog", agents=agents())))
    assert stack.regions[0].services[0].environment["OTEL_SERVICE_NAME"] == "shop"


def test_metrics_of_what_is_declared_are_streamed_from_each_region_to_the_vendors_endpoint() -> None:
    stack = changed(regions={"use1": {}, "euw1": {}}, apm=apm("dynatrace", metric_stream={"key": KEY}))
    resources, operations = exported(stack)
    assert operations["apm"]["backend"] == "dynatrace"
    assert operations["apm"]["role_arn"] == resources("global-apm-role").outputs["arn"]
    assert operations["apm"]["metric_streams"].keys() == {"use1", "euw1"}
    delivery = resources("euw1-apm-delivery").inputs["httpEndpointConfiguration"]
    assert delivery["secretsManagerConfiguration"]["secretArn"] == KEY.replace("{region}", "eu-west-1")
    filters = {one["namespace"] for one in resources("euw1-apm-stream").inputs["includeFilters"]}
    assert filters == {"AWS/ApplicationELB", "AWS/AutoScaling", "AWS/EBS", "AWS/EC2", "AWS/NATGateway"}


@pytest.mark.parametrize(
    ("section", "url"),
    [
        (SECTIONS["datadog"], "https://awsmetrics-intake.datadoghq.eu/v1/input"),
        (
            {"datadog": {"site": "us5.datadoghq.com"}},
            "https://event-platform-intake.us5.datadoghq.com/api/v2/awsmetrics?dd-protocol=aws-kinesis-firehose",
        ),
        (SECTIONS["new-relic"], "https://aws-api.eu01.nr-data.net/cloudwatch-metrics/v1"),
        (
            {"dynatrace": {"environment": "abc12345", "endpoint": "eu"}},
            "https://eu.aws.cloud.dynatrace.com/metrics",
        ),
    ],
)
def test_each_vendor_has_its_endpoint(section: dict[str, Any], url: str) -> None:
    backend = next(iter(section)).replace("_", "-")
    stream = planned(changed(apm={"backend": backend, **section, "metric_stream": {"key": KEY}})).apm
    assert stream is not None
    assert stream.metric_stream is not None
    assert stream.metric_stream.url == url
    assert stream.metric_stream.format == "opentelemetry0.7"


def test_people_are_told_to_show_the_role_to_the_vendor() -> None:
    assert any("apm.role_arn" in step for step in next_steps(planned(changed(apm=apm("datadog")))))
    other = apm("opentelemetry", agents=agents())
    assert not any("apm.role_arn" in step for step in next_steps(planned(changed(apm=other))))


def test_the_stacks_own_secrets_hold_keys_too() -> None:
    secret = {"home": "use1", "source": "people"}
    raw = {**apm("datadog", metric_stream={"key": "secret://stream"}), "agents": agents(key="secret://apm")}
    resources = api(changed(secrets={"apm": secret, "stream": secret}, apm=raw))
    whole = {one.name: one.outputs["arn"] for one in resources.of("Secret")}
    delivery = resources("use1-apm-delivery").inputs["httpEndpointConfiguration"]
    assert delivery["secretsManagerConfiguration"]["secretArn"] in whole.values()
    assert any(arn in files(resources)["/etc/holdfast/fetch-agent-secrets"] for arn in whole.values())
