"""What runs in an EKS cluster beside its services, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.components.declared import ACCOUNT_ID
from tests.components.eks_cluster_samples import NAME, NODES, statements
from tests.components.eks_sample import ADMIN, KEY_ARN, cluster, cluster_args


def test_addons_call_aws_with_roles_of_their_own() -> None:
    resources = cluster(
        addons=["amazon-cloudwatch-observability", "aws-ebs-csi-driver", "metrics-server"],
        addon_versions={"vpc-cni": "v1.20.4-eksbuild.1"},
    )
    network = resources("use1-eks-addon-vpc-cni").inputs
    assert network["podIdentityAssociations"] == [
        {"roleArn": resources("use1-eks-vpc-cni-role").arn, "serviceAccount": "aws-node"}
    ]
    assert network["addonVersion"] == "v1.20.4-eksbuild.1"
    assert json.loads(network["configurationValues"]) == {"enableNetworkPolicy": "true"}
    assert (network["resolveConflictsOnCreate"], network["resolveConflictsOnUpdate"]) == (
        "OVERWRITE",
        "OVERWRITE",
    )
    dns = resources("use1-eks-addon-coredns").inputs
    assert json.loads(dns["configurationValues"])["autoScaling"]["minReplicas"] == 3
    assert "addonVersion" not in dns
    assert "podIdentityAssociations" not in resources("use1-eks-addon-metrics-server").inputs
    (trust,) = json.loads(resources("use1-eks-ebs-csi-role").inputs["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert trust["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert trust["Condition"]["StringEquals"] == {
        "aws:SourceAccount": ACCOUNT_ID,
        "aws:RequestTag/eks-cluster-name": NAME,
        "aws:RequestTag/kubernetes-namespace": "kube-system",
        "aws:RequestTag/kubernetes-service-account": "ebs-csi-controller-sa",
    }
    attached = {one.inputs["policyArn"].rpartition("/")[2] for one in resources.of("RolePolicyAttachment")}
    assert {"AmazonEBSCSIDriverPolicyV2", "AmazonEKS_CNI_Policy", "CloudWatchAgentServerPolicy"} <= attached


def test_container_insights_write_to_groups_that_expire_and_are_encrypted() -> None:
    resources = cluster(addons=["amazon-cloudwatch-observability"], log_retention_days=30)
    groups = {
        one.inputs["name"]: (one.inputs["retentionInDays"], one.inputs["kmsKeyId"])
        for one in resources.of("LogGroup")
        if "insights" in one.name
    }
    kinds = ("application", "dataplane", "host", "performance")
    assert groups == {f"/aws/containerinsights/{NAME}/{kind}": (30, KEY_ARN) for kind in kinds}
    agent = resources("use1-eks-addon-amazon-cloudwatch-observability")
    assert {f"use1-eks-insights-{kind}" for kind in kinds} <= agent.depends_on


def test_controllers_read_all_and_change_only_what_is_theirs() -> None:
    resources = cluster(cluster_autoscaler=True)
    (reads,) = statements(resources, "use1-eks-balancer-policy")
    assert all(":Describe" in action for action in reads["Action"])
    _, sizes = statements(resources, "use1-eks-autoscaler-policy")
    assert sizes["Action"] == [
        "autoscaling:SetDesiredCapacity",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
    ]
    assert sizes["Condition"] == {
        "StringEquals": {f"aws:ResourceTag/k8s.io/cluster-autoscaler/{NAME}": "owned"}
    }
    accounts = {
        one.name: (one.inputs["namespace"], one.inputs["serviceAccount"])
        for one in resources.of("PodIdentityAssociation")
    }
    assert accounts == {
        "use1-eks-balancer-identity": ("kube-system", "aws-load-balancer-controller"),
        "use1-eks-autoscaler-identity": ("kube-system", "cluster-autoscaler"),
    }


def test_a_port_and_a_store_open_once_however_many_services_use_them() -> None:
    resources = cluster(
        callers={"public": {"security_group_id": "sg-lb", "ports": [8080, 9090, 8080]}},
        stores={"orders": {"security_group_id": "sg-db", "port": 5432}},
    )
    callers = [one for one in resources.of("SecurityGroupIngressRule") if "public" in one.name]
    assert [
        (one.name, one.inputs["fromPort"], one.inputs["referencedSecurityGroupId"]) for one in callers
    ] == [
        ("use1-eks-sg-ingress-public-8080", 8080, "sg-lb"),
        ("use1-eks-sg-ingress-public-9090", 9090, "sg-lb"),
    ]
    rule = resources("use1-eks-store-orders").inputs
    assert (rule["securityGroupId"], rule["referencedSecurityGroupId"], rule["fromPort"]) == (
        "sg-db",
        "use1-eks-sg-id",
        5432,
    )
    own = resources("use1-eks-sg-ingress-own").inputs
    assert (own["ipProtocol"], own["referencedSecurityGroupId"]) == ("-1", "use1-eks-sg-id")


def test_tags_reach_everything_that_takes_them() -> None:
    resources = cluster(
        tags={"Team": "orders"},
        addons=["amazon-cloudwatch-observability"],
        cluster_autoscaler=True,
        nodes={**NODES, "spot_maximum": 1},
    )
    untagged = {"RolePolicy", "RolePolicyAttachment", "AccessPolicyAssociation", "EksCluster"}
    for one in resources:
        if one.type.rpartition(":")[2] not in untagged:
            assert one.inputs["tags"]["Team"] == "orders", one.name
    launched = resources("use1-eks-nodes-lt").inputs["tagSpecifications"]
    assert all(one["tags"] == {"Team": "orders", "Name": "use1-eks-nodes"} for one in launched)


def test_order_of_keys_changes_nothing() -> None:
    first = cluster(
        callers={
            "a1": {"security_group_id": "sg-1", "ports": [1, 2]},
            "b1": {"security_group_id": "sg-2", "ports": [3]},
        },
        addons=["metrics-server", "aws-ebs-csi-driver"],
    )
    second = cluster(
        callers={
            "b1": {"security_group_id": "sg-2", "ports": [3]},
            "a1": {"security_group_id": "sg-1", "ports": [2, 1]},
        },
        addons=["aws-ebs-csi-driver", "metrics-server"],
        network={
            **cluster_args()["network"],
            "subnet_ids": {"c": "subnet-c", "a": "subnet-a", "b": "subnet-b"},
        },
    )
    assert {one.urn: one.inputs for one in first if one.custom} == {
        one.urn: one.inputs for one in second if one.custom
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": "1.9"}, "'version' must be a Kubernetes version such as 1.35, got '1.9'"),
        (
            {"network": {**cluster_args()["network"], "subnet_ids": {"a": "s"}}},
            "must be 2 to 6 zones, got 1",
        ),
        (
            {"network": {**cluster_args()["network"], "subnet_ids": {"A-1": "s", "b": "t"}}},
            "a zone's key is lower-case letters and digits, got 'A-1'",
        ),
        ({"nodes": {**NODES, "types": []}}, "'nodes.types' must name each instance type once, got []"),
        ({"nodes": {**NODES, "architecture": "sparc"}}, "must be one of arm64, x86_64, got 'sparc'"),
        ({"nodes": {**NODES, "minimum": 0}}, "'nodes.minimum' must be 1 or more"),
        ({"nodes": {**NODES, "maximum": 0}}, "'nodes.maximum' must be 1 (the minimum) or more, got 0"),
        ({"nodes": {**NODES, "spot_maximum": -1}}, "'nodes.spot_maximum' must be 0 or more, got -1"),
        ({"nodes": {**NODES, "spot_maximum": 1}}, "nothing but 'cluster_autoscaler' starts spot nodes"),
        ({"nodes": {**NODES, "os": "windows"}}, "'nodes.os' must be one of al2023, bottlerocket"),
        ({"nodes": {**NODES, "volume_gib": 8}}, "'nodes.volume_gib' must be 20 to 16384, got 8"),
        ({"access": {}}, "'access' must hold a cluster-admin"),
        (
            {"access": {"a1": {"principal_arn": "root", "level": "cluster-admin"}}},
            "'access.a1' must name the ARN of an IAM role or user, got 'root'",
        ),
        (
            {
                "access": {
                    "a1": {"principal_arn": ADMIN, "level": "cluster-admin"},
                    "a2": {"principal_arn": ADMIN, "level": "view"},
                }
            },
            "'access.a2' and 'access.a1' are one principal",
        ),
        (
            {"access": {"a1": {"principal_arn": ADMIN, "level": "owner"}}},
            "'level' must be one of cluster-admin, admin, edit, view, got 'owner'",
        ),
        (
            {"access": {"a1": {"principal_arn": ADMIN, "level": "cluster-admin", "namespaces": ["x"]}}},
            "cluster-admin is over the whole cluster",
        ),
        ({"access": {"A": {"principal_arn": ADMIN, "level": "cluster-admin"}}}, "'access.A': a key is"),
        ({"endpoint": {"public_cidrs": ["anywhere"]}}, "'endpoint.public_cidrs' holds 'anywhere'"),
        ({"endpoint": {"private_cidrs": ["10.0.0.1/8"]}}, "'endpoint.private_cidrs' holds '10.0.0.1/8'"),
        ({"service_cidr": "8.8.0.0/16"}, "'service_cidr' must be a private IPv4 block"),
        ({"service_cidr": "172.20.0.0/25"}, "'service_cidr' must be /12 to /24"),
        ({"callers": {"p1": {"security_group_id": "sg", "ports": [0]}}}, "'callers.p1.ports' must be 1 to"),
        ({"addons": ["coffee"]}, "'addons' may hold amazon-cloudwatch-observability"),
        (
            {"addon_versions": {"metrics-server": "v0.8.0-eksbuild.1"}},
            "may hold coredns, eks-pod-identity-agent, kube-proxy, vpc-cni, got metrics-server",
        ),
        ({"addon_versions": {"vpc-cni": "latest"}}, "'addon_versions.vpc-cni' must be such as v1.20.4"),
        ({"log_types": ["everything"]}, "'log_types' may hold api, audit"),
        ({"log_retention_days": 2}, "'log_retention_days' must be one of"),
        ({"support": "forever"}, "'support' must be one of standard, extended, got 'forever'"),
    ],
)
def test_refuses_what_cannot_be_declared(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match="EKS cluster 'use1-eks': ") as raised:
        cluster(**changes)
    assert message in str(raised.value)


def test_says_every_problem_at_once() -> None:
    with pytest.raises(ValueError, match=r"'version'.*'log_types'.*'support'"):
        cluster(version="2", log_types=["x"], support="y")
