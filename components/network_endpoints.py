"""VPC endpoints: private ways to AWS's own services, closed to principals of other accounts."""

import json
from collections.abc import Sequence
from typing import Any

import pulumi
from pulumi_aws import ec2, vpc

from holdfast.components.network_scope import NetworkScope

_PUBLIC_READ_BUCKETS = (
    # Packages of Amazon Linux 2023, fetched without a signature
    # (https://repost.aws/knowledge-center/ec2-al1-al2-update-yum-without-internet, 2026-11).
    "al2023-repos-{region}-de612dc2",
    # Image layers of Amazon ECR, fetched by ECR's signature
    # (https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html, 2026-11).
    "prod-{region}-starport-layer-bucket",
    # What the SSM agent fetches (2026-11):
    # https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-minimum-s3-permissions.html
    "amazon-ssm-{region}",
    "amazon-ssm-packages-{region}",
    "aws-ssm-{region}",
    "aws-ssm-document-attachments-{region}",
    "patch-baseline-snapshot-{region}",
    "{region}-birdwatcher-prod",
    # Packages of the CloudWatch agent (assumption: as other public programs list it).
    "amazoncloudwatch-agent-{region}",
)
"""Buckets of AWS that instances read without credentials of their account."""

_SERVICES_WITH_POLICY = frozenset(
    {
        "autoscaling",
        "ec2",
        "ec2messages",
        "ecr.api",
        "ecr.dkr",
        "elasticloadbalancing",
        "events",
        "kms",
        "logs",
        "monitoring",
        "secretsmanager",
        "sns",
        "sqs",
        "ssm",
        "ssmmessages",
    },
)
"""Services whose interface endpoints take a policy and whose callers always sign. All others keep AWS's
default of full access: a policy is refused where a service knows none, and ``sts`` has calls without a
principal. Assumption, to be held against AWS's own table:
https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html."""

_HTTPS_PORT = 443


def declare_gateway_endpoints(
    scope: NetworkScope, network: "ec2.Vpc", services: Sequence[str], tables: "Sequence[ec2.RouteTable]"
) -> "list[ec2.VpcEndpoint]":
    """A gateway endpoint per service, in every route table."""
    return [
        _endpoint(
            scope,
            network,
            service,
            vpc_endpoint_type="Gateway",
            route_table_ids=[table.id for table in tables],
            policy=_policy(scope, service),
        )
        for service in services
    ]


def declare_interface_endpoints(
    scope: NetworkScope,
    network: "ec2.Vpc",
    cidr: str,
    services: Sequence[str],
    subnets: "Sequence[ec2.Subnet]",
) -> list[pulumi.Resource]:
    """An interface endpoint per service in each of ``subnets``, under the service's own host names.

    Returns:
        All that must exist before the services can be reached.
    """
    if not services:
        return []
    group, rule = _security_group(scope, network, cidr)
    endpoints = [
        _endpoint(
            scope,
            network,
            service,
            vpc_endpoint_type="Interface",
            subnet_ids=[subnet.id for subnet in subnets],
            security_group_ids=[group.id],
            private_dns_enabled=True,
            policy=_policy(scope, service) if service in _SERVICES_WITH_POLICY else None,
        )
        for service in services
    ]
    return [*endpoints, rule]


def _endpoint(scope: NetworkScope, network: "ec2.Vpc", service: str, **how: Any) -> "ec2.VpcEndpoint":  # noqa: ANN401  # passed on
    name = scope.noun("vpce", service.replace(".", "-"))
    return ec2.VpcEndpoint(
        name,
        region=scope.region,
        vpc_id=network.id,
        service_name=f"com.amazonaws.{scope.region}.{service}",
        tags=scope.tagged(name),
        opts=scope.options(),
        **how,
    )


def _security_group(
    scope: NetworkScope, network: "ec2.Vpc", cidr: str
) -> "tuple[ec2.SecurityGroup, vpc.SecurityGroupIngressRule]":
    name, rule_name = scope.noun("vpce-sg"), scope.noun("vpce-https")
    group = ec2.SecurityGroup(
        name,
        region=scope.region,
        description="Interface endpoints: HTTPS from the VPC",
        vpc_id=network.id,
        tags=scope.tagged(name),
        opts=scope.options(),
    )
    rule = vpc.SecurityGroupIngressRule(
        rule_name,
        region=scope.region,
        security_group_id=group.id,
        description="HTTPS from the VPC",
        ip_protocol="tcp",
        from_port=_HTTPS_PORT,
        to_port=_HTTPS_PORT,
        cidr_ipv4=cidr,
        tags=scope.tagged(rule_name),
        opts=scope.options(),
    )
    return group, rule


def _policy(scope: NetworkScope, service: str) -> str:
    statements: list[dict[str, object]] = [
        {
            "Sid": "OwnPrincipals",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalAccount": scope.account_id}},
        },
    ]
    if service == "s3":
        buckets = (bucket.format(region=scope.region) for bucket in _PUBLIC_READ_BUCKETS)
        statements.append(
            {
                "Sid": "BucketsOfAws",
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": [f"arn:aws:s3:::{bucket}/*" for bucket in buckets],
            },
        )
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
