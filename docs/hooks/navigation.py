"""The navigation's entries for whole folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Entry: TypeAlias = "str | dict[str, str | list[Entry]]"
"""A page; or a title with a page or with the entries below it."""

_ALL = "/*"
_FIRST = ("index.md", "README.md")


def expanded(
    nav: list[Entry], pages: Iterable[str], made: Mapping[str, list[Entry]] | None = None
) -> list[Entry]:
    """Give the navigation with every entry ``folder/*`` replaced by that folder's pages.

    A folder's own page comes first, the others follow in the order of their paths. Without any page the entry
    goes.

    Args:
        nav: Entries as in ``mkdocs.yml``.
        pages: Paths of the site's pages.
        made: Entries of folders that have an order of their own, by ``folder/*``. Default: none.
    """
    known = sorted(pages)
    folders = dict(made or {})

    def of(folder: str) -> list[Entry]:
        if not folder.endswith(_ALL):
            return [folder]
        return folders.get(folder) or _pages(folder.removesuffix(_ALL[1:]), known)

    def entries(entry: Entry) -> list[Entry]:
        if isinstance(entry, str):
            return of(entry)
        ((title, inner),) = entry.items()
        if isinstance(inner, str) and not inner.endswith(_ALL):
            return [entry]
        below = of(inner) if isinstance(inner, str) else [made for one in inner for made in entries(one)]
        return [{title: below}] if below else []

    return [made for entry in nav for made in entries(entry)]


def _pages(folder: str, pages: list[str]) -> list[Entry]:
    inside = [page for page in pages if page.startswith(folder)]
    return [*sorted(inside, key=lambda page: (page.removeprefix(folder) not in _FIRST, page))]
