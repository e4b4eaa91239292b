"""Settings of functions: defaults, and what is refused with its reason."""

from __future__ import annotations

import pytest

from holdfast.topology.values import Architecture
from tests.settings.stack_files import REMOVE, SPREAD, loaded, mistakes

FUNCTION = f"""
holdfast:services:
  orders:
    kind: lambda
    port: {REMOVE!r}
    instance: {REMOVE!r}
    image: {REMOVE!r}
    artefact: s3://artefacts-{{region}}/orders.zip
    function: {{ rps: 20, handler: app.handler, runtime: python3.13 }}
holdfast:entrances: {{ public: {{ api_gateway: {{}} }} }}
"""
REST = "holdfast:entrances: { public: { api_gateway: { kind: rest } } }"


def orders(settings: str) -> str:
    return f"holdfast:services: {{ orders: {settings} }}"


def function(settings: str) -> str:
    return orders(f"{{ function: {settings} }}")


def image(name: str, settings: str = f"{{ handler: {REMOVE!r}, runtime: {REMOVE!r} }}") -> str:
    return orders(f"{{ artefact: {REMOVE!r}, image: '{name}', function: {settings} }}")


IN_ECR = "111122223333.dkr.ecr.{region}.amazonaws.com/orders:1"


def test_least_settings_are_sound_and_the_rest_has_defaults() -> None:
    asked = loaded(FUNCTION).services["orders"].function
    assert asked is not None
    assert (asked.memory_mib, asked.timeout_seconds) == (512, 10)
    assert asked.architecture is Architecture.ARM64
    assert (asked.provisioned, asked.reserved, asked.snap_start, asked.tracing) == (None, False, False, False)
    assert asked.quota == 1000


@pytest.mark.parametrize(
    "patches",
    [
        (SPREAD,),
        (image(IN_ECR),),
        (SPREAD, image(IN_ECR)),
        (function("{ provisioned: {}, reserved: true }"),),
        (function("{ snap_start: true }"),),
        (function("{ snap_start: true, runtime: java25 }"),),
        (function("{ timeout_seconds: 29 }"),),
        (REST, function("{ timeout_seconds: 28 }")),
        (orders("{ scaling: { max_factor: 3 } }"),),
        (orders("{ paths: [/orders, '/orders/*'], environment: { MODE: fast, PORT: '8080' } }"),),
    ],
)
def test_takes(patches: tuple[str, ...]) -> None:
    assert mistakes(FUNCTION, *patches) == ()


@pytest.mark.parametrize(
    ("patches", "key", "word"),
    [
        ((orders("{ port: 8080 }"),), "orders.port", "a function listens on no port"),
        ((orders("{ image: 'orders:1' }"),), "orders", "has both: give exactly one"),
        ((orders(f"{{ artefact: {REMOVE!r} }}"),), "orders", "has neither: give exactly one"),
        ((orders("{ artefact: s3://bucket/orders.tar.gz }"),), "orders.artefact", "s3://<bucket>/<key>.zip"),
        ((SPREAD, orders("{ artefact: s3://bucket/orders.zip }")), "orders.artefact", "a bucket lies in one"),
        ((image("registry.example.com/orders:1"),), "orders.image", "from Amazon ECR alone"),
        ((image(IN_ECR, "{}"),), "orders.function.handler", "does nothing for an image"),
        ((function(f"{{ handler: {REMOVE!r} }}"),), "orders.function", "needs handler"),
        ((function("{ runtime: go1.x }"),), "orders.function.runtime", "a runtime that Lambda still"),
        ((function("{ memory_mib: 64 }"),), "orders.function.memory_mib", "128"),
        ((function("{ timeout_seconds: 901 }"),), "orders.function.timeout_seconds", "900"),
        (
            (function("{ timeout_seconds: 30 }"),),
            "orders.function.timeout_seconds",
            "gives up after 30 seconds",
        ),
        (
            (REST, function("{ timeout_seconds: 29 }")),
            "orders.function.timeout_seconds",
            "gives up after 29 seconds",
        ),
        (
            (function("{ snap_start: true, runtime: nodejs22.x }"),),
            "orders.function.snap_start",
            "Java 11, Python 3.12",
        ),
        (
            (function("{ snap_start: true, provisioned: {} }"),),
            "orders.function.snap_start",
            "goes with no provisioned",
        ),
        (
            (orders("{ environment: { _HANDLER: x } }"),),
            "orders.environment._HANDLER",
            "Lambda's own variable",
        ),
        (
            (orders(f"{{ environment: {{ BIG: {'x' * 5000} }} }}"),),
            "orders.environment",
            "take 5003 bytes, and Lambda 4096",
        ),
        ((orders("{ scaling: { cpu_percent: 50 } }"),), "orders.scaling.cpu_percent", "does nothing for a"),
        ((orders("{ target: { drain_seconds: 1 } }"),), "orders.target", "a function has none"),
        ((orders("{ priority: 5 }"),), "orders.priority", "the narrowest path"),
        ((orders("{ hosts: [api.example.com] }"),), "orders.hosts", "routes by path alone"),
        (
            (f"holdfast:entrances: {{ public: {{ api_gateway: {REMOVE!r} }} }}",),
            "orders.kind",
            "stand behind api_gateway",
        ),
    ],
)
def test_refuses(patches: tuple[str, ...], key: str, word: str) -> None:
    found = mistakes(FUNCTION, *patches)
    assert [one for one in found if one.key == f"holdfast:services.{key}" and word in str(one)], found


def test_only_functions_stand_behind_api_gateway() -> None:
    found = mistakes("holdfast:entrances: { public: { api_gateway: {} } }")
    assert [one.key for one in found] == ["holdfast:services.orders.kind"]
    assert "API Gateway invokes functions alone" in str(found[0])
