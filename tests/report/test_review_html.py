from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from holdfast.report.review_html import review_html
from holdfast.report.topology_layout import NARROW, WIDE, Format, layout, roomy
from holdfast.report.topology_svg import topology_svg
from holdfast.report.topology_ways import Ways
from holdfast.review.model import Edge, EdgeKind, Node, NodeKind, Picture
from tests.report.reviews import SECRET, hostile, review, stack, topology, whole, wide
from tests.report.test_mermaid import crowd

SVG = "{http://www.w3.org/2000/svg}"
_VOID = {"meta", "br", "img", "link"}


class Tags(HTMLParser):
    """Elements with their attributes, and whether each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("of", [whole, hostile])
def test_a_page_is_whole_and_loads_nothing(of: object) -> None:
    assert callable(of)
    text = review_html(of())
    tags = Tags(text)
    assert tags.open == []
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in tags.found}
    assert "url(http" not in text
    assert "@import" not in text
    for tag, attributes in tags.found:
        assert not any(name.startswith("on") for name in attributes)
        assert "src" not in attributes
        if "href" in attributes:
            assert tag == "a"
            assert str(attributes["href"]).startswith(("https://", "#"))
    assert SECRET not in text


def test_ids_are_there_once() -> None:
    ids = [attributes["id"] for _, attributes in Tags(review_html(whole())).found if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_what_a_page_tells() -> None:
    text = review_html(whole())
    for words in (
        "<b>Danger</b>",
        "To look at: 1 critical, 1 low.",
        "prod: 1 deleted, 1 replaced, 2 changed, 1 new.",
        "<strong>qa</strong> could not be previewed",
        "Nothing changes in dev.",
        "Replaces DynamoDB table use1-orders-table",
        "zone us-east-1a, b, c",
        "\N{MINUS SIGN}$1,199",
        "aws:sqs/queue:Queue (1)",
        "New findings",
        "Waived: planned",
        "minSize: 9 → 4",
        "zones are assumed",
    ):
        assert words in text, words


def test_nothing_changes() -> None:
    text = review_html(review(stack("prod")))
    assert "Nothing changes in prod." in text
    assert "<section id" not in text


def test_a_drawing_for_each_width() -> None:
    text = review_html(whole())
    assert text.count('<div class="wide"><svg') == 1
    assert text.count('<div class="narrow"><svg') == 1


@pytest.mark.parametrize("form", [WIDE, NARROW, roomy(7)])
def test_a_drawing_is_sound(form: Format) -> None:
    for picture in (topology(), hostile().stacks[0].picture, crowd(7, 5)):
        root = ET.fromstring(topology_svg(picture, form=form))  # noqa: S314  # our own
        ways = [one for one in root.iter(f"{SVG}path") if "way" in one.get("class", "").split()]
        nodes = [one for one in root.iter(f"{SVG}g") if "node" in one.get("class", "").split()]
        assert len(ways) == len(picture.edges)
        assert len(nodes) == len(picture.nodes)


@pytest.mark.parametrize("form", [WIDE, NARROW, roomy(7)])
def test_nothing_stands_on_something_else_or_outside(form: Format) -> None:
    for picture in (topology(), crowd(2, 9), crowd(7, 5)):
        made = layout(picture, form)
        parts = [*made.head, *(one for box in made.boxes for one in box.parts)]
        for one in parts:
            assert one.x >= 0
            assert one.right <= made.width
            assert one.bottom <= made.height
        for number, one in enumerate(parts):
            for other in parts[number + 1 :]:
                apart = (
                    one.right <= other.x
                    or other.right <= one.x
                    or one.bottom <= other.y
                    or other.bottom <= one.y
                )
                assert apart, (one.node.label, other.node.label)


def test_changes_are_told_by_words_too() -> None:
    drawn = topology_svg(topology())
    assert drawn.count("± replaced") == 2
    assert "global-orders in us-east-1 replicates to global-orders in eu-west-1" in drawn


def test_nothing_to_draw() -> None:
    assert topology_svg(Picture(places=(), nodes=(), edges=())) == ""


def test_very_many_changes_are_cut_and_counted() -> None:
    text = review_html(wide(2_500))
    assert re.search(r"500 more groups\s+of changes left out", text)


def test_the_region_that_serves_stands_before_the_one_that_waits() -> None:
    places = ("eu-west-1", "us-east-1")
    doors = [
        Node(id=place, label=place, detail="", kind=NodeKind.ENTRANCE, place=place, change=None)
        for place in places
    ]
    dns = Node(id="dns", label="dns", detail="", kind=NodeKind.ENTRANCE, place="global", change=None)
    ways = (EdgeKind.FAILOVER, EdgeKind.TRAFFIC)
    edges = [
        Edge(start="dns", end=place, kind=kind, change=None) for place, kind in zip(places, ways, strict=True)
    ]
    picture = Picture(places=(*places, "global"), nodes=(*doors, dns), edges=tuple(edges))
    assert [one.place for one in layout(picture, WIDE).boxes] == ["us-east-1", "eu-west-1"]


def test_regions_fill_their_rows_evenly() -> None:
    for number, columns in ((3, 3), (4, 4), (5, 3), (8, 4), (16, 4)):
        made = layout(crowd(number, 2), roomy(number))
        assert max(one.column for one in made.boxes) + 1 == columns


def test_lines_of_one_tree_share_their_way() -> None:
    """Two arrows of the same kind from one part to two regions of another row begin alike."""
    nodes = [
        Node(
            id=f"t{number}", label="t", detail="", kind=NodeKind.STORE, place=f"region-{number}", change=None
        )
        for number in range(8)
    ]
    edges = [
        Edge(start="t0", end=f"t{number}", kind=EdgeKind.REPLICATION, change=None, label="global table")
        for number in (4, 5)
    ]
    picture = Picture(places=tuple(one.place for one in nodes), nodes=tuple(nodes), edges=tuple(edges))
    ways = Ways(layout(picture, roomy(8)))
    one, two = (ways.line(edge).path for edge in edges)
    assert one.split("L")[:2] == two.split("L")[:2]
