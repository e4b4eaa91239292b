"""CAP006: a quota that one region needed raised is raised in the others that take its load."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.checks.serving import serving_regions
from holdfast.checks.twins import SEVERAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

QUOTA = "aws:servicequotas/serviceQuota:ServiceQuota"


# Their quotas are raised once, wherever that is done:
# https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
_GLOBAL = frozenset(
    {
        "account",
        "cloudfront",
        "globalaccelerator",
        "iam",
        "networkmanager",
        "organizations",
        "route53",
        "shield",
    }
)


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each quota that is raised, where several regions serve."""
    serving = serving_regions(graph)
    if len(serving) < SEVERAL:
        return
    by_code: defaultdict[tuple[object, object], list[Resource]] = defaultdict(list)
    for one in graph.of_type(QUOTA):
        if one.at("serviceCode") in _GLOBAL:
            continue
        by_code[one.at("serviceCode"), one.at("quotaCode")].append(one)
    for members in by_code.values():
        largest = max(members, key=lambda one: _value(one) or 0)
        yield _judge(graph, serving, largest, {one.region: one for one in members})


def _judge(
    graph: ResourceGraph, serving: tuple[str, ...], largest: Resource, members: dict[object, Resource]
) -> Judgement:
    wrong, unclear = [], []
    most = _value(largest)
    for region in serving:
        one = members.get(region)
        value = _value(one) if one else None
        if one is None and not graph.partial:
            wrong.append(f"it is not raised in {region}")
        elif value is None or most is None:
            unclear.append(f"its value in {region}")
        elif value < most:
            wrong.append(f"it is {value:g} in {region} and {most:g} in {largest.region}")
    return conclude(largest, wrong, unclear, "it is the same in every region that serves")


def _value(one: Resource) -> float | None:
    value = one.at("value")
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


RULE = Rule(
    id="CAP006-quotas-are-raised-in-every-region",
    title="A quota that is raised in one region is raised in every region that serves.",
    explanation=(
        "Quotas are a region's own. The one that runs all day has had its quotas raised; the other meets "
        "AWS's defaults when the whole load comes, and a raise can take days."
    ),
    severity=Severity.MEDIUM,
    fix="declare the same quota, with the same value, in each region",
    source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_manage_service_limits_limits_considered.html",
    subject="quotas that a stack raises which serves in several regions",
    check=check,
    frameworks=("REL01-BP02",),
)
