"""What the stand-in refuses of networks, names and load balancers."""

from __future__ import annotations

from tests.engine.refusal_case import (
    BALANCER,
    CERTIFICATE,
    ENDPOINT,
    INGRESS,
    LISTENER,
    RECORD,
    ROUTE,
    RULE,
    SUBNET,
    TARGETS,
    VPC,
    alias_record,
    balancer,
    case,
    ingress,
    listener,
    simple_record,
    subnet,
    targets,
)
from tests.engine.standin_world import HERE, THERE

DNS = [
    case(
        "a simple record beside a simple one",
        RECORD,
        simple_record,
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
        simple_record,
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
        simple_record,
        "not permitted in zone example.com",
        name="a.example.org.",
    ),
    case(
        "neither alias nor values", RECORD, simple_record, "Expected exactly one of [AliasTarget", records=[]
    ),
    case(
        "an alias name beside others",
        RECORD,
        simple_record,
        "conflicts with other records",
        name="plain.example.com",
        type="CNAME",
    ),
    case(
        "a canonical name at the apex",
        RECORD,
        lambda w: {**simple_record(w), "type": "CNAME"},
        "is not permitted at apex",
        name="example.com",
    ),
    case(
        "an alias to a balancer that is gone",
        RECORD,
        alias_record,
        "the alias target name was not found",
        wrong=lambda w: {
            "aliases": [{"name": "gone-1.us-east-1.elb.amazonaws.com", "zoneId": w.balancer.state["zoneId"]}]
        },
    ),
    case(
        "an alias with the zone of another region",
        RECORD,
        alias_record,
        "does not lie within the target zone",
        wrong=lambda w: {"aliases": [{"name": w.balancer.state["dnsName"], "zoneId": "Z32O12XQLNTSW2"}]},
    ),
    case(
        "an alias to a record that is missing",
        RECORD,
        lambda w: {**alias_record(w), "aliases": [{"name": "plain.example.com", "zoneId": w.zone.id}]},
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
    case("subnets that overlap", SUBNET, subnet, "conflicts with another subnet", cidrBlock="10.0.0.128/25"),
    case("a subnet outside", SUBNET, subnet, "InvalidSubnet.Range", cidrBlock="10.1.0.0/24"),
    case(
        "a zone of another region",
        SUBNET,
        subnet,
        "availabilityZone is invalid",
        availabilityZone="eu-west-1a",
    ),
    case(
        "a network of another region",
        SUBNET,
        subnet,
        "InvalidVpcID.NotFound",
        wrong=lambda w: {"vpcId": w.vpc_there.id},
    ),
    case("a network that is missing", SUBNET, subnet, "InvalidVpcID.NotFound", vpcId=f"vpc-{99:017x}"),
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
        ingress,
        "InvalidPermission.Duplicate",
        wrong=lambda w: {
            "cidrIpv4": w.make("ingress", INGRESS, **{**ingress(w), "cidrIpv4": "198.51.100.0/24"}).state[
                "cidrIpv4"
            ]
        },
    ),
    case("two sources in a rule", INGRESS, ingress, "exactly one of", cidrIpv6="::/0"),
    case("ports the wrong way round", INGRESS, ingress, "InvalidParameterValue", toPort=80),
    case("every protocol with ports", INGRESS, ingress, "all protocols and specific ports", ipProtocol="-1"),
    case(
        "a source of another network",
        INGRESS,
        lambda w: {**ingress(w), "cidrIpv4": None, "referencedSecurityGroupId": w.group.id},
        "InvalidGroup.NotFound",
        wrong=lambda w: {"referencedSecurityGroupId": w.group_there.id},
    ),
]
BALANCERS = [
    case(
        "one zone",
        BALANCER,
        balancer,
        "At least two subnets in two different Availability Zones",
        wrong=lambda w: {"subnets": [w.subnet_a.id]},
    ),
    case(
        "two subnets of one zone",
        BALANCER,
        balancer,
        "multiple subnets in the same Availability Zone",
        wrong=lambda w: {
            "subnets": [
                w.subnet_a.id,
                w.make("more", SUBNET, **{**subnet(w), "availabilityZone": "us-east-1a"}).id,
            ]
        },
    ),
    case(
        "subnets of another region",
        BALANCER,
        balancer,
        "InvalidSubnetID.NotFound",
        wrong=lambda w: {"subnets": [w.subnet_a_there.id, w.subnet_b_there.id]},
    ),
    case(
        "a group of another region",
        BALANCER,
        balancer,
        "InvalidGroup.NotFound",
        wrong=lambda w: {"securityGroups": [w.group_there.id]},
    ),
    case("a name that is taken", BALANCER, balancer, "DuplicateLoadBalancerName", name="balancer"),
    case("a name too long", BALANCER, balancer, "less than or equal to 32", name="x" * 33),
    case("a name that ends in a hyphen", BALANCER, balancer, "regular expression", name="other-"),
    case(
        "logs to a bucket that lets nobody write",
        BALANCER,
        lambda w: {**balancer(w), "accessLogs": {"enabled": False, "bucket": w.bucket.id}},
        "Access Denied for bucket",
        wrong=lambda w: {"accessLogs": {"enabled": True, "bucket": w.bucket.id}},
    ),
    case("a target group without a port", TARGETS, targets, "A port must be specified", port=None),
    case(
        "a check by TCP of HTTP targets",
        TARGETS,
        targets,
        "Health check protocol 'TCP'",
        healthCheck={"protocol": "TCP"},
    ),
    case(
        "a check that lasts longer than its interval",
        TARGETS,
        lambda w: {**targets(w), "healthCheck": {"interval": 10, "timeout": 5}},
        "greater than the timeout",
        healthCheck={"interval": 5, "timeout": 5},
    ),
    case(
        "HTTP/2 over TCP",
        TARGETS,
        lambda w: {**targets(w), "protocolVersion": "HTTP2"},
        "Protocol version 'HTTP2'",
        protocol="TCP",
    ),
    case("a listener of another kind", LISTENER, listener, "not supported by application", protocol="TCP"),
    case("no certificate", LISTENER, listener, "A certificate must be specified", certificateArn=None),
    case(
        "a certificate of another region",
        LISTENER,
        listener,
        "CertificateNotFound",
        wrong=lambda w: {"certificateArn": w.certificate_there.id},
    ),
    case(
        "a certificate that is not issued",
        LISTENER,
        listener,
        "UnsupportedCertificate",
        wrong=lambda w: {
            "certificateArn": w.make(
                "fresh", CERTIFICATE, region=HERE, domainName="b.example.com", validationMethod="DNS"
            ).id
        },
    ),
    case("a port that is taken", LISTENER, listener, "DuplicateListener", port=443),
    case(
        "a target group of another region",
        LISTENER,
        listener,
        "is not a valid ARN",
        wrong=lambda w: {"defaultActions": [{"type": "forward", "targetGroupArn": w.targets_there.id}]},
    ),
    case(
        "a target group of another kind",
        LISTENER,
        listener,
        "is not supported by application load balancers",
        wrong=lambda w: {
            "defaultActions": [
                {
                    "type": "forward",
                    "targetGroupArn": w.make(
                        "tcp", TARGETS, **{**targets(w), "protocol": "TCP", "name": "tcp"}
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
