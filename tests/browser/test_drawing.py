"""Drawings of topologies as a browser sets them: nothing is cut off, and nothing stands on something else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.graph import read_preview
from holdfast.report.graph_svg import graph_svg
from holdfast.report.page import text_of
from holdfast.report.topology_layout import NARROW, WIDE, Format, roomy
from holdfast.report.topology_svg import topology_svg
from tests.browser.stacks import charted, spread
from tests.checks.production import production
from tests.report.reviews import topology
from tests.report.test_mermaid import crowd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.browser.conftest import Opening

pytestmark = pytest.mark.xdist_group("browser")

FAULTS = (Path(__file__).parent / "faults.js").read_text(encoding="utf-8")
"""A function that lists what is wrong with the drawing of a page."""


def shown(svg: str) -> str:
    """A drawing alone on a page, as large as it is."""
    style = text_of("colours.css") + text_of("topology.css")
    return f"<!doctype html><meta charset=utf-8><style>{style} body {{ margin: 0 }}</style>{svg}"


def faults(opening: Opening, drawings: Mapping[str, tuple[str, Format]]) -> dict[str, list[str]]:
    """What is wrong with each of some drawings, by its name."""
    with opening("") as opened:
        found = {}
        for name, (drawn, form) in drawings.items():
            opened.page.set_viewport_size({"width": form.width, "height": 900})
            opened.page.set_content(shown(drawn))
            found[name] = opened.page.evaluate(FAULTS)
        assert opened.said == []
        return found


def sound(opening: Opening, drawings: Mapping[str, tuple[str, Format]]) -> None:
    assert faults(opening, drawings) == {name: [] for name in drawings}


def test_stacks_in_one_to_sixteen_regions(opening: Opening) -> None:
    drawings = {}
    for number in (1, 3, 5, 8, 16):
        picture = charted(spread(number))[0].picture
        notes = dict.fromkeys(picture.places, "≥ $12,345/month")
        for form in (NARROW, roomy(number)):
            drawn = topology_svg(picture, form=form, notes=notes)
            drawings[f"{number} regions, {form.width} wide"] = (drawn, form)
    sound(opening, drawings)


def test_changes_of_stacks(opening: Opening) -> None:
    pictures = {"changed": topology(), "two": crowd(2, 5), "three": crowd(3, 7)}
    sound(
        opening,
        {
            f"{name}, {form.width} wide": (topology_svg(picture, form=form), form)
            for name, picture in pictures.items()
            for form in (WIDE, NARROW)
        },
    )


def test_our_own_production(opening: Opening) -> None:
    picture = charted(read_preview(json.loads(production())))[0].picture
    sound(opening, {f"{form.width}": (topology_svg(picture, form=form), form) for form in (WIDE, NARROW)})


def test_a_fault_is_seen(opening: Opening) -> None:
    """What the tests above rest on: each kind of fault, made on purpose."""
    drawn = topology_svg(charted(spread(3))[0].picture)
    part = re.search(r'class="node compute.*?<rect x="[^"]*" y="([^"]*)"', drawn)
    assert part is not None
    level = float(part[1]) + 20
    broken = {
        "leaves its part": drawn.replace(">use1-lb</text>", f">{'use1-lb' * 9}</text>", 1),
        "cut off": re.sub(r'(class="on-way [^>]*) x="[^"]*"', r'\1 x="-20"', drawn, count=1),
        "on each other": re.sub(r'(class="on-way [^>]*) x="[^"]*" y="[^"]*"', r'\1 x="300" y="20"', drawn),
        "runs off": re.sub(r'(class="way [^>]* d=")[^"]*', r"\1M50 50L-50 50", drawn, count=1),
        "runs behind": re.sub(r'(class="way [^>]* d=")[^"]*', rf"\1M0 {level}L900 {level}", drawn, count=1),
        "runs through": re.sub(r'(class="way [^>]* d=")[^"]*', r"\1M0 195L900 195", drawn, count=1),
    }
    found = faults(opening, {name: (text, WIDE) for name, text in broken.items()})
    assert {name for name, told in found.items() if any(name in one for one in told)} == set(broken)


@pytest.mark.parametrize("dark", [False, True])
def test_the_file_brings_its_own_look_and_key(opening: Opening, dark: bool) -> None:  # a parameter
    with opening(graph_svg(*charted(spread(3))), suffix="svg", dark=dark) as opened:
        assert (opened.said, opened.asked) == ([], [])
        assert opened.page.evaluate(FAULTS) == []
        words = opened.page.evaluate(
            "[...document.querySelectorAll('svg > text.detail')].map((one) => one.textContent)"
        )
        assert words == ["requests", "data", "replication"]
        paper = opened.page.evaluate("getComputedStyle(document.querySelector('.paper')).fill")
        assert paper == ("rgb(28, 32, 36)" if dark else "rgb(255, 255, 255)")


def test_a_file_of_nothing_says_so(opening: Opening) -> None:
    with opening(graph_svg(*charted(spread(0))), suffix="svg") as opened:
        assert opened.page.evaluate("document.documentElement.textContent").endswith(
            "Nothing here serves requests or keeps data."
        )
