"""Mutations of the rules of dependencies between regions, and of networks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.checks.mutations.model import REGIONS, Mutation
from tests.graph.documents import UNKNOWN

if TYPE_CHECKING:
    from tests.checks.mutations.model import Document, State

VPC, ROUTE = "aws:ec2/vpc:Vpc", "aws:ec2/route:Route"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"


def _image_of_the_other_region(prod: Document) -> None:
    image = prod.one(TEMPLATE, "use1-orders-lt")["inputs"]["imageId"]
    prod.change(TEMPLATE, "euw1-orders-lt", "imageId", image)


def _certificate_of_the_other_region(prod: Document) -> None:
    listener = prod.one("aws:lb/listener:Listener", "euw1-public-https")
    other = prod.one("aws:lb/listener:Listener", "use1-public-https")
    listener["propertyDependencies"]["certificateArn"] = other["propertyDependencies"]["certificateArn"]


def _parameter_of_one_region(prod: Document) -> None:
    prod.add(
        "aws:ssm/parameter:Parameter",
        "use1-flags",
        {"region": "us-east-1", "name": "/orders/flags", "type": "String", "value": "on"},
    )


def _queue_of_the_other_region(prod: Document) -> None:
    queue = prod.first("aws:sqs/queue:Queue", "use1-*")
    prod.one(TEMPLATE, "euw1-orders-lt")["propertyDependencies"]["userData"].append(queue["urn"])


def _sender_of_one_region(prod: Document) -> None:
    prod.add(
        "aws:ses/domainIdentity:DomainIdentity",
        "use1-mail",
        {"region": "us-east-1", "domain": "orders.example.com"},
    )


def _second_dns_provider(prod: Document) -> None:
    record = next(
        one
        for one in prod.all("aws:route53/record:Record")
        if not str(one["inputs"]["name"]).startswith(UNKNOWN)
    )
    prod.add(
        "cloudflare:index/dnsRecord:DnsRecord",
        "other",
        {"zoneId": "z", "name": record["inputs"]["name"], "type": "CNAME", "ttl": 60, "content": UNKNOWN},
    )
    for one in prod.all("aws:route53/record:Record"):
        if one["inputs"]["name"] == UNKNOWN:
            one["inputs"]["name"] = f"{one['urn'].rpartition('::')[2]}.example.com"


def _runbook_with_roles(prod: Document) -> None:
    step = {"action": "aws:executeAwsApi", "inputs": {"Service": "iam", "Api": "AttachRolePolicy"}}
    prod.add(
        "aws:ssm/document:Document",
        "use1-runbook",
        {"region": "us-east-1", "documentType": "Automation", "content": json.dumps({"mainSteps": [step]})},
    )


def _peer(prod: Document) -> State:
    return prod.add(
        "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
        "peering",
        {"region": "us-east-1", "vpcId": UNKNOWN, "peerVpcId": UNKNOWN, "peerRegion": "eu-west-1"},
        links={"vpcId": [prod.one(VPC, "use1-vpc")], "peerVpcId": [prod.one(VPC, "euw1-vpc")]},
    )


def _peer_with_the_same_addresses(prod: Document) -> None:
    peering = _peer(prod)
    for place, region in REGIONS.items():
        prod.add(
            ROUTE,
            f"{place}-peer",
            {"region": region, "vpcPeeringConnectionId": UNKNOWN, "routeTableId": UNKNOWN},
            links={
                "vpcPeeringConnectionId": [peering],
                "routeTableId": [prod.one("aws:ec2/routeTable:RouteTable", f"{place}-private-rt-a")],
            },
        )
    prod.change(VPC, "euw1-vpc", "cidrBlock", prod.one(VPC, "use1-vpc")["inputs"]["cidrBlock"])


def _leave_through_another_zone(prod: Document) -> None:
    route = prod.one(ROUTE, "use1-private-route-b")
    route["propertyDependencies"]["natGatewayId"] = [
        prod.one("aws:ec2/natGateway:NatGateway", "use1-nat-a")["urn"]
    ]


MUTATIONS = {
    "DEP001": Mutation(_image_of_the_other_region),
    "DEP002": Mutation(_certificate_of_the_other_region),
    "DEP003": Mutation(_parameter_of_one_region),
    "DEP004": Mutation(_queue_of_the_other_region),
    "DEP005": Mutation(_sender_of_one_region),
    "DEP006": Mutation(_second_dns_provider),
    "DEP007": Mutation(_runbook_with_roles),
    "NET001": Mutation(_peer_with_the_same_addresses),
    "NET002": Mutation(_peer),
    "NET003": Mutation(_leave_through_another_zone),
}
