from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from holdfast.settings import SettingsError, effective
from tests.docs.commands import FENCE
from tests.topology.examples import ENTRANCE, SERVICE, changed, settings

TWO: dict[str, Any] = {"use1": {}, "euw1": {}}
ONE: dict[str, Any] = {"use1": {}}
READS: dict[str, Any] = {"reads": {"patterns": ["/catalogue/*"]}}
AT = "holdfast:entrances.public"


def stack(*, entrance: dict[str, Any] | None = None, **cloudfront: Any) -> dict[str, Any]:
    asked = {"origin_lock": "header", "logs": {"place": "use1"}, **cloudfront}
    return changed(regions=TWO, entrances={"public": {**ENTRANCE, "cloudfront": asked, **(entrance or {})}})


def proxied(**more: Any) -> dict[str, Any]:
    secret = "arn:aws:secretsmanager:{region}:111122223333:secret:tls-Ab12Cd"  # noqa: S105  # its name
    proxy = {"instance": {"rps": 2000}, "certificate_secret": secret, "rate_limit": None, **more}
    return stack(origin_lock="none", entrance={"proxy": proxy})


def with_service(raw: dict[str, Any], **service: Any) -> dict[str, Any]:
    return {**raw, "services": {"orders": {**SERVICE, **service}}}


def in_one(raw: dict[str, Any]) -> dict[str, Any]:
    return {**raw, "regions": ONE}


