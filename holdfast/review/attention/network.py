"""Networks that are opened: ports for the whole internet, what was private made public."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.checks.open_ports import openings
from holdfast.review.attention.items import of_weaknesses
from holdfast.review.attention.weakening import Row, Weakness, becomes, off, on, weaknesses
from holdfast.review.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph
    from holdfast.review.attention.context import Context
    from holdfast.review.model import Attention

_WEB = frozenset({(80, 80), (443, 443)})
_BLOCK = tuple(
    Row(path=name, worse=off, says="the bucket may be made public", severity=Severity.HIGH)
    for name in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
)
_PUBLIC = Row(
    path="publiclyAccessible", worse=on, says="it gets an address on the internet", severity=Severity.CRITICAL
)
_OUTSIDE = Row(path="internal", worse=off, says="it can be reached from the internet", severity=Severity.HIGH)
_PUBLIC_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
TABLE = {
    "aws:docdb/clusterInstance:ClusterInstance": (_PUBLIC,),
    "aws:ec2/subnet:Subnet": (
        Row(path="mapPublicIpOnLaunch", worse=on, says="what starts in it gets a public address"),
    ),
    "aws:eks/cluster:Cluster": (
        Row(
            path="vpcConfig.endpointPublicAccess",
            worse=on,
            says="its API can be reached from the internet",
            severity=Severity.HIGH,
        ),
    ),
    "aws:lambda/functionUrl:FunctionUrl": (
        Row(
            path="authorizationType",
            worse=becomes("NONE"),
            says="everybody may call it",
            severity=Severity.HIGH,
        ),
    ),
    "aws:lb/loadBalancer:LoadBalancer": (_OUTSIDE,),
    "aws:alb/loadBalancer:LoadBalancer": (_OUTSIDE,),
    "aws:rds/clusterInstance:ClusterInstance": (_PUBLIC,),
    "aws:rds/instance:Instance": (_PUBLIC,),
    "aws:redshift/cluster:Cluster": (_PUBLIC,),
    _PUBLIC_BLOCK: _BLOCK,
}
"""Inputs as https://www.pulumi.com/registry/packages/aws/ names them (2026-11)."""


def network(context: Context) -> Iterator[Attention]:
    """Items for what the internet can newly reach.

    Args:
        context: The change.
    """
    found = [*weaknesses(context.alike, TABLE), *_ports(context), *_blocks(context)]
    yield from of_weaknesses(
        "network-opened",
        found,
        "Opens to the internet: {}".format,
        fix="let in the groups and networks that need it",
        source="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
    )


def _ports(context: Context) -> Iterator[Weakness]:
    before, after = _open(context.before), _open(context.after)
    for changes in context.alike:
        new = after.get(changes[0].resource.urn, set()) - (
            before.get(changes[0].before.urn, set()) if changes[0].before is not None else set()
        )
        for ports in sorted(new):
            web = ports in _WEB
            told = (
                "every port"
                if ports == _EVERY
                else f"port {ports[0]}"
                if ports[0] == ports[1]
                else f"ports {ports[0]} to {ports[1]}"
            )
            yield Weakness(
                severity=Severity.LOW if web else Severity.HIGH,
                line=f"{told}: everybody may connect",
                changes=changes,
            )


_EVERY = (0, 65535)


def _open(graph: ResourceGraph | None) -> dict[str, set[tuple[int, int]]]:
    """URN of what opens ports to everybody, with the ports."""
    found: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for one in openings(graph) if graph is not None else ():
        if one.world:
            found[one.where.urn].add(one.ports or _EVERY)
    return found


def _blocks(context: Context) -> Iterator[Weakness]:
    for changes in context.alike:
        if (
            changes[0].kind is Kind.DELETE
            and changes[0].resource.type == _PUBLIC_BLOCK
            and not context.goes_along(changes[0])
        ):
            line = "nothing keeps the bucket from being made public"
            yield Weakness(severity=Severity.HIGH, line=line, changes=changes)
