from __future__ import annotations

import base64
import bz2
import json
from functools import cache
from typing import Any

import pytest

from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.topology.plan import plan
from tests.components.declared import PROJECT, STACK, Resources, declared
from tests.topology.examples import ENTRANCE, SERVICE, changed, settings

SECRET = "arn:aws:secretsmanager:{region}:111122223333:secret:tls-Ab12Cd"  # noqa: S105  # its name
PROXY: dict[str, Any] = {"instance": {"types": ["c7g.large"], "rps": 500}, "certificate_secret": SECRET}
REGIONS: dict[str, dict[str, Any]] = {
    "single-region": {"use1": {}},
    "active-passive": {"use1": {}, "euw1": {"role": "standby"}},
    "active-active": {"use1": {}, "euw1": {}},
}


@cache
def api(mode: str = "single-region", **proxy: str) -> Resources:
    public = {**ENTRANCE, "proxy": {**PROXY, **{key: json.loads(text) for key, text in proxy.items()}}}
    services = {
        "orders": {**SERVICE, "paths": ["/orders/*"], "priority": 10, "hosts": ["api.example.com"]},
        "next": {**SERVICE, "paths": ["/orders/*"], "priority": 20, "hosts": ["api.example.com"]},
        "web": {**SERVICE, "port": 9090, "priority": 900},
    }
    if "weights" not in proxy:
        del services["next"]
    raw = changed(regions=REGIONS[mode], services=services, entrances={"public": public})
    topology = plan(settings(raw), project=PROJECT, stack=STACK)
    return declared(lambda: MultiRegionApi("api", {"topology": topology}))


def told(resources: Resources, place: str = "use1") -> dict[str, Any]:
    """What the agent on the proxies of a region is told."""
    template = resources(f"{place}-public-proxy-lt").inputs["userData"]
    config = json.loads(base64.b64decode(template).decode().partition("\n")[2])
    (packed,) = [one["content"] for one in config["write_files"] if one["path"] == "/etc/holdfast/bundle"]
    found: dict[str, Any] = json.loads(
        json.loads(bz2.decompress(base64.b64decode(packed)))["/etc/holdfast/agent.json"]
    )
    return found


@pytest.mark.parametrize("mode", REGIONS)
def test_each_region_has_proxies_and_no_balancer_of_requests(mode: str) -> None:
    resources = api(mode)
    balancers = resources.of("aws:lb/loadBalancer:LoadBalancer")
    assert {one.name for one in balancers} == {f"{place}-public-lb" for place in REGIONS[mode]}
    assert {one.inputs["loadBalancerType"] for one in balancers} == {"network"}
    assert {one.name for one in resources.of("ProxyFleet")} == {f"{place}-public" for place in REGIONS[mode]}
    assert not resources.of("ListenerRule")
    assert not resources.of("LogBucket")


def test_no_certificate_is_asked_of_acm_which_renews_none_that_nothing_uses() -> None:
    resources = api("active-active")
    for kind in ("Certificates", "Certificate", "CertificateValidation", "CertificateAlarm"):
        assert not resources.of(kind), kind
    assert resources.of("FailoverDns") or resources.of("RoutingRecords")


def test_a_distribution_before_proxies_has_its_own_certificate_alone() -> None:
    proxy, edge = {**PROXY, "rate_limit": None}, {"origin_lock": "none", "logs": {"place": "use1"}}
    public = {**ENTRANCE, "proxy": proxy, "cloudfront": edge}
    topology = plan(
        settings(changed(regions=REGIONS["active-active"], entrances={"public": public})),
        project=PROJECT,
        stack=STACK,
    )
    resources = declared(lambda: MultiRegionApi("api", {"topology": topology}))
    assert {one.name for one in resources.of("aws:acm/certificate:Certificate")} == {"global-public-cert"}
    assert {one.name for one in resources.of("CertificateAlarm")} == {"global-public"}


def test_services_admit_the_proxies_and_no_target_group_holds_them() -> None:
    resources = api()
    rule = resources("use1-orders-sg-ingress-public").inputs
    assert rule["referencedSecurityGroupId"] == "use1-public-proxy-sg-id"
    assert (rule["fromPort"], rule["toPort"]) == (8080, 8080)
    group = resources("use1-orders-asg").inputs
    assert not group.get("targetGroupArns")
    assert group["healthCheckType"] == "EC2"


def test_the_agent_finds_exactly_the_instances_that_the_stack_launches() -> None:
    resources = api()
    config = told(resources)
    tags = {
        tag["key"]: tag["value"]
        for tag in resources("use1-orders-asg").inputs["tags"]
        if tag["propagateAtLaunch"]
    }
    (orders, web) = [pool["members"][0] for pool in config["pools"]]
    assert tags["Name"] == orders["instance_name"] == "use1-orders"
    for name, (value,) in config["filters"].items():
        assert tags[name.removeprefix("tag:")] == value
    assert config["filters"].keys() == {"tag:Place", "tag:Project", "tag:Stack"}
    most = resources("use1-orders-asg").inputs["maxSize"]
    assert orders["slots"] >= 2 * most
    assert (orders["port"], web["port"]) == (8080, 9090)


