from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from holdfast.topology.values import ProxyAlgorithm, ProxySoftware
from tests.settings.stack_files import PAIR, SPREAD, loaded, mistakes, orders, public

SECRET = "arn:aws:secretsmanager:{region}:111122223333:secret:tls-Ab12Cd"  # noqa: S105  # its name
ELSEWHERE = SECRET.replace("{region}", "us-east-1")
DOOR = public(f'{{ proxy: {{ instance: {{ rps: 2000 }}, certificate_secret: "{SECRET}" }} }}')
CANARY = """
holdfast:services:
  canary: { port: 8080, image: registry.example.com/c:1, peak_rps: 2, instance: { rps: 60 }, priority: 7 }
"""
WEIGHTED = "algorithm: weighted, weights: { orders: 9, canary: 1 }"


def proxy(settings: str) -> str:
    """Patch the proxies of the minimal stack file's entrance."""
    return public(f"{{ proxy: {{ {settings} }} }}")


def test_least_settings_are_sound_and_the_rest_has_defaults() -> None:
    asked = loaded(DOOR).entrances["public"].proxy
    assert asked is not None
    assert (asked.software, asked.algorithm) == (ProxySoftware.HAPROXY, ProxyAlgorithm.LEAST_CONNECTIONS)
    assert asked.stickiness is None
    assert asked.rate_limit is not None
    assert asked.rate_limit.percent_per_address == 10
    assert (asked.drain_seconds, asked.refresh_seconds, asked.allowed_cidrs) == (30, 10, ("0.0.0.0/0",))


@pytest.mark.parametrize(
    "patches",
    [
        (proxy("software: nginx, algorithm: ip_hash, rate_limit: null"),),
        (proxy("stickiness: {}, algorithm: round_robin"),),
        (CANARY, proxy(f"{WEIGHTED}, stickiness: {{ cookie_name: S, duration_seconds: 60 }}")),
        (CANARY, proxy(f"{WEIGHTED}, software: nginx")),
        (SPREAD, proxy(f'certificate_secret: {{ use1: "{ELSEWHERE}", euw1: "{SECRET}" }}')),
        (PAIR, proxy("instance: { ami: { use1: ami-0123456789, euw1: ami-0123456789 } }")),
        (orders("{ target: { health_check: { interval_seconds: 5, timeout_seconds: 2 } } }"),),
        (
            proxy("software: nginx"),
            orders("{ target: { health_check: { interval_seconds: 5, timeout_seconds: 2 } } }"),
        ),
    ],
)
def test_what_holds_is_taken(patches: tuple[str, ...]) -> None:
    assert loaded(DOOR, *patches).entrances["public"].proxy is not None


