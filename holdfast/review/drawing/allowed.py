"""Ways that only security groups tell: from proxies to services that nothing else sends requests to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.review.drawing.parts import CARRIERS
from holdfast.review.model import NodeKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from holdfast.graph import Resource
    from holdfast.review.drawing.scene import Scene, Unit

_GROUP = "aws:ec2/securityGroup:SecurityGroup"
_RULES = {
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "referencedSecurityGroupId",
    "aws:ec2/securityGroupRule:SecurityGroupRule": "sourceSecurityGroupId",
}
"""Rules that let one security group into another, and the property that names where requests come from."""


def allowed(scene: Scene, served: Collection[Unit]) -> Iterator[tuple[Unit, Unit]]:
    """From what serves requests to what nothing else sends any, in the same region, where a rule lets it in.

    Args:
        scene: A graph.
        served: What requests reach already.
    """
    graph, behind = scene.graph, _behind(scene)
    for token, source in _RULES.items():
        for rule in graph.of_type(token):
            if rule.at("type") == "egress":
                continue
            for group in graph.references(rule, source):
                starts = [one for one in behind.get(group.urn, ()) if one in served]
                ends = (
                    one
                    for each in graph.references(rule, "securityGroupId")
                    for one in behind.get(each.urn, ())
                    if one not in served
                )
                for end in ends:
                    yield from ((start, end) for start in starts if start.place == end.place)


def _behind(scene: Scene) -> Mapping[str, tuple[Unit, ...]]:
    """What serves behind each security group, by the group's URN."""
    found: defaultdict[str, dict[Unit, None]] = defaultdict(dict)
    for unit, members in scene.members.items():
        if unit.kind is NodeKind.COMPUTE:
            for one in members:
                for group in _groups(scene, one):
                    found[group.urn][unit] = None
    return {urn: tuple(units) for urn, units in found.items()}


def _groups(scene: Scene, member: Resource) -> Iterator[Resource]:
    """The security groups that a part names itself, or in its launch template."""
    for one in (member, *_named(scene, member)):
        yield from (each for each in _named(scene, one) if each.type == _GROUP)


def _named(scene: Scene, one: Resource) -> tuple[Resource, ...]:
    kept = (*CARRIERS, _GROUP)
    return tuple(
        each
        for name in sorted(one.property_dependencies)
        for each in scene.graph.references(one, name)
        if each.type in kept
    )
