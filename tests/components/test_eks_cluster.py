from __future__ import annotations

import pytest

from holdfast.topology.values import Architecture, EksAccessLevel, EksSupport, NodeOs
from tests.components.declared import ACCOUNT_ID
from tests.components.eks_cluster_samples import NAME, NODES, statements
from tests.components.eks_sample import ADMIN, KEY_ARN, cluster

VIEWER = f"arn:aws:iam::{ACCOUNT_ID}:role/support"


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
