"""A description that cannot be served, or not as asked, is refused in the stack file, mistake by mistake."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from holdfast.topology.values import LARGEST_ANSWER_BYTES, LARGEST_HAPROXY_BYTES, DescriptionAccess
from tests.docs.test_snippets import stack_files
from tests.openapi.samples import orders as description
from tests.settings.stack_files import SPREAD, loaded, mistakes, orders, public

ROOT = Path(__file__).parents[2]
TLS = "arn:aws:secretsmanager:{region}:111122223333:secret:tls"
PROXY = f"proxy: {{ software: %s, instance: {{ rps: 900 }}, certificate_secret: '{TLS}' }}"
JWT = "jwt: { issuer: me, jwks_endpoint: 'https://issuer.example.com/jwks.json' }"
VERIFY = "mutual_tls: { bundle: { bucket: 'trust-{region}', key: ca.pem, version: v1 } }"
FUNCTION = """
holdfast:services:
  orders:
    kind: lambda
    port: (remove)
    image: (remove)
    instance: (remove)
    artefact: s3://artefacts-{region}/orders.zip
    function: { rps: 20, handler: app.handler, runtime: python3.13 }
holdfast:entrances: { public: { api_gateway: { kind: rest } } }
"""
OAUTH = (
    "authorizer: { cognito: { user_pools: 'arn:aws:cognito-idp:{region}:111122223333:userpool/{region}_A' } }"
)
TRUSTSTORE = "mutual_tls: { truststore: 's3://trust-{region}/ca.pem' }"
KEYS = "api_keys: { shop: { plan: basic } }, usage_plans: { basic: { rate_rps: 1 } }"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "openapi.json", description())


def written(file: Path, document: Any) -> Path:
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def described(file: Path, more: str = "", beside: str = "") -> str:
    return public(f"{{ openapi: {{ file: '{file}', {more} }}, {beside} }}")


def gateway(asked: str) -> str:
    return public(f"{{ api_gateway: {{ kind: rest, {asked} }} }}")


def told(*patches: str) -> list[tuple[str, str, str | None]]:
    return [(one.key, one.message, one.value) for one in mistakes(*patches)]


def test_what_is_left_out(file: Path) -> None:
    asked = loaded(described(file)).entrances["public"].openapi
    assert asked is not None
    assert (asked.path, asked.access) == ("/openapi.json", DescriptionAccess.CLIENTS)
    assert (asked.cache_seconds, asked.cors) == (300, False)


@pytest.mark.parametrize(
    ("beside", "more"),
    [
        ((), ""),
        ((), "path: /v1/openapi.json, cors: true, cache_seconds: 0"),
        ((SPREAD,), "cors: true"),
        ((public(f"{{ authorization: {{ {JWT} }} }}"),), ""),
        ((public(f"{{ authorization: {{ {JWT} }} }}"),), "access: open, cors: true"),
        ((public(f"{{ authorization: {{ {VERIFY} }} }}"),), "access: clients"),
        ((public("{ authorization: { mutual_tls: { mode: passthrough } } }"),), "access: open"),
        ((FUNCTION,), ""),
        ((FUNCTION, gateway(OAUTH)), "access: open, cors: true"),
        ((FUNCTION, gateway(TRUSTSTORE)), ""),
        ((FUNCTION, gateway(KEYS)), "access: open"),
        ((public(f"{{ {PROXY % 'haproxy'} }}"),), "cors: true"),
        ((public(f"{{ {PROXY % 'nginx'} }}"),), ""),
    ],
)
def test_may_be_said(file: Path, beside: tuple[str, ...], more: str) -> None:
    assert told(*beside, described(file, more)) == []


REFUSED = [
    ((), "path: openapi.json", "openapi.path", "the description's path is plain"),
    ((), "path: /", "openapi.path", "the description's path is plain"),
    ((), "path: /docs/*", "openapi.path", "the description's path is plain"),
    ((), f"path: /{'x' * 128}", "openapi.path", "128"),
    ((), "cache_seconds: 86401", "openapi.cache_seconds", "86400"),
    ((), "acces: open", "openapi.acces", "unknown key"),
    ((), "path: /healthz", "openapi.path", "is the path that health checks ask for"),
    ((public("{ health: { path: '/up?deep=1' } }"),), "path: /up", "openapi.path", "health checks ask for"),
    ((), "access: open", "openapi.access", "this entrance asks nobody who he is"),
    ((FUNCTION,), "access: open", "openapi.access", "this entrance asks nobody who he is"),
    (
        (public(f"{{ authorization: {{ {VERIFY} }} }}"),),
        "access: open",
        "openapi.access",
        "TLS of this entrance begins with a client's certificate",
    ),
    (
        (FUNCTION, gateway(f"{TRUSTSTORE}, {KEYS}")),
        "access: open",
        "openapi.access",
        "TLS of this entrance begins with a client's certificate",
    ),
    (
        (public("{ authorization: { mutual_tls: { mode: passthrough } } }"),),
        "",
        "openapi.access",
        "everybody would read it; say so by 'open'",
    ),
    (
        (public(f"{{ authorization: {{ {JWT} }} }}"),),
        "cors: true",
        "openapi.cors",
        "a browser first asks without token or certificate",
    ),
    ((FUNCTION, gateway(KEYS)), "cors: true", "openapi.cors", "set access to 'open'"),
]


@pytest.mark.parametrize(("beside", "more", "key", "message"), REFUSED)
def test_is_refused(file: Path, beside: tuple[str, ...], more: str, key: str, message: str) -> None:
    (found,) = told(*beside, described(file, more))
    assert found[0] == f"holdfast:entrances.public.{key}"
    assert message in found[1]


def test_every_mistake_of_the_file_is_told_with_its_place_and_value(tmp_path: Path) -> None:
    document = description("info", "version", value=1.0)
    document["paths"]["/orders"]["post"]["responses"]["999"] = {"description": "x"}
    file = written(tmp_path / "openapi.json", document)
    key = "holdfast:entrances.public.openapi.file"
    assert told(described(file)) == [
        (key, f"{file}: info.version: must be text: put it in quotes", "1.0"),
        (
            key,
            f"{file}: paths./orders.post.responses.999: is no status: such as '200', '4XX' or 'default'",
            None,
        ),
    ]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (found,) = told(described(tmp_path / "none.yaml"))
    assert found[1] == "cannot be read: No such file or directory"
    (tmp_path / "wrong.yaml").write_text("a: [")
    (found,) = told(described(tmp_path / "wrong.yaml"))
    assert found[1].startswith("is no YAML")


def test_the_file_is_looked_for_in_the_programs_folder(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    assert told(described(Path(file.name))) == []


def large(tmp_path: Path, size: int) -> Path:
    text = "é" * 10 + "x" * size
    return written(tmp_path / "openapi.json", description("info", "description", value=text))


def test_a_function_answers_with_a_megabyte_and_no_more(tmp_path: Path) -> None:
    assert told(described(large(tmp_path, LARGEST_ANSWER_BYTES - 10_000))) == []
    (found,) = told(described(large(tmp_path, LARGEST_ANSWER_BYTES)))
    assert "bytes of a function's answer, and a load balancer takes 1 MB" in found[1]


def test_haproxy_answers_with_what_a_buffer_holds_and_nginx_with_all(tmp_path: Path) -> None:
    file = large(tmp_path, LARGEST_HAPROXY_BYTES)
    (found,) = told(public(f"{{ {PROXY % 'haproxy'} }}"), described(file))
    assert "HAProxy answers from one buffer, with room for 60,000: take nginx" in found[1]
    assert told(public(f"{{ {PROXY % 'nginx'} }}"), described(file)) == []


def test_a_path_that_no_service_answers_is_no_part_of_the_api(file: Path) -> None:
    (found,) = mistakes(described(file), orders("{ paths: [/v1/orders, /healthz] }"))
    assert found.message == (
        f"{file}: paths./orders/{{id}}: no service behind this entrance answers /v1/orders/x: give a service "
        "the path, or leave it out"
    )
    assert found.allowed == ("/healthz", "/v1/orders")
    assert told(described(file), orders("{ paths: ['/v1/*', /healthz] }")) == []


def test_the_descriptions_own_path_may_stand_in_it(tmp_path: Path) -> None:
    document = description("paths", "/openapi.json", value={"get": {"responses": {}}}, servers=[])
    file = written(tmp_path / "openapi.json", document)
    assert told(described(file), orders("{ paths: ['/orders*', /healthz] }")) == []


@pytest.mark.parametrize(
    ("service", "key", "message"),
    [
        ("{ priority: 2 }", "services.orders.priority", "give 3 or more"),
        (
            "{ priority: 1 }",
            "services.orders.priority",
            "comes before the rule of holdfast:entrances.public.openapi",
        ),
        ("{ paths: [/openapi.json, '/*'] }", "services.orders.paths[0]", "would never get a request"),
    ],
)
def test_no_service_stands_in_its_way(file: Path, service: str, key: str, message: str) -> None:
    (found,) = told(described(file), orders(service))
    assert found[0] == f"holdfast:{key}"
    assert message in found[1]


def test_no_service_is_called_as_it_is(file: Path) -> None:
    small = "port: 80, image: 'x:1', peak_rps: 1, instance: { rps: 1 }, priority: 20, paths: [/x]"
    (found,) = told(described(file), f"holdfast:services: {{ openapi: {{ {small} }} }}")
    assert found[0] == "holdfast:services.openapi"
    assert "is a word in the names of what serves" in found[1]


def test_proxies_rank_services_among_themselves(file: Path) -> None:
    assert told(public(f"{{ {PROXY % 'nginx'} }}"), described(file), orders("{ priority: 1 }")) == []


def test_the_stack_file_in_the_docs_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = stack_files("openapi")
    monkeypatch.chdir(ROOT / "examples" / "cached-reads")
    assert told(SPREAD, file) == []


def test_the_mistakes_in_the_docs_are_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    document = description("info", "version", value=1.0)
    written(tmp_path / "openapi.yaml", document)
    (version,) = told(described(Path("openapi.yaml")))
    written(tmp_path / "openapi.yaml", description("paths", "/orders/{id}", "parameters"))
    (parameter,) = told(described(Path("openapi.yaml")))
    page = (ROOT / "docs" / "openapi.md").read_text(encoding="utf-8")
    assert f"{version[0]}: {version[1]}, got {version[2]}" in page
    assert f"{parameter[0]}: {parameter[1]}" in page
