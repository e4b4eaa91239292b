"""Plausible values of what only deployment knows."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.engine.standin.identities import arn, name_in, uuid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.preview.child.provider.facts import Facts
    from holdfast.preview.child.shapes import Shape
    from tests.engine.standin.cloud import Cloud

_PLAIN: Mapping[str, Any] = {"boolean": False, "whole": 1, "number": 1, "list": [], "map": {}, "object": {}}
_WHEN = "2026-11-21T00:00:00.000"

# Hosted zones of load balancers, those of the regions in which tests run:
# https://docs.aws.amazon.com/general/latest/gr/elb.html (2026-11).
APPLICATION_ZONES: Mapping[str, str] = {
    "ap-northeast-1": "Z14GRHDCWA56QT",
    "ap-south-1": "ZP97RAFLXTNZK",
    "ap-southeast-1": "Z1LMS91P8CMLE5",
    "ap-southeast-2": "Z1GM3OXH4ZPM65",
    "ca-central-1": "ZQSVJUPU6J1EY",
    "eu-central-1": "Z215JYRZR1TBD5",
    "eu-north-1": "Z23TAZ6LKFMNIO",
    "eu-west-1": "Z32O12XQLNTSW2",
    "eu-west-2": "ZHURV8PSTC4K8",
    "eu-west-3": "Z3Q77PNBQS71R4",
    "sa-east-1": "Z2P70J7HTTTPLU",
    "us-east-1": "Z35SXDOTRQ7X7K",
    "us-east-2": "Z3AADJGX6KTTL2",
    "us-west-1": "Z368ELLRRE2KJ0",
    "us-west-2": "Z1H1FL5HABSF5",
}
NETWORK_ZONES: Mapping[str, str] = {
    "ap-northeast-1": "Z31USIVHYNEOWT",
    "ap-south-1": "ZVDDRBQ08TROA",
    "ap-southeast-1": "ZKVM4W9LS7TM",
    "ap-southeast-2": "ZCT6FZBF4DROD",
    "ca-central-1": "Z2EPGBW3API2WT",
    "eu-central-1": "Z3F0SRJ5LGBH90",
    "eu-north-1": "Z1UDT6IFJ4EJM",
    "eu-west-1": "Z2IFOLAFXWLO4F",
    "eu-west-2": "ZD4D7Y8KGAS4G",
    "eu-west-3": "Z1CMS0P5QUZ6D5",
    "sa-east-1": "ZTK26PT1VY4CU",
    "us-east-1": "Z26RNL4JYFTOTI",
    "us-east-2": "ZLMOA37VPKANP",
    "us-west-1": "Z24FKFUX50B4VW",
    "us-west-2": "Z18D5FSROUN65G",
}


@dataclass(frozen=True, kw_only=True)
class Made:
    """A resource that is being made."""

    type: str
    id: str
    inputs: Mapping[str, Any]
    number: int
    """How many things were made before it, and it."""

    @property
    def region(self) -> str:
        """Its region; empty for what has none."""
        return str(self.inputs.get("region") or "")


def outputs(cloud: Cloud, facts: Facts, made: Made) -> dict[str, Any]:
    """State of a resource just made: its inputs, and what the provider fills in."""
    given = {
        key: value
        for key, value in made.inputs.items()
        if key not in facts.write_only and key != "__defaults" and value is not None
    }
    filled = {key: _value(key, facts.outputs[key], made) for key in facts.computed}
    own = {"arn": made.id if made.id.startswith("arn:") and "|" not in made.id else _arn(cloud, made)}
    special = _SPECIAL[made.type](cloud, made) if made.type in _SPECIAL else {}
    arns = {key: value for key, value in own.items() if key in facts.outputs}
    return {**filled, **arns, **special, **all_tags(facts, made.inputs), **given}


def all_tags(facts: Facts, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The output that repeats the tags, of a type that has it."""
    return {"tagsAll": inputs.get("tags") or {}} if "tagsAll" in facts.outputs else {}


