"""Arguments of EKS components for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.components.eks_cluster import EksCluster
from holdfast.components.eks_service import EksService
from holdfast.topology.values import Architecture, EksAccessLevel
from tests.components.declared import ACCOUNT_ID, Resources, declared

if TYPE_CHECKING:
    from holdfast.components.eks_args import EksClusterArgs
    from holdfast.components.eks_service_args import EksServiceArgs

KEY_ARN = f"arn:aws:kms:us-east-1:{ACCOUNT_ID}:key/1"
ADMIN = f"arn:aws:iam::{ACCOUNT_ID}:role/platform"
TARGET_GROUP = f"arn:aws:elasticloadbalancing:us-east-1:{ACCOUNT_ID}:targetgroup/use1-orders/0"
SECRET = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT_ID}:secret:signing-AbCdEf"


def cluster_args(**changes: Any) -> EksClusterArgs:
    """The least that a cluster needs, with keys changed."""
    args: EksClusterArgs = {
        "region": "us-east-1",
        "account_id": ACCOUNT_ID,
        "network": {
            "vpc_id": "vpc-1",
            "vpc_cidr": "10.0.0.0/16",
            "subnet_ids": {"a": "subnet-a", "b": "subnet-b", "c": "subnet-c"},
        },
        "version": "1.35",
        "nodes": {
            "types": ["m7g.large", "m6g.large"],
            "architecture": Architecture.ARM64,
            "minimum": 1,
            "maximum": 4,
        },
        "access": {"platform": {"principal_arn": ADMIN, "level": EksAccessLevel.CLUSTER_ADMIN}},
        "key_arn": KEY_ARN,
    }
    return {**args, **changes}  # type: ignore[typeddict-item]  # keys of the arguments


def service_args(**changes: Any) -> EksServiceArgs:
    """A service with one entrance, with keys changed."""
    args: EksServiceArgs = {
        "region": "us-east-1",
        "account_id": ACCOUNT_ID,
        "service": "orders",
        "vpc_id": "vpc-1",
        "cluster": {
            "name": "holdfast-prod-use1-eks",
            "security_group_id": "sg-nodes",
            "balancer_role_name": "balancer-role",
        },
        "workload": {"port": 8080, "image": "registry.example.com/orders:1.4.2", "health_path": "/healthz"},
        "pods": {
            "namespace": "shop",
            "service_account": "orders",
            "kubernetes_service": "orders-http",
            "minimum": 3,
            "needed": 9,
            "maximum": 18,
        },
        "target_groups": {"public": {"arn": TARGET_GROUP, "security_group_id": "sg-balancer"}},
        "key_arn": KEY_ARN,
    }
    return {**args, **changes}  # type: ignore[typeddict-item]  # keys of the arguments


def cluster(**changes: Any) -> Resources:
    """What a cluster declares."""
    return declared(lambda: EksCluster("use1-eks", cluster_args(**changes)))


def service(**changes: Any) -> Resources:
    """What a service declares."""
    return declared(lambda: EksService("use1-orders", service_args(**changes)))
