from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from holdfast.report.mermaid import mermaid
from holdfast.review.model import Edge, EdgeKind, Kind, Node, NodeKind, Picture
from tests.report.reviews import hostile, topology


def crowd(places: int, each: int) -> Picture:
    nodes = [
        Node(
            id=f"n_{place}_{at}",
            label=f"service-{place}-{at}",
            detail="2 to 6 instances, m7g.large, 3 zones",
            kind=NodeKind.COMPUTE if at % 2 else NodeKind.BACKUP,
            place=f"region-{place}",
            change=Kind.UPDATE if at % 3 == 0 else None,
        )
        for place in range(places)
        for at in range(each)
    ]
    edges = [
        Edge(start=one.id, end=two.id, kind=EdgeKind.TRAFFIC, change=None) for one, two in pairwise(nodes)
    ]
    return Picture(
        places=tuple(f"region-{place}" for place in range(places)), nodes=tuple(nodes), edges=tuple(edges)
    )


def test_a_diagram() -> None:
    text = mermaid(topology())
    assert text.startswith("flowchart TB\n")
    assert 'subgraph r0["eu-west-1"]' in text
    assert '<b>replaced</b><br/>DynamoDB table")]' in text
    assert '==>|"global table"|' in text
    assert "classDef replaced" in text


def test_nothing_to_draw() -> None:
    assert mermaid(Picture(places=(), nodes=(), edges=())) == ""


@pytest.mark.parametrize(("places", "each"), [(2, 4), (3, 20), (10, 12), (30, 30), (900, 2)])
def test_it_stays_under_the_limit(places: int, each: int) -> None:
    text = mermaid(crowd(places, each))
    assert 0 < len(text) < 5000
    named = set(re.findall(r"\bn\d+\b", re.sub(r'"[^"]*"', "", text)))
    declared = set(re.findall(r"^(n\d+)[(\[{]", text, re.MULTILINE))
    assert named == declared


def test_what_changes_keeps_its_second_line_longest() -> None:
    text = mermaid(crowd(2, 30))
    assert "instances" not in text or "as before" not in text


def test_a_name_cannot_end_its_label() -> None:
    (picture,) = (one.picture for one in hostile().stacks)
    labels = re.findall(r'"([^"]*)"', mermaid(picture))
    assert len(labels) == 4
    for label in labels:
        bare = re.sub(r"</?b>|<br/>|#\d+;", "", label)
        assert not re.search(r"[<>`&|\[\]{}#;\n]", bare), bare


def test_a_way_that_comes_is_told_where_its_ends_stay() -> None:
    picture = topology()
    fresh = replace(picture, edges=(*picture.edges[:-1], replace(picture.edges[-1], change=Kind.CREATE)))
    assert '|"global table new"|' in mermaid(fresh)
    assert f"linkStyle {len(picture.edges) - 1} " in mermaid(fresh)
