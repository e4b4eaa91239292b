"""Entrances that the internet does not reach, in whole stacks: nobody outside is asked how they are."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tests.components.api_sample import STANDBY, exported, planned
from tests.topology.examples import ENTRANCE, changed

if TYPE_CHECKING:
    from tests.components.declared import Resources

SECRET = "arn:aws:secretsmanager:{region}:111122223333:secret:tls-Ab12Cd"  # noqa: S105  # its name
PROXY: dict[str, Any] = {"instance": {"types": ["c7g.large"], "rps": 500}, "certificate_secret": SECRET}
MUTUAL_TLS: dict[str, Any] = {
    "mutual_tls": {"bundle": {"bucket": "trust-{region}", "key": "bundle.pem", "version": "1"}},
}
ONE_NETWORK = ["192.168.0.0/20"]
PRIVATE: dict[str, dict[str, Any]] = {
    "internal": {"load_balancer": {"internal": True}},
    "internal, for chosen networks": {"load_balancer": {"internal": True, "allowed_cidrs": ONE_NETWORK}},
    "internal proxies": {"proxy": {**PROXY, "internal": True}},
    "behind a VPC origin": {
        "load_balancer": {"internal": True},
        "cloudfront": {"origin_lock": "vpc-origin", "logs": {"place": "use1"}},
    },
    "internal, with a port for checkers": {"load_balancer": {"internal": True}, "authorization": MUTUAL_TLS},
    "chosen networks alone": {"load_balancer": {"allowed_cidrs": ONE_NETWORK}},
    "proxies for chosen networks": {"proxy": {**PROXY, "allowed_cidrs": ONE_NETWORK}},
}
PUBLIC: dict[str, dict[str, Any]] = {
    "load balancer": {},
    "everybody among others": {"load_balancer": {"allowed_cidrs": [*ONE_NETWORK, "0.0.0.0/0"]}},
    "proxies": {"proxy": PROXY},
    "a port for checkers": {"load_balancer": {"allowed_cidrs": ONE_NETWORK}, "authorization": MUTUAL_TLS},
}


FUNCTION: dict[str, Any] = {
    "kind": "lambda",
    "artefact": "s3://artefacts-{region}/orders/1.zip",
    "peak_rps": 90,
    "function": {"rps": 20, "handler": "app.handler", "runtime": "python3.13"},
}


@cache
def alone(name: str) -> tuple[Resources, dict[str, Any]]:
    """A stack of one region and this entrance."""
    return exported(changed(entrances={"public": {**ENTRANCE, **PRIVATE[name]}}))


@cache
def beside(automation: bool) -> Resources:
    """A private entrance beside a public one of two regions."""
    inside = {**ENTRANCE, "domain": "in.example.com", "regions": ["use1"], **PRIVATE["internal"]}
    by = {"by": "automation", "automation": {"probe_from": ["use2", "eun1"]}}
    raw = changed(regions=STANDBY, entrances={"public": ENTRANCE, "inside": inside})
    return exported({**raw, **({"recovery": by} if automation else {})})[0]


@pytest.mark.parametrize("name", PRIVATE)
def test_no_checker_is_sent_where_none_gets_in(name: str) -> None:
    resources, _ = alone(name)
    checks = resources.of("aws:route53/healthCheck:HealthCheck")
    assert [one.inputs["type"] for one in checks] == ["CLOUDWATCH_METRIC"]
    assert not [one for one in resources.of("Record") if "healthCheckId" in one.inputs]
    assert not resources.of("OutsideAlarms")


@pytest.mark.parametrize("name", PRIVATE)
def test_the_regions_own_alarms_judge_it(name: str) -> None:
    resources, operations = alone(name)
    (check,) = resources.of("aws:route53/healthCheck:HealthCheck")
    assert check.inputs["cloudwatchAlarmName"] == resources("use1-public-dependency").outputs["name"]
    assert {"use1-public-errors", "use1-paging"} <= {
        one.name for one in (*resources.of("MetricAlarm"), *resources.of("CompositeAlarm"))
    }
    assert operations["alarms"]["use1"]["stop"] == resources("use1-public-errors").outputs["arn"]
    assert operations["alarms"]["use1"].get("outside") is None


def test_tools_are_told_that_nobody_asks_and_which_alarm_judges() -> None:
    resources, operations = alone("internal")
    endpoint = operations["entrances"]["public"]["endpoints"]["use1"]
    assert endpoint.get("endpoint_health_check_id") is None
    assert endpoint["health_check_id"] == endpoint["dependency_health_check_id"]
    assert endpoint["health_check_id"] == resources("use1-public-dependency-check").id
    assert endpoint["dependency_alarm_arn"] == resources("use1-public-dependency").outputs["arn"]


@pytest.mark.parametrize("name", PUBLIC)
def test_what_the_internet_reaches_is_asked(name: str) -> None:
    resources, _ = exported(changed(entrances={"public": {**ENTRANCE, **PUBLIC[name]}}))
    assert resources("use1-public-endpoint").inputs["type"] == "HTTPS"
    assert "global-use1-public-unreachable" in resources.names("MetricAlarm")


def test_an_api_of_api_gateway_is_asked() -> None:
    door = {**ENTRANCE, "api_gateway": {}}
    resources, _ = exported(changed(services={"orders": FUNCTION}, entrances={"public": door}))
    assert resources("use1-public-endpoint").inputs["type"] == "HTTPS"


def test_it_takes_nothing_from_a_public_one_beside_it() -> None:
    resources = beside(automation=False)
    assert "global-use1-inside-unreachable" not in resources.names("MetricAlarm")
    assert (
        resources("global-use1-outside").inputs["alarmRule"] == 'ALARM("global-use1-public-unreachable-0000")'
    )
    assert resources("use1-public-health").inputs["childHealthThreshold"] == 3


def test_a_watchdog_probes_only_what_it_reaches() -> None:
    resources = beside(automation=True)
    watch = json.loads(resources("euw1-watch-use1-fn").inputs["environment"]["variables"]["WATCH"])
    assert watch["targets"] == [{"url": "https://use1.api.example.com/healthz"}]
    assert watch["public_targets"] == [{"url": "https://api.example.com/healthz"}]


def test_shield_goes_by_the_alarm_where_checkers_do_not_get_in() -> None:
    contact = {"email": "oncall@example.com", "phone": "+491234567"}
    raw = changed(
        entrances={"public": {**ENTRANCE, **PRIVATE["chosen networks alone"]}},
        shield={"subscribe": False, "contacts": [contact]},
    )
    resources, _ = exported(raw)
    arn = resources("global-use1-public-lb-protection-health").inputs["healthCheckArn"]
    assert arn.rpartition("/")[2] == resources("use1-public-dependency-check").id


@pytest.mark.parametrize("name", PRIVATE)
def test_a_plan_knows_it(name: str) -> None:
    (entrance,) = planned(changed(entrances={"public": {**ENTRANCE, **PRIVATE[name]}})).entrances
    assert entrance.is_asked_by_checkers is False
