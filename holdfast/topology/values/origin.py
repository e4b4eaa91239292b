"""Where a planned value came from."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


Origin: TypeAlias = "Mapping[str, str]"
"""Field name to the settings path it came from, such as ``holdfast:regions.use1.cidr``; several paths are
joined by ``, `` and a value that nobody set ends in `` (default)``."""


def no_origin() -> Origin:
    """Return the origin of a value that was made by hand."""
    return MappingProxyType({})
