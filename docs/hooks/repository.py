"""Pages of the site for what lies outside of ``docs/`` and is linked to: other pages, code, folders."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from docs.hooks.links import ROOT, for_site, site_path, targets

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "examples/README.md",
    "Pulumi.dev.yaml",
    "Pulumi.staging.yaml",
    "Pulumi.prod.yaml",
)
"""Pages that the site has although no page of ``docs/`` may link to them."""

_LANGUAGES = {
    ".csv": "text",
    ".json": "json",
    ".md": "markdown",
    ".py": "python",
    ".toml": "toml",
    ".ts": "ts",
    ".txt": "text",
    ".yaml": "yaml",
    ".yml": "yaml",
}
_LEFT_OUT = {"package-lock.json"}


def repository_pages() -> dict[str, str]:
    """Give the Markdown of each such page by its path in the site."""
    waiting = [PurePosixPath(seed) for seed in SEEDS]
    for page in sorted((ROOT / "docs").rglob("*.md")):
        path = PurePosixPath(page.relative_to(ROOT).as_posix())
        waiting += targets(page.read_text(encoding="utf-8"), path)
    pages: dict[str, str] = {}
    while waiting:
        path = waiting.pop()
        if path.is_relative_to("docs") or site_path(path) in pages:
            continue
        text, at = _page(path)
        pages[site_path(path)] = for_site(text, at)
        waiting += targets(text, at)
    return pages


def _page(path: PurePosixPath) -> tuple[str, PurePosixPath]:
    """Give the Markdown for a file or a folder, and the path that its links are relative to."""
    file = ROOT / path
    if file.is_dir():
        return "\n".join(_folder(path)), path / "README.md"
    text = file.read_text(encoding="utf-8")
    return (text if path.suffix == ".md" else f"# `{path}`\n\n{_code(text, path)}"), path


def _folder(path: PurePosixPath) -> Iterator[str]:
    readme = ROOT / path / "README.md"
    yield readme.read_text(encoding="utf-8") if readme.exists() else f"# `{path}`\n"
    for file in sorted((ROOT / path).iterdir()):
        if file.suffix in _LANGUAGES and file != readme and file.name not in _LEFT_OUT:
            text = file.read_text(encoding="utf-8")
            if text.strip():
                yield f"## `{file.name}`\n\n{_code(text, path / file.name)}"


def _code(text: str, path: PurePosixPath) -> str:
    fence = "````" if "```" in text else "```"
    return f"{fence}{_LANGUAGES.get(path.suffix, 'text')}\n{text.rstrip()}\n{fence}\n"
