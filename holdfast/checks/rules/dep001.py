"""DEP001: each region starts its service from images that are there."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks.capacity import FUNCTION, TASK, TEMPLATE
from holdfast.checks.inventoried import inventory_of
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.serving import serving_regions
from holdfast.checks.twins import SEVERAL
from holdfast.graph import Marker
from holdfast.inventory import Category
from holdfast.inventory.families.images import REPOSITORY
from holdfast.inventory.gaps import NO_COPY_ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.graph import Resource, ResourceGraph, Value

REGISTRY = re.compile(r"\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com")
NAMED_BY = {TASK: "containerDefinitions", FUNCTION: "imageUri", TEMPLATE: "userData"}
MACHINE = re.compile(r"ami-[0-9a-f]+")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each image of a stack of several regions, and each thing that is started from one."""
    several = len(serving_regions(graph)) >= SEVERAL
    for item in inventory_of(graph).items:
        if item.category is Category.IMAGES and item.resource:
            resource = graph.resources[item.resource]
            alone = [one.reason for one in item.gaps if one.id == NO_COPY_ELSEWHERE]
            if alone and several:
                yield fails(resource, alone[0])
            elif len(item.copies) > 1:
                yield passes(resource, "each region has a copy")
    machines = _machines(graph)
    for token, name in NAMED_BY.items():
        for one in graph.of_type(token):
            yield from _judge(graph, one, name, machines)


def _machines(graph: ResourceGraph) -> Mapping[str, set[object]]:
    """The regions in which templates name each machine image by its id, which is of one region alone."""
    found: defaultdict[str, set[object]] = defaultdict(set)
    for one in graph.of_type(TEMPLATE):
        image = one.at("imageId")
        if isinstance(image, str) and MACHINE.fullmatch(image):
            found[image].add(one.region)
    return found


def _judge(
    graph: ResourceGraph, one: Resource, name: str, machines: Mapping[str, set[object]]
) -> Iterator[Judgement]:
    image = one.at("imageId")
    shared = machines.get(image, set()) if isinstance(image, str) else set()
    linked = {each.region for each in graph.references(one, name) if each.type == REPOSITORY}
    regions = {region for text in _texts(one.at(name)) for region in REGISTRY.findall(text)} | linked
    away = sorted(str(region) for region in regions if region != one.region and region is not Marker.UNKNOWN)
    if not isinstance(one.region, str):
        if regions:
            yield unknown(one, "not known yet: its region")
    elif len(shared) > 1:
        yield fails(
            one, f"it names {image}, and so does another region: an image's id is of one region alone"
        )
    elif away:
        yield fails(one, f"it pulls its image from {', '.join(away)}: without that it starts nothing new")
    elif regions:
        yield passes(one, f"it pulls its image from {one.region}")


def _texts(value: Value) -> list[str]:
    """A text, or every text in a value, as one list."""
    if isinstance(value, str):
        return [value]
    return [json.dumps(value, default=str)] if value is not None and not isinstance(value, Marker) else []


RULE = Rule(
    id="DEP001-images-are-in-every-region",
    title="Each region starts its service from images that are in that region.",
    explanation=(
        "What runs goes on running without its registry. What must start, because a zone was lost or a "
        "region takes over, pulls the image first: from the region that is gone."
    ),
    severity=Severity.HIGH,
    fix=(
        "replicate the repository before images are pushed, copy machine images, and name those of "
        "the own region"
    ),
    source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
    subject="images, and what is started from them",
    check=check,
    frameworks=("REL13-BP02", "REL13-BP04"),
)
