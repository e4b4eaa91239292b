"""Types that cost nothing themselves (``free.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCAL = ("pulumi:", "random:", "tls:", "command:", "std:", "time:", "null:", "archive:", "local:")
"""Packages whose resources exist in the state alone."""


@cache
def free_types() -> Mapping[str, tuple[str, str]]:
    """Why each type costs nothing, and the page that says so, by type token."""
    text = files("holdfast.cost").joinpath("free.toml").read_text(encoding="utf-8")
    return {
        token: (group["reason"], group["source"])
        for group in tomllib.loads(text)["free"]
        for token in group["types"]
    }


def is_free(token: str) -> bool:
    """Whether resources of a type cost nothing themselves."""
    return token.startswith(LOCAL) or token in free_types()
