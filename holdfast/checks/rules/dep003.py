"""DEP003: secrets and parameters are in each region that serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import inventory_of
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.serving import serving_regions
from holdfast.checks.twins import SEVERAL, twins
from holdfast.inventory import Category
from holdfast.inventory.families.secrets import PARAMETER, SECRET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory import Item


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each secret and parameter of a region that serves, where several do."""
    serving = serving_regions(graph)
    if len(serving) < SEVERAL:
        return
    parts = {
        one.urn: {each.region for each in group} for group in twins(graph, SECRET, PARAMETER) for one in group
    }
    for item in inventory_of(graph).items:
        if item.category is Category.SECRETS and item.resource and item.copies[0].region in serving:
            own = parts.get(item.resource, set())
            yield _judge(graph, graph.resources[item.resource], item, set(serving) - own)


def _judge(graph: ResourceGraph, resource: Resource, item: Item, wanted: set[str]) -> Judgement:
    places = {one.region for one in item.copies}
    missing = sorted(wanted - {one for one in places if one is not None})
    if not missing:
        return passes(resource, "each region that serves has it")
    if None in places or item.unknowns or graph.partial:
        return unknown(resource, f"not known yet: whether {', '.join(missing)} has it")
    return fails(resource, f"{', '.join(missing)} serves too and has no copy of this {item.what}")


RULE = Rule(
    id="DEP003-secrets-are-in-every-region",
    title="Secrets and parameters are in each region that serves.",
    explanation=(
        "A service that reads its secret from another region starts no new instance when that region is "
        "lost, and the first rotation after a failover has nobody to do it."
    ),
    severity=Severity.MEDIUM,
    fix="add replicas to the secret, or declare the parameter in each region",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/create-manage-multi-region-secrets.html",
    subject="secrets and parameters where several regions serve",
    check=check,
    frameworks=("REL13-BP02", "REL10-BP01"),
)
