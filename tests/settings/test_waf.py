"""What AWS WAF, Shield and authorisation cannot do is refused, with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.commands import FENCE
from tests.settings.stack_files import PAIR, SPREAD, loaded, mistakes, orders, public

PROXY = (
    "proxy: { instance: { rps: 900 }, certificate_secret: "
    "'arn:aws:secretsmanager:{region}:111122223333:secret:tls' }"
)
HTTP = "api_gateway: { kind: http }"


CLOUDFLARE = (
    "cloudflare: { account_id: 0123456789abcdef0123456789abcdef, "
    "zone: { name: example.com, id: 0123456789abcdef0123456789abcdef } }"
)
EDGE = "cloudfront: { origin_lock: none, logs: { place: euw1 } }"


def waf(settings: str) -> str:
    return public(f"{{ waf: {settings} }}")


def rates(settings: str) -> str:
    return waf(f"{{ rate_limits: {settings} }}")


def caller(settings: str) -> str:
    return public(f"{{ authorization: {settings} }}")


TRUST = "{ bucket: 'trust-{region}', key: ca.pem, version: v1 }"
ISSUER = "issuer: me, jwks_endpoint: 'https://issuer.example.com/jwks.json'"
CLOSED = (
    "holdfast:network: { nat: none, interface_endpoints: [ec2, logs, monitoring, ssm, ssmmessages, "
    "ecr.api, ecr.dkr] }"
)
CONTACT = "{ email: a@example.com, phone: '+353871234567' }"

WAF = [
    ((waf("{ enabled: false, log_retention_days: 7 }"),), "waf.log_retention_days", "while enabled is false"),
    (
        (waf("{ managed_groups: { commons: {} } }"),),
        "waf.managed_groups.commons",
        "not a managed rule group",
    ),
    (
        (waf("{ managed_groups: { common: { count_rules: [SizeRestriction_BODY] } } }"),),
        "waf.managed_groups.common.count_rules[0]",
        "is no rule of this group",
    ),
    (
        (waf("{ managed_groups: { common: { count: true, count_rules: [] } } }"),),
        "waf.managed_groups.common.count_rules",
        "does nothing with count",
    ),
    ((waf("{ blocked_cidrs: [192.0.2.1] }"),), "waf.blocked_cidrs[0]", "such as 192.0.2.1/32"),
    ((waf("{ blocked_cidrs: ['2001:db8::1/32'] }"),), "waf.blocked_cidrs[0]", "not an IPv6 block"),
    ((waf("{ blocked_cidrs: ['2001:db8::1'] }"),), "waf.blocked_cidrs[0]", "such as 2001:db8::1/128"),
    ((waf("{ blocked_cidrs: [0.0.0.0/0] }"),), "waf.blocked_cidrs[0]", "no block of prefix length 0"),
    (
        (waf("{ allowed_cidrs: [192.0.2.0/24], blocked_cidrs: [192.0.2.16/28] }"),),
        "waf.blocked_cidrs[0]",
        "lies within an allowed block",
    ),
    (
        (
            public("{ zone: (remove) }"),
            public(f"{{ {CLOUDFLARE} }}"),
            waf("{ allowed_cidrs: [192.0.2.0/24] }"),
        ),
        "waf.allowed_cidrs",
        "whoever comes past Cloudflare writes himself",
    ),
    (
        (public(f"{{ {EDGE} }}"), waf("{ allowed_cidrs: [192.0.2.0/24] }")),
        "waf.allowed_cidrs",
        "whoever goes past CloudFront writes himself",
    ),
    (
        (waf("{ allowed_cidrs: [192.0.2.0/24, 192.0.2.0/24] }"),),
        "waf.allowed_cidrs",
        "names '192.0.2.0/24' 2 times",
    ),
    ((waf("{ address_header: 'X:Y' }"),), "waf.address_header", "no colon"),
    ((rates("{ window_seconds: 90 }"),), "waf.rate_limits.window_seconds", "not one of the allowed values"),
    ((rates("{ per_address: { requests: 9 } }"),), "waf.rate_limits.per_address.requests", "10"),
    (
        (rates("{ per_address: { requests: 90, percent: 5 } }"),),
        "waf.rate_limits.per_address.percent",
        "does nothing beside requests",
    ),
    (
        (rates("{ paths: { aa: { path: /a, requests: 10 }, bb: { path: /a, requests: 20 } } }"),),
        "waf.rate_limits.paths.bb.path",
        "is the path of 'aa' already",
    ),
]
AUTHORIZATION = [
    ((caller("{}"),), "authorization", "names neither jwt nor mutual_tls"),
    (
        (caller("{ jwt: { issuer: me, jwks_endpoint: 'http://a.example.com' } }"),),
        "authorization.jwt.jwks_endpoint",
        "not an address such as https://",
    ),
    (
        (caller(f"{{ jwt: {{ {ISSUER}, claims: {{ exp: {{ values: [a] }} }} }} }}"),),
        "authorization.jwt.claims.exp",
        "is always checked",
    ),
    (
        (caller(f"{{ jwt: {{ {ISSUER}, claims: {{ scope: {{ values: [a, b] }} }} }} }}"),),
        "authorization.jwt.claims.scope.values",
        "a single string has one value",
    ),
    ((caller("{ mutual_tls: {} }"),), "authorization.mutual_tls", "needs bundle"),
    (
        (caller(f"{{ mutual_tls: {{ mode: passthrough, bundle: {TRUST} }} }}"),),
        "authorization.mutual_tls.bundle",
        "does nothing with 'passthrough'",
    ),
    (
        (SPREAD, caller("{ mutual_tls: { bundle: { bucket: trust, key: ca.pem, version: v1 } } }")),
        "authorization.mutual_tls.bundle.bucket",
        "one bucket for several regions",
    ),
    (
        (SPREAD, caller("{ mutual_tls: { bundle: { bucket: { use1: trust }, key: k, version: v } } }")),
        "authorization.mutual_tls.bundle.bucket",
        "lacks euw1",
    ),
    (
        (caller("{ mutual_tls: { bundle: { bucket: { euw1: aaa, use1: bbb }, key: k, version: v } } }"),),
        "authorization.mutual_tls.bundle.bucket.use1",
        "does nothing",
    ),
    (
        (caller("{ mutual_tls: { bundle: { bucket: Trust, key: k, version: v } } }"),),
        "authorization.mutual_tls.bundle.bucket",
        "not a bucket's name",
    ),
]
ABOUT_ALL = [
    (
        (orders("{ priority: 1 }"), caller(f"{{ jwt: {{ {ISSUER} }} }}")),
        "services.orders.priority",
        "give 2 or more",
    ),
    (
        (orders("{ paths: [/orders/*] }"), caller(f"{{ jwt: {{ {ISSUER} }} }}")),
        "entrances.public.health.path",
        "no service behind this entrance answers",
    ),
    (
        (
            CLOSED,
            orders("{ image: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1 }"),
            public(f"{{ load_balancer: {{ internal: true }}, authorization: {{ jwt: {{ {ISSUER} }} }} }}"),
        ),
        "entrances.public.authorization.jwt",
        "through NAT, and euw1 has none",
    ),
    (("holdfast:shield: {}",), "shield.subscribe", "missing"),
    (
        ("holdfast:shield: { subscribe: false, auto_renew: false }",),
        "shield.auto_renew",
        "belongs to the subscription",
    ),
    (
        (
            public("{ load_balancer: { internal: true } }"),
            "holdfast:shield: { subscribe: true, hosted_zones: false }",
        ),
        "shield",
        "nothing to protect",
    ),
    (
        (
            public("{ load_balancer: { internal: true } }"),
            f"holdfast:shield: {{ subscribe: true, contacts: [{CONTACT}] }}",
        ),
        "shield.contacts",
        "no load balancer here faces the internet",
    ),
    (
        ("holdfast:shield: { subscribe: true, contacts: [{ email: a@example.com, phone: '0871234567' }] }",),
        "shield.contacts[0].phone",
        "not a telephone number with +",
    ),
    (("holdfast:alerts: { certificate_days: 0 }",), "alerts.certificate_days", "1"),
    # It would ring before ACM renews.
    (("holdfast:alerts: { certificate_days: 45 }",), "alerts.certificate_days", "44"),
    (
        (public(f"{{ {PROXY} }}"), "holdfast:shield: { subscribe: true, hosted_zones: false }"),
        "shield",
        "nothing to protect",
    ),
    (("holdfast:alerts: { emails: [a@example.com, a@example.com] }",), "alerts.emails", "2 times"),
]


@pytest.mark.parametrize(("patches", "key", "words"), [*WAF, *AUTHORIZATION])
def test_an_entrance_is_refused(patches: tuple[str, ...], key: str, words: str) -> None:
    found = {one.key: one.message for one in mistakes(*patches)}
    assert set(found) == {f"holdfast:entrances.public.{key}"}
    assert words in found[f"holdfast:entrances.public.{key}"]


@pytest.mark.parametrize(("patches", "key", "words"), ABOUT_ALL)
def test_a_stack_is_refused(patches: tuple[str, ...], key: str, words: str) -> None:
    found = {one.key: one.message for one in mistakes(*patches)}
    assert set(found) == {f"holdfast:{key}"}
    assert words in found[f"holdfast:{key}"]


@pytest.mark.parametrize("page", ["waf", "authorization", "tls"])
def test_the_settings_in_the_docs_load(page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / f"{page}.md").read_text(encoding="utf-8")
    (example,) = [code for language, code in FENCE.findall(text) if language == "yaml"]
    assert loaded(example)


@pytest.mark.parametrize("door", [PROXY, HTTP])
def test_what_carries_no_web_acl_refuses_one_and_says_what_does(door: str) -> None:
    found = {one.key: one.message for one in mistakes(public(f"{{ {door}, waf: {{}} }}"))}
    message = found["holdfast:entrances.public.waf"]
    assert "AWS WAF cannot be attached to" in message
    assert "put cloudfront in front" in message
    agreed = {one.key for one in mistakes(public(f"{{ {door}, waf: {{ enabled: false }}, ttl_seconds: 0 }}"))}
    assert "holdfast:entrances.public.waf" not in agreed


@pytest.mark.parametrize("door", [PROXY, HTTP])
def test_load_balancers_check_callers_and_other_doors_do_not(door: str) -> None:
    found = {
        one.key: one.message
        for one in mistakes(public(f"{{ {door}, authorization: {{ jwt: {{ {ISSUER} }} }} }}"))
    }
    assert "is what load balancers check" in found["holdfast:entrances.public.authorization"]


@pytest.mark.parametrize(
    "patches",
    [
        (waf("{}"),),
        (waf("{ enabled: false }"),),
        (waf("{ managed_groups: {} }"),),
        (waf("{ allowed_cidrs: ['2001:db8::/32', 192.0.2.0/24], blocked_cidrs: ['2001:db9::/32'] }"),),
        (rates("{ per_key: {}, paths: { login: { path: /login, requests: 10 } } }"),),
        (PAIR, caller(f"{{ mutual_tls: {{ bundle: {TRUST}, revocations: [{TRUST}] }} }}")),
        (caller(f"{{ jwt: {{ {ISSUER} }}, mutual_tls: {{ mode: passthrough }} }}"),),
        (f"holdfast:shield: {{ subscribe: true, contacts: [{CONTACT}] }}",),
        ("holdfast:alerts: { emails: [a@example.com] }",),
    ],
)
def test_these_are_fine(patches: tuple[str, ...]) -> None:
    assert loaded(*patches)
