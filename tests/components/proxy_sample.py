"""A fleet of proxies that is in order, and what differs from it."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from holdfast.components.proxy_fleet import ProxyFleet
from holdfast.topology.values import Architecture, ProxyAlgorithm, ProxySoftware
from tests.components.declared import Resources, declared

if TYPE_CHECKING:
    from holdfast.components.proxy_fleet_args import ProxyFleetArgs

REGION = "eu-west-1"
SECRET = f"arn:aws:secretsmanager:{REGION}:111122223333:secret:tls-Ab12Cd"
_ARGS: ProxyFleetArgs = {
    "region": REGION,
    "network": {
        "vpc_id": "vpc-1",
        "vpc_cidr": "10.0.0.0/16",
        "balancer_subnet_ids": ["subnet-pub-a", "subnet-pub-b"],
        "proxy_subnet_ids": ["subnet-a", "subnet-b"],
        "allowed_cidrs": ["203.0.113.0/24", "198.51.100.0/24"],
    },
    "pools": {
        "web": {
            "backends": {"web": {"instance_name": "euw1-web", "port": 8081, "slots": 4}},
            "check": {"path": "/healthz"},
            "priority": 900,
        },
        "orders": {
            "backends": {"orders": {"instance_name": "euw1-orders", "port": 8080, "slots": 8}},
            "check": {"path": "/healthz"},
            "paths": ["/orders/*"],
            "priority": 100,
        },
    },
    "instance_tags": {"Project": "holdfast", "Stack": "prod", "Place": "euw1"},
    "balancing": {
        "software": ProxySoftware.HAPROXY,
        "algorithm": ProxyAlgorithm.LEAST_CONNECTIONS,
        "limit_rps": 50,
    },
    "instances": {"types": ["c7g.large"], "architecture": Architecture.ARM64},
    "scaling": {"minimum": 2, "maximum": 6},
    "certificate_secret": SECRET,
    "key_arn": f"arn:aws:kms:{REGION}:111122223333:key/1",
    "tags": {"team": "orders"},
    "origin": {"software": "holdfast:entrances.public.proxy.software"},
}


def arguments(**more: Any) -> ProxyFleetArgs:
    """The sample, whose nested parts take what is given for them; None takes a key away."""
    args: Any = deepcopy(_ARGS)
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(args.get(key), dict) and key != "pools":
            args[key].update(value)
        else:
            args[key] = value
    found: ProxyFleetArgs = args
    return found


def fleet(**more: Any) -> Resources:
    """What the sample declares."""
    args = arguments(**more)
    return declared(lambda: ProxyFleet("euw1-public", args))
