"""Previews of many resources, as documents: many APIs in one stack, and many resources around few.

Run as a program it writes one of them, and the same after a large change, to files.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

URN = "urn:pulumi:"
SERVICE = "orders"
"""The word in production's names that makes one API's different from another's."""
PREFIX = "urn:pulumi:bench::bench"
REGION = "us-east-1"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
ADDRESSES = 250
"""Addresses given out of each network of a /24."""


def copies(document: dict[str, Any], wanted: int) -> dict[str, Any]:
    """A stack with a preview's resources again and again, each time under other names.

    Args:
        document: A preview.
        wanted: Resources that there are to be, about.
    """
    stack, *steps = document["steps"]
    times = max(1, round(wanted / len(steps)))
    texts = [json.dumps(step) for step in steps]
    root = stack["urn"]
    found = [stack]
    for number in range(times):
        found += [_renamed(json.loads(text), f"{number:03}", root) for text in texts]
    return _document(found)


def _renamed(value: Any, number: str, root: str) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(value, str):
        if value.startswith(URN):
            return value if value == root or "::pulumi:providers:" in value else value + number
        return value if ":" in value and "/" in value else value.replace(SERVICE, SERVICE + number)
    if isinstance(value, dict):
        return {key: _renamed(inner, number, root) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, number, root) for inner in value]
    return value


