"""A group of instances as its tests declare it."""

from __future__ import annotations

import base64
import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any, cast

import pulumi

from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.topology.values import Architecture
from tests.components.declared import declared

if TYPE_CHECKING:
    from holdfast.components.auto_scaling_args import AutoScalingServiceArgs
    from tests.components.declared import Declared, Resources

REGION = "eu-west-1"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/0"
IMAGE = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1.4.2"
TAGS = {"team": "orders"}
Change = dict[str, Any]


def arguments(change: Change | None = None) -> AutoScalingServiceArgs:
    """Arguments of an ordinary service; dotted keys change or (None) leave out what they name."""
    args: dict[str, Any] = {
        "region": REGION,
        "service": "orders",
        "network": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a", "subnet-b"]},
        "workload": {"port": 8080, "image": IMAGE},
        "instances": {"types": ["m7g.large"], "architecture": Architecture.ARM64},
        "scaling": {"minimum": 4, "maximum": 12},
        "target_groups": {
            "public": {
                "arn": "arn:tg",
                "security_group_id": "sg-balancer",
                "label": pulumi.Output.concat("app/lb/0", "/", "targetgroup/tg/0"),
            }
        },
        "key_arn": KEY,
        "tags": TAGS,
        "origin": {"minimum": "holdfast:services.orders.peak_rps"},
    }
    for path, value in (change or {}).items():
        *parents, last = path.split(".")
        place = args
        for parent in parents:
            place = place.setdefault(parent, {})
        if value is None:
            del place[last]
        else:
            place[last] = deepcopy(value)
    return cast("AutoScalingServiceArgs", args)


def build(change: Change | None = None) -> Resources:
    return declared(lambda: AutoScalingService("euw1-orders", arguments(change)))


def group(change: Change | None = None) -> Declared:
    return build(change)("euw1-orders-asg")


def statements(found: Resources) -> dict[str, Any]:
    document = json.loads(found("euw1-orders-policy").inputs["policy"])
    return {one["Sid"]: one for one in document["Statement"]}


def user_data(found: Resources) -> str:
    return base64.b64decode(found("euw1-orders-lt").inputs["userData"]).decode()
