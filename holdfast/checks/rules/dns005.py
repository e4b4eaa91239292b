"""DNS005: where the place of the client decides, there is an answer for clients of no listed place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.routing import Routing
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

PATHS: dict[str, tuple[str | int, ...]] = {
    "geolocationRoutingPolicies": ("geolocationRoutingPolicies", 0, "country"),
    "cidrRoutingPolicy": ("cidrRoutingPolicy", "locationName"),
}
"""Policy to where a record says that it is the default, with ``*``."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each set of geolocation or IP-based records on its first record."""
    for members in Routing(graph).routed_sets():
        path = next((path for policy, path in PATHS.items() if members[0].at(policy)), None)
        if path is not None:
            yield _set(graph, members, [one.at(*path) for one in members])


def _set(graph: ResourceGraph, members: tuple[Resource, ...], places: list[Value]) -> Judgement:
    first = members[0]
    if "*" in places:
        return passes(first, "clients of every other place get the default record")
    if graph.partial:
        return unknown(first, "whether the set has a default record is not among what changes")
    if not all(is_known(one) for one in places):
        return unknown(first, "whether the set has a default record is not known yet")
    return fails(
        first, f"the set has no default record: clients of no listed place get no answer for {_name(first)}"
    )


def _name(record: Resource) -> str:
    name = record.at("name")
    return name if isinstance(name, str) else record.name


RULE = Rule(
    id="DNS005-location-sets-have-a-default",
    title="A set of geolocation or IP-based records has a default record.",
    explanation=(
        "Route 53 answers only clients whose place it finds in the set. Without a default record those from "
        "elsewhere, and those whose address is in no database, get no answer at all."
    ),
    severity=Severity.LOW,
    fix="add a record with country (or CIDR location) *",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geo.html",
    subject="sets of geolocation or IP-based records",
    check=check,
    frameworks=("REL11-BP02",),
)
