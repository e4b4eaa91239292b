"""A load balancer as its tests declare it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.components.load_balancer import LoadBalancer
from tests.components.declared import Resources, declared

if TYPE_CHECKING:
    from holdfast.components.load_balancer_args import LoadBalancerArgs
    from holdfast.components.target_group import TargetGroupArgs

REGION = "us-east-1"
CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/0"
ORDERS: TargetGroupArgs = {"port": 8080, "health_check": {"path": "/healthz"}, "priority": 10}
BILLING: TargetGroupArgs = {
    "port": 9090,
    "health_check": {"path": "/healthz"},
    "priority": 20,
    "paths": ["/billing/*"],
    "hosts": ["billing.example.com"],
}


def arguments(**more: Any) -> LoadBalancerArgs:
    args: LoadBalancerArgs = {
        "region": REGION,
        "vpc_id": "vpc-1",
        "vpc_cidr": "10.0.0.0/16",
        "subnet_ids": ["subnet-a", "subnet-b"],
        "log_bucket": "logs",
        "targets": {"orders": ORDERS},
        "allowed_cidrs": ["0.0.0.0/0"],
        "certificate_arn": CERTIFICATE,
    }
    return {**args, **more}  # type: ignore[typeddict-item]  # any key


def build(**more: Any) -> Resources:
    return declared(lambda: LoadBalancer("use1-public", arguments(**more)))


def undelegated(**more: Any) -> Resources:
    args = arguments(**more)
    del args["certificate_arn"]
    return declared(lambda: LoadBalancer("use1-public", args))


def target(**more: Any) -> Resources:
    return build(targets={"orders": {**ORDERS, **more}})
