"""The documentation's site as people open it: from its folder, without a server and without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.docs.built_site import built_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PAGES = ("index", "drills", "choices", "settings", "reference/index", "reference/network")


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark", offline=True
    )
    yield context.new_page()
    context.close()


def test_pages_ask_for_nothing_complain_of_nothing_and_fit(page: Page) -> None:
    wrong: list[str] = []
    page.on("console", lambda one: wrong.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda one: wrong.append(str(one)))
    page.on("request", lambda one: wrong.append(one.url) if one.url.startswith("http") else None)
    for name in PAGES:
        page.goto((built_site()[0] / f"{name}.html").as_uri())
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{name} is wider than the window")
    assert wrong == []


def test_the_search_finds_a_page_without_a_server(page: Page) -> None:
    page.goto((built_site()[0] / "index.html").as_uri())
    button = page.locator("label.md-header__button[for='__search']")
    if button.is_visible():
        button.click()
    page.locator(".md-search__input").press_sequentially("watchdog")
    first = page.locator(".md-search-result__link").first
    first.wait_for(timeout=30_000)
    assert "watchdog" in (first.get_attribute("href") or "")
