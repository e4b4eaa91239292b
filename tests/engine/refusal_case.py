"""What the stand-in takes, to be made wrong in one thing at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.engine.standin_world import GRANT, HERE, TRUST, World

if TYPE_CHECKING:
    from collections.abc import Callable

VPC, SUBNET, ROUTE = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/route:Route"
RECORD, CERTIFICATE = "aws:route53/record:Record", "aws:acm/certificate:Certificate"
VALIDATION = "aws:acm/certificateValidation:CertificateValidation"
BALANCER, TARGETS = "aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"
LISTENER, RULE = "aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule"
GROUP, INGRESS = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
)
KEY, ALARM, SECRET = (
    "aws:kms/key:Key",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:secretsmanager/secret:Secret",
)
ROLE, INLINE, MANAGED = "aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"
ASG, TABLE, REPLICA = (
    "aws:autoscaling/group:Group",
    "aws:dynamodb/table:Table",
    "aws:dynamodb/tableReplica:TableReplica",
)
ENDPOINT, BUCKET = "aws:ec2/vpcEndpoint:VpcEndpoint", "aws:s3/bucket:Bucket"
ACL = "aws:wafv2/webAcl:WebAcl"
Inputs = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One rule."""

    rule: str
    type: str
    inputs: Callable[[World], Inputs]
    """What is accepted."""
    wrong: Callable[[World], Inputs]
    """What makes it refused, laid over that."""
    said: str
    """Part of what AWS says."""


def subnet(world: World) -> Inputs:
    return {
        "region": HERE,
        "vpcId": world.vpc.id,
        "cidrBlock": "10.0.9.0/24",
        "availabilityZone": "us-east-1c",
    }


def balancer(world: World) -> Inputs:
    return {
        "region": HERE,
        "name": "other",
        "subnets": [world.subnet_a.id, world.subnet_b.id],
        "securityGroups": [world.group.id],
    }


def listener(world: World) -> Inputs:
    return {
        "region": HERE,
        "loadBalancerArn": world.balancer.id,
        "port": 8443,
        "protocol": "HTTPS",
        "certificateArn": world.certificate.id,
        "defaultActions": [{"type": "forward", "targetGroupArn": world.targets.id}],
    }


def targets(world: World) -> Inputs:
    return {"region": HERE, "name": "others", "port": 80, "protocol": "HTTP", "vpcId": world.vpc.id}


def ingress(world: World) -> Inputs:
    return {
        "region": HERE,
        "securityGroupId": world.group.id,
        "ipProtocol": "tcp",
        "fromPort": 443,
        "toPort": 443,
        "cidrIpv4": "192.0.2.0/24",
    }


def asg(world: World) -> Inputs:
    return {
        "region": HERE,
        "name": "group",
        "minSize": 2,
        "maxSize": 4,
        "vpcZoneIdentifiers": [world.subnet_a.id, world.subnet_b.id],
        "targetGroupArns": [world.targets.id],
        "launchTemplate": {"id": world.template.id, "version": "1"},
    }


def table(_world: World) -> Inputs:
    return {
        "region": HERE,
        "name": "other",
        "hashKey": "pk",
        "attributes": [{"name": "pk", "type": "S"}],
        "billingMode": "PAY_PER_REQUEST",
    }


def simple_record(world: World) -> Inputs:
    return {
        "zoneId": world.zone.id,
        "name": "new.example.com",
        "type": "A",
        "ttl": 60,
        "records": ["192.0.2.1"],
    }


def alias_record(world: World) -> Inputs:
    target = {"name": world.balancer.state["dnsName"], "zoneId": world.balancer.state["zoneId"]}
    return {"zoneId": world.zone.id, "name": "alias.example.com", "type": "A", "aliases": [target]}


def alarm(world: World) -> Inputs:
    return {"region": HERE, "name": "alarm", "namespace": "AWS/EC2", "alarmActions": [world.topic.arn]}


def role(_world: World) -> Inputs:
    return {"name": "other", "assumeRolePolicy": json.dumps(TRUST)}


def inline(world: World) -> Inputs:
    return {"name": "y", "role": world.role.id, "policy": json.dumps(GRANT)}


def key(_world: World) -> Inputs:
    return {"region": HERE, "policy": key_policy("kms:*")}


def key_policy(action: str, principal: str = "arn:aws:iam::111122223333:root") -> str:
    allowed = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [allowed]})


def with_changes(policy: Inputs, **changed: Any) -> str:
    """The policy with a statement that differs; None takes an element away."""
    statement = {**policy["Statement"][0], **changed}
    return json.dumps(
        {**policy, "Statement": [{key: value for key, value in statement.items() if value is not None}]}
    )


def case(
    rule: str,
    type_: str,
    inputs: Callable[[World], Inputs],
    said: str,
    wrong: Callable[[World], Inputs] | None = None,
    **changed: Any,
) -> Case:
    return Case(rule=rule, type=type_, inputs=inputs, said=said, wrong=wrong or (lambda _world: changed))
