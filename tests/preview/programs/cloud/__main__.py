"""Providers, look-ups and typed outputs of a cloud package."""

# ruff: noqa: ANN001, ANN204, INP001 - a program as its users write them
# mypy: ignore-errors

import json

import pulumi
import pulumi_aws as aws

other = aws.Provider("other", region="us-east-1", default_tags={"tags": {"team": "x"}})


class Site(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("cloud:index:Site", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.bucket = aws.s3.Bucket(f"{name}-bucket", tags={"a": "b"}, opts=child)
        policy = aws.iam.get_policy_document_output(
            statements=[{"actions": ["s3:GetObject", "s3:ListBucket"], "resources": [self.bucket.arn]}]
        )
        aws.s3.BucketPolicy(f"{name}-policy", bucket=self.bucket.id, policy=policy.json, opts=child)
        self.register_outputs({"bucket": self.bucket.id})


network = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16", enable_dns_hostnames=True)
subnet = aws.ec2.Subnet("subnet", vpc_id=network.id, cidr_block="10.0.1.0/24", availability_zone="eu-west-1a")
aws.ec2.Subnet("elsewhere", vpc_id=network.id, cidr_block=network.cidr_block, region="eu-central-1")
aws.ec2.Vpc("far", cidr_block="10.1.0.0/16", opts=pulumi.ResourceOptions(provider=other))
Site("default")
Site("remote", opts=pulumi.ResourceOptions(provider=other, protect=True))
Site("mapped", opts=pulumi.ResourceOptions(providers=[other]))

trust = aws.iam.get_policy_document(
    statements=[
        {
            "sid": "Trust",
            "actions": ["sts:AssumeRole", "sts:TagSession"],
            "principals": [{"type": "Service", "identifiers": ["ec2.amazonaws.com"]}],
            "conditions": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1"]}],
        }
    ]
)
role = aws.iam.Role("role", assume_role_policy=trust.json, tags={"secret": pulumi.Output.secret("s")})
aws.iam.RolePolicy("inline", role=role.name, policy=pulumi.Output.json_dumps({"Resource": network.arn}))
aws.s3.BucketPolicy("dict", bucket="b", policy=json.dumps({"Statement": []}))

instance = aws.ec2.Instance(
    "instance",
    ami="ami-1",
    instance_type="t3.micro",
    subnet_id=subnet.id,
    vpc_security_group_ids=[network.default_security_group_id],
    root_block_device={"volume_size": 8, "encrypted": True},
    user_data=pulumi.Output.secret("#!/bin/sh"),
)
group = aws.ec2.SecurityGroup(
    "group",
    vpc_id=network.id,
    ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}],
    egress=[
        aws.ec2.SecurityGroupEgressArgs(protocol="-1", from_port=0, to_port=0, cidr_blocks=["0.0.0.0/0"])
    ],
)
function = aws.lambda_.Function(
    "function",
    role=role.arn,
    runtime=aws.lambda_.Runtime.PYTHON3D12,
    handler="h.x",
    code=pulumi.AssetArchive({"h.py": pulumi.StringAsset("x = 1")}),
    environment={"variables": {"A": instance.id, "S": pulumi.Output.secret("v")}},
)
pulumi.export("size", instance.root_block_device.volume_size)
pulumi.export("volume", instance.root_block_device.volume_id)
pulumi.export("region", aws.get_region().region)
pulumi.export("cidr", network.cidr_block)
pulumi.export("function", function.arn)