def mistakes(raw: dict[str, Any]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        settings(raw)
    return [f"{one.key}: {one.message}" for one in caught.value.mistakes]


@pytest.mark.parametrize(
    "raw",
    [
        stack(),
        proxied(),
        stack(paths=READS, origin_secret_version=3, price_class="PriceClass_100", minimum_tls="TLSv1.3_2025"),
        stack(origin_lock="none", paths={"reads": {"patterns": ["/a"], "max_ttl_seconds": 0}}),
        in_one(stack(origin_lock="vpc-origin", entrance={"load_balancer": {"internal": True}})),
        stack(
            paths={"reads": {"patterns": ["/me"], "headers": ["Authorization"]}},
            entrance={
                "authorization": {
                    "jwt": {"issuer": "https://i.example.com", "jwks_endpoint": "https://i.example.com/k"}
                }
            },
        ),
    ],
)
def test_what_goes_together(raw: dict[str, Any]) -> None:
    assert settings(raw).entrances["public"].cloudfront is not None


@pytest.mark.parametrize(
    ("raw", "fails_over"),
    [
        (stack(), False),
        (stack(paths=READS), True),
        (stack(paths=READS, reads_fail_over=False), False),
        (in_one(stack(paths=READS)), False),
        (stack(paths={"all": {"patterns": ["/a"], "accepts_writes": True}}), False),
        (
            stack(paths=READS, entrance={"policy": "weighted", "weights": {"use1": 1, "euw1": 1}}),
            False,
        ),
        ({**stack(paths=READS), "regions": {"use1": {}, "euw1": {"role": "standby"}}}, True),
    ],
)
def test_when_reads_fail_over_without_being_told_to(raw: dict[str, Any], fails_over: bool) -> None:
    found = settings(raw)
    assert effective.reads_fail_over(found.entrances["public"], found) is fails_over


@pytest.mark.parametrize(
    ("raw", "key", "message"),
    [
        (
            stack(reads_fail_over=True, entrance={"policy": "weighted", "weights": {"use1": 1, "euw1": 1}}),
            f"{AT}.cloudfront.reads_fail_over",
            "needs two regions or more and policy latency or failover",
        ),
        (
            in_one(stack(paths=READS, reads_fail_over=True)),
            f"{AT}.cloudfront.reads_fail_over",
            "needs two regions or more",
        ),
        (
            stack(reads_fail_over=True),
            f"{AT}.cloudfront.reads_fail_over",
            "does nothing without paths that take reads alone",
        ),
        (
            stack(reads_fail_over=False, paths={"reads": {"patterns": ["/a"], "max_ttl_seconds": 0}}),
            f"{AT}.cloudfront.paths.reads",
            "treated as all others are",
        ),
        (stack(logs={"place": "apne1"}), f"{AT}.cloudfront.logs.place", "no such region"),
        (
            stack(origin_lock="vpc-origin", entrance={"load_balancer": {"internal": True}}),
            f"{AT}.cloudfront.origin_lock",
            "a VPC origin is one region's load balancer",
        ),
        (
            in_one(stack(origin_lock="vpc-origin")),
            f"{AT}.cloudfront.origin_lock",
            "is for an internal load balancer",
        ),
        (
            in_one(stack(entrance={"load_balancer": {"internal": True}})),
            f"{AT}.cloudfront.origin_lock",
            "by a VPC origin alone",
        ),
        (
            stack(origin_lock="none", origin_secret_version=2),
            f"{AT}.cloudfront.origin_secret_version",
            "does nothing without origin_lock 'header'",
        ),
        (
            in_one(stack(entrance={"load_balancer": {"allowed_cidrs": ["192.0.2.0/24"]}})),
            f"{AT}.load_balancer.allowed_cidrs",
            "keeps CloudFront out",
        ),
        (proxied(internal=True), f"{AT}.proxy.internal", "cannot be reached by CloudFront"),
        (proxied(allowed_cidrs=["192.0.2.0/24"]), f"{AT}.proxy.allowed_cidrs", "keeps CloudFront out"),
        (proxied(rate_limit={}), f"{AT}.proxy.rate_limit", "use waf.rate_limits"),
        (proxied(algorithm="ip_hash"), f"{AT}.proxy.algorithm", "the addresses are its own"),
        (
            with_service(stack(), paths=["/a/*", "/b/*", "/c/*", "/*"]),
            "holdfast:services.orders.paths",
            "takes 2 of the 5 that AWS allows",
        ),
        (
            with_service(stack(), priority=1),
            "holdfast:services.orders.priority",
            "is that of the rule that lets health checkers past the secret header",
        ),
        (
            with_service(stack(), paths=["/orders/*"]),
            f"{AT}.health.path",
            "no service behind this entrance answers what health checkers ask for",
        ),
        (
            stack(paths={"one": {"patterns": ["/a"]}, "two": {"patterns": ["/a"]}}),
            f"{AT}.cloudfront.paths.two.patterns[0]",
            "is a pattern of one too",
        ),
        (
            stack(paths={"one": {"patterns": ["/a"], "min_ttl_seconds": 7200}}),
            f"{AT}.cloudfront.paths.one.min_ttl_seconds",
            "is more than max_ttl_seconds, 3600",
        ),
        (
            stack(paths={"one": {"patterns": ["/a"], "default_ttl_seconds": 7200}}),
            f"{AT}.cloudfront.paths.one.default_ttl_seconds",
            "lies outside",
        ),
        (
            stack(paths={"one": {"patterns": ["/a"], "max_ttl_seconds": 0, "headers": ["accept"]}}),
            f"{AT}.cloudfront.paths.one.headers",
            "does nothing where nothing is kept",
        ),
        (
            stack(paths={"one": {"patterns": ["/a"], "query_strings": ["*", "page"]}}),
            f"{AT}.cloudfront.paths.one.query_strings",
            "'*' means all",
        ),
        (
            stack(paths={"one": {"patterns": ["/a"], "headers": ["Accept", "Cookie"]}}),
            f"{AT}.cloudfront.paths.one.headers[1]",
            "cookies are named one by one, under cookies",
        ),
        (
            stack(
                paths=READS,
                entrance={
                    "authorization": {
                        "jwt": {
                            "issuer": "https://i.example.com",
                            "jwks_endpoint": "https://i.example.com/k",
                        }
                    }
                },
            ),
            f"{AT}.cloudfront.paths.reads.headers",
            "without 'Authorization' in the key",
        ),
        (
            stack(entrance={"authorization": {"mutual_tls": {"mode": "passthrough"}}}),
            f"{AT}.authorization.mutual_tls",
            "TLS of clients ends at cloudfront",
        ),
        (
            stack(entrance={"api_gateway": {"kind": "http"}}),
            f"{AT}.cloudfront.origin_lock",
            "for this door say 'none'",
        ),
        (stack(paths={"one": {"patterns": []}}), f"{AT}.cloudfront.paths.one.patterns", ""),
        (stack(minimum_tls="TLSv1"), f"{AT}.cloudfront.minimum_tls", ""),
        (stack(origin_lock="key"), f"{AT}.cloudfront.origin_lock", ""),
    ],
)
def test_refusals(raw: dict[str, Any], key: str, message: str) -> None:
    assert any(one.startswith(f"{key}: ") and message in one for one in mistakes(raw)), mistakes(raw)


def test_names_of_origins_are_nobodys_domain() -> None:
    raw = stack()
    raw["entrances"]["other"] = {**ENTRANCE, "domain": "origin.api.example.com"}
    assert any("is a name that CloudFront asks" in one for one in mistakes(raw)), mistakes(raw)


def test_it_needs_route_53_and_no_cloudflare() -> None:
    raw = stack()
    del raw["entrances"]["public"]["zone"]
    assert any("needs zone" in one for one in mistakes(raw)), mistakes(raw)


def test_the_example_on_the_page_is_sound() -> None:
    page = (Path(__file__).parents[2] / "docs" / "cloudfront.md").read_text(encoding="utf-8")
    (block,) = [code for language, code in FENCE.findall(page) if language == "yaml"]
    entrances = yaml.safe_load(block)["holdfast:entrances"]
    found = settings(changed(regions=TWO, entrances=entrances))
    assert found.entrances["public"].cloudfront is not None
