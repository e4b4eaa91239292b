"""DAT003: where several regions take requests, each of them can write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.capacity import FUNCTION, GROUP, SERVICE, TASK, TEMPLATE
from holdfast.checks.global_databases import GlobalDatabase, global_databases
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.serving import ACTIVE, roles
from holdfast.graph import Marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

FORWARDING = "enableGlobalWriteForwarding"
COMPUTE = (FUNCTION, GROUP, SERVICE, TASK, TEMPLATE, "aws:ec2/instance:Instance")
TOLD_BY = ("aws:secretsmanager/secretVersion:SecretVersion", "aws:ssm/parameter:Parameter")
"""What may hold an endpoint for services to read, also where it is replicated from elsewhere."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each follower of a global database that lies in a region which takes requests."""
    active = {region for region, role in roles(graph).items() if role == ACTIVE}
    for database in global_databases(graph):
        for one in database.followers:
            if one.region in active and database.writer.region in active:
                yield _judge(graph, database, one)


def _judge(graph: ResourceGraph, database: GlobalDatabase, follower: Resource) -> Judgement:
    writer = database.writer
    forwards = follower.at(FORWARDING)
    if forwards is True:
        return passes(follower, f"it forwards writes to {writer.region}")
    if forwards is Marker.UNKNOWN:
        return unknown(follower, f"not known yet: {FORWARDING}")
    if _reaches(graph, follower.region, writer):
        return passes(follower, f"the services of {follower.region} know the writer in {writer.region}")
    if graph.partial:
        return unknown(follower, "not known yet: whether the services beside it know the writer")
    return fails(
        follower,
        f"{follower.region} takes requests, and its database neither takes nor forwards writes",
    )


def _reaches(graph: ResourceGraph, region: object, writer: Resource) -> bool:
    """Whether what runs in a region, or reads there, is made with something of the writer's or of both."""
    endpoints = {writer.urn, *(one.urn for one in graph.references(writer, "globalClusterIdentifier"))}
    return any(
        endpoints.intersection(urns)
        for one in graph.of_type(*COMPUTE, *TOLD_BY)
        if one.region == region or one.type in TOLD_BY
        for urns in one.property_dependencies.values()
    )


RULE = Rule(
    id="DAT003-each-active-region-can-write",
    title="Where several regions take requests, the database of each can be written.",
    explanation=(
        "The secondaries of a global database are read-only. With records that send clients to both regions "
        "every write that lands beside a secondary fails, for half of the clients, all of the time."
    ),
    severity=Severity.MEDIUM,
    fix="turn on write forwarding in the secondary, or give the services there the writer's endpoint",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-write-forwarding.html",
    subject="secondaries of global databases in regions that take requests beside the writer's",
    check=check,
    frameworks=("REL13-BP02",),
)
