"""Two regions with a load balancer each, the records and checks in front of them, in a line per part."""

from __future__ import annotations

from typing import Any

from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

RECORD, CHECK = "aws:route53/record:Record", "aws:route53/healthCheck:HealthCheck"
LB, GROUP = "aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"
LISTENER, ASG = "aws:lb/listener:Listener", "aws:autoscaling/group:Group"
POOL, BALANCER = (
    "cloudflare:index/loadBalancerPool:LoadBalancerPool",
    "cloudflare:index/loadBalancer:LoadBalancer",
)
MONITOR = "cloudflare:index/loadBalancerMonitor:LoadBalancerMonitor"
ENDPOINTS = "aws:globalaccelerator/endpointGroup:EndpointGroup"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
REGIONS = {"us": "us-east-1", "eu": "eu-west-1"}


def balancer(place: str, **inputs: Any) -> dict[str, Any]:
    return step(LB, f"{place}-lb", {"region": REGIONS[place], **inputs})


BALANCERS = [balancer("us"), balancer("eu")]


def record(logical: str, place: str | None = None, /, **inputs: Any) -> dict[str, Any]:
    """A record that is an alias of a place's load balancer, or what the inputs say."""
    alias = [{"name": LATER, "zoneId": LATER, "evaluateTargetHealth": True}]
    given = {
        "zoneId": "Z1",
        "name": f"{logical}.example.com",
        "type": "A",
        **({"aliases": alias} if place else {}),
    }
    check = inputs.pop("check", None)
    links = {
        **({"aliases": [urn(LB, f"{place}-lb")]} if place else {}),
        **({"healthCheckId": [urn(CHECK, check)]} if check else {}),
    }
    return step(
        RECORD, logical, {**given, **({"healthCheckId": LATER} if check else {}), **inputs}, links=links
    )


def routed(place: str, **inputs: Any) -> dict[str, Any]:
    """A latency record of a place, one of the set of the name that clients use."""
    return record(
        f"latency-{place}",
        place,
        **{
            "name": "api.example.com",
            "setIdentifier": place,
            "latencyRoutingPolicies": [{"region": REGIONS[place]}],
            **inputs,
        },
    )


def host(place: str) -> dict[str, Any]:
    """The simple record of a place's own name."""
    return record(place, place)


def endpoint(name: str, fqdn: str | None = None, *, at: str | None = None, **inputs: Any) -> dict[str, Any]:
    """A health check of a host name, or of a resource whose URN is given."""
    return step(
        CHECK,
        name,
        {"type": "HTTPS", "port": 443, "resourcePath": "/", "fqdn": LATER if at else fqdn, **inputs},
        links={"fqdn": [at]} if at else {},
    )


def calculated(name: str, *children: str, least: Any = 1, **inputs: Any) -> dict[str, Any]:
    """A health check made of others."""
    return step(
        CHECK,
        name,
        {
            "type": "CALCULATED",
            "childHealthchecks": [LATER] * len(children),
            "childHealthThreshold": least,
            **inputs,
        },
        links={"childHealthchecks": [urn(CHECK, one) for one in children]},
    )


def of_alarm(name: str, alarm: str | None, token: str = ALARM, **inputs: Any) -> dict[str, Any]:
    """A health check of an alarm."""
    return step(
        CHECK,
        name,
        {
            "type": "CLOUDWATCH_METRIC",
            "cloudwatchAlarmName": LATER,
            "cloudwatchAlarmRegion": "eu-west-1",
            **inputs,
        },
        links={"cloudwatchAlarmName": [urn(token, alarm)]} if alarm else {},
    )


def group(name: str, **inputs: Any) -> list[dict[str, Any]]:
    """A target group behind the load balancer of ``eu``, by a listener of its own."""
    return [
        step(GROUP, name, {"region": "eu-west-1", **inputs}),
        step(
            LISTENER,
            f"{name}-listener",
            {"loadBalancerArn": LATER, "defaultActions": [{"type": "forward", "targetGroupArn": LATER}]},
            links={"loadBalancerArn": [urn(LB, "eu-lb")], "defaultActions": [urn(GROUP, name)]},
        ),
    ]


def instances(of: str, **inputs: Any) -> dict[str, Any]:
    """An Auto Scaling group in a target group."""
    return step(
        ASG, f"{of}-asg", {"targetGroupArns": [LATER], **inputs}, links={"targetGroupArns": [urn(GROUP, of)]}
    )


def pool(name: str, place: str | None = None, **inputs: Any) -> dict[str, Any]:
    """A pool of Cloudflare whose origin is a place's load balancer."""
    monitor = inputs.pop("monitored_by", None)
    given = {
        "accountId": "1",
        "enabled": True,
        "minimumOrigins": 1,
        "origins": [{"name": name, "address": LATER, "enabled": True}],
        **({"monitor": LATER} if monitor else {}),
        **inputs,
    }
    links = {
        **({"origins": [urn(LB, f"{place}-lb")]} if place else {}),
        **({"monitor": [urn(MONITOR, monitor)]} if monitor else {}),
    }
    return step(POOL, name, given, links=links)


def cloudflare(*pools: str, fallback: str | None = None, **inputs: Any) -> dict[str, Any]:
    """A load balancer of Cloudflare."""
    return step(
        BALANCER,
        "front",
        {
            "zoneId": "1",
            "name": "api.example.com",
            "defaultPools": [LATER] * len(pools),
            **({"fallbackPool": LATER} if fallback else {}),
            **inputs,
        },
        links={
            "defaultPools": [urn(POOL, one) for one in pools],
            **({"fallbackPool": [urn(POOL, fallback)]} if fallback else {}),
        },
    )


def accelerated(place: str, **inputs: Any) -> dict[str, Any]:
    """An endpoint group of Global Accelerator with a place's load balancer."""
    return step(
        ENDPOINTS,
        f"group-{place}",
        {"endpointGroupRegion": REGIONS[place], "endpointConfigurations": [{"endpointId": LATER}], **inputs},
        links={"endpointConfigurations": [urn(LB, f"{place}-lb")]},
    )
