from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

BALANCER, LISTENER = "aws:lb/loadBalancer:LoadBalancer", "aws:lb/listener:Listener"
CLASSIC, DISTRIBUTION = "aws:elb/loadBalancer:LoadBalancer", "aws:cloudfront/distribution:Distribution"
SETTING = "cloudflare:index/zoneSetting:ZoneSetting"
TO_HTTPS = {"type": "redirect", "redirect": {"protocol": "HTTPS"}}
HTTPS_ORIGIN = {"domainName": "a.example.com", "customOriginConfig": {"originProtocolPolicy": "https-only"}}
HTTP_ORIGIN = {"domainName": "a.example.com", "customOriginConfig": {"originProtocolPolicy": "http-only"}}
WEBSITE = {**HTTP_ORIGIN, "domainName": "a.s3-website-us-east-1.amazonaws.com"}


def listener(**inputs: Any) -> dict[str, Any]:
    links = {"loadBalancerArn": [urn(BALANCER, "lb")]}
    return step(LISTENER, "listener", {"port": 80, "loadBalancerArn": LATER, **inputs}, links=links)


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (listener(protocol="HTTPS", defaultActions=[{"type": "forward"}]), PASS),
        (listener(protocol="TCP", defaultActions=[{"type": "forward"}]), PASS),
        (listener(protocol="HTTP", defaultActions=[TO_HTTPS]), PASS),
        (listener(protocol="HTTP", defaultActions=[{"type": "fixed-response"}]), PASS),
        (listener(protocol="HTTP", defaultActions=[{"type": "forward"}]), FAIL),
        (listener(defaultActions=[{"type": "forward"}]), FAIL),
        (listener(defaultActions=[{"type": "redirect", "redirect": {"protocol": "HTTP"}}]), FAIL),
        (listener(protocol=LATER), UNKNOWN),
        (listener(protocol="HTTP", defaultActions=LATER), UNKNOWN),
    ],
)
def test_a_public_listener(given: dict[str, Any], verdict: str) -> None:
    assert verdicts("TLS001", step(BALANCER, "lb"), given) == {"listener": verdict}


def test_a_listener_inside_a_network_is_not_judged() -> None:
    given = listener(protocol="HTTP", defaultActions=[{"type": "forward"}])

    assert verdicts("TLS001", step(BALANCER, "lb", {"internal": True}), given) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("kind", "verdict"), [("http", FAIL), ("HTTPS", PASS), ("tcp", PASS), (LATER, UNKNOWN)]
)
def test_a_classic_load_balancer(kind: str, verdict: str) -> None:
    assert verdicts("TLS001", step(CLASSIC, "elb", {"listeners": [{"lbProtocol": kind}]})) == {"elb": verdict}


@pytest.mark.parametrize(
    ("default", "ordered", "origin", "verdict"),
    [
        ("https-only", "redirect-to-https", HTTPS_ORIGIN, PASS),
        ("allow-all", "https-only", HTTPS_ORIGIN, FAIL),
        ("https-only", "allow-all", HTTPS_ORIGIN, FAIL),
        ("https-only", "https-only", HTTP_ORIGIN, FAIL),
        ("https-only", "https-only", WEBSITE, PASS),
        (LATER, "https-only", HTTPS_ORIGIN, UNKNOWN),
    ],
)
def test_a_distribution(default: str, ordered: str, origin: dict[str, Any], verdict: str) -> None:
    inputs = {
        "defaultCacheBehavior": {"viewerProtocolPolicy": default},
        "orderedCacheBehaviors": [{"viewerProtocolPolicy": ordered}],
        "origins": [origin],
    }

    assert verdicts("TLS001", step(DISTRIBUTION, "cdn", inputs)) == {"cdn": verdict}


@pytest.mark.parametrize(
    ("name", "value", "verdict"),
    [
        ("ssl", "strict", {"it": PASS}),
        ("ssl", "flexible", {"it": FAIL}),
        ("ssl", "off", {"it": FAIL}),
        ("ssl", LATER, {"it": UNKNOWN}),
        ("always_use_https", "off", {"it": FAIL}),
        ("always_use_https", "on", {"it": PASS}),
        ("brotli", "off", {"stack": NOT_APPLICABLE}),
    ],
)
def test_a_setting_of_cloudflare(name: str, value: str, verdict: dict[str, str]) -> None:
    assert verdicts("TLS001", step(SETTING, "it", {"settingId": name, "value": value})) == verdict


def test_an_origin_that_is_made_of_a_bucket_may_be_its_website() -> None:
    bucket = step("aws:s3/bucket:Bucket", "site")
    origin = {**HTTP_ORIGIN, "domainName": LATER}
    cdn = step(DISTRIBUTION, "cdn", {"origins": [origin]}, links={"origins": [bucket["urn"]]})

    assert verdicts("TLS001", bucket, cdn) == {"cdn": PASS}
