"""Arguments of an ordinary service on ECS, to be changed by dotted keys."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, cast

import pulumi

from holdfast.topology.values import Architecture
from tests.components.declared import ACCOUNT_ID

if TYPE_CHECKING:
    from holdfast.components.ecs_cluster_args import EcsClusterArgs
    from holdfast.components.ecs_service_args import EcsServiceArgs

REGION = "eu-west-1"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT_ID}:key/0"
IMAGE = f"{ACCOUNT_ID}.dkr.ecr.{REGION}.amazonaws.com/orders:1.4.2"
SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT_ID}:secret:orders-db-AbCdEf"
PARAMETER = f"arn:aws:ssm:{REGION}:{ACCOUNT_ID}:parameter/orders/key"
TAGS = {"team": "orders"}
NETWORK = {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a", "subnet-b"]}
BLUE_GREEN = {"arn": "arn:tg2", "label": "app/lb/0/targetgroup/tg2/0", "rule_arn": "arn:rule"}

Change = dict[str, Any]


def _changed(args: dict[str, Any], change: Change | None) -> dict[str, Any]:
    for path, value in (change or {}).items():
        *parents, last = path.split(".")
        place = args
        for parent in parents:
            place = place.setdefault(parent, {})
        if value is None:
            del place[last]
        else:
            place[last] = deepcopy(value)
    return args


def service(change: Change | None = None) -> EcsServiceArgs:
    """Arguments of a service; dotted keys change or (None) leave out what they name."""
    args: dict[str, Any] = {
        "region": REGION,
        "account_id": ACCOUNT_ID,
        "service": "orders",
        "cluster": {"arn": "arn:cluster", "name": "euw1-cluster", "log_group_arn": "arn:sessions"},
        "network": deepcopy(NETWORK),
        "workload": {"image": IMAGE, "port": 8080},
        "task": {"cpu": 1024, "memory_mib": 2048, "architecture": Architecture.ARM64},
        "scaling": {"minimum": 4, "maximum": 12, "zones": 2},
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
    return cast("EcsServiceArgs", _changed(args, change))


def cluster(change: Change | None = None) -> EcsClusterArgs:
    """Arguments of a cluster; dotted keys change or (None) leave out what they name."""
    args: dict[str, Any] = {
        "region": REGION,
        "network": deepcopy(NETWORK),
        "key_arn": KEY,
        "tags": TAGS,
        "origin": {"insights": "holdfast:ecs.insights"},
    }
    return cast("EcsClusterArgs", _changed(args, change))


INSTANCES = {"types": ["m7g.large"], "architecture": Architecture.ARM64, "minimum": 3, "maximum": 12}
