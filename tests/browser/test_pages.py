"""Every other page that Holdfast writes, in a real browser, on a desk and on a phone."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from holdfast.cost import estimate, stated_usage
from holdfast.graph import read_preview
from holdfast.prices import shipped
from holdfast.report.cost_html import cost_html
from holdfast.report.drill_html import drill_html
from holdfast.report.review_html import review_html
from holdfast.report.runbook_html import runbook_html
from tests.browser.conftest import DESKTOP, PHONE
from tests.checks.production import production
from tests.operate.drill.reports import passed, unsafe
from tests.report.reviews import hostile, whole
from tests.runbook.stacks import bare

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Opening

pytestmark = pytest.mark.xdist_group("browser")


@cache
def costs() -> str:
    usage = stated_usage("medium")
    return cost_html(estimate(read_preview(json.loads(production())), usage, shipped()), usage, shipped())


PAGES: dict[str, Callable[[], str]] = {
    "review": lambda: review_html(whole()),
    "review of hostile names": lambda: review_html(hostile()),
    "drill": lambda: drill_html(passed()),
    "drill that was not safe": lambda: drill_html(unsafe()),
    "runbook": lambda: runbook_html(bare("prod")),
    "cost": costs,
}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_it_opens_in_silence_asks_for_nothing_and_fits(opening: Opening, name: str, size: Any) -> None:
    with opening(PAGES[name](), size=size) as opened:
        assert (opened.said, opened.asked, opened.overflow()) == ([], [], 0)
        assert opened.page.locator("h1").first.is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_its_words_can_be_read_in_the_light_and_in_the_dark(opening: Opening, name: str) -> None:
    """Contrast of the running text of at least 4.5 to 1 (https://www.w3.org/TR/WCAG22/#contrast-minimum)."""
    for dark in (False, True):
        with opening(PAGES[name](), dark=dark) as opened:
            text, ground = opened.page.evaluate(
                "(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))"
            )
            assert _contrast(text, ground) >= 4.5
            assert (_light(ground) < 0.5) is dark


def _light(colour: str) -> float:
    """Relative luminance of ``rgb(1, 2, 3)`` (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    parts = [int(one) / 255 for one in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, two: str) -> float:
    low, high = sorted((_light(one), _light(two)))
    return (high + 0.05) / (low + 0.05)


def test_a_review_has_another_drawing_on_a_phone(opening: Opening) -> None:
    for size, form in ((DESKTOP, "wide"), (PHONE, "narrow")):
        with opening(review_html(whole()), size=size) as opened:
            shown = [one.is_visible() for one in opened.page.locator("figure > div").all()]
            assert shown == [form == "wide", form == "narrow"]


def test_a_review_opens_its_changes(opening: Opening) -> None:
    with opening(review_html(whole())) as opened:
        change = opened.page.locator("details", has=opened.page.locator(".diff")).first
        expect(change.locator(".diff")).not_to_be_visible()
        change.locator("summary").click()
        expect(change.locator(".diff")).to_be_visible()


def test_a_command_of_a_runbook_is_copied(opening: Opening) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with opening(runbook_html(bare("prod")), permissions=allowed) as opened:
        line = opened.page.locator(".cmd").first
        line.get_by_role("button").click()
        expect(line.get_by_role("button")).to_have_text("copied")
        assert opened.page.evaluate("navigator.clipboard.readText()") == line.locator("code").inner_text()


def test_sections_of_a_runbook_are_reached(opening: Opening) -> None:
    with opening(runbook_html(bare("prod"))) as opened:
        link = opened.page.locator("nav a").last
        link.click()
        target = str(link.get_attribute("href")).removeprefix("#")
        expect(opened.page.locator(f"[id='{target}']")).to_be_in_viewport()
