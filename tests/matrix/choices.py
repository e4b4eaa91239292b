"""The choices that the settings offer, each as what it says in a stack file: one small stack for any mixture.

What two choices ask of each other (an entrance whose door reaches functions alone, say) is not known here:
the settings judge that, and the tests hold them to it.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Raw: TypeAlias = dict[str, Any]

ACCOUNT = "111122223333"
CLOUDFLARE_ID = "0123456789abcdef0123456789abcdef"
PAIR: Raw = {"use1": {}, "euw1": {"role": "standby"}}
SPREAD: Raw = {"use1": {}, "euw1": {}}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One choice of one dimension: what it adds to the stack, to the service, and to the entrance."""

    name: str
    words: str
    """What a person would call it."""
    stack: Raw
    service: Raw
    entrance: Raw


def _choice(name: str, words: str, *, stack: Raw = {}, service: Raw = {}, entrance: Raw = {}) -> Choice:  # noqa: B006  # read alone
    return Choice(name=name, words=words, stack=stack, service=service, entrance=entrance)


def _standby(strategy: str) -> Choice:
    return _choice(
        strategy,
        f"active-passive, {strategy.replace('-', ' ')}",
        stack={"regions": PAIR},
        entrance={"standby": {"strategy": strategy}},
    )


MODES = (
    _choice("single-region", "one region", stack={"regions": {"use1": {}}}),
    _standby("backup-and-restore"),
    _standby("pilot-light"),
    _standby("warm-standby"),
    _standby("hot-standby"),
    _choice("latency", "active-active by latency", stack={"regions": SPREAD}),
    _choice(
        "weighted",
        "active-active by weight",
        stack={"regions": SPREAD},
        entrance={"policy": "weighted", "weights": {"use1": 90, "euw1": 10}},
    ),
    _choice(
        "geolocation",
        "active-active by location",
        stack={"regions": SPREAD},
        entrance={"policy": "geolocation", "locations": {"use1": ["default"], "euw1": ["EU"]}},
    ),
    _choice(
        "multivalue",
        "active-active by multivalue answers",
        stack={"regions": SPREAD},
        entrance={
            "policy": "multivalue",
            "addresses": {"use1": ["54.1.2.3"], "euw1": ["54.1.2.4"]},
        },
    ),
)
_IMAGE = f"{ACCOUNT}.dkr.ecr.{{region}}.amazonaws.com/orders:1.0"
_ON_PORT = {"port": 8080, "image": _IMAGE}
_ON_INSTANCES = {**_ON_PORT, "instance": {"rps": 100}}
_FUNCTION = {
    "kind": "lambda",
    "artefact": "s3://orders-{region}/orders-1.0.zip",
    "function": {"rps": 20, "handler": "app.handler", "runtime": "python3.13"},
}
_EKS_ADMIN = {"principal": f"arn:aws:iam::{ACCOUNT}:role/platform", "level": "cluster-admin"}
_PROXY = {
    "instance": {"rps": 2000},
    "certificate_secret": f"arn:aws:secretsmanager:{{region}}:{ACCOUNT}:secret:public-tls-AbCdEf",
}
RUNS = (
    _choice("instances", "instances behind a load balancer", service=_ON_INSTANCES),
    _choice(
        "ecs-fargate",
        "ECS on Fargate",
        service={"kind": "ecs", **_ON_PORT, "ecs": {"rps": 80, "cpu": 1024, "memory_mib": 2048}},
    ),
    _choice(
        "ecs-ec2",
        "ECS on EC2",
        service={
            "kind": "ecs",
            **_ON_PORT,
            "ecs": {"rps": 80, "cpu": 1024, "memory_mib": 2048, "capacity": "ec2"},
        },
        stack={"ecs": {"instances": {"tasks_per_instance": 2}}},
    ),
    _choice(
        "eks",
        "Kubernetes on EKS",
        service={"kind": "eks", "port": 8080, "eks": {"rps": 50, "pods_per_node": 4}},
        stack={"eks": {"version": "1.35", "access": {"platform": _EKS_ADMIN}}},
    ),
    _choice(
        "lambda-http",
        "Lambda behind an HTTP API",
        service=_FUNCTION,
        entrance={"api_gateway": {"kind": "http"}},
    ),
    _choice(
        "lambda-rest",
        "Lambda behind a REST API",
        service=_FUNCTION,
        entrance={"api_gateway": {"kind": "rest"}},
    ),
    _choice(
        "own-haproxy",
        "instances behind HAProxy of one's own",
        service=_ON_INSTANCES,
        entrance={"proxy": {"software": "haproxy", **_PROXY}},
    ),
    _choice(
        "own-nginx",
        "instances behind nginx of one's own",
        service=_ON_INSTANCES,
        # Whom CloudFront or Cloudflare stands before must not count by address.
        entrance={"proxy": {"software": "nginx", "rate_limit": None, **_PROXY}},
    ),
)
_ZONE = {"zone": {"name": "example.com", "id": "Z0123456789ABC"}}
_CLOUDFLARE = {
    "cloudflare": {
        "account_id": CLOUDFLARE_ID,
        "zone": {"name": "example.com", "id": CLOUDFLARE_ID},
    }
}
ANSWERS = (
    _choice("route53", "Route 53", entrance=_ZONE),
    _choice("cloudflare", "Cloudflare", entrance=_CLOUDFLARE),
    _choice("both", "Route 53 and Cloudflare", entrance={**_ZONE, **_CLOUDFLARE}),
)
_EDGE = {
    "logs": {"place": "use1"},
    "paths": {"items": {"patterns": ["/items/*"], "headers": ["Authorization"]}},
}
FRONTS = (
    _choice("direct", "nothing between name and regions"),
    _choice("accelerator", "Global Accelerator", entrance={"accelerator": {}}),
    _choice(
        "cloudfront",
        "CloudFront, and load balancers that answer it alone",
        entrance={"cloudfront": {**_EDGE, "origin_lock": "header"}},
    ),
    _choice(
        "cloudfront-open",
        "CloudFront, which clients can go past",
        entrance={"cloudfront": {**_EDGE, "origin_lock": "none"}},
    ),
)