@pytest.mark.parametrize("mode", REGIONS)
def test_the_regions_alarm_watches_what_the_proxies_answer(mode: str) -> None:
    resources = api(mode)
    for place in REGIONS[mode]:
        alarm = resources(f"{place}-public-dependency").inputs
        counted = resources(f"{place}-public-proxy-5xx").inputs["metricTransformation"]
        assert (alarm["namespace"], alarm["metricName"]) == (counted["namespace"], counted["name"])
        assert (alarm["statistic"], alarm["period"], alarm["treatMissingData"]) == ("Sum", 60, "notBreaching")


@pytest.mark.parametrize("mode", REGIONS)
def test_names_lead_to_the_network_load_balancers(mode: str) -> None:
    resources = api(mode)
    aliases = {
        alias["name"]
        for record in resources.of("aws:route53/record:Record")
        for alias in record.inputs.get("aliases", [])
    }
    for place, region in (("use1", "us-east-1"), ("euw1", "eu-west-1")):
        if place in REGIONS[mode]:
            assert f"{place}-public-lb.{region}.elb.amazonaws.com" in aliases


def test_a_service_with_hosts_answers_to_the_regions_own_for_health_checks() -> None:
    text = api()("use1-public", "ProxyFleet").outputs["configuration"]
    assert r"use1\x2eapi\x2eexample\x2ecom" in text


def test_weights_put_services_into_one_pool_at_the_rank_of_the_first() -> None:
    resources = api(algorithm='"weighted"', weights='{"orders": 95, "next": 5}')
    pools = told(resources)["pools"]
    assert [pool["key"] for pool in pools] == ["orders", "web"]
    assert {one["service"]: one["weight"] for one in pools[0]["members"]} == {"orders": 95, "next": 5}
    assert resources("use1-next-sg-ingress-public")


def test_only_an_internal_entrance_stands_where_its_proxies_do() -> None:
    inside, outside = api(internal="true"), api()
    assert inside("use1-public-lb").inputs["internal"] is True
    for resources, together in ((inside, True), (outside, False)):
        subnets = resources("use1-public-lb").inputs["subnets"]
        proxies = resources("use1-public-proxy-asg").inputs["vpcZoneIdentifiers"]
        assert (subnets == proxies) is together


def test_what_is_planned_says_where_it_came_from() -> None:
    origin = api()("use1-public", "ProxyFleet").outputs["origin"]
    assert origin["software"] == "holdfast:entrances.public.proxy.software (default)"
    assert "holdfast:services.web.peak_rps" in origin["minimum"]


def test_settings_reach_the_declared() -> None:
    resources = api(
        zonal_shift="false",
        cross_zone="false",
        drain_seconds="50",
        log_retention_days="7",
        allowed_cidrs='["203.0.113.0/24"]',
        hsts_seconds="60",
        stickiness='{"cookie_name": "S", "duration_seconds": 9}',
        rate_limit='{"percent_per_address": 50}',
        max_connections="5000",
        refresh_seconds="20",
        cpu_percent="40",
        answer_seconds="11",
        idle_seconds="13",
    )
    balancer = resources("use1-public-lb").inputs
    assert (balancer["enableZonalShift"], balancer["enableCrossZoneLoadBalancing"]) == (False, False)
    assert resources("use1-public-https-tg").inputs["deregistrationDelay"] == 50
    assert resources("use1-public-proxy-logs").inputs["retentionInDays"] == 7
    assert resources("use1-public-lb-sg-ingress-443-203.0.113.0_24")
    text = resources("use1-public", "ProxyFleet").outputs["configuration"]
    for line in (
        "max-age=60",
        "cookie S insert indirect nocache httponly secure dynamic maxlife 9s",
        "hard-stop-after 50000ms",
        "maxconn 5000",
        "timeout server 11000ms",
        "timeout client 13000ms",
        "http_req_rate(10s)",
    ):
        assert line in text, line
    assert told(resources)["refresh_seconds"] == 20
    tracking = resources("use1-public-proxy-cpu", "Policy").inputs["targetTrackingConfiguration"]
    assert tracking["targetValue"] == 40


def test_operations_name_the_proxies_group_and_its_planned_sizes() -> None:
    resources = api("active-passive")
    endpoints = resources("api", "MultiRegionApi").outputs["operations"]["entrances"]["public"]["endpoints"]
    proxies = endpoints["euw1"]["proxies"]
    assert proxies["auto_scaling_group"] == "euw1-public-proxy-asg-0000"
    assert proxies["log_group"] == "euw1-public-proxy-logs-0000"
    group = resources("euw1-public-proxy-asg").inputs
    assert (proxies["minimum"], proxies["maximum"]) == (group["minSize"], group["maxSize"])
    assert proxies["minimum"] <= proxies["needed"] <= proxies["maximum"]
    assert endpoints["euw1"].get("load_balancer_arn") is None
