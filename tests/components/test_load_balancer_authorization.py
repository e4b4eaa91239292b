from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.route53_health_checker_ranges import IPV4_RANGES
from tests.components.api_sample import api
from tests.components.declared import declared
from tests.components.load_balancer_samples import ORDERS, arguments
from tests.topology.examples import ENTRANCE, SERVICE, changed

if TYPE_CHECKING:
    from tests.components.declared import Declared, Resources

JWT = {
    "issuer": "https://issuer.example.com",
    "jwks_endpoint": "https://issuer.example.com/jwks.json",
    "claims": {"scope": {"values": ["write", "read"], "format": "space-separated-values"}},
}
BUNDLE = {"bucket": "trust-us-east-1", "key": "clients/ca.pem", "version": "v1"}
REVOKED = {"bucket": "trust-us-east-1", "key": "clients/revoked.pem", "version": "v2"}
VERIFY = {"mode": "verify", "bundle": BUNDLE, "revocations": [REVOKED]}
HEALTH = {"host": "use1.api.example.com", "path": "/healthz", "target": "orders"}


def balancer(priority: int = 10, **authorization: Any) -> Resources:
    target = {"port": 8080, "health_check": {"path": "/healthz"}, "priority": priority}
    args: dict[str, Any] = {
        "region": "us-east-1",
        "vpc_id": "vpc-1",
        "vpc_cidr": "10.0.0.0/16",
        "subnet_ids": ["subnet-a", "subnet-b"],
        "log_bucket": "logs",
        "targets": {"orders": target, "users": {**target, "priority": priority + 10, "paths": ["/u/*"]}},
        "allowed_cidrs": ["0.0.0.0/0"],
        "certificate_arn": "arn:cert",
        "authorization": {"health": HEALTH, **authorization},
        "tags": {"Team": "orders"},
    }
    return declared(lambda: LoadBalancer("use1-public", args))  # type: ignore[arg-type]


def admitted(resources: Resources, port: int) -> set[str]:
    return {
        one.inputs["cidrIpv4"]
        for one in resources.of("SecurityGroupIngressRule")
        if one.inputs["fromPort"] == port
    }


def host_and_path(rule: Declared) -> tuple[list[str], list[str]]:
    host, path = rule.inputs["conditions"]
    return host["hostHeader"]["values"], path["pathPattern"]["values"]


def test_tokens_are_checked_before_each_service_is_reached() -> None:
    found = balancer(jwt=JWT)
    for service in ("orders", "users"):
        check, forward = found(f"use1-public-{service}-rule").inputs["actions"]
        assert (check["type"], check["order"]) == ("jwt-validation", 1)
        assert check["jwtValidation"] == {
            "issuer": "https://issuer.example.com",
            "jwksEndpoint": "https://issuer.example.com/jwks.json",
            "additionalClaims": [
                {"name": "scope", "format": "space-separated-values", "values": ["read", "write"]}
            ],
        }
        assert (forward["type"], forward["order"]) == ("forward", 2)


def test_the_load_balancer_may_read_the_issuers_keys_and_reaches_nothing_else_outside() -> None:
    def ways(resources: Resources) -> set[tuple[int, int, str]]:
        rules = [one.inputs for one in resources.of("SecurityGroupEgressRule")]
        return {(one["fromPort"], one["toPort"], one["cidrIpv4"]) for one in rules}

    targets = (8080, 8080, "10.0.0.0/16")
    assert ways(balancer(jwt=JWT)) == {targets, (443, 443, "0.0.0.0/0")}
    assert ways(balancer(mutual_tls=VERIFY)) == {targets}


def test_refuses_tokens_where_ecs_rewrites_the_rule_that_checks_them() -> None:
    args = arguments(targets={"orders": {**ORDERS, "target_type": "ip", "blue_green": True}})
    args["authorization"] = {"health": HEALTH, "jwt": JWT}  # type: ignore[typeddict-item]
    with pytest.raises(ValueError, match=r"'blue_green' goes with no 'authorization\.jwt'"):
        declared(lambda: LoadBalancer("use1-public", args))
    args["authorization"] = {"health": HEALTH, "mutual_tls": {"mode": "passthrough"}}  # type: ignore[typeddict-item]
    assert declared(lambda: LoadBalancer("use1-public", args)).of("ListenerRule")


def test_health_checkers_need_no_token_on_the_regions_own_name() -> None:
    found = balancer(jwt=JWT)
    rule = found("use1-public-open-health-rule")
    assert rule.inputs["priority"] == 1
    assert host_and_path(rule) == (["use1.api.example.com"], ["/healthz"])
    assert [one["type"] for one in rule.inputs["actions"]] == ["forward"]
    assert rule.inputs["actions"][0]["targetGroupArn"] == found("use1-public-orders-tg").arn
    assert rule.inputs["listenerArn"] == found("use1-public-https").arn
    assert admitted(found, 8443) == set()