def _store(name: str, words: str, *, routing: str, **store: object) -> Choice:
    declared: Raw = {"home": "use1", "write_routing": routing, **store}
    if store["kind"] != "elasticache":  # which AWS Backup does not know
        declared["not_backed_up_because"] = "a copy of another system"
    return _choice(name, words, stack={"stores": {"orders": declared}}, service={"stores": ["orders"]})


STORES = (
    _choice("no-store", "no store"),
    _store("table", "a DynamoDB global table", kind="dynamodb", routing="any-region"),
    _store("database", "an Aurora global database", kind="aurora-postgresql", routing="forwarded"),
    _store("replicas", "an RDS database and its replicas", kind="rds-postgresql", routing="application"),
    _store("dsql", "Aurora DSQL", kind="dsql", routing="any-region", dsql={"witness": "usw2"}),
    _store("elasticache", "a cache as a store", kind="elasticache", routing="application"),
    _store("buckets", "S3 buckets that copy to each other", kind="s3", routing="any-region"),
)
CACHES = (
    _choice("no-cache", "no cache"),
    _choice(
        "cache", "a cache in each region", stack={"caches": {"items": {}}}, service={"caches": ["items"]}
    ),
    _choice(
        "serverless-cache",
        "a serverless cache in each region",
        stack={
            "caches": {
                "items": {
                    "mode": "serverless",
                    "limits": {"max_storage_gb": 10, "max_ecpu_per_second": 10_000},
                }
            }
        },
        service={"caches": ["items"]},
    ),
    _choice(
        "global-datastore",
        "a Global Datastore",
        stack={"caches": {"items": {"global_datastore": True, "home": "use1"}}},
        service={"caches": ["items"]},
    ),
)
GUARDS = (
    _choice("open", "everybody may call"),
    _choice(
        "jwt",
        "tokens checked by the load balancer",
        entrance={
            "authorization": {
                "jwt": {
                    "issuer": "https://login.example.com",
                    "jwks_endpoint": "https://login.example.com/keys",
                }
            }
        },
    ),
    _choice("no-waf", "no web ACL", entrance={"waf": {"enabled": False}}),
)
DESCRIPTIONS = (
    _choice("no-description", "no description"),
    _choice(
        "openapi",
        "the API's OpenAPI description, served",
        # From the project's own folder, in which each of these is previewed.
        entrance={"openapi": {"file": "examples/cached-reads/openapi.yaml"}},
    ),
)
DIMENSIONS: Mapping[str, tuple[Choice, ...]] = {
    "mode": MODES,
    "runs": RUNS,
    "answers": ANSWERS,
    "front": FRONTS,
    "store": STORES,
    "cache": CACHES,
    "guard": GUARDS,
    "description": DESCRIPTIONS,
}
SHAPING = ("mode", "runs", "answers", "front")
"""Dimensions of which every mixture is tried; the others go round beside them."""


@dataclass(frozen=True, kw_only=True)
class Mixture:
    """One choice of every dimension."""

    choices: Mapping[str, Choice]

    @property
    def name(self) -> str:
        """Its choices' names."""
        return "+".join(choice.name for choice in self.choices.values())

    def settings(self) -> Raw:
        """What the stack file says under ``holdfast:``."""
        stack: Raw = {"account": ACCOUNT}
        service: Raw = {"peak_rps": 900}
        entrance: Raw = {"domain": "api.example.com"}
        for choice in self.choices.values():
            _merge(stack, choice.stack)
            _merge(service, choice.service)
            _merge(entrance, choice.entrance)
        if "euw1" not in stack["regions"]:
            for store in stack.get("stores", {}).values():
                store.pop("write_routing", None)
                store.pop("dsql", None)
        whole = {**stack, "services": {"orders": service}, "entrances": {"public": entrance}}
        if self.choices["store"].name != "dsql":
            return whole
        # Two peers are of one set of regions.
        nearer: Raw = json.loads(json.dumps(whole).replace('"euw1"', '"use2"'))
        return nearer


def _merge(into: Raw, more: Raw) -> None:
    for key, value in copy.deepcopy(more).items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def mixtures() -> Iterator[Mixture]:
    """Give every mixture of what shapes a stack, and beside them the other choices in turn.

    The others' turns have lengths that share no factor with each other's step, so that over the whole each
    meets each.
    """
    rest = [name for name in DIMENSIONS if name not in SHAPING]
    others = list(product(*(DIMENSIONS[name] for name in rest)))
    for number, shape in enumerate(product(*(DIMENSIONS[name] for name in SHAPING))):
        beside = others[number * _STEP % len(others)]
        yield Mixture(choices=dict(zip(SHAPING, shape, strict=True)) | dict(zip(rest, beside, strict=True)))


_STEP = 5
"""Shares no factor with the number of mixtures of the other dimensions, so that all of them come."""
