"""REG001: where there are two regions, nothing is placed by the region somebody happened to sign in to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.graph import RegionOrigin, is_regional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

REGIONS_NEEDED = 2


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each regional resource of a stack whose resources lie in more than one region."""
    regional = [one for one in graph if is_regional(one.type) and not one.component and not one.external]
    followers = [one for one in regional if one.region_origin is RegionOrigin.DEFAULT]
    regions = {one.region for one in regional if isinstance(one.region, str)}
    if len(regions) >= REGIONS_NEEDED:
        yield from (_judge(one) for one in regional)
    elif regions and not isinstance(graph.default_region, str):
        for one in followers:
            yield unknown(one, "it names no region, and where the default provider signs in is not known")


def _judge(one: Resource) -> Judgement:
    if not one.declared:
        return unknown(
            one, "the policy sees only its outputs, which do not tell whether the program named the region"
        )
    if one.region_origin is RegionOrigin.DEFAULT:
        place = f"so it is made in {one.region}" if isinstance(one.region, str) else "wherever that may be"
        return fails(one, f"it names no region and follows the default provider's, {place}")
    if not isinstance(one.region, str):
        return unknown(one, "its region is not known yet")
    by = "its provider" if one.region_origin is RegionOrigin.PROVIDER else "the resource"
    return passes(one, f"{by} names {one.region}")


RULE = Rule(
    id="REG001-region-is-explicit",
    title="In a stack of several regions every regional resource names its region.",
    explanation=(
        "A resource without a region follows the default provider's. In a stack of several regions that puts "
        "one region's part into another, unseen until that one is lost; and changing where the provider "
        "signs in replaces it."
    ),
    severity=Severity.MEDIUM,
    fix="pass region to the resource, or an explicit provider whose region is set",
    source="https://www.pulumi.com/registry/packages/aws/how-to-guides/enhanced-region-support/",
    subject="regional resources in a stack of several regions",
    check=check,
    frameworks=("REL13-BP04",),
)
