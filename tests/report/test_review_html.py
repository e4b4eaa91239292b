from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from holdfast.report.review_html import review_html
from holdfast.report.topology_layout import NARROW, WIDE, layout
from holdfast.report.topology_svg import topology_svg
from holdfast.review.model import Picture
from tests.report.reviews import SECRET, hostile, review, stack, topology, whole, wide
from tests.report.test_mermaid import crowd

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


@pytest.mark.parametrize("narrow", [False, True])
def test_a_drawing_is_sound(narrow: bool) -> None:  # a parameter of the test
    for picture in (topology(), hostile().stacks[0].picture, crowd(7, 5)):
        root = ET.fromstring(topology_svg(picture, narrow=narrow))  # noqa: S314  # our own
        ways = [one for one in root.iter("path") if "way" in one.get("class", "").split()]
        nodes = [one for one in root.iter("g") if "node" in one.get("class", "").split()]
        assert len(ways) == len(picture.edges)
        assert len(nodes) == len(picture.nodes)


@pytest.mark.parametrize("form", [WIDE, NARROW])
def test_nothing_stands_on_something_else_or_outside(form: object) -> None:
    for picture in (topology(), crowd(2, 9), crowd(7, 5)):
        made = layout(picture, form)  # type: ignore[arg-type]  # one of the two
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
