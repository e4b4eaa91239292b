from __future__ import annotations

import json
from typing import Any

import pytest

from tests.components.declared import ACCOUNT_ID
from tests.components.eks_sample import KEY_ARN, SECRET, TARGET_GROUP, service, service_args

PODS, WORKLOAD = service_args()["pods"], service_args()["workload"]
STORE = {
    "environment": {"STORE_ORDERS_ENDPOINT": "db.example.com"},
    "statements": [{"Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": ["arn:table"]}],
    "security_group_id": "sg-db",
    "port": 5432,
}


def outputs(**changes: Any) -> dict[str, Any]:
    return service(**changes)("use1-orders", "EksService").outputs


def values(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(outputs(**changes)["helm_values"])
    return found


def test_declares_a_role_a_log_group_and_its_own_targets() -> None:
    assert service().pairs() == {
        ("holdfast:index:EksService", "use1-orders"),
        ("aws:cloudwatch/logGroup:LogGroup", "use1-orders-logs"),
        ("aws:iam/role:Role", "use1-orders-role"),
        ("aws:iam/rolePolicy:RolePolicy", "use1-orders-policy"),
        ("aws:iam/rolePolicy:RolePolicy", "use1-orders-targets"),
        ("aws:eks/podIdentityAssociation:PodIdentityAssociation", "use1-orders-identity"),
    }


def test_one_service_account_of_one_cluster_has_the_role() -> None:
    resources = service(tags={"Team": "orders"})
    assert resources("use1-orders-identity").inputs == {
        "region": "us-east-1",
        "clusterName": "holdfast-prod-use1-eks",
        "namespace": "shop",
        "serviceAccount": "orders",
        "roleArn": resources("use1-orders-role").arn,
        "tags": {"Team": "orders", "Name": "use1-orders-identity"},
    }
    role = resources("use1-orders-role").inputs
    assert role["tags"] == {"Team": "orders"}
    (trust,) = json.loads(role["assumeRolePolicy"])["Statement"]
    assert trust["Condition"]["StringEquals"] == {
        "aws:SourceAccount": ACCOUNT_ID,
        "aws:RequestTag/eks-cluster-name": "holdfast-prod-use1-eks",
        "aws:RequestTag/kubernetes-namespace": "shop",
        "aws:RequestTag/kubernetes-service-account": "orders",
    }
    logs = resources("use1-orders-logs").inputs
    assert (logs["retentionInDays"], logs["kmsKeyId"]) == (30, KEY_ARN)


def test_role_reads_its_secrets_and_uses_its_stores() -> None:
    resources = service(workload={**WORKLOAD, "secrets": {"KEY": SECRET}}, stores={"orders": STORE})
    policy = json.loads(resources("use1-orders-policy").inputs["policy"])["Statement"]
    by_sid = {one["Sid"]: one for one in policy}
    assert set(by_sid) == {"Logs", "ReadSecrets", "DecryptThroughServices", "StoreOrders1"}
    assert by_sid["ReadSecrets"]["Resource"] == [SECRET]
    assert by_sid["DecryptThroughServices"]["Condition"] == {
        "StringEquals": {"kms:ViaService": ["secretsmanager.us-east-1.amazonaws.com"]}
    }
    assert by_sid["StoreOrders1"]["Action"] == ["dynamodb:GetItem"]


def test_controller_may_fill_these_target_groups_and_no_others() -> None:
    targets = {
        "public": {"arn": TARGET_GROUP, "security_group_id": "sg-1"},
        "internal": {"arn": f"{TARGET_GROUP}1", "security_group_id": "sg-2"},
    }
    policy = service(target_groups=targets)("use1-orders-targets").inputs
    assert policy["role"] == "balancer-role"
    (statement,) = json.loads(policy["policy"])["Statement"]
    assert statement == {
        "Sid": "OwnTargets",
        "Effect": "Allow",
        "Action": ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
        "Resource": [f"{TARGET_GROUP}1", TARGET_GROUP],
    }


def test_a_service_that_nothing_calls_has_no_targets() -> None:
    resources = service(target_groups={})
    assert "use1-orders-targets" not in resources.names()
    assert resources("use1-orders", "EksService").outputs["target_group_bindings"] == {}


def test_hands_over_a_binding_for_kubectl() -> None:
    found = outputs()
    assert found["target_group_arns"] == {"public": TARGET_GROUP}
    assert json.loads(found["target_group_bindings"]["public"]) == {
        "apiVersion": "elbv2.k8s.aws/v1beta1",
        "kind": "TargetGroupBinding",
        "metadata": {"name": "orders-public", "namespace": "shop"},
        "spec": {
            "serviceRef": {"name": "orders-http", "port": 8080},
            "targetGroupARN": TARGET_GROUP,
            "targetType": "ip",
            "vpcID": "vpc-1",
        },
    }
    assert (found["namespace"], found["service_account"]) == ("shop", "orders")
    assert found["security_group_id"] == "sg-nodes"


def test_hands_over_values_for_a_chart() -> None:
    workload = {**WORKLOAD, "environment": {"LOG_LEVEL": "warn"}, "secrets": {"KEY": SECRET}}
    pods = {**PODS, "cpu_target_percent": 70.0, "drain_seconds": 45}
    probe = {"httpGet": {"path": "/healthz", "port": 8080}}
    assert values(workload=workload, pods=pods, stores={"orders": STORE}) == {
        "fullnameOverride": "orders-http",
        "replicaCount": 3,
        "neededReplicas": 9,
        "autoscaling": {
            "enabled": True,
            "minReplicas": 3,
            "maxReplicas": 18,
            "targetCPUUtilizationPercentage": 70,
        },
        "serviceAccount": {"create": True, "name": "orders"},
        "service": {"type": "ClusterIP", "port": 8080},
        "containerPort": 8080,
        "environment": {
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_REGION": "us-east-1",
            "PORT": "8080",
            "LOG_LEVEL": "warn",
            "STORE_ORDERS_ENDPOINT": "db.example.com",
        },
        "secretArns": {"KEY": SECRET},
        "logGroup": "use1-orders-logs-0000",
        "terminationGracePeriodSeconds": 60,
        "readinessProbe": probe,
        "livenessProbe": probe,
        "image": {"repository": "registry.example.com/orders", "tag": "1.4.2"},
    }


def test_a_pilot_light_is_not_scaled_from_nothing() -> None:
    found = values(pods={**PODS, "minimum": 0})
    assert (found["replicaCount"], found["neededReplicas"]) == (0, 9)
    assert found["autoscaling"]["enabled"] is False
    assert found["autoscaling"]["minReplicas"] == 1


@pytest.mark.parametrize(
    ("image", "handed"),
    [
        ("r.example.com:5000/orders:1", {"repository": "r.example.com:5000/orders", "tag": "1"}),
        ("r.example.com/orders@sha256:ab", {"repository": "r.example.com/orders@sha256", "tag": "ab"}),
        ("r.example.com:5000/orders", {"repository": "r.example.com:5000/orders"}),
        ("orders", {"repository": "orders"}),
    ],
)
def test_image_is_handed_over_in_parts_that_a_chart_joins(image: str, handed: dict[str, str]) -> None:
    assert values(workload={"port": 8080, "image": image})["image"] == handed


def test_without_image_and_health_path_the_chart_has_its_own() -> None:
    assert {"image", "readinessProbe", "livenessProbe"}.isdisjoint(values(workload={"port": 8080}))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"pods": {**PODS, "namespace": "Shop"}}, "'pods.namespace' must be 1 to 63"),
        ({"pods": {**PODS, "namespace": "kube-system"}}, "must not begin with kube-"),
        ({"pods": {**PODS, "service_account": "-x"}}, "'pods.service_account' must be 1 to 63"),
        ({"pods": {**PODS, "kubernetes_service": "1st"}}, "'pods.kubernetes_service' must be"),
        ({"pods": {**PODS, "minimum": 10}}, "none below the one before, got 10, 9 and 18"),
        ({"pods": {**PODS, "minimum": 0, "needed": 0, "maximum": 0}}, "a maximum from 1"),
        ({"pods": {**PODS, "cpu_target_percent": 0}}, "'pods.cpu_target_percent' must be 1 to 100"),
        ({"workload": {"port": 0}}, "'workload.port' must be 1 to 65535, got 0"),
        ({"workload": {"port": 1, "artefact": "s3://b/k.tar.gz"}}, "'workload.artefact' has nothing"),
        ({"workload": {"port": 1, "image": "no good"}}, "is not a container image's name"),
        (
            {"workload": {"port": 1, "image": f"{ACCOUNT_ID}.dkr.ecr.eu-west-1.amazonaws.com/orders:1"}},
            "the image lies in eu-west-1, and pods of us-east-1",
        ),
        ({"workload": {"port": 1, "environment": {"1X": "y"}}}, "'1X' is no name"),
        (
            {"stores": {"orders": {**STORE, "environment": {"AWS_REGION": "x"}}}},
            "'stores.orders.environment'",
        ),
        ({"target_groups": {"public": {"security_group_id": "sg"}}}, "'target_groups.public' needs the ARN"),
        ({"log_retention_days": 2}, "'log_retention_days' must be one of"),
    ],
)
def test_refuses_what_cannot_be_declared(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match="EKS service 'use1-orders': ") as raised:
        service(**changes)
    assert message in str(raised.value)
