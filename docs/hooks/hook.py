"""What MkDocs calls while it builds the site."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from docs.hooks.links import OUTSIDE, for_site
from docs.hooks.navigation import expanded
from docs.hooks.reference.pages import FOLDER, reference_pages
from docs.hooks.repository import repository_pages

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_BEHIND = 0.5
"""Weight in the search of pages that a guide on the same subject should stand before."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made, and put whole folders into the navigation."""
    reference, entries = reference_pages()
    for path, text in {**repository_pages(), **reference}.items():
        files.append(File.generated(config, path, content=text))
    pages = [page.src_uri for page in files.documentation_pages()]
    config.nav = expanded(config.nav or [], pages, {f"{FOLDER}/*": entries})
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Lead links to files outside of ``docs/`` to their pages, let guides be found first."""
    path = page.file.src_uri
    if path == "index.md":
        page.meta["hide"] = ["navigation", "toc"]
    if path.startswith((f"{OUTSIDE}/", f"{FOLDER}/")):
        page.meta["search"] = {"boost": _BEHIND}
    return markdown if path.startswith(f"{OUTSIDE}/") else for_site(markdown, PurePosixPath("docs") / path)
