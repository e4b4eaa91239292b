"""What the stacks declare admits what each tier needs: nothing public but the entrance, no open bucket."""

from __future__ import annotations

import ipaddress
import json
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.route53_health_checker_ranges import IPV4_RANGES
from tests.components.api_sample import EXAMPLES, example
from tests.components.test_stacks import STACKS, stack

if TYPE_CHECKING:
    from tests.components.declared import Declared, Resources

ANYWHERE = ("0.0.0.0/0", "::/0")
PUBLIC_PORTS = {80, 443}


def everything(name: str) -> Resources:
    return stack(name).resources if name in STACKS else example(name)


ALL = pytest.mark.parametrize("name", [*STACKS, *EXAMPLES])


def of_balancers(resources: Resources) -> set[str]:
    """Ids of the security groups of load balancers."""
    return {group for one in resources.of("LoadBalancer") for group in one.inputs.get("securityGroups", ())}


def is_public(cidr: str) -> bool:
    return not ipaddress.ip_network(cidr).is_private


@ALL
def test_only_load_balancers_admit_the_internet_and_on_their_two_ports_alone(name: str) -> None:
    resources = everything(name)
    balancers = of_balancers(resources)
    public = [
        one
        for one in resources.of("SecurityGroupIngressRule")
        if any(is_public(one.inputs[key]) for key in ("cidrIpv4", "cidrIpv6") if one.inputs.get(key))
    ]
    assert public, "the sample has an entrance from the internet"
    for one in public:
        assert one.inputs["securityGroupId"] in balancers, one.name
        cidr = one.inputs.get("cidrIpv4") or one.inputs["cidrIpv6"]
        if cidr in IPV4_RANGES:
            continue
        assert {one.inputs["fromPort"], one.inputs["toPort"]} <= PUBLIC_PORTS, one.name


@ALL
def test_every_other_way_in_names_a_group_or_a_private_block(name: str) -> None:
    resources = everything(name)
    balancers = of_balancers(resources)
    for one in resources.of("SecurityGroupIngressRule"):
        if one.inputs["securityGroupId"] in balancers:
            continue
        source = one.inputs.get("referencedSecurityGroupId") or one.inputs.get("cidrIpv4")
        assert source, one.name
        assert source not in ANYWHERE, one.name
        assert one.inputs["ipProtocol"] == "tcp", one.name


@ALL
def test_no_group_has_rules_inside_and_none_lets_out_more_than_it_says(name: str) -> None:
    for group in everything(name).of("aws:ec2/securityGroup:SecurityGroup"):
        assert "ingress" not in group.inputs, group.name
        assert "egress" not in group.inputs, group.name
    for one in everything(name).of("SecurityGroupEgressRule"):
        if one.inputs.get("cidrIpv4") in ANYWHERE:
            assert (one.inputs["fromPort"], one.inputs["toPort"]) == (443, 443), one.name


@ALL
def test_no_instance_and_no_database_has_a_public_address(name: str) -> None:
    resources = everything(name)
    for subnet in resources.of("Subnet"):
        assert not subnet.inputs.get("mapPublicIpOnLaunch", False), subnet.name
    for instance in resources.of("ClusterInstance"):
        assert not instance.inputs.get("publiclyAccessible", False), instance.name


def about(resources: Resources, kind: str, bucket: Declared) -> list[Declared]:
    return [one for one in resources.of(kind) if one.inputs["bucket"] == bucket.outputs["bucket"]]


def refuses_plain_http(policy: str) -> bool:
    return any(
        statement["Effect"] == "Deny"
        and statement["Principal"] == "*"
        and statement["Action"] == "s3:*"
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        for statement in json.loads(policy)["Statement"]
    )


def admits_everybody(statement: dict[str, Any]) -> bool:
    return statement["Effect"] == "Allow" and statement["Principal"] in ("*", {"AWS": "*"})


@ALL
def test_every_bucket_is_closed(name: str) -> None:
    resources = everything(name)
    buckets = resources.of("aws:s3/bucket:Bucket")
    assert buckets
    for bucket in buckets:
        (block,) = about(resources, "BucketPublicAccessBlock", bucket)
        closed = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
        opened = {key for key in closed if block.inputs[key] is not True}
        (policy,) = about(resources, "BucketPolicy", bucket)
        assert refuses_plain_http(policy.inputs["policy"]), bucket.name
        statements = json.loads(policy.inputs["policy"])["Statement"]
        readers = [one for one in statements if admits_everybody(one)]
        # The maintenance switch is asked by Route 53's checkers, who have no name: by address alone.
        for reader in readers:
            assert bucket.name.endswith("-switch"), bucket.name
            assert set(reader["Condition"]["IpAddress"]["aws:SourceIp"]) == set(IPV4_RANGES)
            assert reader["Action"] == "s3:GetObject"
        assert opened == set(), (bucket.name, opened)
        (encryption,) = about(resources, "BucketServerSideEncryptionConfiguration", bucket)
        assert encryption.inputs["rules"], bucket.name


@ALL
def test_every_topic_and_log_group_is_encrypted_with_the_regions_key(name: str) -> None:
    resources = everything(name)
    for topic in resources.of("aws:sns/topic:Topic"):
        assert topic.inputs.get("kmsMasterKeyId"), topic.name
    for group in resources.of("LogGroup"):
        assert group.inputs.get("kmsKeyId"), group.name


@ALL
def test_every_load_balancer_has_a_web_acl_and_closes_when_it_does_not_answer(name: str) -> None:
    resources = everything(name)
    attached = {one.inputs["resourceArn"] for one in resources.of("WebAclAssociation")}
    at_the_edge = {one.inputs["webAclId"] for one in resources.of("Distribution")}
    assert attached or at_the_edge
    for one in resources.of("aws:lb/loadBalancer:LoadBalancer"):
        if one.inputs["loadBalancerType"] == "application":
            assert one.inputs["enableWafFailOpen"] is False
            assert one.arn in attached or at_the_edge, one.name
