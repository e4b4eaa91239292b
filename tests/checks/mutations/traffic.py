"""Mutations of the rules on DNS, health checks, load balancers, accelerators, CloudFront and Cloudflare."""

from __future__ import annotations

from tests.checks.mutations.model import Document, Mutation, State, change
from tests.graph.documents import UNKNOWN

RECORD, CHECK = "aws:route53/record:Record", "aws:route53/healthCheck:HealthCheck"
LB, GROUP = "aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"
RULE, ACL = "aws:lb/listenerRule:ListenerRule", "aws:wafv2/webAcl:WebAcl"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
POOL, MONITOR = (
    "cloudflare:index/loadBalancerPool:LoadBalancerPool",
    "cloudflare:index/loadBalancerMonitor:LoadBalancerMonitor",
)
ZONE_ID = "Z10448823PRODEXAMPLE1"


def _record(prod: Document, name: str, *, alias: bool | None = None, **inputs: object) -> State:
    """One more record, which leads to the load balancer of us-east-1 when it is an alias."""
    given = {
        "zoneId": ZONE_ID,
        "name": "old.orders.example.com",
        "type": "A",
        "setIdentifier": name,
        **inputs,
    }
    if alias is None:
        return prod.add(RECORD, name, given)
    given["aliases"] = [{"name": UNKNOWN, "zoneId": UNKNOWN, "evaluateTargetHealth": alias}]
    return prod.add(RECORD, name, given, links={"aliases": [prod.one(LB, "use1-public-lb")]})


def _share_a_check(prod: Document) -> None:
    record = prod.one(RECORD, "global-public-latency-euw1")
    record["propertyDependencies"]["healthCheckId"] = [prod.one(CHECK, "use1-public-health")["urn"]]


def _age_slowly(prod: Document) -> None:
    weights = [{"weight": 1}]
    _record(prod, "old", weightedRoutingPolicies=weights, records=["192.0.2.1"], ttl=300, healthCheckId="abc")


def _forget_the_rest_of_the_world(prod: Document) -> None:
    _record(prod, "europe", alias=True, geolocationRoutingPolicies=[{"continent": "EU"}])


def _switch_off_by_weight(prod: Document) -> None:
    _record(prod, "all", alias=True, weightedRoutingPolicies=[{"weight": 100}])
    _record(prod, "none", alias=False, weightedRoutingPolicies=[{"weight": 0}])


def _lead_by_hand(prod: Document) -> None:
    prod.change(RECORD, "global-public-latency-*", "latencyRoutingPolicies", None)


def _ask_the_name_that_moves(prod: Document) -> None:
    prod.change(CHECK, "euw1-public-endpoint", "fqdn", "api.orders.example.com")


def _throw_the_switch_at_home(prod: Document) -> None:
    switch, other = (prod.one(CHECK, f"{place}-public-switch") for place in ("euw1", "use1"))
    switch["propertyDependencies"]["fqdn"] = other["propertyDependencies"]["fqdn"]


def _notice_late(prod: Document) -> None:
    check = prod.one(CHECK, "use1-public-endpoint")
    change(check, "requestInterval", 30)
    change(check, "failureThreshold", 10)


def _watch_no_certificate(prod: Document) -> None:
    prod.remove(ALARM, "euw1-*cert-expiry")


def _look_from_one_continent(prod: Document) -> None:
    prod.change(CHECK, "use1-public-endpoint", "regions", ["us-east-1", "us-west-1", "us-west-2"])


def _check_a_private_address(prod: Document) -> None:
    prod.add(
        CHECK,
        "inside",
        {"type": "HTTPS", "ipAddress": "10.0.0.1", "port": 443, "resourcePath": "/", "requestInterval": 10},
    )


def _alarm_on_seconds(prod: Document) -> None:
    prod.change(ALARM, "euw1-public-dependency", "period", 10)


def _trust_in_silence(prod: Document) -> None:
    whole = prod.one(CHECK, "euw1-public-health")
    whole["inputs"] |= {"childHealthchecks": [UNKNOWN], "childHealthThreshold": 1}
    alarm = prod.one(CHECK, "euw1-public-dependency-check")
    whole["propertyDependencies"]["childHealthchecks"] = [alarm["urn"]]


def _only_connect(prod: Document) -> None:
    prod.change(CHECK, "use1-public-endpoint", "type", "TCP")


def _block_checkers(prod: Document) -> None:
    acl = prod.one(ACL, "euw1-public-acl")
    acl["inputs"]["rules"] = [
        one for one in acl["inputs"]["rules"] if "allow" not in (one.get("action") or {})
    ]
    change(acl, "defaultAction", {"block": {}})


def _idle_group(prod: Document) -> None:
    like = prod.one(GROUP, "use1-public-orders-tg")
    idle = prod.add(GROUP, "idle", like["inputs"])
    rule = prod.one(RULE, "use1-public-orders-rule")
    listener = next(one for one in prod.states if one["urn"] in rule["propertyDependencies"]["listenerArn"])
    links = {"listenerArn": [listener], "actions": [idle]}
    prod.add(RULE, "idle-rule", {**rule["inputs"], "priority": 2000}, links=links)


def _stay_in_the_zone(prod: Document) -> None:
    prod.change(LB, "use1-public-lb", "enableZonalShift", False)


def _hold_connections(prod: Document) -> None:
    prod.change(LB, "use1-public-lb", "clientKeepAlive", None)


