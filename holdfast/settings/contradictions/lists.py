"""Lists that name something twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings.mistakes import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.settings.mistakes import SettingPath


def repeated(path: SettingPath, items: Sequence[str]) -> Iterator[Problem]:
    """Find what a list names more than once."""
    for item in sorted({item for item in items if items.count(item) > 1}):
        yield Problem(path=path, message=f"names '{item}' {items.count(item)} times: once is enough")
