"""Settings of API Gateway: defaults, and what is refused with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from holdfast.settings import load
from tests.settings.stack_files import SPREAD, as_pulumi_gives_it, loaded, mistakes
from tests.settings.test_function import FUNCTION

POOL = "arn:aws:cognito-idp:{region}:111122223333:userpool/{region}_AbCdEfGhI"
KEYS = "api_keys: { acme: { plan: gold } }, usage_plans: { gold: { rate_rps: 5 } }"
SECOND = """
holdfast:services:
  orders: { paths: [/orders/*] }
  quotes:
    kind: lambda
    artefact: s3://artefacts-{region}/quotes.zip
    peak_rps: 1
    paths: [/quotes/*]
    function: { rps: 1, handler: app.handler, runtime: python3.13 }
"""


def api(settings: str) -> str:
    return f"holdfast:entrances: {{ public: {{ api_gateway: {settings} }} }}"


def public(settings: str) -> str:
    return f"holdfast:entrances: {{ public: {settings} }}"


def authorizer(settings: str, kind: str = "http") -> str:
    return api(f"{{ kind: {kind}, authorizer: {settings} }}")


EDGE = public("{ cloudfront: { origin_lock: none, logs: { place: euw1 } } }")
JWT = authorizer("{ jwt: { issuer: 'https://login.example.com/', audiences: [shop] } }")


def test_least_settings_are_sound_and_the_rest_has_defaults() -> None:
    asked = loaded(FUNCTION).entrances["public"].api_gateway
    assert asked is not None
    assert (asked.kind, asked.burst, asked.authorizer, asked.mutual_tls) == ("http", None, None, None)
    assert (asked.api_keys, asked.usage_plans, asked.cache, asked.compression_bytes) == ({}, {}, None, None)
    assert (asked.log_retention_days, asked.account_logging) == (90, "declared")


@pytest.mark.parametrize(
    "patches",
    [
        (SPREAD, SECOND),
        (SPREAD, JWT),
        (authorizer("{ iam: true }"),),
        (SPREAD, authorizer("{ iam: true }", "rest")),
        (SPREAD, authorizer(f"{{ cognito: {{ user_pools: '{POOL}' }} }}", "rest")),
        (api(f"{{ kind: rest, {KEYS} }}"),),
        (api("{ kind: rest, cache: { paths: [/products/*, /items], size_gb: 118 } }"),),
        (api("{ kind: rest, compression_bytes: 0, tracing: true, account_logging: existing }"),),
        (SPREAD, api("{ mutual_tls: { truststore: 's3://trust-{region}/clients.pem', version: abc } }")),
        (
            SPREAD,
            api("{ mutual_tls: { truststore: { euw1: s3://trust-eu/a.pem, use1: s3://trust-us/a.pem } } }"),
        ),
    ],
)
def test_takes(patches: tuple[str, ...]) -> None:
    assert mistakes(FUNCTION, *patches) == ()


@pytest.mark.parametrize(
    ("patches", "key", "word"),
    [
        ((api(f"{{ {KEYS} }}"),), "api_gateway.api_keys", "HTTP APIs have no API keys"),
        ((api(f"{{ {KEYS} }}"),), "api_gateway.usage_plans", "HTTP APIs have no usage plans"),
        ((api("{ cache: { paths: [/a] } }"),), "api_gateway.cache", "HTTP APIs have no cache"),
        (
            (api("{ kind: rest, authorizer: { iam: true }, cache: { paths: [/a] } }"),),
            "api_gateway.cache",
            "would never give a kept answer",
        ),
        ((api("{ compression_bytes: 1 }"),), "api_gateway.compression_bytes", "set kind to 'rest'"),
        ((api("{ tracing: true }"),), "api_gateway.tracing", "HTTP APIs have no X-Ray tracing"),
        (
            (api("{ account_logging: existing }"),),
            "api_gateway.account_logging",
            "HTTP APIs have no role of the account",
        ),
        (
            (api(f"{{ kind: rest, {KEYS.replace('plan: gold', 'plan: glod')} }}"),),
            "api_gateway.api_keys.acme.plan",
            "gold",
        ),
        (
            (api("{ kind: rest, usage_plans: { gold: { rate_rps: 1 } } }"),),
            "api_gateway.usage_plans.gold",
            "it would limit nobody",
        ),
        ((authorizer("{}"),), "api_gateway.authorizer", "names nothing"),
        (
            (authorizer("{ iam: true, jwt: { issuer: 'https://a.example/', audiences: [a] } }"),),
            "api_gateway.authorizer",
            "names jwt and iam",
        ),
        (
            (authorizer("{ jwt: { issuer: 'https://a.example/', audiences: [a] } }", "rest"),),
            "api_gateway.authorizer.jwt",
            "no JWT authoriser for REST APIs",
        ),
        (
            (authorizer(f"{{ cognito: {{ user_pools: '{POOL}' }} }}"),),
            "api_gateway.authorizer.cognito",
            "as those of any issuer: name jwt",
        ),
        (
            (authorizer("{ jwt: { issuer: login.example.com, audiences: [a] } }"),),
            "api_gateway.authorizer.jwt.issuer",
            "https://",
        ),
        (
            (SPREAD, authorizer("{ iam: true }")),
            "api_gateway.authorizer.iam",
            "set kind to 'rest'",
        ),
        (
            (
                SPREAD,
                authorizer(
                    f"{{ cognito: {{ user_pools: '{POOL.replace('{region}', 'eu-west-1')}' }} }}", "rest"
                ),
            ),
            "api_gateway.authorizer.cognito.user_pools",
            "tokens in use1 would depend on another region",
        ),
        (
            (SPREAD, authorizer(f"{{ cognito: {{ user_pools: {{ euw1: '{POOL}' }} }} }}", "rest")),
            "api_gateway.authorizer.cognito.user_pools",
            "says nothing for use1",
        ),
        (
            (SPREAD, api("{ mutual_tls: { truststore: s3://trust/clients.pem } }")),
            "api_gateway.mutual_tls.truststore",
            "a bucket lies in one region",
        ),
        (
            (api("{ mutual_tls: { truststore: https://trust/clients.pem } }"),),
            "api_gateway.mutual_tls.truststore",
            "a truststore is s3://<bucket>/<key>",
        ),
        (
            (api("{ mutual_tls: { truststore: { use1: s3://trust/a.pem, euw1: s3://trust/a.pem } } }"),),
            "api_gateway.mutual_tls.truststore.use1",
            "is not served from there",
        ),
        (
            (EDGE, api("{ mutual_tls: { truststore: s3://trust/a.pem } }")),
            "api_gateway.mutual_tls",
            "cloudfront and its checks show",
        ),
        (
            (SPREAD, public("{ policy: multivalue, addresses: { use1: [8.8.8.8], euw1: [8.8.4.4] } }")),
            "policy",
            "of which API Gateway has none",
        ),
        (
            (api("{ kind: rest, cache: { paths: [/, '/a*'] } }"),),
            "api_gateway.cache.paths[1]",
            "API Gateway routes /a/b and /a/*",
        ),
        (
            (SECOND, api("{ kind: rest, cache: { paths: [/products/*] } }")),
            "api_gateway.cache.paths[0]",
            "no service of this entrance takes all of it",
        ),
        (
            (api("{ kind: rest, cache: { paths: [/healthz] } }"),),
            "api_gateway.cache.paths[0]",
            "would hide that the function fails",
        ),
        ((public("{ health: { path: '/healthz?deep=1' } }"),), "health.path", "a route of API Gateway"),
    ],
)
def test_refuses(patches: tuple[str, ...], key: str, word: str) -> None:
    found = mistakes(FUNCTION, *patches)
    wanted = f"holdfast:entrances.public.{key}"
    assert [one for one in found if one.key == wanted and word in str(one)], found


@pytest.mark.parametrize(
    ("paths", "word"),
    [
        ("['/a*b']", "routes /a/b and /a/*"),
        ("['/orders/?']", "routes /a/b and /a/*"),
        ("['/quotes/*']", "is a path of holdfast:services.orders too"),
    ],
)
def test_refuses_paths_that_it_cannot_route(paths: str, word: str) -> None:
    found = mistakes(FUNCTION, SECOND, f"holdfast:services: {{ orders: {{ paths: {paths} }} }}")
    assert [one for one in found if word in str(one)], found


def test_one_entrance_with_api_gateway_and_one_with_a_load_balancer() -> None:
    both = """
    holdfast:services:
      shop: { port: 80, image: "shop:1", peak_rps: 1, instance: { rps: 1 } }
    holdfast:entrances:
      public: { services: [orders] }
      web: { domain: shop.example.com, zone: { name: example.com, id: Z0123456789ABC }, services: [shop] }
    """
    assert mistakes(FUNCTION, both) == ()


@pytest.mark.parametrize("number", [0, 1])
def test_the_page_shows_settings_that_load(number: int) -> None:
    page = (Path(__file__).parents[2] / "docs" / "serverless.md").read_text(encoding="utf-8")
    shown = [block.partition("```")[0] for block in page.split("```yaml\n")[1:]]
    assert len(shown) == 2
    base = {"holdfast:account": "111122223333", "holdfast:regions": {"use1": {}, "euw1": {}}}
    settings = load(as_pulumi_gives_it({**base, **yaml.safe_load(shown[number])}), stack="prod")
    assert settings.services["orders"].function is not None
