"""Samples of what requests come through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.components.accelerator import GlobalAccelerator
from holdfast.components.api_description import ApiDescription, answer_headers
from holdfast.components.api_gateway_account import ApiGatewayAccount
from holdfast.components.certificate_alarm import CertificateAlarm
from holdfast.components.certificates import Certificates
from holdfast.components.cloudfront_distribution import CloudfrontDistribution
from holdfast.components.edge_foundation import EdgeFoundation
from holdfast.components.failover_dns import FailoverDns
from holdfast.components.hosted_zone import HostedZone
from holdfast.components.http_api import HttpApi
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.maintenance_switch import MaintenanceSwitch
from holdfast.components.network_load_balancer import NetworkLoadBalancer
from holdfast.components.private_access import PrivateAccess
from holdfast.components.private_access_peering import PrivateAccessPeering
from holdfast.components.proxy_fleet import ProxyFleet
from holdfast.components.regional_health import RegionalHealth
from holdfast.components.rest_api import RestApi
from holdfast.components.shield import Shield
from holdfast.components.web_acl import WebAcl
from holdfast.components.zone_export import ZoneExport
from holdfast.topology.values import (
    MutualTlsMode,
)
from tests.components import (
    api_gateway_sample,
    private_access_sample,
    proxy_sample,
    web_acl_sample,
)
from tests.components.cloudflare_args import ACCOUNT as CLOUDFLARE_ACCOUNT
from tests.components.conformance.sample import ARN, COMMON, HERE, REGIONS, Sample
from tests.components.declared import ACCOUNT_ID
from tests.components.failover_dns_args import CHECK
from tests.components.failover_dns_args import args as dns_args

if TYPE_CHECKING:
    import pulumi


def _dns(policy: str) -> Sample:
    return Sample(name="global-public", args={**dns_args(policy), **COMMON})


def _balancer(**changes: Any) -> Sample:
    target = {"port": 8080, "health_check": {"path": "/healthz"}, "priority": 10}
    args: dict[str, Any] = {
        **HERE,
        "vpc_id": "vpc-1",
        "vpc_cidr": "10.0.0.0/16",
        "subnet_ids": ["subnet-a", "subnet-b", "subnet-c"],
        "log_bucket": "logs",
        "targets": {"orders": target, "users": {**target, "port": 9090, "priority": 20, "paths": ["/u/*"]}},
        "allowed_cidrs": ["192.0.2.0/24", "198.51.100.0/24", "10.0.0.0/8"],
    }
    return Sample(name="use1-public", args={**args, **changes})


_CALLERS: dict[str, Any] = {
    "health": {"host": "use1.api.example.com", "path": "/healthz", "target": "orders"},
    "jwt": {
        "issuer": "https://issuer.example.com",
        "jwks_endpoint": "https://issuer.example.com/jwks.json",
        "claims": {
            "scope": {"values": ["read", "write"], "format": "string-array"},
            "aud": {"values": ["a"]},
        },
    },
    "mutual_tls": {
        "mode": MutualTlsMode.VERIFY,
        "bundle": {"bucket": "trust", "key": "ca.pem", "version": "1"},
        "revocations": [{"bucket": "trust", "key": key, "version": "1"} for key in ("a.pem", "b.pem")],
    },
}


def _certificates(*, delegated: bool) -> Sample:
    regions = {
        place: {
            "region": REGIONS[place],
            "domain": "api.example.com",
            "alternative_names": [f"{place}.api.example.com", "www.example.com"],
        }
        for place in ("use1", "euw1", "apne1")
    }
    args = {"entrance": "public", "zone_id": "ZONE", "delegated": delegated, "regions": regions, **COMMON}
    return Sample(name="global-public", args=args)


def _health(**changes: Any) -> Sample:
    args: dict[str, Any] = {
        **HERE,
        "fqdn": "use1.api.example.com",
        "endpoint": CHECK,
        "dependency": {"threshold": 5, "evaluation_periods": 2},
        "load_balancer_arn_suffix": "app/lb/0",
    }
    return Sample(name="use1-public", args={**args, **changes})


def _edge_logs() -> dict[str, Any]:
    return {"name": "euw1-public", "region": REGIONS["euw1"], "account_id": ACCOUNT_ID}


def _accelerator() -> Sample:
    endpoints = {
        place: {"region": REGIONS[place], "endpoint_id": f"arn:{place}"} for place in ("use1", "euw1")
    }
    return Sample(name="global-public", args={"endpoints": endpoints, "flow_logs": _edge_logs(), **COMMON})


def _distribution(**changes: Any) -> Sample:
    args: dict[str, Any] = {
        "domain": "api.example.com",
        "certificate_arn": f"{ARN}:certificate/0",
        "target": {"host": "origin.api.example.com"},
        "spare": {"host": "spare.api.example.com"},
        "paths": {
            "catalogue": {"patterns": ["/catalogue/*", "/prices"], "query_strings": ["page", "lang"]},
            "users": {"patterns": ["/users/*"], "headers": ["authorization", "accept"]},
        },
        "logs": _edge_logs(),
        **COMMON,
    }
    return Sample(name="global-public", args={**args, **changes})


POLICIES = ("simple", "failover", "latency", "weighted", "geolocation", "multivalue")

SAMPLES: dict[type[pulumi.ComponentResource], list[Sample]] = {
    ApiDescription: [
        Sample(
            name="use1-public-openapi",
            args={
                **HERE,
                "text": '{"openapi":"3.1.0"}',
                "etag": '"0a1b"',
                "key_arn": "arn:key",
                "cors": True,
            },
        )
    ],
    ApiGatewayAccount: [Sample(name="use1", args=HERE)],
    PrivateAccess: [
        Sample(name="use1", args={**private_access_sample.arguments(), **COMMON}),
        Sample(
            name="use1",
            args={
                **private_access_sample.arguments(
                    direct_connect={
                        "gamma": {**private_access_sample.LINE, "line": private_access_sample.UP},
                        "delta": {**private_access_sample.LINE, "gateway_asn": 64601},
                    }
                ),
                **COMMON,
            },
        ),
    ],
    PrivateAccessPeering: [
        Sample(
            name="global-access",
            args={
                "members": {
                    "use1": private_access_sample.member("us-east-1", "10.0.0.0/16", "172.20.0.0/16"),
                    "euw1": private_access_sample.member(
                        "eu-west-1", "10.48.0.0/16", "172.20.0.0/16", "192.168.0.0/20"
                    ),
                },
                **COMMON,
            },
        ),
    ],
    CloudfrontDistribution: [
        _distribution(),
        _distribution(
            target={"host": "lb.internal", "vpc_balancer_arn": "arn:lb"},
            web_acl_arn="arn:acl",
            origin_header={"name": "X-Origin-Verify", "value": "0"},
        ),
    ],
    GlobalAccelerator: [_accelerator()],
    Certificates: [_certificates(delegated=True), _certificates(delegated=False)],
    ZoneExport: [
        Sample(
            name="global-zone-export",
            args={
                **HERE,
                "place": "use1",
                "account_id": ACCOUNT_ID,
                "copies": {"euw1": "eu-west-1", "euc1": "eu-central-1"},
                "route53_zones": {"example.com": "Z1", "example.org": "Z2"},
                "cloudflare_zones": {"example.net": {"zone_id": "zone1", "account_id": CLOUDFLARE_ACCOUNT}},
                "cloudflare_token_secret": f"arn:aws:secretsmanager:us-east-1:{ACCOUNT_ID}:secret:cloudflare",
                "emails": ["b@example.com", "a@example.com"],
            },
        )
    ],
    FailoverDns: [_dns(policy) for policy in POLICIES],
    HostedZone: [
        Sample(name="global-example.com", args={"domain": "example.com", **COMMON}),
        Sample(name="global-example.com", args={"domain": "example.com", "zone_id": "ZONE", **COMMON}),
    ],
    HttpApi: [
        Sample(name="use1-public", args={**api_gateway_sample.arguments(), **COMMON}),
        Sample(
            name="use1-public",
            args={
                **api_gateway_sample.arguments(truststore=api_gateway_sample.TRUSTSTORE),
                **COMMON,
                "jwt": {"issuer": "https://login.example.com/", "audiences": ["b", "a"], "scopes": ["x"]},
            },
        ),
    ],
    CertificateAlarm: [
        Sample(
            name="use1-public",
            args={
                **HERE,
                "certificate_arn": f"{ARN}:certificate/0",
                "domain": "api.example.com",
                "topic_arn": "arn:topic",
            },
        )
    ],
    EdgeFoundation: [
        Sample(
            name="global",
            args={"account_id": ACCOUNT_ID, "emails": ["b@example.com", "a@example.com"], **COMMON},
        )
    ],
    Shield: [
        Sample(
            name="global",
            args={
                "subscribe": True,
                "resources": {
                    "use1-public-lb": {"arn": "arn:lb", "health_check_id": "check"},
                    "example.com": {"arn": "arn:aws:route53:::hostedzone/ZONE"},
                },
                "contacts": [{"email": "a@example.com", "phone": "+353871234567", "notes": "always"}],
                "response_team_access": True,
                **COMMON,
            },
        )
    ],
    WebAcl: [
        Sample(name="use1-public", args={**web_acl_sample.arguments(), **COMMON}),
        Sample(name="use1-public", args={**web_acl_sample.smallest(), **COMMON}),
    ],
    NetworkLoadBalancer: [
        Sample(
            name="use1-public",
            args={
                **HERE,
                "vpc_id": "vpc-1",
                "vpc_cidr": "10.0.0.0/16",
                "subnet_ids": ["subnet-1", "subnet-2"],
                "allowed_cidrs": ["203.0.113.0/24", "198.51.100.0/24"],
                "health_path": "/health",
                "health_port": 8404,
            },
        ),
    ],
    ProxyFleet: [
        Sample(name="euw1-public", args={**proxy_sample.arguments(), **COMMON}),
        Sample(
            name="euw1-public",
            args={
                **proxy_sample.arguments(),
                **COMMON,
                "description": {
                    "path": "/openapi.json",
                    "text": '{"openapi":"3.1.0"}',
                    "etag": '"0a1b"',
                    "headers": answer_headers(etag='"0a1b"', cache_control="no-cache", cors=True),
                },
            },
        ),
    ],
    LoadBalancer: [
        _balancer(certificate_arn=f"{ARN}:certificate/0"),
        _balancer(),
        _balancer(certificate_arn=f"{ARN}:certificate/0", authorization=_CALLERS),
        _balancer(
            certificate_arn=f"{ARN}:certificate/0",
            description={
                "path": "/openapi.json",
                "function_name": "openapi",
                "alias_name": "live",
                "alias_arn": "arn:openapi:live",
            },
        ),
    ],
    MaintenanceSwitch: [Sample(name="use1", args={**HERE, "places": ["euw1", "apne1"]})],
    RestApi: [
        Sample(
            name="use1-public",
            args={
                **api_gateway_sample.arguments(truststore=api_gateway_sample.TRUSTSTORE),
                **COMMON,
                "api_keys": {
                    client: {"value": f"{client}-value-0000000000", "plan": client} for client in ("b1", "a1")
                },
                "usage_plans": {key: {"rate_rps": 1.0, "burst": 2} for key in ("b1", "a1")},
                "cache": {
                    "size_gb": 0.5,
                    "ttl_seconds": 60,
                    "paths": ["/orders/*", "/items"],
                    "query_strings": ["b", "a"],
                },
            },
        ),
    ],
    RegionalHealth: [
        _health(switch={"domain_name": "bucket.s3.eu-west-1.amazonaws.com", "path": "/maintenance/use1"}),
        _health(),
    ],
}