def test_certificates_are_verified_against_a_pinned_bundle_of_the_region() -> None:
    found = balancer(mutual_tls=VERIFY)
    store = found("use1-public-trust")
    assert store.inputs["caCertificatesBundleS3Bucket"] == "trust-us-east-1"
    assert store.inputs["caCertificatesBundleS3Key"] == "clients/ca.pem"
    assert store.inputs["caCertificatesBundleS3ObjectVersion"] == "v1"
    assert (store.region, store.inputs["tags"]) == (
        "us-east-1",
        {"Team": "orders", "Name": "use1-public-trust"},
    )
    assert found("use1-public-https").inputs["mutualAuthentication"] == {
        "mode": "verify",
        "trustStoreArn": store.arn,
        "ignoreClientCertificateExpiry": False,
        "advertiseTrustStoreCaNames": "off",
    }
    revoked = found("use1-public-trust-revocation-revoked.pem").inputs
    assert revoked["revocationsS3ObjectVersion"] == "v2"
    assert revoked["trustStoreArn"] == store.arn


def test_where_certificates_are_verified_checkers_alone_reach_a_port_that_asks_for_none() -> None:
    found = balancer(mutual_tls=VERIFY)
    listener = found("use1-public-health").inputs
    assert (listener["port"], listener["protocol"], listener["certificateArn"]) == (8443, "HTTPS", "arn:cert")
    assert "mutualAuthentication" not in listener
    assert listener["defaultActions"][0]["fixedResponse"]["statusCode"] == "404"
    assert admitted(found, 8443) == set(IPV4_RANGES)
    assert found("use1-public-open-health-rule").inputs["listenerArn"] == found("use1-public-health").arn


def test_certificates_may_be_handed_on() -> None:
    found = balancer(mutual_tls={"mode": "passthrough"})
    assert found("use1-public-https").inputs["mutualAuthentication"] == {"mode": "passthrough"}
    assert found.names("TrustStore") == set()
    assert admitted(found, 8443) == set()


def test_tokens_and_certificates_go_together() -> None:
    found = balancer(jwt=JWT, mutual_tls=VERIFY)
    assert len(found("use1-public-orders-rule").inputs["actions"]) == 2
    assert found("use1-public-open-health-rule").inputs["listenerArn"] == found("use1-public-health").arn


@pytest.mark.parametrize(
    ("priority", "authorization", "words"),
    [
        (1, {"jwt": JWT}, "target 'orders': 'priority' 1 is that of the rule"),
        (10, {"jwt": JWT, "health": {**HEALTH, "target": "carts"}}, "names no target: 'carts'"),
        (
            10,
            {"jwt": {**JWT, "claims": {"exp": {"values": ["1"]}}}},
            "'authorization.jwt.claims.exp' is always checked",
        ),
        (
            10,
            {"jwt": {**JWT, "claims": {str(n): {"values": ["1"]} for n in range(11)}}},
            "'authorization.jwt.claims' holds 11",
        ),
        (10, {"jwt": {**JWT, "claims": {"scope": {"values": []}}}}, "needs one to ten, got 0"),
        (10, {"mutual_tls": {"mode": "verify"}}, "'authorization.mutual_tls.bundle' is needed with 'verify'"),
        (
            10,
            {"mutual_tls": {"mode": "passthrough", "bundle": BUNDLE}},
            "'authorization.mutual_tls.bundle' does nothing with 'passthrough'",
        ),
    ],
)
def test_refuses(priority: int, authorization: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match="load balancer 'use1-public'") as caught:
        balancer(priority, **authorization)
    assert words in str(caught.value)


def test_the_settings_reach_every_region_with_its_own_bucket() -> None:
    trust = {"bucket": "trust-{region}", "key": "ca.pem", "version": {"use1": "a", "euw1": "b"}}
    found = api(
        changed(
            regions={"use1": {}, "euw1": {}},
            services={"orders": {**SERVICE, "health_path": "/healthz?deep=1"}},
            entrances={
                "public": {
                    **ENTRANCE,
                    "authorization": {
                        "jwt": {"issuer": "me", "jwks_endpoint": "https://issuer.example.com/jwks.json"},
                        "mutual_tls": {"bundle": trust},
                    },
                }
            },
        )
    )
    for place, region, version in (("use1", "us-east-1", "a"), ("euw1", "eu-west-1", "b")):
        store = found(f"{place}-public-trust")
        assert store.inputs["caCertificatesBundleS3Bucket"] == f"trust-{region}"
        assert store.inputs["caCertificatesBundleS3ObjectVersion"] == version
        assert store.region == region
        assert host_and_path(found(f"{place}-public-open-health-rule")) == (
            [f"{place}.api.example.com"],
            ["/healthz"],
        )
        assert found(f"{place}-public-endpoint").inputs["port"] == 8443
        assert found(f"{place}-public-endpoint").inputs["resourcePath"] == "/healthz?deep=1"
        (rule, *_) = found(f"{place}-public-acl", "aws:wafv2/webAcl:WebAcl").inputs["rules"]
        assert rule["statement"]["andStatement"]["statements"][1]["byteMatchStatement"]["searchString"] == (
            "/healthz"
        )