def _write_to_an_origin_group(prod: Document) -> None:
    balancers = prod.all(LB)
    prod.add(
        "aws:cloudfront/distribution:Distribution",
        "front",
        {
            "enabled": True,
            "origins": [{"originId": "a", "domainName": UNKNOWN}, {"originId": "b", "domainName": UNKNOWN}],
            "originGroups": [
                {
                    "originId": "both",
                    "failoverCriteria": {"statusCodes": [500, 502, 503]},
                    "members": [{"originId": "a"}, {"originId": "b"}],
                }
            ],
            "defaultCacheBehavior": {
                "targetOriginId": "both",
                "allowedMethods": ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
                "cachedMethods": ["GET", "HEAD"],
                "viewerProtocolPolicy": "https-only",
            },
            "restrictions": {"geoRestriction": {"restrictionType": "none"}},
            "viewerCertificate": {
                "acmCertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1",
                "minimumProtocolVersion": "TLSv1.2_2021",
                "sslSupportMethod": "sni-only",
            },
            "loggingConfig": {"bucket": "logs.s3.amazonaws.com"},
            "webAclId": "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/1",
        },
        links={"origins": balancers},
        protect=True,
    )


def _dial_to_zero(prod: Document) -> None:
    """A region that waits behind a dial of 0 with nothing in its target group."""
    like = prod.one(LB, "use1-public-lb")
    balancer = prod.add(LB, "waiting", like["inputs"], links=_links(prod, like), protect=True)
    idle = prod.add(GROUP, "waiting-tg", prod.one(GROUP, "use1-public-orders-tg")["inputs"])
    listener = prod.one("aws:lb/listener:Listener", "use1-public-https")
    prod.add(
        "aws:lb/listener:Listener",
        "waiting-https",
        {**listener["inputs"], "defaultActions": [{"type": "forward", "targetGroupArn": UNKNOWN}]},
        links={**_links(prod, listener), "loadBalancerArn": [balancer], "defaultActions": [idle]},
    )
    prod.add(
        "aws:globalaccelerator/endpointGroup:EndpointGroup",
        "waiting-group",
        {
            "listenerArn": UNKNOWN,
            "endpointGroupRegion": "us-east-1",
            "trafficDialPercentage": 0,
            "endpointConfigurations": [{"endpointId": UNKNOWN, "weight": 128}],
        },
        links={"endpointConfigurations": [balancer]},
    )


def _links(prod: Document, state: State) -> dict[str, list[State]]:
    """What a resource's inputs are made of, to make another like it."""
    by_urn = {one["urn"]: one for one in prod.states}
    return {
        name: [by_urn[urn] for urn in urns if urn in by_urn]
        for name, urns in state["propertyDependencies"].items()
    }


def _pool(prod: Document, name: str, place: str, **inputs: object) -> State:
    """A pool of Cloudflare that is as it should be, but for what is said."""
    monitor = prod.add(
        MONITOR,
        f"{name}-monitor",
        {
            "accountId": "1",
            "type": "https",
            "path": "/healthz",
            "port": 443,
            "interval": 15,
            "consecutiveDown": 2,
        },
    )
    given = {
        "accountId": "1",
        "name": name,
        "monitor": UNKNOWN,
        "checkRegions": ["ENAM", "WEU", "SEAS"],
        "minimumOrigins": 1,
        "origins": [{"name": name, "address": UNKNOWN, "enabled": True}],
        **inputs,
    }
    links = {"monitor": [monitor], "origins": [prod.one(LB, f"{place}-public-lb")]}
    return prod.add(POOL, name, given, links=links)


def _two_pools_of_one_region(prod: Document) -> None:
    pools = [_pool(prod, name, "use1") for name in ("first", "second")]
    prod.add(
        "cloudflare:index/loadBalancer:LoadBalancer",
        "front",
        {
            "zoneId": "1",
            "name": "front.example.com",
            "proxied": True,
            "defaultPools": [UNKNOWN, UNKNOWN],
            "fallbackPool": UNKNOWN,
        },
        links={"defaultPools": pools, "fallbackPool": [pools[1]]},
    )


def _need_more_origins_than_there_are(prod: Document) -> None:
    _pool(prod, "first", "use1", minimumOrigins=2)


def _check_from_everywhere(prod: Document) -> None:
    _pool(prod, "first", "use1", checkRegions=None)


MUTATIONS = {
    "CFL001": Mutation(_two_pools_of_one_region),
    "CFL002": Mutation(_need_more_origins_than_there_are),
    "CFL003": Mutation(_check_from_everywhere),
    "DNS003": Mutation(_share_a_check, companions=frozenset({"HLT001", "HLT002"})),
    "DNS004": Mutation(_age_slowly),
    "DNS005": Mutation(_forget_the_rest_of_the_world),
    "DNS006": Mutation(_switch_off_by_weight, companions=frozenset({"DNS001"})),
    "DNS007": Mutation(_lead_by_hand),
    "EDG001": Mutation(_write_to_an_origin_group),
    "EDG002": Mutation(_dial_to_zero, companions=frozenset({"LBR001", "SEC012"})),
    "HLT001": Mutation(_ask_the_name_that_moves),
    "HLT002": Mutation(_throw_the_switch_at_home),
    "HLT003": Mutation(_notice_late),
    "HLT004": Mutation(_watch_no_certificate),
    "HLT005": Mutation(_look_from_one_continent),
    "HLT006": Mutation(_check_a_private_address),
    "HLT007": Mutation(_alarm_on_seconds),
    "HLT008": Mutation(_trust_in_silence),
    "HLT009": Mutation(_only_connect),
    "HLT010": Mutation(_block_checkers),
    "LBR001": Mutation(_idle_group),
    "LBR002": Mutation(_stay_in_the_zone, companions=frozenset({"OPS005"})),
    "LBR003": Mutation(_hold_connections),
}
