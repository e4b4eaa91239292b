"""A real browser that nothing leaves: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

DESKTOP, PHONE = (1280, 800), (390, 844)


@dataclass
class Opened:
    """A page, and all that went wrong on it."""

    page: Page
    said: list[str] = field(default_factory=list)
    """What the browser's console and errors say; a page of ours says nothing."""
    asked: list[str] = field(default_factory=list)
    """Addresses that were asked for, other than the page itself."""

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(width))


class Opening:
    """Opens documents as files, each in a window of its own."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser, self._folder = browser, folder

    @contextmanager
    def __call__(
        self,
        text: str,
        *,
        size: tuple[int, int] = DESKTOP,
        suffix: str = "html",
        dark: bool = False,
        script: bool = True,
        **more: Any,
    ) -> Iterator[Opened]:
        """The opened document.

        Args:
            text: What is opened.
            size: Width and height of the window in pixels; a phone's has touch.
            suffix: How its file's name ends.
            dark: Whether the person prefers the dark.
            script: Whether scripts run.
            **more: What else the window is given.
        """
        file = self._folder / f"page.{suffix}"
        file.write_text(text, encoding="utf-8")
        phone = size == PHONE
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            has_touch=phone,
            is_mobile=phone,
            offline=True,
            **more,
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        opened = Opened(page)
        page.on("console", lambda one: opened.said.append(one.text))
        page.on("pageerror", lambda one: opened.said.append(str(one)))
        page.on("request", lambda one: opened.asked.append(one.url))
        page.goto(file.as_uri())
        opened.asked.remove(file.as_uri())
        yield opened
        context.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The browser, started once; tests are skipped where there is none.

    While it is there an event loop runs, so that nothing can be declared with Pulumi's mocks in this process.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")  # as Debian and Ubuntu call it
    if found is None:
        pytest.skip("not on PATH: chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opening(browser: Browser, tmp_path: Path) -> Opening:
    """Opens a document in the browser."""
    return Opening(browser, tmp_path)
