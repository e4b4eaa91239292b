"""What the stand-in cloud refuses, rule by rule: what it accepts, what it does not, and how AWS says so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.standin import CloudError
from tests.engine.standin.refusals import Wanted, refusal
from tests.engine.standin_world import GRANT, HERE, THERE, TRUST, World

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


def _subnet(world: World) -> Inputs:
    return {
        "region": HERE,
        "vpcId": world.vpc.id,
        "cidrBlock": "10.0.9.0/24",
        "availabilityZone": "us-east-1c",
    }


def _balancer(world: World) -> Inputs:
    return {
        "region": HERE,
        "name": "other",
        "subnets": [world.subnet_a.id, world.subnet_b.id],
        "securityGroups": [world.group.id],
    }


def _listener(world: World) -> Inputs:
    return {
        "region": HERE,
        "loadBalancerArn": world.balancer.id,
        "port": 8443,
        "protocol": "HTTPS",
        "certificateArn": world.certificate.id,
        "defaultActions": [{"type": "forward", "targetGroupArn": world.targets.id}],
    }


def _targets(world: World) -> Inputs:
    return {"region": HERE, "name": "others", "port": 80, "protocol": "HTTP", "vpcId": world.vpc.id}


def _ingress(world: World) -> Inputs:
    return {
        "region": HERE,
        "securityGroupId": world.group.id,
        "ipProtocol": "tcp",
        "fromPort": 443,
        "toPort": 443,
        "cidrIpv4": "192.0.2.0/24",
    }


def _asg(world: World) -> Inputs:
    return {
        "region": HERE,
        "name": "group",
        "minSize": 2,
        "maxSize": 4,
        "vpcZoneIdentifiers": [world.subnet_a.id, world.subnet_b.id],
        "targetGroupArns": [world.targets.id],
        "launchTemplate": {"id": world.template.id, "version": "1"},
    }


def _table(_world: World) -> Inputs:
    return {
        "region": HERE,
        "name": "other",
        "hashKey": "pk",
        "attributes": [{"name": "pk", "type": "S"}],
        "billingMode": "PAY_PER_REQUEST",
    }


def _simple(world: World) -> Inputs:
    return {
        "zoneId": world.zone.id,
        "name": "new.example.com",
        "type": "A",
        "ttl": 60,
        "records": ["192.0.2.1"],
    }


def _alias(world: World) -> Inputs:
    target = {"name": world.balancer.state["dnsName"], "zoneId": world.balancer.state["zoneId"]}
    return {"zoneId": world.zone.id, "name": "alias.example.com", "type": "A", "aliases": [target]}


def _alarm(world: World) -> Inputs:
    return {"region": HERE, "name": "alarm", "namespace": "AWS/EC2", "alarmActions": [world.topic.arn]}


def _role(_world: World) -> Inputs:
    return {"name": "other", "assumeRolePolicy": json.dumps(TRUST)}


def _inline(world: World) -> Inputs:
    return {"name": "y", "role": world.role.id, "policy": json.dumps(GRANT)}


def _key(_world: World) -> Inputs:
    return {"region": HERE, "policy": _key_policy("kms:*")}


def _key_policy(action: str, principal: str = "arn:aws:iam::111122223333:root") -> str:
    allowed = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [allowed]})


def _with(policy: Inputs, **changed: Any) -> str:
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


DNS = [
    case(
        "a simple record beside a simple one",
        RECORD,
        _simple,
        "type='A'] but it already exists",
        name="plain.example.com",
    ),
    case(
        "two records with one set identifier",
        RECORD,
        lambda w: w.of_policy("failover", "two", failoverRoutingPolicies=[{"type": "SECONDARY"}]),
        "set identifier='one'] but it already exists",
        setIdentifier="one",
    ),
    case(
        "two records with one failover type",
        RECORD,
        lambda w: w.of_policy("failover", "two", failoverRoutingPolicies=[{"type": "SECONDARY"}]),
        "failover type already exists",
        failoverRoutingPolicies=[{"type": "PRIMARY"}],
    ),
    case(
        "two records with one latency region",
        RECORD,
        lambda w: w.of_policy("latency", "two", latencyRoutingPolicies=[{"region": THERE}]),
        "latency RRSet with the same name, type and region already exists",
        latencyRoutingPolicies=[{"region": HERE}],
    ),
    case(
        "records with different policies",
        RECORD,
        lambda w: w.of_policy("failover", "two", failoverRoutingPolicies=[{"type": "SECONDARY"}]),
        "cannot be created because a non weighted rrset exists",
        failoverRoutingPolicies=None,
        weightedRoutingPolicies=[{"weight": 1}],
    ),
    case(
        "a simple record beside one with a policy",
        RECORD,
        _simple,
        "other RRSets exist with the same name and type",
        name="failover.example.com",
    ),
    case(
        "a policy without a set identifier",
        RECORD,
        lambda w: w.of_policy("new", "one", weightedRoutingPolicies=[{"weight": 1}]),
        "Missing field 'SetIdentifier'",
        setIdentifier=None,
    ),
    case(
        "a weight above 255",
        RECORD,
        lambda w: w.of_policy("new", "one", weightedRoutingPolicies=[{"weight": 255}]),
        "less than or equal to 255",
        weightedRoutingPolicies=[{"weight": 256}],
    ),
    case(
        "a name outside of the zone",
        RECORD,
        _simple,
        "not permitted in zone example.com",
        name="a.example.org.",
    ),
    case("neither alias nor values", RECORD, _simple, "Expected exactly one of [AliasTarget", records=[]),
    case(
        "an alias name beside others",
        RECORD,
        _simple,
        "conflicts with other records",
        name="plain.example.com",
        type="CNAME",
    ),
    case(
        "a canonical name at the apex",
        RECORD,
        lambda w: {**_simple(w), "type": "CNAME"},
        "is not permitted at apex",
        name="example.com",
    ),
    case(
        "an alias to a balancer that is gone",
        RECORD,
        _alias,
        "the alias target name was not found",
        wrong=lambda w: {
            "aliases": [{"name": "gone-1.us-east-1.elb.amazonaws.com", "zoneId": w.balancer.state["zoneId"]}]
        },
    ),
    case(
        "an alias with the zone of another region",
        RECORD,
        _alias,
        "does not lie within the target zone",
        wrong=lambda w: {"aliases": [{"name": w.balancer.state["dnsName"], "zoneId": "Z32O12XQLNTSW2"}]},
    ),
    case(
        "an alias to a record that is missing",
        RECORD,
        lambda w: {**_alias(w), "aliases": [{"name": "plain.example.com", "zoneId": w.zone.id}]},
        "the alias target name was not found",
        wrong=lambda w: {"aliases": [{"name": "missing.example.com", "zoneId": w.zone.id}]},
    ),
]
NETWORK = [
    case(
        "a block too large",
        VPC,
        lambda _w: {"region": HERE, "cidrBlock": "10.0.0.0/16"},
        "InvalidVpc.Range",
        cidrBlock="10.0.0.0/15",
    ),
    case(
        "a block with host bits",
        VPC,
        lambda _w: {"region": HERE, "cidrBlock": "10.0.0.0/16"},
        "not a valid CIDR block",
        cidrBlock="10.0.0.1/16",
    ),
    case("subnets that overlap", SUBNET, _subnet, "conflicts with another subnet", cidrBlock="10.0.0.128/25"),
    case("a subnet outside", SUBNET, _subnet, "InvalidSubnet.Range", cidrBlock="10.1.0.0/24"),
    case(
        "a zone of another region",
        SUBNET,
        _subnet,
        "availabilityZone is invalid",
        availabilityZone="eu-west-1a",
    ),
    case(
        "a network of another region",
        SUBNET,
        _subnet,
        "InvalidVpcID.NotFound",
        wrong=lambda w: {"vpcId": w.vpc_there.id},
    ),
    case("a network that is missing", SUBNET, _subnet, "InvalidVpcID.NotFound", vpcId=f"vpc-{99:017x}"),
    case(
        "an endpoint of another region's service",
        ENDPOINT,
        lambda w: {"region": HERE, "vpcId": w.vpc.id, "serviceName": "com.amazonaws.us-east-1.s3"},
        "InvalidServiceName",
        serviceName="com.amazonaws.eu-west-1.s3",
    ),
    case(
        "a table of another network",
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        lambda w: {"region": HERE, "subnetId": w.subnet_a.id, "routeTableId": w.table_of_routes.id},
        "belong to different networks",
        wrong=lambda w: {
            "routeTableId": w.make(
                "foreign",
                "aws:ec2/routeTable:RouteTable",
                region=HERE,
                vpcId=w.make("vpc2", VPC, region=HERE, cidrBlock="10.9.0.0/16").id,
            ).id
        },
    ),
    case(
        "two routes to one destination",
        ROUTE,
        lambda w: {"region": HERE, "routeTableId": w.table_of_routes.id, "destinationCidrBlock": "0.0.0.0/0"},
        "RouteAlreadyExists",
        wrong=lambda w: {
            "destinationCidrBlock": w.make(
                "route",
                ROUTE,
                region=HERE,
                routeTableId=w.table_of_routes.id,
                destinationCidrBlock="10.7.0.0/16",
            ).state["destinationCidrBlock"]
        },
    ),
    case(
        "two gateways",
        "aws:ec2/internetGateway:InternetGateway",
        lambda w: {"region": HERE, "vpcId": w.vpc.id},
        "already has an internet gateway",
        wrong=lambda w: {
            "vpcId": w.make(
                "igw", "aws:ec2/internetGateway:InternetGateway", region=THERE, vpcId=w.vpc_there.id
            ).state["vpcId"],
            "region": THERE,
        },
    ),
]
GROUPS = [
    case(
        "the same rule twice",
        INGRESS,
        _ingress,
        "InvalidPermission.Duplicate",
        wrong=lambda w: {
            "cidrIpv4": w.make("ingress", INGRESS, **{**_ingress(w), "cidrIpv4": "198.51.100.0/24"}).state[
                "cidrIpv4"
            ]
        },
    ),
    case("two sources in a rule", INGRESS, _ingress, "exactly one of", cidrIpv6="::/0"),
    case("ports the wrong way round", INGRESS, _ingress, "InvalidParameterValue", toPort=80),
    case("every protocol with ports", INGRESS, _ingress, "all protocols and specific ports", ipProtocol="-1"),
    case(
        "a source of another network",
        INGRESS,
        lambda w: {**_ingress(w), "cidrIpv4": None, "referencedSecurityGroupId": w.group.id},
        "InvalidGroup.NotFound",
        wrong=lambda w: {"referencedSecurityGroupId": w.group_there.id},
    ),
]
BALANCERS = [
    case(
        "one zone",
        BALANCER,
        _balancer,
        "At least two subnets in two different Availability Zones",
        wrong=lambda w: {"subnets": [w.subnet_a.id]},
    ),
    case(
        "two subnets of one zone",
        BALANCER,
        _balancer,
        "multiple subnets in the same Availability Zone",
        wrong=lambda w: {
            "subnets": [
                w.subnet_a.id,
                w.make("more", SUBNET, **{**_subnet(w), "availabilityZone": "us-east-1a"}).id,
            ]
        },
    ),
    case(
        "subnets of another region",
        BALANCER,
        _balancer,
        "InvalidSubnetID.NotFound",
        wrong=lambda w: {"subnets": [w.subnet_a_there.id, w.subnet_b_there.id]},
    ),
    case(
        "a group of another region",
        BALANCER,
        _balancer,
        "InvalidGroup.NotFound",
        wrong=lambda w: {"securityGroups": [w.group_there.id]},
    ),
    case("a name that is taken", BALANCER, _balancer, "DuplicateLoadBalancerName", name="balancer"),
    case("a name too long", BALANCER, _balancer, "less than or equal to 32", name="x" * 33),
    case("a name that ends in a hyphen", BALANCER, _balancer, "regular expression", name="other-"),
    case(
        "logs to a bucket that lets nobody write",
        BALANCER,
        lambda w: {**_balancer(w), "accessLogs": {"enabled": False, "bucket": w.bucket.id}},
        "Access Denied for bucket",
        wrong=lambda w: {"accessLogs": {"enabled": True, "bucket": w.bucket.id}},
    ),
    case("a target group without a port", TARGETS, _targets, "A port must be specified", port=None),
    case(
        "a check by TCP of HTTP targets",
        TARGETS,
        _targets,
        "Health check protocol 'TCP'",
        healthCheck={"protocol": "TCP"},
    ),
    case(
        "a check that lasts longer than its interval",
        TARGETS,
        lambda w: {**_targets(w), "healthCheck": {"interval": 10, "timeout": 5}},
        "greater than the timeout",
        healthCheck={"interval": 5, "timeout": 5},
    ),
    case(
        "HTTP/2 over TCP",
        TARGETS,
        lambda w: {**_targets(w), "protocolVersion": "HTTP2"},
        "Protocol version 'HTTP2'",
        protocol="TCP",
    ),
    case("a listener of another kind", LISTENER, _listener, "not supported by application", protocol="TCP"),
    case("no certificate", LISTENER, _listener, "A certificate must be specified", certificateArn=None),
    case(
        "a certificate of another region",
        LISTENER,
        _listener,
        "CertificateNotFound",
        wrong=lambda w: {"certificateArn": w.certificate_there.id},
    ),
    case(
        "a certificate that is not issued",
        LISTENER,
        _listener,
        "UnsupportedCertificate",
        wrong=lambda w: {
            "certificateArn": w.make(
                "fresh", CERTIFICATE, region=HERE, domainName="b.example.com", validationMethod="DNS"
            ).id
        },
    ),
    case("a port that is taken", LISTENER, _listener, "DuplicateListener", port=443),
    case(
        "a target group of another region",
        LISTENER,
        _listener,
        "is not a valid ARN",
        wrong=lambda w: {"defaultActions": [{"type": "forward", "targetGroupArn": w.targets_there.id}]},
    ),
    case(
        "a target group of another kind",
        LISTENER,
        _listener,
        "is not supported by application load balancers",
        wrong=lambda w: {
            "defaultActions": [
                {
                    "type": "forward",
                    "targetGroupArn": w.make(
                        "tcp", TARGETS, **{**_targets(w), "protocol": "TCP", "name": "tcp"}
                    ).id,
                }
            ]
        },
    ),
    case(
        "a priority that is taken",
        RULE,
        lambda w: {
            "region": HERE,
            "listenerArn": w.listener.id,
            "priority": 2,
            "actions": [{"type": "forward", "targetGroupArn": w.targets.id}],
        },
        "PriorityInUse",
        priority=1,
    ),
]
REGIONS = [
    case(
        "a key of another region",
        "aws:cloudwatch/logGroup:LogGroup",
        lambda w: {"region": HERE, "name": "logs", "kmsKeyId": w.key.arn},
        "Invalid arn eu-west-1",
        wrong=lambda w: {"kmsKeyId": w.key_there.arn},
    ),
    case(
        "a topic of another region",
        ALARM,
        _alarm,
        "Only us-east-1 is supported",
        wrong=lambda w: {"alarmActions": [w.topic_there.arn]},
    ),
    case(
        "a replica with a key of another region",
        SECRET,
        lambda w: {
            "region": HERE,
            "name": "s",
            "replicas": [{"region": THERE, "kmsKeyId": w.key_there.arn}],
        },
        "the replica in eu-west-1",
        wrong=lambda w: {"replicas": [{"region": THERE, "kmsKeyId": w.key.arn}]},
    ),
    case(
        "an alarm on a health check outside of us-east-1",
        ALARM,
        lambda _w: {"region": HERE, "name": "alarm", "namespace": "AWS/Route53"},
        "has metrics in us-east-1 alone",
        region=THERE,
    ),
    case(
        "a web ACL of CloudFront outside of us-east-1",
        ACL,
        lambda _w: {"region": HERE, "scope": "CLOUDFRONT"},
        "parameter: CLOUDFRONT",
        region=THERE,
    ),
    case(
        "a certificate of CloudFront outside of us-east-1",
        "aws:cloudfront/distribution:Distribution",
        lambda w: {"viewerCertificate": {"acmCertificateArn": w.certificate.id}},
        "isn't in us-east-1 region",
        wrong=lambda w: {"viewerCertificate": {"acmCertificateArn": w.certificate_there.id}},
    ),
    case(
        "a copy to another region's vault, and a vault that is missing",
        "aws:backup/plan:Plan",
        lambda w: {
            "region": HERE,
            "name": "plan",
            "rules": [
                {"targetVaultName": "vault", "copyActions": [{"destinationVaultArn": w.vault_there.arn}]}
            ],
        },
        "Provided target backup vault name is not valid",
        rules=[{"targetVaultName": "none"}],
    ),
]
NAMES = [
    case(
        "a bucket that is taken",
        BUCKET,
        lambda _w: {"region": HERE, "bucket": "b-bucket"},
        "BucketAlreadyOwnedByYou",
        bucket="a-bucket",
    ),
    case(
        "a bucket in capitals",
        BUCKET,
        lambda _w: {"region": HERE, "bucket": "b-bucket"},
        "regular expression",
        bucket="B-bucket",
    ),
    case(
        "a bucket too short",
        BUCKET,
        lambda _w: {"region": HERE, "bucket": "bbb"},
        "greater than or equal to 3",
        bucket="bb",
    ),
    case("a role that is taken, in other letters", ROLE, _role, "EntityAlreadyExists", name="ROLE"),
    case("a role too long", ROLE, _role, "less than or equal to 64", name="r" * 65),
    case(
        "a group that is taken in its network",
        GROUP,
        lambda w: {"region": HERE, "name": "other", "vpcId": w.vpc.id},
        "InvalidGroup.Duplicate",
        name="group",
    ),
    case(
        "a vault too long",
        "aws:backup/vault:Vault",
        lambda _w: {"region": HERE, "name": "v" * 50},
        "less than or equal to 50",
        name="v" * 51,
    ),
    case(
        "an alias of AWS",
        "aws:kms/alias:Alias",
        lambda w: {"region": HERE, "name": "alias/mine", "targetKeyId": w.key.id},
        "regular expression",
        name="alias/aws/mine",
    ),
    case("a table that is taken", TABLE, _table, "Table already exists: table", name="table"),
]
REFERENCES = [
    case("a role that is missing", INLINE, _inline, "NoSuchEntity", role="nobody"),
    case(
        "a bucket that is missing",
        "aws:s3/bucketVersioning:BucketVersioning",
        lambda w: {"region": HERE, "bucket": w.bucket.id},
        "NoSuchBucket",
        bucket="gone-bucket",
    ),
    case("a zone that is missing", RECORD, _simple, "NoSuchHostedZone", zoneId=f"Z{99:020X}"),
    case(
        "a health check that is missing",
        RECORD,
        _simple,
        "NoSuchHealthCheck",
        healthCheckId=f"00000000-0000-4000-8000-{99:012x}",
    ),
    case(
        "a key that is missing",
        "aws:cloudwatch/logGroup:LogGroup",
        lambda w: {"region": HERE, "name": "logs", "kmsKeyId": w.key.arn},
        "NotFoundException: Key",
        kmsKeyId=f"arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-{99:012x}",
    ),
    case(
        "a certificate that is missing",
        LISTENER,
        _listener,
        "CertificateNotFound",
        certificateArn=f"arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-{99:012x}",
    ),
    case(
        "a principal that is missing",
        KEY,
        lambda w: {"region": HERE, "policy": _key_policy("kms:*", w.role.arn)},
        "invalid principals",
        policy=_key_policy("kms:*", "arn:aws:iam::111122223333:role/nobody"),
    ),
]
CERTIFICATES = [
    case(
        "a name without its record",
        VALIDATION,
        lambda w: {
            "region": HERE,
            "certificateArn": w.certificate.id,
            "validationRecordFqdns": [
                one["resourceRecordName"] for one in w.certificate.state["domainValidationOptions"]
            ],
        },
        "missing api.example.com DNS validation record",
        validationRecordFqdns=["_other.example.com"],
    ),
    case(
        "a first name too long",
        CERTIFICATE,
        lambda _w: {"region": HERE, "domainName": "a.example.com"},
        "no longer than 64",
        domainName=f"{'a' * 60}.example.com",
    ),
    case(
        "more than ten names",
        CERTIFICATE,
        lambda _w: {"region": HERE, "domainName": "a.example.com"},
        "more than 10 domain names",
        subjectAlternativeNames=[f"{number}.example.com" for number in range(10)],
    ),
]
POLICIES = [
    case("no JSON", INLINE, _inline, "Syntax errors in policy", policy="{"),
    case(
        "no version",
        INLINE,
        _inline,
        "must be version 2012-10-17",
        policy=json.dumps({"Statement": GRANT["Statement"]}),
    ),
    case(
        "no statement",
        INLINE,
        _inline,
        "Missing required field Statement",
        policy=json.dumps({**GRANT, "Statement": []}),
    ),
    case("an element that is none", INLINE, _inline, "Syntax errors", policy=_with(GRANT, Actions=["s3:*"])),
    case("no effect", INLINE, _inline, "Missing required field Effect", policy=_with(GRANT, Effect=None)),
    case("another effect", INLINE, _inline, "Invalid effect", policy=_with(GRANT, Effect="allow")),
    case("no action", INLINE, _inline, "Missing required field Action", policy=_with(GRANT, Action=None)),
    case(
        "an action of no service", INLINE, _inline, "prefaced by a vendor", policy=_with(GRANT, Action="Get")
    ),
    case(
        "both actions",
        INLINE,
        _inline,
        "already has instance of Action",
        policy=_with(GRANT, NotAction="s3:*"),
    ),
    case(
        "no resource", INLINE, _inline, "Missing required field Resource", policy=_with(GRANT, Resource=None)
    ),
    case(
        "a resource that is no ARN",
        INLINE,
        _inline,
        "must be in ARN format",
        policy=_with(GRANT, Resource="x"),
    ),
    case(
        "a principal in a role's policy",
        INLINE,
        _inline,
        "prohibited field Principal",
        policy=_with(GRANT, Principal="*"),
    ),
    case(
        "two statements of one name",
        INLINE,
        _inline,
        "must be unique",
        policy=json.dumps({**GRANT, "Statement": [{**GRANT["Statement"][0], "Sid": "A"}] * 2}),  # type: ignore[dict-item]
    ),
    case("a name of other characters", INLINE, _inline, "alpha-numeric", policy=_with(GRANT, Sid="a b")),
    case(
        "trust of nobody",
        ROLE,
        _role,
        "Missing required field Principal",
        assumeRolePolicy=_with(TRUST, Principal=None),
    ),
    case(
        "trust in a resource",
        ROLE,
        _role,
        "prohibited field Resource",
        assumeRolePolicy=_with(TRUST, Resource="*"),
    ),
    case(
        "inline policies too long together",
        INLINE,
        lambda w: {**_inline(w), "policy": _with(GRANT, Resource=f"arn:aws:s3:::{'x' * 9_900}")},
        "Maximum policy size of 10240 bytes",
        policy=_with(GRANT, Resource=f"arn:aws:s3:::{'x' * 10_100}"),
    ),
    case(
        "a managed policy too long",
        MANAGED,
        lambda _w: {"name": "m", "policy": _with(GRANT, Resource=f"arn:aws:s3:::{'x' * 6_000}")},
        "PolicySize: 6144",
        policy=_with(GRANT, Resource=f"arn:aws:s3:::{'x' * 6_100}"),
    ),
    case(
        "a key that locks everybody out",
        KEY,
        _key,
        "will not allow you to update",
        policy=_key_policy("kms:Decrypt"),
    ),
]
SCALING = [
    case("the least above the most", ASG, _asg, "Max bound, 4", minSize=5),
    case(
        "more than the most wanted",
        ASG,
        lambda w: {**_asg(w), "desiredCapacity": 3},
        "Desired capacity:5",
        desiredCapacity=5,
    ),
    case(
        "a template's version that is missing",
        ASG,
        _asg,
        "Could not find launch template version 2",
        wrong=lambda w: {"launchTemplate": {"id": w.template.id, "version": "2"}},
    ),
    case(
        "targets of another network",
        ASG,
        _asg,
        "must belong to the same VPC",
        wrong=lambda w: {
            "targetGroupArns": [
                w.make(
                    "apart",
                    TARGETS,
                    **{
                        **_targets(w),
                        "vpcId": w.make("vpc3", VPC, region=HERE, cidrBlock="10.8.0.0/16").id,
                    },
                ).id
            ]
        },
    ),
    case(
        "a policy without what it tracks",
        "aws:autoscaling/policy:Policy",
        lambda _w: {"region": HERE, "name": "p", "policyType": "StepScaling"},
        "TargetTrackingConfiguration",
        policyType="TargetTrackingScaling",
    ),
    case(
        "a scalable target upside down",
        "aws:appautoscaling/target:Target",
        lambda _w: {"region": HERE, "minCapacity": 1, "maxCapacity": 2, "resourceId": "table/table"},
        "cannot be less than minimum",
        minCapacity=3,
    ),
    case(
        "a policy of a target that is missing",
        "aws:appautoscaling/policy:Policy",
        lambda w: (
            w.make(
                "scaled",
                "aws:appautoscaling/target:Target",
                region=HERE,
                minCapacity=1,
                maxCapacity=2,
                resourceId="table/table",
                serviceNamespace="dynamodb",
                scalableDimension="dynamodb:table:ReadCapacityUnits",
            ).state
            | {"name": "p"}
        ),
        "No scalable target found",
        resourceId="table/other",
    ),
]
TABLES = [
    case("a key without a type", TABLE, _table, "not defined in AttributeDefinitions", attributes=[]),
    case(
        "a type of no key",
        TABLE,
        _table,
        "Some AttributeDefinitions are not used",
        attributes=[{"name": "pk", "type": "S"}, {"name": "other", "type": "S"}],
    ),
    case("capacity on demand", TABLE, _table, "Neither ReadCapacityUnits", readCapacity=5, writeCapacity=5),
    case("no capacity", TABLE, _table, "must both be specified", billingMode="PROVISIONED"),
    case(
        "indexes of one name",
        TABLE,
        lambda w: {
            **_table(w),
            "globalSecondaryIndexes": [{"name": "a", "hashKey": "pk", "projectionType": "ALL"}],
        },
        "Duplicate index name",
        globalSecondaryIndexes=[{"name": "a", "hashKey": "pk", "projectionType": "ALL"}] * 2,
    ),
    case(
        "a replica in the table's own region",
        REPLICA,
        lambda w: {"region": THERE, "globalTableArn": w.table.arn},
        "Cannot add, delete, or update the local region",
        region=HERE,
    ),
    case(
        "a replica of a table without a stream",
        REPLICA,
        lambda w: {"region": THERE, "globalTableArn": w.table.arn},
        "must have a stream",
        wrong=lambda w: {"globalTableArn": w.make("still", TABLE, **_table(w)).arn},
    ),
]
CASES = [
    *(*DNS, *NETWORK, *GROUPS, *BALANCERS, *REGIONS, *NAMES),
    *(*REFERENCES, *CERTIFICATES, *POLICIES, *SCALING, *TABLES),
]


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.rule.replace(" ", "-"))
def test_is_refused_and_nothing_else(one: Case) -> None:
    world = World()
    inputs = one.inputs(world)

    assert refusal(world.cloud, Wanted(type=one.type, inputs=inputs, id=None)) is None
    said = refusal(world.cloud, Wanted(type=one.type, inputs={**inputs, **one.wrong(world)}, id=None))
    assert said is not None
    assert one.said in said


USED = {
    "subnet_a": "DependencyViolation: The subnet",
    "vpc": "DependencyViolation: The vpc",
    "group": "DependencyViolation: resource",
    "targets": "ResourceInUse",
    "certificate": "ResourceInUseException",
    "zone": "HostedZoneNotEmpty",
    "role": "must delete policies first",
}


@pytest.mark.parametrize("name", USED)
def test_what_is_used_stays(name: str) -> None:
    world = World()
    thing = world.things[name]

    with pytest.raises(CloudError, match=USED[name]):
        world.cloud.delete(thing.type, thing.state, thing.id)
    assert world.cloud.read(thing.type, thing.state, thing.id) is thing


def test_everything_goes_in_the_order_against_its_making() -> None:
    world = World()

    for thing in reversed(world.things.values()):
        world.cloud.delete(thing.type, thing.state, thing.id)

    assert world.cloud.is_empty()


@pytest.mark.parametrize(("name", "said"), [("bucket", "BucketNotEmpty"), ("vault", "recovery points")])
def test_what_is_not_empty_stays_unless_it_is_forced(name: str, said: str) -> None:
    world = World()
    thing = world.things[name]
    thing.filled = True

    with pytest.raises(CloudError, match=said):
        world.cloud.delete(thing.type, thing.state, thing.id)
    thing.state["forceDestroy"] = True
    world.cloud.delete(thing.type, thing.state, thing.id)
    assert world.cloud.read(thing.type, thing.state, thing.id) is None


def test_a_gateway_stays_while_an_address_is_mapped() -> None:
    world = World()
    gateway = world.make("igw", "aws:ec2/internetGateway:InternetGateway", region=HERE, vpcId=world.vpc.id)

    with pytest.raises(CloudError, match="mapped public address"):
        world.cloud.delete(gateway.type, gateway.state, gateway.id)


def test_a_change_is_held_to_the_rules_without_what_it_takes_away() -> None:
    world = World()
    weighted = world.of_policy("failover", "one", weightedRoutingPolicies=[{"weight": 1}])

    changed = world.cloud.update(world.failover, weighted)

    assert "failoverRoutingPolicies" not in changed.state
    with pytest.raises(CloudError, match="a non failover rrset exists"):
        world.cloud.create(
            RECORD, world.of_policy("failover", "two", failoverRoutingPolicies=[{"type": "SECONDARY"}])
        )


def test_what_has_the_name_of_another_takes_it_from_nobody() -> None:
    world = World()
    topic = world.topic.arn
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": topic}
    policy = world.make(
        "open",
        "aws:sns/topicPolicy:TopicPolicy",
        region=HERE,
        arn=topic,
        policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )

    world.cloud.delete(policy.type, policy.state, policy.id)

    assert world.cloud.named(topic) is world.topic


def test_a_record_that_overwrites_takes_the_place_of_another() -> None:
    world = World()
    inputs = {**_simple(world), "name": "plain", "records": ["192.0.2.9"], "allowOverwrite": True}

    world.cloud.create(RECORD, inputs)

    (found,) = (thing for thing in world.cloud.of(RECORD) if thing.id == world.plain.id)
    assert found.state["records"] == ["192.0.2.9"]


def test_what_is_adopted_can_be_named_and_is_nobodys_to_let_go() -> None:
    world = World()
    vpc = world.cloud.adopt(VPC, "vpc-0a1b2c3d4e5f60718", {"region": HERE, "cidrBlock": "172.16.0.0/16"})
    inputs = {**_subnet(world), "vpcId": vpc.id, "cidrBlock": "172.16.0.0/24"}

    assert refusal(world.cloud, Wanted(type=SUBNET, inputs=inputs, id=None)) is None
    outside = {**inputs, "cidrBlock": "10.0.9.0/24"}
    assert "InvalidSubnet.Range" in str(refusal(world.cloud, Wanted(type=SUBNET, inputs=outside, id=None)))
