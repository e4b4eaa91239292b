"""The documentation's site is whole: every page, every link, and nothing from elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

import markdown
import pytest
from markdown_it import MarkdownIt
from mkdocs.config import load_config

from docs.hooks.reference.groups import GROUPS
from docs.hooks.reference.pages import file_of
from tests.components.conformance_samples import SAMPLES
from tests.docs.built_site import ROOT, built_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = sorted((ROOT / "docs").rglob("*.md"))
TAG = re.compile(r"<(?P<name>\w+)(?P<attributes>(?:\s[^<>]*)?)>")
ATTRIBUTE = re.compile(r"""\b(?P<name>id|href|src|srcset|rel)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s>]+))""")
LOADED = {"script", "img", "iframe", "source", "video", "audio", "embed", "object"}
LOADED_LINKS = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload"}
OUTSIDE = re.compile(r"(?:https?:)?//")


def pages() -> Iterator[Path]:
    """Every page but the one that a server shows for what is not there, whose links begin at the root."""
    return (page for page in built_site()[0].rglob("*.html") if page.name != "404.html")


@cache
def tags(page: Path) -> list[tuple[str, dict[str, str]]]:
    """Every tag of a page with those of its attributes that say where something is."""
    text = re.sub(r"<script>.*?</script>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [
        (
            tag["name"],
            {one["name"]: unescape(one["quoted"] or one["bare"] or "") for one in ATTRIBUTE.finditer(found)},
        )
        for tag in TAG.finditer(text)
        if (found := tag["attributes"])
    ]


def test_is_built_without_a_warning() -> None:
    assert "WARNING" not in built_site()[1]


def test_loads_nothing_from_elsewhere() -> None:
    loaded = [
        f"{page.name}: {attributes}"
        for page in pages()
        for name, attributes in tags(page)
        if (name in LOADED or LOADED_LINKS & set(attributes.get("rel", "").split()))
        and OUTSIDE.match(attributes.get("src", attributes.get("href", "")))
    ]
    styles = [
        f"{file.name}: {found}"
        for file in built_site()[0].rglob("*.css")
        for found in re.findall(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')]+)""", file.read_text())
    ]
    assert (loaded, styles) == ([], [])


def test_every_page_has_its_place() -> None:
    home = built_site()[0] / "index.html"
    named = {attributes["href"] for name, attributes in tags(home) if name == "a" and "href" in attributes}
    files = {page.relative_to(ROOT / "docs").with_suffix(".html").as_posix() for page in PAGES}
    files = {file.replace("README.html", "index.html") for file in files}
    assert files - named == set()


def test_every_link_leads_to_a_page_and_a_heading() -> None:
    ids = {page: {found["id"] for _, found in tags(page) if "id" in found} for page in pages()}
    broken = []
    for page, own in ids.items():
        for link in {found["href"] for name, found in tags(page) if name == "a" and "href" in found}:
            where, _, anchor = unquote(link).partition("#")
            if re.match(r"[a-z]+:", where):
                continue
            target = (page.parent / where).resolve() if where else page
            known = own if target == page else ids.get(target, set())
            if not target.is_file() or (anchor and target.suffix == ".html" and anchor not in known):
                broken.append(f"{page.name}: {link}")
    assert broken == []


def test_every_component_has_a_page_that_tells_all_of_it() -> None:
    guides = {name: page for names in GROUPS.values() for name, page in names.items()}
    assert set(guides) == {one.__name__ for one in SAMPLES}
    assert [page for page in guides.values() if not (ROOT / "docs" / f"{page}.md").exists()] == []
    for component in SAMPLES:
        file = built_site()[0] / "reference" / file_of(component.__name__).replace(".md", ".html")
        text = file.read_text(encoding="utf-8")
        args = component.__init__.__annotations__["args"].__annotations__
        outputs = [name for name in component.__annotations__ if not name.startswith("_")]
        missing = [name for name in (*args, *outputs) if f"<dt><code>{name}</code>" not in text]
        assert missing == [], component.__name__
        for part in ("Survives", "Does not survive", "What it declares", '<svg class="hf-wide"'):
            assert part in text, (component.__name__, part)


class Outline(HTMLParser):
    """The structure of a text: what is nested by Markdown's rules."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if re.fullmatch(r"[ou]l|li|pre|table|t[rdh]|blockquote|h\d|strong|em", tag):
            self.found[tag] += 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_reads_alike_in_the_repository_and_in_the_site(page: Path) -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    site = markdown.Markdown(
        extensions=config.markdown_extensions, extension_configs={**config.mdx_configs, "toc": {}}
    )
    forge = MarkdownIt("gfm-like", {"linkify": False})
    text = page.read_text(encoding="utf-8")
    assert Outline(site.convert(text)).found == Outline(forge.render(text)).found