def around(wanted: int) -> dict[str, Any]:
    """A stack with one network, zone, topic, role, load balancer and vault, and all others around these.

    Args:
        wanted: Resources that there are to be, about.
    """
    stack = {"urn": f"{PREFIX}::pulumi:pulumi:Stack::bench-bench", "type": "pulumi:pulumi:Stack"}
    few = [_resource(token, name, inputs, {}) for token, name, inputs in _FEW]
    many = [
        _resource(token, f"{name}-{number:05}", _filled(inputs, number), links)
        for number in range(max(1, wanted // len(_MANY)))
        for token, name, inputs, links in _MANY
    ]
    return _document([_step(stack), *few, *many])


_VPC = ("aws:ec2/vpc:Vpc", "net")
_SUBNET = ("aws:ec2/subnet:Subnet", "subnet")
_GROUP = ("aws:ec2/securityGroup:SecurityGroup", "group")
_TOPIC = ("aws:sns/topic:Topic", "alarms")
_ROLE = ("aws:iam/role:Role", "role")
_BALANCER = ("aws:lb/loadBalancer:LoadBalancer", "public")
_TARGETS = ("aws:lb/targetGroup:TargetGroup", "public")
_KEY = ("aws:kms/key:Key", "key")
_ZONE = ("aws:route53/zone:Zone", "example")
_FEW: list[tuple[str, str, dict[str, Any]]] = [
    (*_VPC, {"cidrBlock": "10.0.0.0/8"}),
    (*_SUBNET, {"cidrBlock": "10.0.0.0/16", "availabilityZone": f"{REGION}a", "vpcId": UNKNOWN}),
    (*_GROUP, {"vpcId": UNKNOWN}),
    (*_TOPIC, {}),
    (*_ROLE, {"assumeRolePolicy": '{"Version":"2012-10-17","Statement":[]}'}),
    (*_BALANCER, {"loadBalancerType": "application", "subnets": [UNKNOWN], "securityGroups": [UNKNOWN]}),
    (*_TARGETS, {"port": 80, "protocol": "HTTP", "vpcId": UNKNOWN}),
    (*_KEY, {"enableKeyRotation": True}),
    (*_ZONE, {"name": "example.com"}),
]
_MANY: list[tuple[str, str, dict[str, Any], dict[str, tuple[str, str]]]] = [
    (
        "aws:route53/record:Record",
        "record",
        {"name": "n#.example.com", "type": "CNAME", "ttl": 60, "records": ["elsewhere.example.org"]},
        {"zoneId": _ZONE},
    ),
    (
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "rule",
        {"cidrIpv4": "@", "ipProtocol": "tcp", "fromPort": 443, "toPort": 443},
        {"securityGroupId": _GROUP},
    ),
    (
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "alarm",
        {"metricName": "m#", "namespace": "bench", "threshold": 1, "evaluationPeriods": 2, "period": 60},
        {"alarmActions": _TOPIC},
    ),
    (
        "aws:iam/rolePolicy:RolePolicy",
        "policy",
        {"policy": '{"Version":"2012-10-17","Statement":[]}'},
        {"role": _ROLE},
    ),
    (
        "aws:ec2/instance:Instance",
        "server",
        {"instanceType": "t4g.small", "ami": "ami-00000000000000000"},
        {"subnetId": _SUBNET, "vpcSecurityGroupIds": _GROUP},
    ),
    (
        "aws:lb/targetGroupAttachment:TargetGroupAttachment",
        "target",
        {"targetId": "@"},
        {"targetGroupArn": _TARGETS},
    ),
    (
        "aws:lb/listener:Listener",
        "listener",
        {"port": 443, "protocol": "HTTPS"},
        {"loadBalancerArn": _BALANCER},
    ),
    ("aws:s3/bucket:Bucket", "bucket", {"forceDestroy": False}, {}),
    (
        "aws:dynamodb/table:Table",
        "table",
        {"billingMode": "PAY_PER_REQUEST", "hashKey": "id", "serverSideEncryption": {"enabled": True}},
        {"serverSideEncryption": _KEY},
    ),
    (
        "aws:rds/instance:Instance",
        "database",
        {"engine": "postgres", "instanceClass": "db.t4g.small", "allocatedStorage": 20},
        {"vpcSecurityGroupIds": _GROUP, "kmsKeyId": _KEY},
    ),
]


def _filled(inputs: dict[str, Any], number: int) -> dict[str, Any]:
    address = f"10.{number // ADDRESSES // ADDRESSES}.{number // ADDRESSES % ADDRESSES}.{number % ADDRESSES}"
    texts = {"@": address}
    return {
        key: texts.get(value, value.replace("#", str(number))) if isinstance(value, str) else value
        for key, value in inputs.items()
    }


def _resource(
    token: str, name: str, inputs: dict[str, Any], links: dict[str, tuple[str, str]]
) -> dict[str, Any]:
    found = {key: [_urn(*other)] for key, other in links.items()}
    unknown = {key: UNKNOWN for key in links if key not in inputs}
    state = {
        "urn": _urn(token, name),
        "type": token,
        "inputs": {**inputs, **unknown, "region": REGION},
        "parent": f"{PREFIX}::pulumi:pulumi:Stack::bench-bench",
        "dependencies": sorted({urn for urns in found.values() for urn in urns}),
        "propertyDependencies": found,
    }
    return _step(state)


def _urn(token: str, name: str) -> str:
    return f"{PREFIX}::{token}::{name}"


def _step(state: dict[str, Any]) -> dict[str, Any]:
    return {
        "op": "create",
        "urn": state["urn"],
        "newState": {"custom": not state["type"].startswith("pulumi:"), **state},
    }


def _document(steps: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "config": {"aws:region": REGION},
        "steps": steps,
        "diagnostics": [],
        "changeSummary": {"create": len(steps)},
        "holdfast": {
            "version": 1,
            "project": "bench",
            "stack": "bench",
            "assumptions": [],
            "outputs": {},
            "aliases": {},
            "deleteBeforeReplace": [],
            "policies": [],
        },
    }


EDITS = {
    "aws:rds/instance:Instance": ("instanceClass", "db.t4g.medium"),
    "aws:rds/clusterInstance:ClusterInstance": ("instanceClass", "db.r8g.large"),
    "aws:autoscaling/group:Group": ("minSize", 1),
    "aws:route53/healthCheck:HealthCheck": ("failureThreshold", 9),
    "aws:ec2/subnet:Subnet": ("cidrBlock", "10.9.0.0/24"),
    "aws:s3/bucket:Bucket": ("forceDestroy", True),
    "aws:iam/role:Role": ("maxSessionDuration", 7200),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ("threshold", 99),
    "aws:route53/record:Record": ("ttl", 3600),
}
"""By type, the input that ``changed`` gives another value."""
DROPPED = frozenset(
    {"aws:lb/targetGroupAttachment:TargetGroupAttachment", "aws:sns/topicSubscription:TopicSubscription"}
)
"""Types that ``changed`` takes away."""


def changed(document: dict[str, Any]) -> dict[str, Any]:
    """The same stack after a large change: some types have another input, some are gone."""
    return _document(list(_edited(document["steps"])))


def _edited(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for step in steps:
        state = step["newState"]
        if state["type"] in DROPPED:
            continue
        if state["type"] not in EDITS:
            yield step
            continue
        name, value = EDITS[state["type"]]
        yield {**step, "newState": {**state, "inputs": {**state["inputs"], name: value}}}


def main() -> None:
    """Write the documents."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shape", choices=("copies", "around"))
    parser.add_argument("size", type=int, help="number of resources, about")
    parser.add_argument("base", type=Path, help="file for the stack")
    parser.add_argument("head", type=Path, help="file for the stack after the change")
    parser.add_argument("--of", type=Path, help="preview whose resources are copied")
    options = parser.parse_args()
    if options.shape == "copies":
        document = copies(json.loads(options.of.read_text()), options.size)
    else:
        document = around(options.size)
    options.base.write_text(json.dumps(document))
    options.head.write_text(json.dumps(changed(document)))


if __name__ == "__main__":
    main()
