from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.topology.values import Architecture, EksAccessLevel, EksSupport, NodeOs
from tests.components.declared import ACCOUNT_ID, PROJECT, Resources
from tests.components.eks_sample import ADMIN, KEY_ARN, cluster, cluster_args

NAME = f"{PROJECT}-prod-use1-eks"
NODES = cluster_args()["nodes"]
VIEWER = f"arn:aws:iam::{ACCOUNT_ID}:role/support"


def statements(resources: Resources, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(resources(name).inputs["policy"])["Statement"]
    return found


def test_declares_a_cluster_that_is_ready_for_charts() -> None:
    assert cluster().pairs() == {
        ("holdfast:index:EksCluster", "use1-eks"),
        ("aws:cloudwatch/logGroup:LogGroup", "use1-eks-logs"),
        ("aws:ec2/securityGroup:SecurityGroup", "use1-eks-sg"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "use1-eks-sg-egress-https"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "use1-eks-sg-egress-vpc"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "use1-eks-sg-egress-own"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "use1-eks-sg-ingress-own"),
        ("aws:iam/role:Role", "use1-eks-role"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "use1-eks-role-cluster"),
        ("aws:iam/rolePolicy:RolePolicy", "use1-eks-role-key"),
        ("aws:eks/cluster:Cluster", "use1-eks-cluster"),
        ("aws:eks/accessEntry:AccessEntry", "use1-eks-access-platform"),
        ("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "use1-eks-access-platform-policy"),
        ("aws:iam/role:Role", "use1-eks-node-role"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "use1-eks-node-role-registry"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "use1-eks-node-role-worker"),
        ("aws:iam/rolePolicy:RolePolicy", "use1-eks-node-role-sessions"),
        ("aws:eks/addon:Addon", "use1-eks-addon-eks-pod-identity-agent"),
        ("aws:eks/addon:Addon", "use1-eks-addon-kube-proxy"),
        ("aws:eks/addon:Addon", "use1-eks-addon-vpc-cni"),
        ("aws:iam/role:Role", "use1-eks-vpc-cni-role"),
        (
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            "use1-eks-vpc-cni-role-AmazonEKS_CNI_Policy",
        ),
        ("aws:ec2/launchTemplate:LaunchTemplate", "use1-eks-nodes-lt"),
        ("aws:eks/nodeGroup:NodeGroup", "use1-eks-nodes-a"),
        ("aws:eks/nodeGroup:NodeGroup", "use1-eks-nodes-b"),
        ("aws:eks/nodeGroup:NodeGroup", "use1-eks-nodes-c"),
        ("aws:eks/addon:Addon", "use1-eks-addon-coredns"),
        ("aws:iam/role:Role", "use1-eks-balancer-role"),
        ("aws:iam/rolePolicy:RolePolicy", "use1-eks-balancer-policy"),
        ("aws:eks/podIdentityAssociation:PodIdentityAssociation", "use1-eks-balancer-identity"),
    }


def test_control_plane_is_closed_encrypted_and_logged() -> None:
    resources = cluster()
    control_plane = resources("use1-eks-cluster")
    assert control_plane.inputs == {
        "region": "us-east-1",
        "name": NAME,
        "version": "1.35",
        "roleArn": resources("use1-eks-role").arn,
        "vpcConfig": {
            "subnetIds": ["subnet-a", "subnet-b", "subnet-c"],
            "securityGroupIds": ["use1-eks-sg-id"],
            "endpointPrivateAccess": True,
            "endpointPublicAccess": False,
        },
        "kubernetesNetworkConfig": {"serviceIpv4Cidr": "172.20.0.0/16"},
        "accessConfig": {
            "authenticationMode": "API",
            "bootstrapClusterCreatorAdminPermissions": False,
        },
        "bootstrapSelfManagedAddons": False,
        "enabledClusterLogTypes": ["api", "audit", "authenticator", "controllerManager", "scheduler"],
        "encryptionConfig": {"provider": {"keyArn": KEY_ARN}, "resources": ["secrets"]},
        "upgradePolicy": {"supportType": "EXTENDED"},
        "zonalShiftConfig": {"enabled": True},
        "deletionProtection": True,
        "tags": {"Name": "use1-eks-cluster"},
    }
    assert control_plane.protect is True
    assert control_plane.delete_before_replace is True
    logs = resources("use1-eks-logs")
    assert logs.inputs["name"] == f"/aws/eks/{NAME}/cluster"
    assert (logs.inputs["retentionInDays"], logs.inputs["kmsKeyId"]) == (90, KEY_ARN)
    # EKS would make the group open and for ever, and could not be made without its role's policies.
    assert {"use1-eks-logs", "use1-eks-role-cluster", "use1-eks-role-key"} <= control_plane.depends_on


def test_choices_reach_the_control_plane() -> None:
    resources = cluster(
        endpoint={
            "public_cidrs": ["203.0.113.0/24", "198.51.100.7/32"],
            "private_cidrs": ["10.250.0.0/24"],
        },
        support=EksSupport.STANDARD,
        service_cidr="192.168.0.0/18",
        zonal_shift=False,
        log_types=["audit"],
        log_retention_days=365,
        protection=False,
    )
    control_plane = resources("use1-eks-cluster")
    network = control_plane.inputs["vpcConfig"]
    assert network["endpointPublicAccess"] is True
    assert network["publicAccessCidrs"] == ["198.51.100.7/32", "203.0.113.0/24"]
    assert control_plane.inputs["upgradePolicy"] == {"supportType": "STANDARD"}
    assert control_plane.inputs["kubernetesNetworkConfig"] == {"serviceIpv4Cidr": "192.168.0.0/18"}
    assert control_plane.inputs["zonalShiftConfig"] == {"enabled": False}
    assert control_plane.inputs["enabledClusterLogTypes"] == ["audit"]
    assert (control_plane.inputs["deletionProtection"], control_plane.protect) == (False, False)
    assert resources("use1-eks-logs").inputs["retentionInDays"] == 365
    rule = resources("use1-eks-sg-ingress-api-10-250-0-0-24").inputs
    assert (rule["cidrIpv4"], rule["fromPort"], rule["toPort"]) == ("10.250.0.0/24", 443, 443)


def test_only_named_principals_get_in() -> None:
    resources = cluster(
        access={
            "platform": {"principal_arn": ADMIN, "level": EksAccessLevel.CLUSTER_ADMIN},
            "support": {"principal_arn": VIEWER, "level": EksAccessLevel.VIEW, "namespaces": ["b", "a"]},
        }
    )
    admin, viewer = (resources(f"use1-eks-access-{key}-policy") for key in ("platform", "support"))
    assert admin.inputs == {
        "region": "us-east-1",
        "clusterName": NAME,
        "principalArn": ADMIN,
        "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        "accessScope": {"type": "cluster"},
    }
    assert viewer.inputs["policyArn"].endswith("/AmazonEKSViewPolicy")
    assert viewer.inputs["accessScope"] == {"type": "namespace", "namespaces": ["a", "b"]}
    # To EKS another scope is the same association.
    assert viewer.delete_before_replace is True
    assert resources("use1-eks-access-support").inputs["principalArn"] == VIEWER


def test_nodes_stand_in_every_zone_and_are_updated_zone_by_zone() -> None:
    resources = cluster()
    group = resources("use1-eks-nodes-b")
    assert group.inputs == {
        "region": "us-east-1",
        "clusterName": NAME,
        "version": "1.35",
        "nodeRoleArn": resources("use1-eks-node-role").arn,
        "subnetIds": ["subnet-b"],
        "amiType": "AL2023_ARM_64_STANDARD",
        "capacityType": "ON_DEMAND",
        "instanceTypes": ["m7g.large", "m6g.large"],
        "launchTemplate": {"id": "use1-eks-nodes-lt-id", "version": "1"},
        "scalingConfig": {"minSize": 1, "maxSize": 4, "desiredSize": 1},
        "updateConfig": {"maxUnavailable": 1},
        "nodeRepairConfig": {"enabled": True},
        "tags": {"Name": "use1-eks-nodes-b"},
    }
    assert group.ignore_changes == ()
    assert "use1-eks-nodes-a" in group.depends_on
    assert "use1-eks-nodes-b" in resources("use1-eks-nodes-c").depends_on
    ready = {"use1-eks-addon-vpc-cni", "use1-eks-addon-kube-proxy", "use1-eks-addon-eks-pod-identity-agent"}
    joins = {"use1-eks-node-role-worker", "use1-eks-node-role-registry", "use1-eks-sg-ingress-own"}
    assert ready | joins <= resources("use1-eks-nodes-a").depends_on
    # CoreDNS is active on a node alone.
    assert {f"use1-eks-nodes-{zone}" for zone in "abc"} <= resources("use1-eks-addon-coredns").depends_on


def test_updates_leave_alone_what_the_autoscaler_decided() -> None:
    groups = cluster(cluster_autoscaler=True).of("NodeGroup")
    assert {one.ignore_changes for one in groups} == {("scalingConfig.desiredSize",)}


def test_spot_nodes_come_beside_those_on_demand() -> None:
    resources = cluster(nodes={**NODES, "spot_maximum": 2}, cluster_autoscaler=True)
    spot = resources("use1-eks-spot-c")
    assert spot.inputs["capacityType"] == "SPOT"
    assert spot.inputs["scalingConfig"] == {"minSize": 0, "maxSize": 2, "desiredSize": 0}
    assert {"use1-eks-nodes-b", "use1-eks-spot-b"} <= spot.depends_on
    assert "use1-eks-nodes-c" not in spot.depends_on


def test_nodes_keep_their_role_from_pods_and_their_disks_from_eyes() -> None:
    template = cluster()("use1-eks-nodes-lt").inputs
    assert template["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }
    assert template["vpcSecurityGroupIds"] == ["use1-eks-sg-id"]
    (device,) = template["blockDeviceMappings"]
    assert device["deviceName"] == "/dev/xvda"
    assert device["ebs"] == {
        "encrypted": "true",
        "kmsKeyId": KEY_ARN,
        "volumeType": "gp3",
        "volumeSize": 50,
        "deleteOnTermination": "true",
    }
    assert {one["resourceType"] for one in template["tagSpecifications"]} == {"instance", "volume"}


@pytest.mark.parametrize(
    ("os", "architecture", "ami_type", "devices"),
    [
        (NodeOs.AL2023, Architecture.X86_64, "AL2023_x86_64_STANDARD", {"/dev/xvda": 80}),
        (
            NodeOs.BOTTLEROCKET,
            Architecture.ARM64,
            "BOTTLEROCKET_ARM_64",
            {"/dev/xvda": None, "/dev/xvdb": 80},
        ),
        (
            NodeOs.BOTTLEROCKET,
            Architecture.X86_64,
            "BOTTLEROCKET_x86_64",
            {"/dev/xvda": None, "/dev/xvdb": 80},
        ),
    ],
)
def test_operating_system_decides_image_and_volumes(
    os: NodeOs, architecture: Architecture, ami_type: str, devices: dict[str, int | None]
) -> None:
    resources = cluster(nodes={**NODES, "os": os, "architecture": architecture, "volume_gib": 80.0})
    assert resources("use1-eks-nodes-a").inputs["amiType"] == ami_type
    mappings = resources("use1-eks-nodes-lt").inputs["blockDeviceMappings"]
    assert {one["deviceName"]: one["ebs"].get("volumeSize") for one in mappings} == devices
    assert all(one["ebs"]["encrypted"] == "true" for one in mappings)


def test_node_role_neither_runs_the_network_nor_reads_parameters() -> None:
    resources = cluster()
    policies = {
        one.inputs["policyArn"].rpartition("/")[2]
        for one in resources.of("RolePolicyAttachment")
        if one.name.startswith("use1-eks-node-role")
    }
    assert policies == {"AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodePolicy"}
    (sessions,) = statements(resources, "use1-eks-node-role-sessions")
    assert all(
        one.startswith(("ssmmessages:", "ssm:UpdateInstanceInformation")) for one in sessions["Action"]
    )


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
