"""A small cloud with one of each thing that rules look at, in two regions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.engine.standin import Cloud

if TYPE_CHECKING:
    from tests.engine.standin import Thing

HERE, THERE = "us-east-1", "eu-west-1"


class World:
    """The cloud, and its things by a short name; those of the other region end in ``_there``."""

    def __init__(self) -> None:
        """Make everything."""
        self.cloud = Cloud()
        self.things: dict[str, Thing] = {}
        for region, end in ((HERE, ""), (THERE, "_there")):
            self._regional(region, end)
        self._entrance()
        self._global()

    def __getattr__(self, name: str) -> Thing:
        """A thing by its short name."""
        return self.things[name]

    def make(self, short: str, type_token: str, /, **inputs: Any) -> Thing:
        """Make a thing and keep it under a name."""
        self.things[short] = self.cloud.create(type_token, inputs)
        return self.things[short]

    def _regional(self, region: str, end: str) -> None:
        def make(short: str, type_token: str, /, **inputs: Any) -> Thing:
            return self.make(f"{short}{end}", type_token, region=region, **inputs)

        vpc = make("vpc", "aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")
        for number, zone in enumerate("ab"):
            make(
                f"subnet_{zone}",
                "aws:ec2/subnet:Subnet",
                vpcId=vpc.id,
                cidrBlock=f"10.0.{number}.0/24",
                availabilityZone=f"{region}{zone}",
            )
        make("group", "aws:ec2/securityGroup:SecurityGroup", name="group", vpcId=vpc.id)
        make("table_of_routes", "aws:ec2/routeTable:RouteTable", vpcId=vpc.id)
        make("key", "aws:kms/key:Key", enableKeyRotation=True)
        make("topic", "aws:sns/topic:Topic", name="topic")
        make("vault", "aws:backup/vault:Vault", name="vault", kmsKeyArn=self.things[f"key{end}"].arn)
        certificate = make(
            "certificate",
            "aws:acm/certificate:Certificate",
            domainName="api.example.com",
            validationMethod="DNS",
        )
        make(
            "validation",
            "aws:acm/certificateValidation:CertificateValidation",
            certificateArn=certificate.id,
        )
        make(
            "targets",
            "aws:lb/targetGroup:TargetGroup",
            name="targets",
            port=8080,
            protocol="HTTP",
            vpcId=vpc.id,
        )
        make("template", "aws:ec2/launchTemplate:LaunchTemplate", name="template")

    def _entrance(self) -> None:
        balancer = self.make(
            "balancer",
            "aws:lb/loadBalancer:LoadBalancer",
            region=HERE,
            name="balancer",
            loadBalancerType="application",
            subnets=[self.subnet_a.id, self.subnet_b.id],
            securityGroups=[self.group.id],
        )
        self.make(
            "listener",
            "aws:lb/listener:Listener",
            region=HERE,
            loadBalancerArn=balancer.id,
            port=443,
            protocol="HTTPS",
            certificateArn=self.certificate.id,
            defaultActions=[{"type": "forward", "targetGroupArn": self.targets.id}],
        )
        self.make(
            "rule",
            "aws:lb/listenerRule:ListenerRule",
            region=HERE,
            listenerArn=self.listener.id,
            priority=1,
            actions=[{"type": "forward", "targetGroupArn": self.targets.id}],
            conditions=[{"pathPattern": {"values": ["/*"]}}],
        )

    def _global(self) -> None:
        zone = self.make("zone", "aws:route53/zone:Zone", name="example.com")
        role = self.make("role", "aws:iam/role:Role", name="role", assumeRolePolicy=json.dumps(TRUST))
        self.make("bucket", "aws:s3/bucket:Bucket", region=HERE, bucket="a-bucket")
        self.make("inline", "aws:iam/rolePolicy:RolePolicy", name="x", role=role.id, policy=json.dumps(GRANT))
        self.make(
            "table",
            "aws:dynamodb/table:Table",
            region=HERE,
            name="table",
            hashKey="pk",
            attributes=[{"name": "pk", "type": "S"}],
            billingMode="PAY_PER_REQUEST",
            streamEnabled=True,
            streamViewType="NEW_AND_OLD_IMAGES",
        )
        record = "aws:route53/record:Record"
        self.make("plain", record, zoneId=zone.id, name="plain", type="A", ttl=60, records=["192.0.2.1"])
        self.make(
            "failover",
            record,
            **self.of_policy("failover", "one", failoverRoutingPolicies=[{"type": "PRIMARY"}]),
        )
        self.make(
            "latency", record, **self.of_policy("latency", "one", latencyRoutingPolicies=[{"region": HERE}])
        )

    def of_policy(self, name: str, identifier: str, **policy: Any) -> dict[str, Any]:
        """Inputs of a record that shares its name with others."""
        return {
            "zoneId": self.zone.id,
            "name": f"{name}.example.com",
            "type": "A",
            "ttl": 60,
            "records": ["192.0.2.1"],
            "setIdentifier": identifier,
            **policy,
        }


TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
GRANT = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a-bucket/*"}],
}
