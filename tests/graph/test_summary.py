from __future__ import annotations

from typing import Any

from holdfast.graph.summary import GLOBAL, NOT_KNOWN, Branch, count_by_type, short_type, summarise
from tests.graph.documents import graph, step, urn

API, REGION = "orders:index:Api", "orders:index:Region"
VPC, SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"


def labels(branch: Branch) -> list[str]:
    return [one.name for one in branch.components]


def stack() -> list[dict[str, Any]]:
    api, euw1, use1 = urn(API, "api"), urn(REGION, "euw1"), urn(REGION, "use1")
    return [
        step(API, "api", component=True),
        step(REGION, "euw1", component=True, parent=api),
        step(REGION, "use1", component=True, parent=api),
        step(VPC, "euw1-vpc", {"region": "eu-west-1"}, parent=euw1),
        step(SUBNET, "euw1-a", {"region": "eu-west-1"}, parent=euw1),
        step(SUBNET, "euw1-b", {"region": "eu-west-1"}, parent=euw1),
        step(VPC, "use1-vpc", parent=use1),
        step("aws:route53/zone:Zone", "zone", parent=api),
        step(VPC, "loose"),
    ]


def test_places_are_regions_then_global() -> None:
    summary = summarise(graph(*stack()))

    assert [place.name for place in summary.places] == ["eu-west-1", "us-east-1", GLOBAL]
    assert [len(place.every) for place in summary.places] == [3, 2, 1]
    assert (summary.resources, summary.components) == (6, 3)
    assert summary.ops == {"create": 10}


def test_components_that_hold_nothing_else_in_a_place_are_joined() -> None:
    europe, america, _ = summarise(graph(*stack())).places

    assert [labels(branch) for branch in europe.branches] == [["api", "euw1"]]
    assert [labels(branch) for branch in america.branches] == [["api", "use1"], []]
    assert [one.name for one in america.branches[1].resources] == ["loose"]


def test_a_region_that_is_not_known_is_a_place_of_its_own() -> None:
    assert [place.name for place in summarise(graph(step(VPC, "x"), region=None)).places] == [NOT_KNOWN]


def test_counts_by_type() -> None:
    assert count_by_type(graph(*stack()).of_type(VPC, SUBNET)) == (("Vpc", 3), ("Subnet", 2))
    assert short_type("random:RandomId") == "RandomId"


def test_an_empty_preview_has_no_places() -> None:
    summary = summarise(graph())

    assert (summary.places, summary.resources, summary.components) == ((), 0, 0)
