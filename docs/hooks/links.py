"""Links between pages, as they are written in the repository and as they are in the site.

In the repository a page links to any file by its relative path, which works on every forge and in an editor.
The site holds ``docs/`` alone; every other file that is linked to has a page below ``repository/``.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
OUTSIDE = "repository"

_CODE = re.compile(
    r"(^ *(?P<fence>```+|~~~+).*?^ *(?P=fence)[`~]*$|``.+?``|`[^`\n]*`)", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"(?<=\]\()(?P<path>[^)\s#]+)(?P<anchor>#[^)\s]*)?(?=[)\s])")


def slug(title: str, separator: str) -> str:
    """Give the anchor of a heading, as forges make it.

    Args:
        title: The heading's text.
        separator: What stands in the place of a space.
    """
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", separator)


def site_path(path: PurePosixPath) -> str:
    """Give the page or file of the site for a path of the repository.

    Args:
        path: A file or folder, relative to the repository.
    """
    if path.is_relative_to("docs"):
        return path.relative_to("docs").as_posix()
    if (ROOT / path).is_dir():
        path /= "README.md"
    # MkDocs leaves out what begins with a dot.
    shown = PurePosixPath(OUTSIDE, *(part.removeprefix(".") for part in path.parts))
    return str(shown) if path.suffix == ".md" else f"{shown}.md"


def targets(text: str, page: PurePosixPath) -> Iterator[PurePosixPath]:
    """Give the files and folders of the repository that a page links to.

    Args:
        text: The page's Markdown.
        page: Its path, relative to the repository.
    """
    for part, is_code in _parts(text):
        if not is_code:
            for link in _LINK.finditer(part):
                target = _target(link["path"], page)
                if target is not None:
                    yield target


def for_site(text: str, page: PurePosixPath) -> str:
    """Give a page's Markdown with its links as they must be in the site.

    Args:
        text: The page's Markdown.
        page: Its path, relative to the repository.
    """
    folder = posixpath.dirname(site_path(page)) or "."

    def changed(link: re.Match[str]) -> str:
        target = _target(link["path"], page)
        if target is None:
            return link.group()
        return posixpath.relpath(site_path(target), folder) + (link["anchor"] or "")

    return "".join(part if is_code else _LINK.sub(changed, part) for part, is_code in _parts(text))


def _target(link: str, page: PurePosixPath) -> PurePosixPath | None:
    """Give what a link leads to in the repository; none where it leads elsewhere, or nowhere."""
    if re.match(r"[a-z]+:", link):
        return None
    path = PurePosixPath(posixpath.normpath(page.parent / link))
    return path if path.parts[0] != ".." and (ROOT / path).exists() else None


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Give the text piece by piece, each with whether it is code."""
    end = 0
    for code in _CODE.finditer(text):
        yield text[end : code.start()], False
        yield code.group(), True
        end = code.end()
    yield text[end:], False