def grown(type_token: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """What counts the changes of a resource: a launch template has one version more."""
    if not type_token.startswith("aws:ec2/launchTemplate:"):
        return {}
    latest = int(state["latestVersion"]) + 1
    return {"latestVersion": latest} | (
        {"defaultVersion": latest} if state.get("updateDefaultVersion") else {}
    )


def _arn(cloud: Cloud, made: Made) -> str:
    return arn(cloud, made.type, made.id, made.inputs, made.number) if made.type.startswith("aws:") else ""


def _value(key: str, shape: Shape, made: Made) -> Any:
    if shape.kind == "enum":
        return shape.values[0]
    if key == "namePrefix":
        return ""
    return _PLAIN.get(shape.kind, f"{re.split('[:/]', made.id)[-1]}.{key}")


def _digest(*of: object) -> str:
    return hashlib.sha256("|".join(map(str, of)).encode()).hexdigest()


def _certificate(cloud: Cloud, made: Made) -> dict[str, Any]:
    """One record per name; a name and its wildcard share one, in every region of the account."""
    names = dict.fromkeys([made.inputs["domainName"], *(made.inputs.get("subjectAlternativeNames") or ())])
    options = []
    for name in names:
        base = str(name).removeprefix("*.")
        found = _digest(cloud.account, base)
        options.append(
            {
                "domainName": name,
                "resourceRecordName": f"_{found[:32]}.{base}.",
                "resourceRecordType": "CNAME",
                "resourceRecordValue": f"_{found[32:]}.jkddzztszm.acm-validations.aws.",
            }
        )
    return {"domainValidationOptions": options, "status": "PENDING_VALIDATION"}


def _load_balancer(cloud: Cloud, made: Made) -> dict[str, Any]:
    name, region = name_in(made.inputs), made.region
    network = made.inputs.get("loadBalancerType") == "network"
    inside = "internal-" if made.inputs.get("internal") else ""
    host = (
        f"{name}-{made.number:016x}.elb.{region}.amazonaws.com"
        if network
        else f"{inside}{name}-{made.number:09}.{region}.elb.amazonaws.com"
    )
    subnets = made.inputs.get("subnets") or [
        one["subnetId"] for one in made.inputs.get("subnetMappings") or ()
    ]
    subnet = cloud.named(str(subnets[0])) if subnets else None
    zones = NETWORK_ZONES if network else APPLICATION_ZONES
    return {
        "dnsName": host,
        "zoneId": zones.get(region, f"Z{made.number:013X}"),
        "arnSuffix": made.id.partition("loadbalancer/")[2],
        "vpcId": subnet.state["vpcId"] if subnet is not None else f"{made.id}.vpcId",
    }


def _cluster(_cloud: Cloud, made: Made) -> dict[str, Any]:
    account = _digest(made.region)[:12]
    return {
        "endpoint": f"{made.id}.cluster-{account}.{made.region}.rds.amazonaws.com",
        "readerEndpoint": f"{made.id}.cluster-ro-{account}.{made.region}.rds.amazonaws.com",
        "clusterResourceId": f"cluster-{made.number:026X}",
        "hostedZoneId": f"Z{_digest('rds', made.region)[:13].upper()}",
        "port": 5432 if "postgresql" in str(made.inputs.get("engine")) else 3306,
        "engineVersionActual": made.inputs.get("engineVersion") or "",
    }


def _record(cloud: Cloud, made: Made) -> dict[str, Any]:
    zone = cloud.find("aws:route53/zone:Zone", "", str(made.inputs["zoneId"]))
    name = str(made.inputs["name"]).rstrip(".")
    apex = str(zone.state.get("name") or "").rstrip(".") if zone is not None else ""
    return {"fqdn": name if not apex or name.endswith(apex) else f"{name}.{apex}"}


def _table(cloud: Cloud, made: Made) -> dict[str, Any]:
    if not made.inputs.get("streamEnabled"):
        return {"streamArn": "", "streamLabel": ""}
    return {"streamArn": f"{_arn(cloud, made)}/stream/{_WHEN}", "streamLabel": _WHEN}


def _vpc(cloud: Cloud, made: Made) -> dict[str, Any]:
    digits = f"{made.number:017x}"
    return {
        "defaultSecurityGroupId": f"sg-{digits}",
        "defaultRouteTableId": f"rtb-{digits}",
        "mainRouteTableId": f"rtb-{digits}",
        "defaultNetworkAclId": f"acl-{digits}",
        "dhcpOptionsId": f"dopt-{digits}",
        "ownerId": cloud.account,
        "enableDnsSupport": True,
    }


def _bucket(_cloud: Cloud, made: Made) -> dict[str, Any]:
    return {
        "bucketDomainName": f"{made.id}.s3.amazonaws.com",
        "bucketRegionalDomainName": f"{made.id}.s3.{made.region}.amazonaws.com",
        "bucketRegion": made.region,
    }


def _address(number: int) -> str:
    """An address that is kept for documentation: https://www.rfc-editor.org/rfc/rfc5737 (2026-11)."""
    return f"198.51.100.{number % 254 + 1}"


_SPECIAL: Mapping[str, Callable[[Cloud, Made], dict[str, Any]]] = {
    "aws:acm/certificate:Certificate": _certificate,
    "aws:dsql/cluster:Cluster": lambda _cloud, made: {
        "identifier": made.id,
        "vpcEndpointServiceName": f"com.amazonaws.{made.region}.dsql-{_digest(made.region)[:4]}",
    },
    "aws:dynamodb/table:Table": _table,
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": lambda _cloud, made: {
        "globalReplicationGroupId": made.id
    },
    "aws:elasticache/replicationGroup:ReplicationGroup": lambda _cloud, made: {
        "globalReplicationGroupId": "",
        "primaryEndpointAddress": f"master.{made.id}.{_digest(made.region)[:6]}.cache.amazonaws.com",
        "readerEndpointAddress": f"replica.{made.id}.{_digest(made.region)[:6]}.cache.amazonaws.com",
        "numNodeGroups": 1,
    },
    "aws:ec2/eip:Eip": lambda _cloud, made: {
        "allocationId": made.id,
        "publicIp": _address(made.number),
        "publicDns": f"ec2-{_address(made.number).replace('.', '-')}.{made.region}.compute.amazonaws.com",
    },
    "aws:ec2/natGateway:NatGateway": lambda _cloud, made: {
        "publicIp": _address(made.number),
        "regionalNatGatewayAddresses": [
            {"publicIp": _address(made.number), "availabilityZone": f"{made.region}a"}
        ],
    },
    "aws:ec2/subnet:Subnet": lambda cloud, made: {
        "availabilityZone": f"{made.region}a",
        "ownerId": cloud.account,
    },
    "aws:ec2/vpc:Vpc": _vpc,
    "aws:ec2/vpcEndpoint:VpcEndpoint": lambda _cloud, made: {"serviceRegion": made.region},
    "aws:iam/role:Role": lambda _cloud, made: {
        "uniqueId": f"AROA{made.number:017X}",
        "createDate": "2026-11-21T00:00:00Z",
    },
    "aws:kms/alias:Alias": lambda cloud, made: {
        "targetKeyArn": found.arn
        if (found := cloud.named(str(made.inputs["targetKeyId"]))) is not None
        else str(made.inputs["targetKeyId"])
    },
    "aws:kms/key:Key": lambda _cloud, made: {"keyId": made.id},
    "aws:lb/loadBalancer:LoadBalancer": _load_balancer,
    "aws:lb/targetGroup:TargetGroup": lambda _cloud, made: {
        "arnSuffix": f"targetgroup/{made.id.partition('targetgroup/')[2]}"
    },
    "aws:rds/cluster:Cluster": _cluster,
    "aws:rds/instance:Instance": lambda _cloud, made: {
        "address": f"{made.inputs['identifier']}.{_digest(made.region)[:12]}.{made.region}.rds.amazonaws.com",
        "resourceId": made.id,
    },
    "aws:rds/clusterInstance:ClusterInstance": lambda _cloud, made: {
        "endpoint": f"{made.id}.{_digest(made.region)[:12]}.{made.region}.rds.amazonaws.com",
        "dbiResourceId": f"db-{made.number:026X}",
    },
    "aws:route53/record:Record": _record,
    "aws:route53/zone:Zone": lambda _cloud, made: {
        "zoneId": made.id,
        "nameServers": [
            f"ns-{number}.awsdns-{number % 64:02}.{end}"
            for number, end in zip((512, 1024, 1536, 2048), ("net", "org", "co.uk", "com"), strict=True)
        ],
        "primaryNameServer": "ns-512.awsdns-00.net",
    },
    "aws:route53recoverycontrol/cluster:Cluster": lambda _cloud, made: {
        "clusterEndpoints": [
            {
                "region": region,
                "endpoint": f"https://{made.number:08x}.route53-recovery-cluster.{region}.amazonaws.com/v1",
            }
            for region in ("us-west-2", "us-east-1", "eu-west-1", "ap-southeast-2", "ap-northeast-1")
        ]
    },
    "aws:s3/bucket:Bucket": _bucket,
    "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": lambda _cloud, made: {
        "alias": f"m{made.number:016x}.mrap",
        "domainName": f"m{made.number:016x}.mrap.accesspoint.s3-global.amazonaws.com",
    },
    "aws:secretsmanager/secretVersion:SecretVersion": lambda _cloud, made: {"versionId": uuid(made.number)},
    "aws:sqs/queue:Queue": lambda _cloud, made: {"url": made.id},
    "random:index/randomId:RandomId": lambda _cloud, made: {
        "hex": str(made.inputs.get("prefix") or "")
        + _digest(made.number)[: 2 * int(made.inputs["byteLength"])]
    },
    "random:index/randomPassword:RandomPassword": lambda _cloud, made: {
        "result": (_digest(made.number) * 4)[: int(made.inputs["length"])]
    },
}
