"""EDG002: a traffic dial at zero is no isolation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.targets import Filled, Targets
from holdfast.checks.traffic import BALANCERS, ENDPOINT_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each endpoint group whose traffic dial is 0."""
    targets = Targets(graph)
    for group in graph.of_type(ENDPOINT_GROUP):
        if group.at("trafficDialPercentage") == 0 and group.at("endpointConfigurations"):
            yield _judge(targets, group)


def _judge(targets: Targets, group: Resource) -> Judgement:
    ends = targets.graph.references(group, "endpointConfigurations")
    found = {targets.filled(each) for one in ends if one.type in BALANCERS for each in targets.groups(one)}
    if Filled.NO in found:
        return fails(
            group,
            "its dial is 0 and nothing runs behind it, but it is not shut: when the other groups are "
            "unhealthy, "
            "Global Accelerator sends it traffic whatever the dial says",
        )
    if found == {Filled.YES}:
        return passes(group, "a standby that can serve: it gets traffic while the other groups are unhealthy")
    return unknown(group, "whether anything runs behind it is not known")


RULE = Rule(
    id="EDG002-dial-zero-is-a-standby",
    title="An endpoint group whose traffic dial is 0 can serve, or has no endpoints.",
    explanation=(
        "The dial says how much of the usual traffic a region gets. When every endpoint of the other groups "
        "is unhealthy, Global Accelerator ignores it and sends clients there. A region dialled to 0 for "
        "repair, or with nothing running, then answers with errors."
    ),
    severity=Severity.MEDIUM,
    fix="run enough behind the group to serve, or take its endpoints out",
    source="https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.html",
    subject="endpoint groups whose traffic dial is 0",
    check=check,
    frameworks=("REL11-BP02", "REL11-BP05"),
)