@pytest.mark.parametrize(
    ("patches", "key", "message"),
    [
        ((proxy("software: envoy"),), "entrances.public.proxy.software", "haproxy"),
        ((proxy("algorithm: random"),), "entrances.public.proxy.algorithm", "round_robin"),
        (
            (proxy("software: nginx, stickiness: {}"),),
            "entrances.public.proxy.stickiness",
            "commercial edition",
        ),
        ((proxy("algorithm: ip_hash, stickiness: {}"),), "entrances.public.proxy.stickiness", "does nothing"),
        (
            (proxy("stickiness: { cookie_name: a;b }"),),
            "entrances.public.proxy.stickiness.cookie_name",
            "1 to 64",
        ),
        ((proxy("algorithm: weighted"),), "entrances.public.proxy.weights", "at least two services"),
        ((proxy("weights: { orders: 1 }"),), "entrances.public.proxy.weights", "set it to weighted"),
        (
            (CANARY, proxy("algorithm: weighted, weights: { orders: 0, canary: 0 }")),
            "entrances.public.proxy.weights",
            "nobody would get a request",
        ),
        (
            (CANARY, proxy("algorithm: weighted, weights: { orders: 1, canaries: 1 }")),
            "entrances.public.proxy.weights.canaries",
            "no service behind this entrance",
        ),
        (
            (CANARY, "holdfast:services: { canary: { paths: [/c/*] } }", proxy(WEIGHTED)),
            "services.orders.paths",
            "lets it share requests",
        ),
        (
            (CANARY, "holdfast:services: { canary: { health_path: /up } }", proxy(WEIGHTED)),
            "services.orders.target.health_check",
            "both are asked alike",
        ),
        ((CANARY,), "services.orders.paths", "one of them would never get a request"),
        (
            (proxy('certificate_secret: "arn:aws:ssm:{region}:111122223333:parameter/tls"'),),
            "entrances.public.proxy.certificate_secret",
            "a secret of Secrets Manager",
        ),
        (
            (proxy(f'certificate_secret: "{ELSEWHERE}"'),),
            "entrances.public.proxy.certificate_secret",
            "replicate the secret",
        ),
        (
            (SPREAD, proxy(f'certificate_secret: {{ euw1: "{SECRET}" }}')),
            "entrances.public.proxy.certificate_secret",
            "is missing for use1",
        ),
        (
            (proxy("instance: { ami: { use1: ami-0123456789, euw1: ami-0123456789 } }"),),
            "entrances.public.proxy.instance.ami",
            "does not serve",
        ),
        (
            (proxy("instance: { types: [c7g.large, c7i.large] }"),),
            "entrances.public.proxy.instance.types",
            "mixes Graviton and x86",
        ),
        ((proxy("idle_seconds: 350"),), "entrances.public.proxy.idle_seconds", "340"),
        ((proxy("drain_seconds: 19"),), "entrances.public.proxy.drain_seconds", "20"),
        ((SPREAD, proxy("internal: true")), "entrances.public.proxy.internal", "Route 53's health checkers"),
        (
            (SPREAD, proxy("allowed_cidrs: [203.0.113.0/24]")),
            "entrances.public.proxy.allowed_cidrs",
            "keeps Route 53's health checkers out",
        ),
        (
            (public("{ load_balancer: { internal: true } }"),),
            "entrances.public.load_balancer",
            "does nothing",
        ),
        (
            (orders("{ target: { drain_seconds: 9 } }"),),
            "services.orders.target.drain_seconds",
            "means nothing",
        ),
        (
            (proxy("software: nginx"), orders("{ target: { health_check: { matcher: '200-299' } } }")),
            "services.orders.target.health_check.matcher",
            "asks no instance for its health",
        ),
        ((orders('{ health_path: "/it\'s" }'),), "services.orders.health_path", "need no escaping"),
        (
            (orders("{ kind: ecs, instance: (remove), ecs: { rps: 5 } }"),),
            "services.orders.kind",
            "proxies find instances of Auto Scaling groups alone",
        ),
    ],
)
def test_what_does_not_hold_is_refused_with_the_reason(
    patches: tuple[str, ...], key: str, message: str
) -> None:
    found = mistakes(DOOR, *patches)
    assert any(one.key == f"holdfast:{key}" and message in str(one) for one in found), [
        (one.key, one.message) for one in found
    ]


def test_two_services_may_share_hosts_and_paths_only_by_weight() -> None:
    third = CANARY.replace("canary", "third").replace("priority: 7", "priority: 8")
    found = mistakes(DOOR, CANARY, third, proxy(WEIGHTED))
    assert found
    assert all("third" in str(one) for one in found)
    assert mistakes(DOOR, CANARY, proxy(WEIGHTED)) == ()


def test_nothing_but_the_health_check_of_a_target_is_read_where_a_balancer_of_aws_does_not() -> None:
    patch = yaml.safe_load(DOOR)
    patch["holdfast:entrances"]["private"] = {
        "domain": "b.example.com",
        "zone": {"name": "example.com", "id": "Z0123456789ABC"},
    }
    assert loaded(yaml.safe_dump(patch), orders("{ target: { drain_seconds: 9 } }"))


def test_the_example_and_the_page_are_sound() -> None:
    root = Path(__file__).parents[2]
    example = yaml.safe_load((root / "examples/own-proxy-haproxy/Pulumi.prod.yaml").read_text())
    assert example["config"]["holdfast:entrances"]["public"]["proxy"]["software"] == "haproxy"
    page = (root / "docs/proxies.md").read_text()
    snippet = yaml.safe_load(page.split("```yaml\n")[1].split("```")[0])
    asked = loaded(yaml.safe_dump(snippet)).entrances["public"].proxy
    assert asked is not None
    assert asked.weights == {"orders": 95, "orders-next": 5}
