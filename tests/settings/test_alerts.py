"""Settings of alerts and of application performance monitoring: what is refused, all at once."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.settings import SettingsError, load
from tests.topology.examples import ENTRANCE, SERVICE, changed, config, settings

KEY = "arn:aws:secretsmanager:{region}:111122223333:secret:apm-AbCdEf"  # an ARN
SLACK = {"team_id": "T0123", "channel_id": "C0123"}
TEAMS = {
    "team_id": "0f9b3c1a-0000-4000-8000-000000000001",
    "tenant_id": "0f9b3c1a-0000-4000-8000-000000000002",
    "channel_id": "19%3aabc%40thread.tacv2",
}
DATADOG = {"backend": "datadog", "datadog": {"site": "datadoghq.eu", "external_id": "f00f00"}}
FUNCTION = {
    "kind": "lambda",
    "artefact": "s3://artefacts-{region}/orders.zip",
    "peak_rps": 100,
    "function": {"rps": 20, "handler": "app.handler", "runtime": "python3.13"},
}
CONTAINER = {"port": 8080, "image": "public.ecr.aws/x/y:1", "peak_rps": 100}
LAYER = "arn:aws:lambda:{region}:464622532012:layer:Datadog-Extension-ARM:79"


def refused(**keys: Any) -> str:
    with pytest.raises(SettingsError) as found:
        settings(changed(**keys))
    return str(found.value)


def test_addresses_alone_mean_what_they_meant() -> None:
    found = settings(changed(alerts={"emails": ["team@example.com"], "certificate_days": 20})).alerts
    assert found.emails == ("team@example.com",)
    assert found.aws_health.enabled


def test_every_channel_by_severity() -> None:
    found = settings(
        changed(
            alerts={
                "slack": {"ops": SLACK},
                "teams": {"boss": {**TEAMS, "severities": ["page"]}},
                "pagerduty": {"oncall": {}},
                "webhooks": {"status": {"severities": ["ticket"], "confirms_itself": True}},
                "email_lists": {"managers": {"emails": ["m@example.com"], "severities": ["page"]}},
            }
        )
    ).alerts
    assert found.slack["ops"].severities == ("page", "ticket")
    assert found.pagerduty["oncall"].severities == ("page",)
    assert found.webhooks["status"].confirms_itself


@pytest.mark.parametrize(
    ("alerts", "says"),
    [
        ({"slack": {"ops": {**SLACK, "channel_id": "#ops"}}}, "not its name"),
        ({"slack": {"ops": {**SLACK, "team_id": "ops"}}}, "app.slack.com/client/T"),
        ({"slack": {"ops": {**SLACK, "severities": ["loud"]}}}, "page, ticket"),
        ({"slack": {"ops": {**SLACK, "severities": []}}}, "severities"),
        ({"slack": {"ops": {**SLACK, "severities": ["page", "page"]}}}, "names 'page' 2 times"),
        ({"slack": {"ops": SLACK, "ops2": SLACK}}, "is the channel of 'ops'"),
        ({"teams": {"ops": {**TEAMS, "channel_id": "19:abc@thread.tacv2"}}}, "between channel/"),
        ({"teams": {"a1": TEAMS, "b1": {**TEAMS, "channel_id": "19%3ax%40y"}}}, "one channel of each team"),
        (
            {
                "emails": ["a@x.io"],
                "email_lists": {"pagers": {"emails": ["a@x.io"], "severities": ["page"]}},
            },
            "hears of it already by alerts.emails",
        ),
        ({"aws_health": {"enabled": False, "issues": "page"}}, "does nothing while 'enabled' is false"),
        ({"aws_health": {"services": ["SQS", "SQS"]}}, "names 'SQS' 2 times"),
        ({"aws_health": {"services": ["sqs"]}}, "capital letters and digits"),
        ({"cloudflare_status": {"maintenance": True}}, "no entrance stands at Cloudflare"),
    ],
)
def test_what_would_tell_nobody_or_twice_is_refused(alerts: dict[str, Any], says: str) -> None:
    assert says in refused(alerts=alerts)


def test_a_status_that_tells_nobody_is_refused_and_can_be_turned_off() -> None:
    flare = {"account_id": "0" * 32, "zone": {"name": "example.com", "id": "1" * 32}}
    entrances = {"public": {**ENTRANCE, "cloudflare": flare}}
    assert "tells nobody" in refused(entrances=entrances, alerts={"cloudflare_status": {"maintenance": True}})
    assert settings(changed(entrances=entrances, alerts={"cloudflare_status": {"emails": []}}))


@pytest.mark.parametrize("key", ["pagerduty:oncall", "webhooks:status"])
def test_an_address_in_clear_is_refused_without_being_shown(key: str) -> None:
    namespace, _, name = key.partition(":")
    raw = {**config(changed(alerts={namespace: {name: {}}})), key: "https://example.com/very-secret"}
    with pytest.raises(SettingsError) as found:
        load(raw, stack="test")
    assert f"in clear under {key}" in str(found.value)
    assert "very-secret" not in str(found.value)
    assert load(raw, stack="test", secret_keys=[key])


def test_everything_wrong_is_said_at_once() -> None:
    said = refused(
        alerts={"slack": {"ops": {**SLACK, "team_id": "x"}}, "certificate_days": 99},
        apm={"backend": "datadog", "metric_stream": {"key": "password"}},
    )
    for words in ("alerts.slack.ops.team_id", "alerts.certificate_days", "apm.metric_stream.key"):
        assert words in said


@pytest.mark.parametrize(
    ("apm", "says"),
    [
        ({"backend": "splunk"}, "datadog, new-relic, dynatrace, opentelemetry"),
        ({"backend": "datadog"}, "is needed with backend 'datadog'"),
        ({**DATADOG, "new_relic": {"account_id": "1", "data_region": "eu"}}, "does nothing with backend"),
        ({"backend": "datadog", "datadog": {"site": "datadoghq.eu"}}, "does nothing: ask for"),
        ({"backend": "datadog", "datadog": {"site": "datadog.com"}}, "datadoghq.com"),
        ({**DATADOG, "metric_stream": {"key": "parameter://apm"}}, "reads no parameter"),
        ({**DATADOG, "metric_stream": {"key": KEY, "url": "https://x.io"}}, "is known of backend"),
        (
            {
                "backend": "opentelemetry",
                "opentelemetry": {"endpoint": "https://otlp.example.com"},
                "metric_stream": {"key": KEY},
            },
            "speaks a protocol of its own",
        ),
        ({**DATADOG, "agents": {"key": KEY}}, "is needed for the agents of orders"),
        ({**DATADOG, "agents": {"key": KEY, "image": "a:1", "services": ["shop"]}}, "'shop' is no service"),
        ({**DATADOG, "agents": {"key": KEY, "layers": {"orders": [LAYER]}}}, "is no function"),
        (
            {**DATADOG, "agents": {"key": KEY, "image": "a:1", "collector_config": "/x"}},
            "'opentelemetry' alone",
        ),
    ],
)
def test_monitoring_that_cannot_be_is_refused(apm: dict[str, Any], says: str) -> None:
    assert says in refused(apm=apm)


def test_kinds_without_an_agent_are_refused_with_the_reason() -> None:
    image = {**FUNCTION, "image": "111122223333.dkr.ecr.{region}.amazonaws.com/orders:1"}
    del image["artefact"]
    image["function"] = {"rps": 20}
    entrances = {"public": {**ENTRANCE, "api_gateway": {}}}
    layered = {**DATADOG, "agents": {"key": KEY, "layers": {"orders": [LAYER]}}}
    said = refused(services={"orders": image}, entrances=entrances, apm=layered)
    assert "Lambda takes layers with no image" in said
    eks = {
        "kind": "eks",
        "port": 8080,
        "image": "public.ecr.aws/x/y:1",
        "peak_rps": 10,
        "eks": {"rps": 10, "pods_per_node": 5},
    }
    both = {
        "orders": {**SERVICE, "paths": ["/o/*"], "priority": 1},
        "shop": {**eks, "paths": ["/s/*"], "priority": 2},
    }
    asked = {"key": KEY, "image": "a:1", "services": ["orders", "shop"]}
    said = refused(services=both, apm={**DATADOG, "agents": asked})
    assert "'shop' gets no agent from here" in said


def test_an_agent_needs_a_way_out_and_room() -> None:
    asked = {**DATADOG, "agents": {"key": KEY, "image": "a:1", "memory_mib": 2048}}
    said = refused(apm=asked, network={"nat": "none"})
    assert "has no way out of use1" in said
    service = {
        "kind": "ecs",
        "port": 8080,
        "image": "public.ecr.aws/x/y:1",
        "peak_rps": 100,
        "ecs": {"rps": 10},
    }
    assert "agent and service share it" in refused(services={"orders": service}, apm=asked)


def test_functions_read_their_key_from_secrets_manager_alone() -> None:
    entrances = {"public": {**ENTRANCE, "api_gateway": {}}}
    asked = {
        "key": KEY.replace("secretsmanager", "ssm").replace("secret:", "parameter/"),
        "layers": {"orders": [LAYER]},
    }
    said = refused(services={"orders": FUNCTION}, entrances=entrances, apm={**DATADOG, "agents": asked})
    assert "which read nothing else" in said
    other = {"backend": "opentelemetry", "opentelemetry": {"endpoint": "https://otlp.example.com"}}
    asked = {"key": KEY, "layers": {"orders": [LAYER]}}
    said = refused(services={"orders": FUNCTION}, entrances=entrances, apm={**other, "agents": asked})
    assert "does not know where to send" in said
